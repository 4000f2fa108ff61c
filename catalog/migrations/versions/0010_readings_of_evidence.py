"""What was read of a file of evidence, beside the file: facts, signatures, the key of the document."""

import sqlalchemy as sa
from alembic import op


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'evidence_reading',
        sa.Column('sha256', sa.String(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('key', sa.String(), nullable=False),
        sa.Column('reading', sa.JSON(), nullable=False),
        sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['sha256'], ['evidence_blob.sha256'], name=op.f('fk_evidence_reading_sha256_evidence_blob')
        ),
        sa.PrimaryKeyConstraint('sha256', name=op.f('pk_evidence_reading')),
    )
    op.create_index('ix_evidence_reading_key', 'evidence_reading', ['key'])


def downgrade() -> None:
    op.drop_index('ix_evidence_reading_key', 'evidence_reading')
    op.drop_table('evidence_reading')
