"""Values of indicators that an officer entered on behalf of an agency."""

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added in place: a table made anew would lose the triggers that keep it append-only.
    op.add_column('indicator_value', sa.Column('on_behalf', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('indicator_value', sa.Column('document_number', sa.String(), nullable=False, server_default=''))


def downgrade() -> None:
    op.drop_column('indicator_value', 'document_number')
    op.drop_column('indicator_value', 'on_behalf')
