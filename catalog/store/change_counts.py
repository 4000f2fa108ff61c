"""How often what is remembered has changed (`catalog.tables.remembered`), counted by PostgreSQL for all processes.

By triggers, so whoever writes counts, by hand too; in the transaction that writes, so a count is seen together with
what it counts. The table is no part of the store's form: it is never copied, and made where it is missing.
"""

import zlib

import sqlalchemy as sa

from catalog.tables.remembered import REMEMBERED

_COUNTS, _COUNT = "change_count", "dondoc_changed"


def are_kept(connection: sa.Connection) -> bool:
    """Whether this database counts: it was brought to its form by a version that knows of it."""
    return bool(connection.exec_driver_sql(f"SELECT to_regclass('{_COUNTS}') IS NOT NULL").scalar())


def of(connection: sa.Connection) -> dict[str, int]:
    """Table -> count; none for one that never changed."""
    return dict(connection.exec_driver_sql(f"SELECT name, changes FROM {_COUNTS}").all())  # noqa: S608


def install_on_postgres(connection: sa.Connection) -> None:
    """The counts of changes, where they are not what they should be: after each upgrade."""
    there = {
        (table, trigger)
        for table, trigger in connection.exec_driver_sql(
            "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE tgname LIKE 'changed_%%' AND NOT tgisinternal AND pg_table_is_visible(tgrelid)"
        )
    }
    columns_of = {table: ", ".join(f'"{c}"' for c in sorted(columns)) for table, columns in REMEMBERED.items()}
    wanted = {(table, f"changed_{zlib.crc32(columns.encode())}") for table, columns in columns_of.items()}
    if wanted == there:
        return
    connection.exec_driver_sql(f"CREATE TABLE IF NOT EXISTS {_COUNTS} (name text PRIMARY KEY, changes bigint NOT NULL)")
    connection.exec_driver_sql(f"""
        CREATE OR REPLACE FUNCTION {_COUNT}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO {_COUNTS} VALUES (TG_TABLE_NAME, 1)
            ON CONFLICT (name) DO UPDATE SET changes = {_COUNTS}.changes + 1;
          RETURN NULL;
        END $$""")  # noqa: S608 - names of our own
    for table, name in there - wanted:
        connection.exec_driver_sql(f'DROP TRIGGER {name} ON "{table}"')
    for table, name in wanted - there:
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE OF {columns_of[table]} "
            f'ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION {_COUNT}()'
        )
