"""Who is away, as their mailbox answers by itself: since when we know, and until which day."""

import sqlalchemy as sa
from alembic import op


revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('contact', sa.Column('absent_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('contact', sa.Column('absent_until', sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column('contact', 'absent_until')
    op.drop_column('contact', 'absent_at')
