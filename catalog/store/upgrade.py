"""Bringing a database to the newest form, and telling whether it is there."""

import contextlib
import functools
import pathlib

import sqlalchemy as sa

from catalog.store import change_counts, touched
from catalog.store.engine import StoreAway, StoreProblem, is_away, make_engine

_NOT_ALLOWED = "42501"
"""PostgreSQL's insufficient_privilege."""

_MIGRATIONS = pathlib.Path(__file__).parents[1] / "migrations"


def upgrade(url: str) -> str:
    """Bring the database at `url` to the newest form (Alembic); returns the revision. Keeps all rows.

    Alembic is loaded only where there is something to do: every command opens the store, hardly one upgrades it.
    Raises StoreAway while it cannot be reached, StoreProblem where it never will be brought there.
    """
    engine = make_engine(url)
    _keep_private(engine.url)
    try:
        with engine.connect().execution_options(writes=True) as connection:
            if _revision(connection) != _newest():
                _migrate(connection, url)
            if connection.dialect.name == "postgresql":
                touched.install_on_postgres(connection)
                change_counts.install_on_postgres(connection)
            connection.commit()
            return _revision(connection)
    except sa.exc.DBAPIError as problem:
        said = " ".join(str(problem.orig).split()).rstrip(".")
        if is_away(problem):
            raise StoreAway(f"Không mở được kho dữ liệu: {said}.") from problem
        owner = getattr(problem.orig, "sqlstate", "") == _NOT_ALLOWED
        hint = " Tài khoản của bot phải là chủ cơ sở dữ liệu." if owner else ""
        raise StoreProblem(f"Không nâng được kho dữ liệu lên dạng mới: {said}.{hint}") from problem
    finally:
        engine.dispose()


def _migrate(connection: sa.Connection, url: str) -> None:
    """Run what is missing. Raises StoreProblem for a migration this program has never heard of."""
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as problem:
        raise StoreProblem(
            "Kho dữ liệu ở dạng mới hơn chương trình này: hãy cài bản mới của chương trình, hoặc dùng bản sao lưu từ "
            "trước khi nâng cấp."
        ) from problem


def _keep_private(url: sa.URL) -> None:
    """A store in a file that is yet to be made is its owner's alone: it holds names and chat ids."""
    if url.get_backend_name() == "sqlite" and url.database and not url.database.startswith((":memory:", "file:")):
        path = pathlib.Path(url.database)
        with contextlib.suppress(OSError):  # what is in the way is said when it is opened
            if not path.exists():
                path.touch(mode=0o600)


def is_current(engine: sa.Engine) -> bool:
    """Whether the database stands at the newest migration."""
    with engine.connect() as connection:
        return _revision(connection) == _newest()


def _revision(connection: sa.Connection) -> str:
    """The migration a database stands at (Alembic's own table), "" before the first."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() or ""


@functools.cache
def _newest() -> str:
    """The newest migration of this program: files are named by their number (a test compares it with Alembic's)."""
    return max(path.name.partition("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py"))
