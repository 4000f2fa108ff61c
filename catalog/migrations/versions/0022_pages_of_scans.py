"""Pages of scanned plans, kept as they are read and confirmed one by one."""

import sqlalchemy as sa
from alembic import op


revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('scan_page',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('blocks', sa.JSON(), nullable=False),
    sa.Column('picture', sa.LargeBinary(), nullable=False),
    sa.Column('problem', sa.String(), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('left_out', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['plan_file.id'], name=op.f('fk_scan_page_file_id_plan_file')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['person.id'], name=op.f('fk_scan_page_confirmed_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scan_page')),
    sa.UniqueConstraint('file_id', 'number', name=op.f('uq_scan_page_file_id_number'))
    )
    op.create_index(op.f('ix_scan_page_file_id'), 'scan_page', ['file_id'], unique=False)


def downgrade() -> None:
    op.drop_table('scan_page')
