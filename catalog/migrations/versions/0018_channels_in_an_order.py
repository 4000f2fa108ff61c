"""When a person last chose a chat: the ones chosen before it are the next to be written to, in that order."""

import sqlalchemy as sa
from alembic import op


revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('contact', sa.Column('preferred_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column('contact', 'preferred_at')
