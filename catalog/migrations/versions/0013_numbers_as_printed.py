"""The number of a task as it stands on paper, beside the number as it should be."""

import sqlalchemy as sa
from alembic import op


revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('task', sa.Column('number_printed', sa.String(), nullable=False, server_default=''))
    op.execute('UPDATE task SET number_printed = number')


def downgrade() -> None:
    op.drop_column('task', 'number_printed')
