"""Which rows of the proven tables a transaction has written, whichever way: noted by triggers of our own connection.

On SQLite they are temporary triggers, which only the connection has that made them; on PostgreSQL they write into a
temporary table of the session, which only our writers have. So what other hands write is not noted, and never taken
into the chain as if it were ours (`catalog.proof`).
"""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from catalog import tables
from catalog.tables.proven import PERSONAL, PROVEN

_NOTED = "touched_watch"  # in `Connection.info`: this connection has its triggers
_FUNCTION = "dondoc_touched"
_SIGN = "touched_sign"
"""In `Connection.info`, on SQLite: set by the triggers, so that nobody asks where nothing was noted."""


def watch(connection: sa.Connection) -> None:
    """Have this connection note what it writes. Before its transaction begins.

    Raises sqlalchemy.exc.DBAPIError where the database refuses, as any other statement does.
    """
    if connection.info.get(_NOTED):
        return
    dbapi: Any = connection.dialect.dbapi
    try:
        _watch(connection)
    except dbapi.Error as problem:  # the driver's own, on its own connection: nobody above asks for that
        raise sa.exc.DBAPIError.instance("touched", None, problem, dbapi.Error, dialect=connection.dialect) from problem


def _watch(connection: sa.Connection) -> None:
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite":
        sign: dict[str, bool] = {}
        driver.create_function(_FUNCTION, 0, lambda: sign.update(up=True))
        connection.info[_SIGN] = sign
        cursor = driver.cursor()
        there = {name for (name,) in cursor.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")}
        cursor.execute("PRAGMA temp_store = MEMORY")
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS touched (name TEXT, key TEXT)")
        for statement in _sqlite_triggers(there):
            cursor.execute(statement)
        cursor.close()
        connection.info[_NOTED] = "alembic_version" in there  # before it there are no tables to be watched
    else:
        with driver.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE IF NOT EXISTS touched (name TEXT, key TEXT) ON COMMIT DELETE ROWS")
        driver.commit()
        connection.info[_NOTED] = True


def taken(connection: sa.Connection) -> dict[str, list[str]]:
    """Table -> keys of the rows written since the last time, in order; noted no longer."""
    found: dict[str, list[str]] = defaultdict(list)
    sign: dict[str, bool] | None = connection.info.get(_SIGN)
    if sign is not None and not sign:
        return found
    rows = connection.exec_driver_sql("SELECT DISTINCT name, key FROM touched ORDER BY name, key").all()
    if rows:
        connection.exec_driver_sql("DELETE FROM touched")
    if sign is not None:
        sign.clear()
    for name, key in rows:
        found[name].append(key)
    return found


def key_columns(table: str) -> list[str]:
    """The columns whose values, joined with "/", name a row."""
    return [column.name for column in tables.metadata.tables[table].primary_key.columns]


def _watched(table: str) -> list[str]:
    """The columns whose change counts."""
    return [column.name for column in tables.metadata.tables[table].columns if column.name not in PROVEN[table]]


def _sqlite_triggers(there: set[str]) -> list[str]:
    statements = []
    for table in sorted((PROVEN.keys() | PERSONAL) & there):
        key = {row: " || '/' || ".join(f'{row}."{c}"' for c in key_columns(table)) for row in ("NEW", "OLD")}
        events = [("INSERT", "NEW"), ("DELETE", "OLD")]
        if table in PROVEN:
            columns = ", ".join(f'"{column}"' for column in _watched(table))
            events += [(f"UPDATE OF {columns}", "NEW"), (f"UPDATE OF {columns}", "OLD")]
        for number, (event, row) in enumerate(events):
            note = f"INSERT INTO touched VALUES ('{table}', {key[row]}); SELECT {_FUNCTION}()"  # noqa: S608 - our own
            name = f"touched_{table}_{number}"
            statements.append(
                f'CREATE TEMP TRIGGER IF NOT EXISTS {name} AFTER {event} ON main."{table}" BEGIN {note}; END'
            )
    return statements


def install_on_postgres(connection: sa.Connection) -> None:
    """The triggers of PostgreSQL, where they are not what they should be: after each upgrade."""
    there = connection.exec_driver_sql(f"SELECT 1 FROM pg_proc WHERE proname = '{_FUNCTION}'").first()  # noqa: S608
    if there is None:
        _make_function(connection)
    _make_triggers(connection)


def _make_function(connection: sa.Connection) -> None:
    connection.exec_driver_sql(f"""
        CREATE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE old_key text; new_key text;
        BEGIN
          IF to_regclass('pg_temp.touched') IS NULL THEN RETURN NULL; END IF;
          IF TG_OP <> 'INSERT' THEN
            SELECT string_agg(to_jsonb(OLD) ->> name, '/' ORDER BY place) INTO old_key
              FROM unnest(TG_ARGV) WITH ORDINALITY AS keys(name, place);
            INSERT INTO pg_temp.touched VALUES (TG_TABLE_NAME, old_key);
          END IF;
          IF TG_OP <> 'DELETE' THEN
            SELECT string_agg(to_jsonb(NEW) ->> name, '/' ORDER BY place) INTO new_key
              FROM unnest(TG_ARGV) WITH ORDINALITY AS keys(name, place);
            INSERT INTO pg_temp.touched VALUES (TG_TABLE_NAME, new_key);
          END IF;
          RETURN NULL;
        END $$""")  # noqa: S608 - a name of our own


def _make_triggers(connection: sa.Connection) -> None:
    have = {
        (table, trigger)
        for table, trigger in connection.exec_driver_sql(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'touched_%%' AND NOT tgisinternal"
        )
    }
    for table in sorted(PROVEN.keys() | PERSONAL):
        event = "INSERT OR DELETE"
        if table in PROVEN:
            event += " OR UPDATE OF " + ", ".join(f'"{column}"' for column in _watched(table))
        keys = ", ".join(f"'{column}'" for column in key_columns(table))
        name = f"touched_{abs(_checksum(event + keys))}"
        if (table, name) in have:
            continue
        for old_table, old in have:
            if old_table == table:
                connection.exec_driver_sql(f'DROP TRIGGER "{old}" ON "{table}"')
        connection.exec_driver_sql(
            f'CREATE TRIGGER {name} AFTER {event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}({keys})'
        )


def _checksum(text: str) -> int:
    """The same in every process, unlike `hash`."""
    return sum((place + 1) * ord(letter) for place, letter in enumerate(text))
