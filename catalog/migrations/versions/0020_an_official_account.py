"""A Zalo Official Account: its tokens, its uploads, what its messages cost, and when a chat's window was found closed."""

import sqlalchemy as sa
from alembic import op


revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        'oa_token',
        sa.Column('channel', sa.String(), nullable=False),
        sa.Column('access', sa.String(), nullable=False),
        sa.Column('refresh', sa.String(), nullable=False),
        sa.Column('state', sa.String(), nullable=False),
        sa.Column('renewed_at', moment, nullable=False),
        sa.Column('access_until', moment, nullable=False),
        sa.Column('refresh_until', moment, nullable=False),
        sa.Column('asked', sa.Integer(), nullable=False),
        sa.Column('asked_by', sa.String(), nullable=False),
        sa.Column('asked_at', moment, nullable=True),
        sa.Column('why', sa.String(), nullable=False),
        sa.Column('told_at', moment, nullable=True),
        sa.PrimaryKeyConstraint('channel', name=op.f('pk_oa_token')),
    )
    op.create_table(
        'oa_upload',
        sa.Column('sha256', sa.String(), nullable=False),
        sa.Column('kind', sa.String(), nullable=False),
        sa.Column('ref', sa.String(), nullable=False),
        sa.Column('until', moment, nullable=False),
        sa.PrimaryKeyConstraint('sha256', 'kind', name=op.f('pk_oa_upload')),
    )
    op.create_table(
        'channel_cost',
        sa.Column('channel', sa.String(), nullable=False),
        sa.Column('month', sa.String(), nullable=False),
        sa.Column('kind', sa.String(), nullable=False),
        sa.Column('messages', sa.Integer(), nullable=False),
        sa.Column('cost', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('channel', 'month', 'kind', name=op.f('pk_channel_cost')),
    )
    op.create_table(
        'channel_ways',
        sa.Column('channel', sa.String(), nullable=False),
        sa.Column('package_left', sa.Integer(), nullable=True),
        sa.Column('paid_shut_until', moment, nullable=True),
        sa.Column('template_shut_until', moment, nullable=True),
        sa.PrimaryKeyConstraint('channel', name=op.f('pk_channel_ways')),
    )
    op.add_column('contact', sa.Column('window_closed_at', moment, nullable=True))
    op.add_column('outbox', sa.Column('way', sa.String(), nullable=False, server_default=''))


def downgrade() -> None:
    op.drop_column('outbox', 'way')
    op.drop_column('contact', 'window_closed_at')
    for table in ('channel_ways', 'channel_cost', 'oa_upload', 'oa_token'):
        op.drop_table(table)
