"""An agency's rows in the order of their dues: a page of the table reads what it shows."""

from alembic import op


revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_assignment_agency_due', 'assignment', ['agency_id', 'role', 'due', 'state'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_assignment_agency_due', table_name='assignment')
