"""Files of Office before 2007 (.doc, .xls, .ppt), and locked ones: converted by LibreOffice where it is installed.

LibreOffice is no part of the program. Without it such a file is refused with one sentence that says what to do.
"""

import io
import resource
import shutil
import struct
import subprocess
import tempfile
from pathlib import Path

import olefile

from catalog.documents.model import NotReadable

STARTS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How every such file begins (MS-CFB 2.2)."""

_LOCKED = "Tệp “{}” có mật khẩu; đề nghị bỏ mật khẩu rồi gửi lại."
_SECONDS = 60


def converted(data: bytes, name: str) -> bytes:
    """The file as .docx or .xlsx. Raises NotReadable for a password, another kind of file, or without LibreOffice."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            streams = {"/".join(path).lower() for path in file.listdir()}
            if "encryptedpackage" in streams:
                raise NotReadable(_LOCKED.format(name))
            if "worddocument" in streams:
                _check_word(file.openstream("WordDocument").read(32), name)
                return office_converted(data, "doc", "docx", name)
            book = next((one for one in ("Workbook", "Book") if one.lower() in streams), "")
            if book:
                _check_sheets(file.openstream(book).read(), name)
                return office_converted(data, "xls", "xlsx", name)
    except (OSError, IndexError, ValueError, struct.error, AttributeError, TypeError) as error:
        if isinstance(error, NotReadable):
            raise
        raise NotReadable(f"Tệp “{name}” (Word/Excel cũ) bị hỏng; đề nghị lưu lại thành .docx hoặc .xlsx.") from error
    if "powerpoint document" in streams:
        raise NotReadable(f"Tệp “{name}” là bản trình chiếu PowerPoint; đề nghị gửi văn bản .docx hoặc bảng .xlsx.")
    raise NotReadable(f"Không đọc được định dạng của tệp “{name}”; đề nghị lưu lại thành .docx hoặc .xlsx.")


def office_converted(data: bytes, before: str, after: str, name: str) -> bytes:
    """What LibreOffice makes of a file of the kind `before`. Raises NotReadable where it is missing or cannot."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise NotReadable(f"Tệp “{name}” là định dạng cũ (.{before}); đề nghị lưu lại thành .{after} rồi gửi.")
    with tempfile.TemporaryDirectory(prefix="dondoc-office-") as folder:
        source = Path(folder, f"a.{before}")
        source.write_bytes(data)
        command = [
            office, "--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to", after, "--outdir", folder, str(source),
        ]  # fmt: skip
        try:
            subprocess.run(  # noqa: S603
                command, capture_output=True, timeout=_SECONDS, check=False, cwd=folder, preexec_fn=_as_much_as_allowed
            )
        except (subprocess.TimeoutExpired, OSError):
            raise NotReadable(
                f"Không chuyển được tệp “{name}” (.{before}) sau {_SECONDS} giây; đề nghị lưu lại thành .{after}."
            ) from None
        made = Path(folder, f"a.{after}")
        if not made.exists():
            raise NotReadable(f"Không chuyển được tệp “{name}” (.{before}); đề nghị lưu lại thành .{after} rồi gửi.")
        return made.read_bytes()


def _as_much_as_allowed() -> None:
    """LibreOffice is not bound by the memory that our own reading is given."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))


def _check_word(head: bytes, name: str) -> None:
    """Raises NotReadable for a locked .doc: the flag fEncrypted of its header (MS-DOC 2.5.2)."""
    if len(head) >= 12 and struct.unpack_from("<H", head, 10)[0] & 0x0100:
        raise NotReadable(_LOCKED.format(name))


def _check_sheets(stream: bytes, name: str) -> None:
    """Raises NotReadable for a locked .xls: a FilePass record near the beginning (MS-XLS 2.4.117)."""
    at = 0
    for _ in range(20):
        if at + 4 > len(stream):
            return
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == 0x002F:
            raise NotReadable(_LOCKED.format(name))
        at += 4 + length
