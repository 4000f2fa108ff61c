"""The organisation of a deployment, its units, their names and groups over time, and who followed whom.

The agencies of a store of the version before become the units of its organisation with their ids: people, tasks and
links of the record stay where they are. Their names are laid out by the program when it opens the store
(`catalog.organisations.founding.complete`), because the facts are its own.
"""

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.rename_table("agency", "unit")
    op.execute("ALTER TABLE unit ADD COLUMN part_of INTEGER REFERENCES unit (id)")  # with its key in one statement
    op.add_column("unit", sa.Column("born", sa.Date(), nullable=True))
    op.add_column("unit", sa.Column("died", sa.Date(), nullable=True))
    op.add_column("unit", sa.Column("source", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("pack", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("also", sa.JSON(), nullable=False),
        sa.Column("within", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("facts_version", sa.Date(), nullable=True),
        sa.Column("revision", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "unit_name",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
    )
    op.create_index("ix_unit_name_unit_id", "unit_name", ["unit_id"])
    op.create_index("ix_unit_name_key", "unit_name", ["key"])
    op.create_table(
        "unit_group",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
    )
    op.create_index("ix_unit_group_unit_id", "unit_group", ["unit_id"])
    op.create_table(
        "succession",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("from_unit", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("to_unit", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("work", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
    )
    op.create_index("ix_succession_from_unit", "succession", ["from_unit"])
    op.create_table(
        "former_name",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("also", sa.JSON(), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("district", sa.String(), nullable=False),
        sa.Column("followed", sa.Boolean(), nullable=False),
        sa.Column("successors", sa.JSON(), nullable=False),
        sa.Column("work", sa.JSON(), nullable=False),
    )
    op.create_table(
        "unit_change",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("wish", sa.JSON(), nullable=False),
        sa.Column("effects", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_unit_change_waiting", "unit_change", ["done_at", "day"])
    _carry_over()
    op.drop_table("agency_alias")


def _carry_over() -> None:
    """Every store of the version before listed one province; what officers had added to the list stays."""
    connection = op.get_bind()
    if not connection.execute(sa.text("SELECT count(*) FROM unit")).scalar():
        return
    connection.execute(
        sa.text(
            "INSERT INTO organisation (pack, level, name, full_name, place, also, within, code, since, revision, set_at)"
            " VALUES ('province', 'tỉnh', 'Tỉnh Khánh Hòa', 'Ủy ban nhân dân tỉnh Khánh Hòa', 'Khánh Hòa',"
            " '[\"Ninh Thuận\"]', '', '56', :since, 'carried over', :now)"
        ).bindparams(sa.bindparam("since", type_=sa.Date()), sa.bindparam("now", type_=sa.DateTime(timezone=True))),
        {"since": dt.date(2025, 7, 1), "now": dt.datetime.now(dt.UTC)},
    )
    connection.execute(
        sa.text(
            "INSERT INTO unit_name (unit_id, role, text, key, source)"
            " SELECT agency_id, 'also', alias, '', 'officer' FROM agency_alias ORDER BY id"
        )
    )


def downgrade() -> None:
    op.create_table(
        "agency_alias",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("agency_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("alias", sa.String(), nullable=False),
        sa.UniqueConstraint("agency_id", "alias", name="uq_agency_alias_agency_id_alias"),
    )
    for table in ("unit_change", "former_name", "succession", "unit_group", "unit_name", "organisation"):
        op.drop_table(table)
    with op.batch_alter_table("unit") as unit:
        for column in ("source", "died", "born", "part_of"):
            unit.drop_column(column)
    op.rename_table("unit", "agency")
