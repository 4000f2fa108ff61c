"""The day by which an agency said that it means to be done, beside the state it reported."""

import sqlalchemy as sa
from alembic import op


revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('assignment', sa.Column('expected_on', sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column('assignment', 'expected_on')
