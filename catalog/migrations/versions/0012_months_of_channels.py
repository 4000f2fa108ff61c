"""How many messages a channel took in a month, and how far of its plan people were told."""

import sqlalchemy as sa
from alembic import op


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('channel_month',
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('month', sa.String(), nullable=False),
    sa.Column('messages', sa.Integer(), nullable=False),
    sa.Column('told_messages', sa.Integer(), nullable=False),
    sa.Column('told_users', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('channel', 'month', name=op.f('pk_channel_month'))
    )


def downgrade() -> None:
    op.drop_table('channel_month')
