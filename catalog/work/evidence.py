"""Evidence: files kept by their content, known by their SHA-256, of the type their bytes show.

The name a file came with decides nothing. Refused are executables, Office files with macros, archives, empty
files, files nobody can open and anything over the limit; the reason is a stable word that the conversation turns
into a sentence.
"""

import contextlib
import hashlib
import io
import os
import posixpath
import stat
import uuid
import zipfile
import zlib
from dataclasses import dataclass

from catalog.work.soundness import fault_of

_OFFICE = {
    "word/document.xml": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/workbook.xml": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ppt/presentation.xml": ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
_OPENDOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_OLE_KINDS = (
    ("WordDocument", "doc", "application/msword"),
    ("Workbook", "xls", "application/vnd.ms-excel"),
    ("Book", "xls", "application/vnd.ms-excel"),
    ("PowerPoint Document", "ppt", "application/vnd.ms-powerpoint"),
)
_OLE_MACROS = ("_VBA_PROJECT", "VBA_PROJECT_CUR", "_VBA_PROJECT_CUR", "Macros", "VBA")
_OLE_ENTRY = 128
"""Bytes of a directory entry in an OLE file: entries begin at multiples of it ([MS-CFB] 2.6.1)."""
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
_BOMB_RATIO = 200
_BOMB_SIZE = 500_000_000
_TYPES_PART = "[Content_Types].xml"
_TYPES_ROOM = 1_000_000

_OWNERS_FILE, _OWNERS_FOLDER = 0o600, 0o700
"""Evidence is personal and may be anything: no other user of the machine reads it."""

ACCEPTED = ("pdf", "docx", "xlsx", "pptx", "doc", "xls", "ppt", "odt", "ods", "jpg", "png", "webp", "heic", "gif",
            "txt")  # fmt: skip
"""Kinds taken unless the settings say otherwise."""


class FileRefused(Exception):
    """The file is not taken; `reason` is "empty", "too_large", "macros", "encrypted", "archive", "bomb", "type", or
    what `soundness` found: "damaged", "scripted".
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class FileDamaged(Exception):
    """What is stored under a hash is gone or no longer has that hash."""


@dataclass(frozen=True)
class Kept:
    """A file in the store: `mime` as found from the bytes, `size` in bytes."""

    sha256: str
    kind: str
    mime: str
    size: int


def kind_of(data: bytes, name: str = "") -> tuple[str, str]:
    """(kind, mime) from the bytes. Raises FileRefused("macros" | "encrypted" | "archive" | "bomb" | "type").

    Plain text has no mark of its own and scripts are text too: it is taken only under a name that says so.
    """
    if data[:2] == b"PK" and zipfile.is_zipfile(io.BytesIO(data)):
        return _zip_kind(data)
    if data[:2] == b"PK":
        raise FileRefused("type")  # broken off: its beginning alone would pass for a document
    if data.startswith(_OLE_MAGIC):
        return _ole_kind(data)
    import filetype  # loaded with the first file

    guess = filetype.guess(data)
    if guess is None:
        if name.lower().endswith(".txt") and _is_text(data):
            return "txt", "text/plain"
        raise FileRefused("type")
    return {"jpeg": "jpg"}.get(guess.extension, guess.extension), guess.mime


def _is_text(data: bytes) -> bool:
    """Letters and line ends in some encoding: nothing below the blank but tab, line ends and page breaks."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return len(data) % 2 == 0
    return not data.startswith((b"#!", b"<")) and not set(data) & (set(range(32)) - set(b"\t\n\v\f\r\x1a"))


def _zip_kind(data: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if sum(entry.file_size for entry in entries) > min(_BOMB_SIZE, _BOMB_RATIO * max(len(data), 1)):
                raise FileRefused("bomb")
            if _has_macros(archive, names):
                raise FileRefused("macros")
            for marker, found in _OFFICE.items():
                if marker in names:
                    return found
            if "mimetype" in names:
                with archive.open("mimetype") as part:
                    declared = part.read(200).strip()
                if declared in _OPENDOCUMENT:
                    return _OPENDOCUMENT[declared], declared.decode()
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, ValueError) as problem:
        raise FileRefused("type") from problem
    raise FileRefused("archive")


def _has_macros(archive: zipfile.ZipFile, names: set[str]) -> bool:
    """Whether an Office file carries macros, also under another name: its list of content types tells."""
    lowered = [name.lower() for name in names]
    if any(name.endswith(_MACRO_PARTS) or "/macrosheets/" in name for name in lowered):
        return True
    if any(name.startswith(("basic/", "scripts/")) for name in lowered):
        return True  # macros of OpenDocument
    if _TYPES_PART not in names:
        return False
    with archive.open(_TYPES_PART) as part:
        types = part.read(_TYPES_ROOM).lower()
    return b"macroenabled" in types or b"vbaproject" in types


def _ole_kind(data: bytes) -> tuple[str, str]:
    # The names of its parts stand in the directory entries: enough to tell Word from Excel, macros and encryption.
    # Only there do they count: the text of a document may speak of macros.
    if any(_has_part(data, mark) for mark in _OLE_MACROS):
        raise FileRefused("macros")
    if _has_part(data, "EncryptedPackage"):
        raise FileRefused("encrypted")
    for mark, kind, mime in _OLE_KINDS:
        if _has_part(data, mark):
            return kind, mime
    raise FileRefused("type")


def _has_part(data: bytes, name: str) -> bool:
    """Whether an OLE file has a directory entry of that name: UTF-16, its length with the closing zero at 64."""
    wanted = (name + "\0").encode("utf-16-le")
    at = data.find(wanted)
    while at >= 0:
        length = int.from_bytes(data[at + 64 : at + 66], "little")
        if at % _OLE_ENTRY == 0 and length == len(wanted):
            return True
        at = data.find(wanted, at + 1)
    return False


class EvidenceStore:
    """Files by content at `url` (fsspec: a folder by default, "s3://..." where configured)."""

    def __init__(self, url: str, *, limit: int = 20_000_000, accepted: tuple[str, ...] = ACCEPTED) -> None:
        self.limit = limit
        self.accepted = accepted
        import fsspec  # most commands ask this file for its words only
        from fsspec.implementations.local import LocalFileSystem

        self._fs, self._root = fsspec.url_to_fs(url)
        self._is_folder = isinstance(self._fs, LocalFileSystem)

    def keep(self, data: bytes, name: str = "") -> Kept:
        """Store the bytes (once) and say what they are; `name` is what the file was called. Raises FileRefused."""
        if not data:
            raise FileRefused("empty")
        if len(data) > self.limit:
            raise FileRefused("too_large")
        kind, mime = kind_of(data, name)
        if kind not in self.accepted:
            raise FileRefused("type")
        if fault := fault_of(data, kind):
            raise FileRefused(fault)
        return Kept(self.put_back(data), kind, mime, len(data))

    def put_back(self, data: bytes) -> str:
        """Store bytes that were evidence before (a backup, a file sent again); returns their hash.

        What stands there damaged is replaced by what it should be.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        try:
            self.read(sha256)
        except FileDamaged:
            self._write(self._path(sha256), data)
        return sha256

    def names(self) -> set[str]:
        """The names of all files there: hashes, and what a broken-off write left behind."""
        self._fs.invalidate_cache()  # another replica may have put files there since this one looked
        if not self._fs.exists(self._root):
            return set()
        return {posixpath.basename(path) for path in self._fs.find(self._root)}

    def read(self, sha256: str) -> bytes:
        """The bytes of that hash. Raises FileDamaged when they are gone or changed."""
        try:
            data: bytes = self._fs.cat_file(self._path(sha256))
        except FileNotFoundError as problem:
            raise FileDamaged(sha256) from problem
        if hashlib.sha256(data).hexdigest() != sha256:
            raise FileDamaged(sha256)
        return data

    def keep_private(self) -> int:
        """Take from everybody but the owner what an earlier release let them read; how many files and folders."""
        mended = 0
        if not self._is_folder or not os.path.isdir(self._root):
            return mended
        for folder, _, files in os.walk(self._root):
            for place, wanted in [(folder, _OWNERS_FOLDER), *((os.path.join(folder, f), _OWNERS_FILE) for f in files)]:
                if stat.S_IMODE(os.stat(place).st_mode) & 0o077:
                    os.chmod(place, wanted)
                    mended += 1
        return mended

    def _path(self, sha256: str) -> str:
        return posixpath.join(self._root, sha256[:2], sha256)

    def _write(self, path: str, data: bytes) -> None:
        if not self._is_folder:
            self._fs.pipe_file(path, data)  # an object is there when all of it is; it needs no right to remove anything
            return
        # Written beside and moved into place: a kill in between leaves no half file under a good name.
        folder = posixpath.dirname(path)
        self._fs.makedirs(folder, exist_ok=True)
        for place in (self._root, folder):
            os.chmod(place, _OWNERS_FOLDER)
        beside = f"{path}.{uuid.uuid4().hex}.part"
        try:
            with self._fs.open(beside, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                os.fchmod(file.fileno(), _OWNERS_FILE)
            self._fs.mv(beside, path)
        except OSError:
            # A full disk: what was begun takes no room away from what is there.
            with contextlib.suppress(OSError):
                self._fs.rm_file(beside)
            raise
