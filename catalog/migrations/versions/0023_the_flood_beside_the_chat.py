"""How fast a chat writes stands in its own row: a message reads and writes one row of who speaks, not two."""

import sqlalchemy as sa
from alembic import op


revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('contact', sa.Column('flood_level', sa.Float(), nullable=False, server_default='0'))
    op.add_column('contact', sa.Column('flood_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('contact', sa.Column('flood_silenced', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        'UPDATE contact SET flood_level = (SELECT level FROM rate_limit WHERE contact_id = contact.id), '
        'flood_at = (SELECT at FROM rate_limit WHERE contact_id = contact.id), '
        'flood_silenced = (SELECT silenced FROM rate_limit WHERE contact_id = contact.id) '
        'WHERE id IN (SELECT contact_id FROM rate_limit)'
    )
    op.drop_table('rate_limit')


def downgrade() -> None:
    op.create_table('rate_limit',
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.Float(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('silenced', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_rate_limit_contact_id_contact')),
    sa.PrimaryKeyConstraint('contact_id', name=op.f('pk_rate_limit'))
    )
    op.execute(
        'INSERT INTO rate_limit SELECT id, flood_level, flood_at, flood_silenced FROM contact WHERE flood_at IS NOT NULL'
    )
    op.drop_column('contact', 'flood_silenced')
    op.drop_column('contact', 'flood_at')
    op.drop_column('contact', 'flood_level')
