"""A percent keeps its fraction ("45,5%"): PostgreSQL's integer column rounded it away, SQLite's keeps what it is given."""

import sqlalchemy as sa
from alembic import op


revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _of_type(sa.Integer(), sa.Float())


def downgrade() -> None:
    _of_type(sa.Float(), sa.Integer())


def _of_type(old: sa.types.TypeEngine, new: sa.types.TypeEngine) -> None:
    if op.get_context().dialect.name == 'postgresql':
        op.alter_column('assignment', 'percent', existing_type=old, type_=new, existing_nullable=False)
