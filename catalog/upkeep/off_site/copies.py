"""Copies of the store and of new evidence elsewhere, their proof, and the way back.

A copy of the store is a gzipped tar of `manifest.json` and of one SQLite file, whichever database the store is in: it
is one moment of it. Evidence is copied by content, before the store that refers to it, and never deleted.
"""

import contextlib
import datetime as dt
import json
import pathlib
import random
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from catalog.audit import verify
from catalog.clock import check_aware, local_day
from catalog.figures.official import picture
from catalog.store.store import Store, StoreProblem, upgrade
from catalog.tables import metadata
from catalog.upkeep import backup
from catalog.upkeep.copy_store import copy_store, one_picture
from catalog.upkeep.off_site.place import Place
from catalog.upkeep.off_site.retention import to_drop
from catalog.upkeep.verify_audit import verify_record
from catalog.work.evidence import EvidenceStore, FileDamaged

FORMAT = 2
SAMPLE = 20
"""So many files of evidence are fetched and read when a copy is proven; that all are there is always looked at."""

_STORE, _MANIFEST = "dondoc.sqlite3", "manifest.json"


@dataclass(frozen=True)
class Copied:
    """What a copy holds: the moment it shows, links and head of its chain, files that came with it or before."""

    moment: dt.datetime
    links: int
    head: str
    files: int
    new_files: int


def copy_evidence(url: str, evidence: EvidenceStore, place: Place, there: set[str]) -> int:
    """Take evidence to the other place that is not `there`, which is brought up to date; how many files.

    Raises OSError, sqlalchemy's errors and StoreProblem.
    """
    blobs = metadata.tables["evidence_blob"]
    store = Store(url)
    try:
        with store.read() as session:
            known = set(session.execute(sa.select(blobs.c.sha256)).scalars())
    finally:
        store.close()
    taken = 0
    for sha256 in sorted(known - there):
        with contextlib.suppress(FileDamaged):  # the doctor says so
            place.put_evidence(sha256, evidence.read(sha256))
            there.add(sha256)
            taken += 1
    return taken


def make(url: str, evidence: EvidenceStore, place: Place, now: dt.datetime, there: set[str] | None = None) -> Copied:
    """Copy the store and the evidence that is new, then drop what the rule of retention no longer keeps.

    Raises OSError, sqlalchemy's errors and StoreProblem.
    """
    moment = check_aware(now).astimezone(dt.UTC).replace(microsecond=0)
    there = place.evidence() if there is None else there
    with tempfile.TemporaryDirectory(prefix="dondoc-copy-") as room:
        file = pathlib.Path(room) / _STORE
        if sa.make_url(url).get_backend_name() == "sqlite":
            backup.copy_file(backup.sqlite_file(url), file)
        else:
            one_picture(url, f"sqlite:///{file}")
            backup.leave_tokens_out(file)
        new = copy_evidence(f"sqlite:///{file}", evidence, place, there)
        links, head, hashes = backup.contents_of(file)
        figures = _figures(file, moment)
        backup.one_file(file)
        manifest = {
            "format": FORMAT, "at": moment.isoformat(), "store_sha256": backup.sha256_of(file), "audit_links": links,
            "audit_head": head, "evidence": hashes, "figures": figures,
        }  # fmt: skip
        place.put_store(_packed(pathlib.Path(room), file, manifest), moment)
    for old in to_drop(place.moments(), moment):
        place.drop_store(old)
    return Copied(moment, links, head, len(hashes), new)


def prove(url: str, place: Place) -> Copied:
    """Bring the newest copy back into a temporary place and hold it against itself and against the store at `url`.

    The chain and all rows must prove themselves, the figures must be those of the moment of the copy, the store's own
    chain must hold the copy's head, and evidence must be there. Raises StoreProblem with what is not so, OSError.
    """
    moments = place.moments()
    if not moments:
        raise StoreProblem("Chưa có bản sao nào ở nơi khác.")
    with fetched(place, moments[-1]) as (file, manifest):
        _verified(file, manifest)
        store = Store(url)
        try:
            with store.read() as session:
                if manifest["audit_head"] and verify(session, manifest["audit_head"]).broken_at is not None:
                    raise StoreProblem("Bản sao không phải của kho này, hoặc nhật ký của kho đã bị thay.")
        finally:
            store.close()
        missing = set(manifest["evidence"]) - place.evidence()
        if missing:
            raise StoreProblem(f"Bản sao thiếu {len(missing)} tệp minh chứng: {sorted(missing)[0][:12]} …")
        for sha256 in random.sample(manifest["evidence"], min(SAMPLE, len(manifest["evidence"]))):
            _whole(place, sha256)
        return Copied(moments[-1], manifest["audit_links"], manifest["audit_head"], len(manifest["evidence"]), 0)


def restore(place: Place, url: str, evidence: EvidenceStore, at: dt.datetime | None = None) -> Copied:
    """Put the newest copy (made at `at` or before) into an empty place, with its evidence; nothing is overwritten.

    Raises StoreProblem with one sentence, OSError.
    """
    moments = [moment for moment in place.moments() if at is None or moment <= at]
    if not moments:
        raise StoreProblem("Không có bản sao nào ở nơi đó, hoặc không có bản nào cũ như thế.")
    with fetched(place, moments[-1]) as (file, manifest):
        _verified(file, manifest)
        for sha256 in manifest["evidence"]:
            evidence.put_back(_whole(place, sha256))
        if sa.make_url(url).get_backend_name() == "sqlite":
            _put_in_place(file, backup.sqlite_file(url))
        else:
            copy_store(f"sqlite:///{file}", url, evidence)
    files = len(manifest["evidence"])
    return Copied(moments[-1], manifest["audit_links"], manifest["audit_head"], files, files)


@contextlib.contextmanager
def fetched(place: Place, moment: dt.datetime) -> Iterator[tuple[pathlib.Path, dict[str, Any]]]:
    """A copy of the store as a file of its own for as long as it is looked at, with its manifest."""
    with tempfile.TemporaryDirectory(prefix="dondoc-copy-") as room:
        packed, file = pathlib.Path(room) / "packed", pathlib.Path(room) / _STORE
        place.get_store(moment, packed)
        try:
            with tarfile.open(packed, "r:gz") as tar:
                with backup.member(tar, _MANIFEST) as data:
                    manifest = json.load(data)
                with backup.member(tar, _STORE) as data, file.open("xb") as out:
                    shutil.copyfileobj(data, out)
        except (tarfile.TarError, OSError, EOFError, ValueError, KeyError) as problem:
            raise StoreProblem(f"Bản sao lúc {moment:%d/%m/%Y %H:%M} đã hỏng: {problem}.") from problem
        if manifest.get("format") != FORMAT or backup.sha256_of(file) != manifest["store_sha256"]:
            raise StoreProblem(f"Bản sao lúc {moment:%d/%m/%Y %H:%M} không khớp mã kiểm tra.")
        yield file, manifest


def _verified(file: pathlib.Path, manifest: dict[str, Any]) -> None:
    """The copy proves itself, and shows the figures of its moment. Raises StoreProblem."""
    backup.check_whole(file)
    store = Store(f"sqlite:///{file}")
    try:
        with store.read() as session:
            verdict, breaks = verify(session), verify_record(session)
            if verdict.broken_at is not None or breaks:
                where = f"bản ghi {verdict.broken_at}" if verdict.broken_at is not None else breaks[0].subject
                raise StoreProblem(f"Nhật ký trong bản sao không khớp tại {where}.")
            if (verdict.links, verdict.head) != (manifest["audit_links"], manifest["audit_head"] or verdict.head):
                raise StoreProblem("Nhật ký trong bản sao không dài như đã ghi.")
            if _figures_in(session, dt.datetime.fromisoformat(manifest["at"])) != manifest["figures"]:
                raise StoreProblem("Số liệu trong bản sao khác với lúc sao.")
    finally:
        store.close()


def _figures(file: pathlib.Path, moment: dt.datetime) -> dict[str, int]:
    store = Store(f"sqlite:///{file}")
    try:
        with store.read() as session:
            return _figures_in(session, moment)
    finally:
        store.close()


def _figures_in(session: Session, moment: dt.datetime) -> dict[str, int]:
    whole = picture(session, local_day(moment), moment).whole
    return {"total": whole.total, "reported": whole.reported, "unassigned": whole.unassigned, **dict(whole.counts)}


def _packed(room: pathlib.Path, file: pathlib.Path, manifest: dict[str, Any]) -> pathlib.Path:
    packed = room / "packed"
    with tarfile.open(packed, "w:gz", compresslevel=3) as tar:
        backup.add_bytes(tar, _MANIFEST, json.dumps(manifest).encode())
        tar.add(file, _STORE)
    return packed


def _whole(place: Place, sha256: str) -> bytes:
    data = place.get_evidence(sha256)
    if backup.hash_of(data) != sha256:
        raise StoreProblem(f"Minh chứng {sha256[:12]} ở nơi khác đã hỏng.")
    return data


def _put_in_place(file: pathlib.Path, target: pathlib.Path) -> None:
    if any(pathlib.Path(f"{target}{tail}").exists() for tail in ("", "-wal", "-shm")):
        raise StoreProblem(
            f"Đã có kho dữ liệu ở {target}: chỉ phục hồi vào nơi trống. Hãy đặt DONDOC_HOME khác hoặc dời kho cũ đi."
        )
    backup.one_file(file)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.part")
    shutil.copyfile(file, beside)
    beside.chmod(0o600)
    beside.rename(target)
    upgrade(f"sqlite:///{target}")
