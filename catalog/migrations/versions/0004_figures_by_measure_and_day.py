"""Counters by measure and day, and the figures of days that have ended.

What was counted before is worked out anew from the record by the first sweep: the counters are no record themselves.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("rollup_cell")
    op.drop_table("rollup_mark")
    op.create_table(
        "rollup_cell",
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "measure", "plan_id", "agency_id", name=op.f("pk_rollup_cell")),
    )
    op.create_table(
        "rollup_kept",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("counted", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_rollup_kept_assignment_id_assignment")
        ),
        sa.PrimaryKeyConstraint("assignment_id", name=op.f("pk_rollup_kept")),
    )
    op.create_table(
        "rollup_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("update_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollup_mark")),
    )
    op.create_table(
        "shown_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("day", "plan_id", name=op.f("pk_shown_day")),
    )
    asked = sa.text("asked_at IS NOT NULL")
    op.create_index("ix_assignment_asked", "assignment", ["asked_at"], sqlite_where=asked, postgresql_where=asked)


def downgrade() -> None:
    op.drop_index("ix_assignment_asked", "assignment")
    for table in ("shown_day", "rollup_mark", "rollup_kept", "rollup_cell"):
        op.drop_table(table)
    op.create_table(
        "rollup_cell",
        sa.Column("plan_id", sa.Integer(), sa.ForeignKey("plan.id"), primary_key=True),
        sa.Column("agency_id", sa.Integer(), sa.ForeignKey("agency.id"), primary_key=True),
        sa.Column("standing", sa.String(), primary_key=True),
        sa.Column("due", sa.String(), primary_key=True),
        sa.Column("updated_on", sa.String(), primary_key=True),
        sa.Column("waiting", sa.Boolean(), primary_key=True),
        sa.Column("vouched", sa.Boolean(), primary_key=True),
        sa.Column("count", sa.Integer(), nullable=False),
    )
    op.create_table(
        "rollup_mark",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("update_id", sa.Integer(), nullable=False),
    )
