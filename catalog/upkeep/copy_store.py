"""Moving house: a whole store copied into an empty one of either kind, with the proof that nothing was lost.

Everything is written in one transaction of the target (a SQLite file appears only when it is whole). Before that ends,
the target is read again: each table must have as many rows as the source and the same digest, and its audit chain and
updates must prove themselves. Both stores are brought to the newest form first.
"""

import contextlib
import datetime as dt
import hashlib
import json
import pathlib
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, select

from catalog.audit import GENESIS, verify
from catalog.store.replicas import living
from catalog.store.single_process import RUN, SingleProcess
from catalog.store.store import Store, StoreProblem, upgrade
from catalog.tables import AuditHead, metadata
from catalog.upkeep.verify_audit import verify_record
from catalog.work.evidence import EvidenceStore, FileDamaged

BATCH = 1000
"""Rows read and written at once."""

ShowProgress = Callable[[str, int, int], None]
"""Called with what is being copied (a table's name or "evidence"), how many are done and how many there are."""


@dataclass(frozen=True)
class Moved:
    """What was copied: rows by table, links and last hash of the audit chain, evidence files; the hashes of `damaged`
    ones, which were gone or changed before.
    """

    rows: dict[str, int]
    links: int
    head: str
    files: int
    damaged: tuple[str, ...]


def copy_store(
    source: str,
    target: str,
    evidence: EvidenceStore,
    evidence_to: EvidenceStore | None = None,
    show: ShowProgress = lambda _what, _done, _all: None,
) -> Moved:
    """Copy everything the store at `source` holds into the empty one at `target`, and prove it.

    `evidence` is where the source's files are; they are copied to `evidence_to`, or only looked at where they stay.
    Nobody may write into the source meanwhile: what came after the first look would be lost, so then nothing is
    copied. Raises StoreProblem.
    """
    if _known(source, "nguồn") == _known(target, "đích"):
        raise StoreProblem("Kho nguồn và kho đích là một: hãy chỉ ra kho đích khác.")
    _must_exist(source)
    try:
        with _still(source) as engine, _appearing(target) as place:
            upgrade(source)
            upgrade(place)
            # Files first: they are known by content, so that a copy broken off is simply made again.
            files, damaged = _copy_evidence(engine, evidence, evidence_to, show)
            rows, links, head = _copy_rows(engine, place, show)
    except sa.exc.DBAPIError as problem:
        raise StoreProblem(f"Không chép được, kho đích vẫn trống: {_first_line(problem)}.") from problem
    return Moved(rows, links, head, files, tuple(damaged))


def one_picture(source: str, target: str) -> tuple[int, str]:
    """Copy one moment of a store that may be written to meanwhile into a new SQLite file: links and last hash.

    Without evidence. Raises StoreProblem.
    """
    store = Store(source)
    try:
        with _appearing(target) as place:
            upgrade(place)
            _, links, head = _copy_rows(store.engine, place, lambda _what, _done, _all: None, still=False)
    except sa.exc.DBAPIError as problem:
        raise StoreProblem(f"Không chép được kho dữ liệu: {_first_line(problem)}.") from problem
    finally:
        store.close()
    return links, head


def _copy_rows(
    source: sa.Engine, target: str, show: ShowProgress, *, still: bool = True
) -> tuple[dict[str, int], int, str]:
    """All tables in one transaction of the target, committed only when it proves to be the same.

    `still` where the source must not have gone on meanwhile.
    """
    arriving = Store(target)
    try:
        with (
            source.connect() as reading,
            reading.begin(),  # one picture for the proof and the copy
            arriving.engine.connect().execution_options(writes=True) as writing,
            writing.begin(),
        ):
            _take_your_time(reading, writing)
            _must_be_empty(writing)
            found = _proved(reading, "Kho nguồn")
            rows = {table.name: _copy(table, reading, writing, show) for table in metadata.sorted_tables}
            _go_on_counting(writing)
            if _proved(writing, "Kho đích") != found:
                raise StoreProblem("Nhật ký ở kho đích không khớp kho nguồn: chưa chép gì.")
            if still:
                _must_have_kept_still(source, found)
    finally:
        arriving.close()
    return rows, *found


def _copy_evidence(
    source: sa.Engine, evidence: EvidenceStore, target: EvidenceStore | None, show: ShowProgress
) -> tuple[int, list[str]]:
    """Copy the files the store knows of: (how many are whole, the hashes of those that are gone or changed)."""
    blobs = metadata.tables["evidence_blob"]
    with source.connect() as reading:
        hashes = [str(row) for row in reading.execute(sa.select(blobs.c.sha256).order_by(blobs.c.sha256)).scalars()]
    damaged = []
    for done, sha256 in enumerate(hashes, start=1):
        try:
            data = evidence.read(sha256)
            if target is not None:
                target.put_back(data)
        except FileDamaged:
            damaged.append(sha256)
        except OSError as problem:
            raise StoreProblem(f"Không chép được minh chứng {sha256[:12]}, chưa chép gì: {problem}.") from problem
        show("evidence", done, len(hashes))
    return len(hashes) - len(damaged), damaged


def _known(url: str, which: str) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as problem:
        raise StoreProblem(
            f"Địa chỉ kho {which} không đọc được. Ví dụ đúng: sqlite:///./var/dondoc.sqlite3"
        ) from problem
    if parsed.get_backend_name() not in ("sqlite", "postgresql") or not parsed.database:
        raise StoreProblem(f"Địa chỉ kho {which} phải là sqlite:///... hoặc postgresql://...")
    return parsed


def _must_exist(url: str) -> None:
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite" and not (parsed.database and pathlib.Path(parsed.database).is_file()):
        raise StoreProblem(f"Không có kho dữ liệu nào ở {parsed.database or url}: chưa có gì để chép.")


@contextlib.contextmanager
def _still(url: str) -> Iterator[sa.Engine]:
    """The source while nobody runs on it. Raises StoreProblem."""
    store = Store(url)
    bot = SingleProcess(store, RUN)
    try:
        with store.read() as session:
            runs = bool(living(session))
        if runs or not bot.hold():
            raise StoreProblem("Bot đang chạy trên kho nguồn: hãy dừng bot rồi chép, để không sót việc nào.")
        yield store.engine
    finally:
        bot.release()
        store.close()


@contextlib.contextmanager
def _appearing(url: str) -> Iterator[str]:
    """Where to write: for SQLite a file beside the target, which takes its name only when all went well."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite":
        yield url
        return
    final = pathlib.Path(parsed.database or "")
    if any(pathlib.Path(f"{final}{tail}").exists() for tail in ("", "-wal", "-shm")):
        raise StoreProblem(f"Đã có kho dữ liệu ở {final}: chỉ chép vào nơi trống.")
    beside = final.with_name(f"{final.name}.{uuid.uuid4().hex}.part")
    try:
        yield f"sqlite:///{beside}"
        beside.rename(final)
    finally:
        for tail in ("", "-wal", "-shm"):
            pathlib.Path(f"{beside}{tail}").unlink(missing_ok=True)


def _take_your_time(*connections: sa.Connection) -> None:
    """One of the two is idle while the other reads or writes a large table: PostgreSQL must not end it for that."""
    for connection in connections:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")


def _must_have_kept_still(source: sa.Engine, found: tuple[int, str]) -> None:
    """A command, or a replica that was started meanwhile, has written what is not in the picture that was copied."""
    with Session(source) as session:
        end = session.exec(select(AuditHead)).first()
        if living(session) or ((end.links, end.hash) if end else (0, GENESIS)) != found:
            raise StoreProblem(
                "Kho nguồn có thay đổi trong lúc chép: chưa chép gì. Hãy dừng bot và các lệnh khác rồi chép lại."
            )


def _must_be_empty(target: sa.Connection) -> None:
    for table in metadata.sorted_tables:
        if target.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first():
            raise StoreProblem(
                f"Kho đích đã có dữ liệu (bảng {table.name}): chỉ chép vào kho trống. Hãy tạo cơ sở dữ liệu mới."
            )


def _copy(table: sa.Table, source: sa.Connection, target: sa.Connection, show: ShowProgress) -> int:
    """All rows of a table; raises StoreProblem unless the target then reads as the source does."""
    total = int(source.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
    said, done = hashlib.sha256(), 0
    light = _as_it_is(table)
    for rows in _batches(table, source, said):
        target.execute(sa.insert(light), rows)
        done += len(rows)
        show(table.name, done, total)
    heard = hashlib.sha256()
    arrived = sum(len(rows) for rows in _batches(table, target, heard))
    if (arrived, heard.digest()) != (total, said.digest()):
        raise StoreProblem(
            f"Bảng {table.name} ở kho đích ({arrived} dòng) không khớp kho nguồn ({total} dòng): chưa chép gì."
        )
    return total


def _as_it_is(table: sa.Table) -> sa.TableClause:
    """The table without our defaults; an empty JSON cell stays empty and does not become the JSON word null."""
    columns = []
    for column in table.columns:
        kind = sa.JSON(none_as_null=True) if isinstance(column.type, sa.JSON) and column.nullable else column.type
        columns.append(sa.column(column.name, kind))
    return sa.table(table.name, *columns)


def _batches(table: sa.Table, connection: sa.Connection, digest: Any) -> Iterator[list[dict[str, Any]]]:
    """The rows by primary key, in one order for both databases and a row after the earlier ones it refers to.

    `digest` takes them all in.
    """
    keys = list(table.primary_key)
    in_order = [sa.collate(key, _bytes(connection)) if isinstance(key.type, sa.String) else key for key in keys]
    result = connection.execute(sa.select(table).order_by(*in_order).execution_options(yield_per=BATCH))
    for part in result.mappings().partitions():
        rows = [dict(row) for row in part]
        for row in rows:
            digest.update(json.dumps(row, ensure_ascii=False, sort_keys=True, default=_printed).encode())
        yield rows


def _bytes(connection: sa.Connection) -> str:
    """The collation that orders letters by their bytes, as both databases have it."""
    return "BINARY" if connection.dialect.name == "sqlite" else "C"


def _printed(value: object) -> str:
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, bytes):  # the picture of a scanned page
        return hashlib.sha256(value).hexdigest()
    raise TypeError(f"{type(value).__name__} has no place in a digest")


def _go_on_counting(target: sa.Connection) -> None:
    """PostgreSQL numbers rows from a sequence that knows nothing of rows that brought their number along."""
    if target.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        column = table._autoincrement_column
        if column is None:
            continue
        sequence = target.execute(sa.select(sa.func.pg_get_serial_sequence(table.name, column.name))).scalar()
        if sequence is not None:
            highest = target.execute(sa.select(sa.func.max(column))).scalar()
            target.execute(sa.select(sa.func.setval(sequence, highest or 1, highest is not None)))


def _proved(connection: sa.Connection, which: str) -> tuple[int, str]:
    """Links and last hash of the audit chain. Raises StoreProblem when it does not prove itself or the updates."""
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        verdict = verify(session)
        breaks = verify_record(session)
    if verdict.broken_at is not None or breaks:
        where = f"bản ghi {verdict.broken_at}" if verdict.broken_at is not None else breaks[0].subject
        raise StoreProblem(f"{which}: nhật ký không khớp tại {where}, chưa chép gì. Hãy chạy: dondoc audit verify.")
    return verdict.links, verdict.head


def _first_line(problem: sa.exc.DBAPIError) -> str:
    return str(problem.orig).strip().splitlines()[0].rstrip(".") if str(problem.orig).strip() else "lỗi cơ sở dữ liệu"
