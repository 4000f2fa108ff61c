"""One piece of work that stands in two plans: the assignment of the second follows that of the first."""

import sqlalchemy as sa
from alembic import op


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('assignment', sa.Column('follows_id', sa.Integer(), nullable=True))
    op.create_index('ix_assignment_follows_id', 'assignment', ['follows_id'])


def downgrade() -> None:
    op.drop_index('ix_assignment_follows_id', 'assignment')
    op.drop_column('assignment', 'follows_id')
