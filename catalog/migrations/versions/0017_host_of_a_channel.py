"""Which machine hears a channel: two that ask with one token take each other's messages."""

import sqlalchemy as sa
from alembic import op


revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('channel_heartbeat', sa.Column('host', sa.String(), nullable=False, server_default=''))
    op.add_column('channel_heartbeat', sa.Column('other_host', sa.String(), nullable=False, server_default=''))
    op.add_column('channel_heartbeat', sa.Column('other_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in ('other_at', 'other_host', 'host'):
        op.drop_column('channel_heartbeat', name)
