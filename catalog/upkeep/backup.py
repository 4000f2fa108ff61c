"""A backup of the whole deployment in one file, taken while the bot runs, and its way back into an empty place.

The file is a tar: `manifest.json`, the SQLite store as `dondoc.sqlite3`, and the evidence the store knows of under
`evidence/<sha256>`. The store is copied before the evidence: a file is kept before anything refers to it and never
deleted, so what the copy refers to is there. PostgreSQL is backed up with its own tools.
"""

import contextlib
import datetime as dt
import hashlib
import io
import json
import pathlib
import re
import shutil
import sqlite3
import tarfile
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import sqlalchemy as sa

from catalog.clock import check_aware
from catalog.messaging.oa_tokens import leave_out
from catalog.store.store import StoreProblem
from catalog.work.evidence import EvidenceStore, FileDamaged

FORMAT = 1
_STORE, _MANIFEST = "dondoc.sqlite3", "manifest.json"
_EVIDENCE_NAME = re.compile(r"evidence/[0-9a-f]{64}")


@dataclass(frozen=True)
class Saved:
    """What a backup holds: `files` evidence files, `damaged` the hashes that could not be copied whole."""

    files: int
    links: int
    head: str
    damaged: tuple[str, ...] = ()


def backup(url: str, evidence: EvidenceStore, target: pathlib.Path, now: dt.datetime) -> Saved:
    """Write the backup to `target`, which appears only when it is whole. The store may be written to meanwhile.

    Evidence that is gone or changed is left out and named in the answer. Raises StoreProblem.
    """
    source = sqlite_file(url)
    if not source.is_file():
        raise StoreProblem(f"Không có kho dữ liệu nào ở {source}: chưa có gì để sao lưu.")
    if target.exists():
        raise StoreProblem(f"Tệp {target} đã có: hãy chọn tên khác, bản sao lưu không ghi đè lên tệp nào.")
    unfinished = target.with_name(f"{target.name}.{uuid.uuid4().hex}.part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".dondoc-") as room:
            copy = pathlib.Path(room) / _STORE
            copy_file(source, copy)
            links, head, hashes = contents_of(copy)
            unfinished.touch(mode=0o600)  # it holds names and chat ids
            with tarfile.open(unfinished, "w") as tar:
                kept, damaged = _add_evidence(tar, evidence, hashes)
                manifest = {
                    "format": FORMAT, "at": check_aware(now).isoformat(), "store_sha256": sha256_of(copy),
                    "audit_links": links, "audit_head": head, "evidence": kept, "damaged": damaged,
                }  # fmt: skip
                add_bytes(tar, _MANIFEST, json.dumps(manifest, indent=1).encode())
                tar.add(copy, _STORE)
        unfinished.rename(target)
    except (sqlite3.Error, OSError, tarfile.TarError) as problem:
        raise StoreProblem(f"Không sao lưu được vào {target}: {problem}.") from problem
    finally:
        unfinished.unlink(missing_ok=True)
    return Saved(len(kept), links, head, tuple(damaged))


def restore(file: pathlib.Path, url: str, evidence: EvidenceStore) -> Saved:
    """Put a backup into an empty place; nothing that is there is ever overwritten.

    Everything is checked against the manifest before the store appears. Raises StoreProblem with one sentence.
    """
    target = sqlite_file(url)
    if any(pathlib.Path(f"{target}{tail}").exists() for tail in ("", "-wal", "-shm")):
        raise StoreProblem(
            f"Đã có kho dữ liệu ở {target}: chỉ phục hồi vào nơi trống. Hãy đặt DONDOC_HOME khác hoặc dời kho cũ đi."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    copy = target.with_name(f"{target.name}.{uuid.uuid4().hex}.part")
    try:
        with tarfile.open(file, "r:") as tar:
            manifest = _manifest(tar)
            with member(tar, _STORE) as data, copy.open("xb") as out:
                shutil.copyfileobj(data, out)
            if sha256_of(copy) != manifest["store_sha256"]:
                raise StoreProblem(f"Tệp {file} đã hỏng: kho dữ liệu trong đó không khớp mã kiểm tra.")
            check_whole(copy)
            _put_evidence(tar, evidence, manifest["evidence"])
        copy.rename(target)
    except (OSError, tarfile.TarError, sqlite3.Error, KeyError, ValueError, TypeError) as problem:
        raise StoreProblem(f"Không phục hồi được từ {file}: {problem}.") from problem
    finally:
        copy.unlink(missing_ok=True)
    return Saved(len(manifest["evidence"]), manifest["audit_links"], manifest["audit_head"], tuple(manifest["damaged"]))


def sqlite_file(url: str) -> pathlib.Path:
    """The file of a SQLite store. Raises StoreProblem for another one."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise StoreProblem("Lệnh này dành cho kho SQLite; với PostgreSQL hãy dùng pg_dump và chép thư mục minh chứng.")
    return pathlib.Path(parsed.database)


def copy_file(source: pathlib.Path, copy: pathlib.Path) -> None:
    """One moment of a SQLite store that may be written to meanwhile, as one whole file. Raises sqlite3.Error."""
    # One step for all pages: the copy is one moment of the store, and in WAL mode nobody who writes waits for it.
    with (
        contextlib.closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as reading,
        contextlib.closing(sqlite3.connect(copy)) as writing,
    ):
        reading.backup(writing, pages=-1)
        writing.execute("PRAGMA journal_mode=DELETE")
    leave_tokens_out(copy)
    check_whole(copy)


def leave_tokens_out(copy: pathlib.Path) -> None:
    """No copy that is kept holds the tokens of an Official Account: a secret, and spent when it is brought back."""
    engine = sa.create_engine(f"sqlite:///{copy}")
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA secure_delete = ON")  # nor in the pages that become free
        leave_out(connection)
    engine.dispose()


def one_file(copy: pathlib.Path) -> None:
    """Without a write-ahead log beside it: what was read from it meanwhile has made one."""
    with contextlib.closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def check_whole(copy: pathlib.Path) -> None:
    """Raises StoreProblem for a SQLite file that is damaged."""
    with contextlib.closing(sqlite3.connect(copy)) as connection:
        verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
    if verdict != "ok":
        raise StoreProblem(f"Kho dữ liệu bị hỏng ({verdict}): hãy phục hồi từ bản sao lưu gần nhất.")


def contents_of(copy: pathlib.Path) -> tuple[int, str, list[str]]:
    """(audit links, hash of the last one, the evidence the store knows of)."""
    with contextlib.closing(sqlite3.connect(copy)) as connection:
        links = connection.execute("SELECT count(*) FROM audit").fetchone()[0]
        last = connection.execute("SELECT hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
        hashes = [row[0] for row in connection.execute("SELECT sha256 FROM evidence_blob ORDER BY sha256")]
    return links, last[0] if last else "", hashes


def _add_evidence(tar: tarfile.TarFile, evidence: EvidenceStore, hashes: list[str]) -> tuple[list[str], list[str]]:
    kept, damaged = [], []
    for sha256 in hashes:
        try:
            add_bytes(tar, f"evidence/{sha256}", evidence.read(sha256))
            kept.append(sha256)
        except FileDamaged:
            damaged.append(sha256)
    return kept, damaged


def add_bytes(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    """A file of the tar with these bytes."""
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    tar.addfile(entry, io.BytesIO(data))


def _manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    with member(tar, _MANIFEST) as data:
        manifest = json.load(data)
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ValueError("không phải bản sao lưu của Đôn Đốc, hoặc của một phiên bản khác")
    if not all(_EVIDENCE_NAME.fullmatch(f"evidence/{name}") for name in manifest["evidence"]):
        raise ValueError("bản kê minh chứng không hợp lệ")
    return manifest


@contextlib.contextmanager
def member(tar: tarfile.TarFile, name: str) -> Iterator[BinaryIO]:
    """A plain file of the tar by its exact name: nothing is ever unpacked by a name the file brings along."""
    found = tar.extractfile(tar.getmember(name))
    if found is None:
        raise ValueError(f"{name} không phải là tệp")
    with found:
        yield found  # type: ignore[misc]


def _put_evidence(tar: tarfile.TarFile, evidence: EvidenceStore, hashes: list[str]) -> None:
    for sha256 in hashes:
        with member(tar, f"evidence/{sha256}") as data:
            content = data.read()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise StoreProblem(f"Bản sao lưu đã hỏng: minh chứng {sha256} không khớp mã kiểm tra.")
        evidence.put_back(content)


def hash_of(data: bytes) -> str:
    """The name evidence is kept under."""
    return hashlib.sha256(data).hexdigest()


def sha256_of(path: pathlib.Path) -> str:
    """Of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
