"""The other place: any address fsspec knows (a folder, s3://, sftp://), with stores by moment and evidence by
content."""

import contextlib
import datetime as dt
import functools
import pathlib
import posixpath
import re
import tempfile
import uuid
from collections.abc import Callable, Iterator
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

import fsspec

from catalog.store.store import StoreProblem
from catalog.upkeep.off_site.encryption import WrongPassphrase, decrypt, encrypt

_STORES, _EVIDENCE = "stores", "evidence"
_NAME = re.compile(r"(\d{8}T\d{6}Z)\.dondoc")
_STAMP = "%Y%m%dT%H%M%SZ"
_IN_ONE_STEP = ("s3", "s3a", "gs", "gcs", "abfs", "az", "memory")
"""Places where a file is there only when all of it is: elsewhere it is written beside and moved."""

P = ParamSpec("P")
T = TypeVar("T")


def _as_oserror(work: Callable[P, T]) -> Callable[P, T]:
    """Every library has errors of its own for a place that is away: they are OSErrors here, by their kind alone."""

    @functools.wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return work(*args, **kwargs)
        except (OSError, StoreProblem):
            raise
        except Exception as problem:
            raise OSError(type(problem).__name__) from None

    return run


class Place:
    """`url` with its `passphrase` ("" for none). Raises StoreProblem for what cannot be used."""

    def __init__(self, url: str, passphrase: str = "") -> None:
        self._passphrase = passphrase
        try:
            # A connection of our own: one that fsspec has kept may have been cut since.
            self._fs, self._root = fsspec.url_to_fs(url, skip_instance_cache=True)
        except ImportError as problem:
            raise StoreProblem(
                f"Nơi sao lưu {said(url)} cần thêm thư viện; với S3: pip install 'dondoc[s3]', với SFTP: pip install "
                "'dondoc[sftp]'."
            ) from problem
        except Exception as problem:  # each library has its own for a host that is away and a name it does not know
            kind = type(problem).__name__
            raise StoreProblem(f"DONDOC_BACKUP_URL: không dùng được {said(url)} ({kind}).") from None
        names = self._fs.protocol if isinstance(self._fs.protocol, tuple | list) else (self._fs.protocol,)
        self._whole_at_once = any(name in _IN_ONE_STEP for name in names)

    @_as_oserror
    def moments(self) -> list[dt.datetime]:
        """When the copies of the store were made, the oldest first. Raises OSError."""
        found = (_NAME.fullmatch(name) for name in self._list(_STORES))
        return sorted(dt.datetime.strptime(one[1], _STAMP).replace(tzinfo=dt.UTC) for one in found if one)

    @_as_oserror
    def evidence(self) -> set[str]:
        """The hashes of the evidence that is there. Raises OSError."""
        self._fs.invalidate_cache()
        root = posixpath.join(self._root, _EVIDENCE)
        return {posixpath.basename(path) for path in self._fs.find(root)} if self._fs.exists(root) else set()

    @_as_oserror
    def put_store(self, file: pathlib.Path, moment: dt.datetime) -> None:
        """Raises OSError."""
        self._put(file, self._store(moment))

    @_as_oserror
    def get_store(self, moment: dt.datetime, file: pathlib.Path) -> None:
        """Raises OSError, StoreProblem for another passphrase."""
        self._get(self._store(moment), file)

    @_as_oserror
    def drop_store(self, moment: dt.datetime) -> None:
        """Raises OSError."""
        self._fs.rm_file(self._store(moment))

    @_as_oserror
    def put_evidence(self, sha256: str, data: bytes) -> None:
        """Raises OSError."""
        with _file_of(data) as file:
            self._put(file, self._file(sha256))

    @_as_oserror
    def get_evidence(self, sha256: str) -> bytes:
        """Raises OSError (FileNotFoundError where it is not there), StoreProblem for another passphrase."""
        with tempfile.TemporaryDirectory(prefix="dondoc-") as room:
            file = pathlib.Path(room) / "file"
            self._get(self._file(sha256), file)
            return file.read_bytes()

    def _store(self, moment: dt.datetime) -> str:
        return posixpath.join(self._root, _STORES, f"{moment.astimezone(dt.UTC):{_STAMP}}.dondoc")

    def _file(self, sha256: str) -> str:
        return posixpath.join(self._root, _EVIDENCE, sha256[:2], sha256)

    def _list(self, folder: str) -> list[str]:
        self._fs.invalidate_cache()
        root = posixpath.join(self._root, folder)
        return [posixpath.basename(path) for path in self._fs.ls(root, detail=False)] if self._fs.exists(root) else []

    def _put(self, file: pathlib.Path, path: str) -> None:
        with contextlib.suppress(NotImplementedError):
            self._fs.makedirs(posixpath.dirname(path), exist_ok=True)
        target = path if self._whole_at_once else f"{path}.{uuid.uuid4().hex}.part"
        with file.open("rb") as source, self._fs.open(target, "wb") as out:
            encrypt(self._passphrase, source, out)
        if target != path:
            self._fs.mv(target, path)

    def _get(self, path: str, file: pathlib.Path) -> None:
        try:
            with self._fs.open(path, "rb") as source, file.open("wb") as out:
                decrypt(self._passphrase, source, out)
        except WrongPassphrase:
            raise StoreProblem(
                "Không giải mã được bản sao: DONDOC_BACKUP_PASSPHRASE không đúng, hoặc tệp đã bị sửa."
            ) from None


def said(url: str) -> str:
    """An address as it may be told: without the name and the password that may stand in it."""
    try:
        parts = urlsplit(url)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl()
    except ValueError:
        return url.partition("://")[0]


@contextlib.contextmanager
def _file_of(data: bytes) -> Iterator[pathlib.Path]:
    with tempfile.TemporaryDirectory(prefix="dondoc-") as room:
        file = pathlib.Path(room) / "file"
        file.write_bytes(data)
        yield file
