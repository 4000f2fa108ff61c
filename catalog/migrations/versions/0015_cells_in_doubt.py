"""Cells that were not read for certain, apart from what was overdue when its plan was imported."""

import sqlalchemy as sa
from alembic import op


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

_CELLS = {'deadline_unclear': 'deadline', 'lead_unclear': 'lead', 'cut_off': 'lead'}


def upgrade() -> None:
    op.add_column('assignment', sa.Column('in_doubt', sa.String(), nullable=False, server_default=''))
    op.create_index('ix_assignment_in_doubt', 'assignment', ['in_doubt'])
    assignment = sa.table(
        'assignment', sa.column('id'), sa.column('task_id'), sa.column('due', sa.Date()),
        sa.column('overdue_at_import', sa.Boolean()), sa.column('created_at', sa.DateTime()), sa.column('in_doubt'),
    )
    task = sa.table('task', sa.column('id'), sa.column('warnings', sa.JSON()))
    held = sa.select(assignment.c.id, assignment.c.due, assignment.c.created_at, task.c.warnings).join_from(
        assignment, task, task.c.id == assignment.c.task_id
    ).where(assignment.c.overdue_at_import.is_(sa.true()))
    link = op.get_bind()
    for row in link.execute(held).all():
        cells = ' '.join(sorted({_CELLS[one['kind']] for one in row.warnings or () if one['kind'] in _CELLS}))
        if cells:
            late = row.due is not None and row.due < row.created_at.date()
            link.execute(
                assignment.update().where(assignment.c.id == row.id).values(in_doubt=cells, overdue_at_import=late)
            )


def downgrade() -> None:
    op.execute("UPDATE assignment SET overdue_at_import = (overdue_at_import OR in_doubt <> '')")
    op.drop_index('ix_assignment_in_doubt', 'assignment')
    op.drop_column('assignment', 'in_doubt')
