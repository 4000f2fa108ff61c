"""The text of bytes in any encoding Vietnamese offices have saved files in, without asking for its name."""

import re

from catalog.documents.model import NotReadable
from catalog.letters import read

_VIETNAMESE = re.compile(r"\b(?:của|và|các|nhiệm vụ|kế hoạch|thực hiện|cơ quan|tỉnh|sở|nội|việc|hạn)\b", re.IGNORECASE)
_MOJIBAKE = re.compile(r"Ã[\u0080-\u00ff¡-ÿ]|á[º»]|Ä[\u0080-\u00ff‘’]|Æ[°¡]|\ufffd")
_HOLES = re.compile(r"[\x00-\x08\x0e-\x1f\x80-\x9f]")


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16, Windows-1258, TCVN3 or VNI-Windows (the last two still to be converted).

    Raises NotReadable where it is none of them, saying where.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(data, "utf-16")
    high, low = data[0:400:2].count(0), data[1:400:2].count(0)
    if high + low > len(data[:400]) // 4:
        return _strictly(data, "utf-16-le" if low > high else "utf-16-be")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    legacy = data.decode("cp1258", errors="replace")
    garbled = next((i for i, text in enumerate(legacy.split("\n"), 1) if _MOJIBAKE.search(text)), None)
    if garbled is not None and _has_utf8(data) and _VIETNAMESE.search(read(legacy).text):
        raise NotReadable(
            f"Tệp văn bản lẫn nhiều bảng mã: đến dòng {line} không còn là UTF-8, trong khi dòng {garbled} thì có. "
            "Hãy lưu lại toàn bộ tệp bằng UTF-8."
        )
    western = data.decode("latin-1")
    if garbled is None and _VIETNAMESE.search(read(legacy).text):
        return legacy
    if not _HOLES.search(western) and _words_of_old_encodings(western):
        return western
    raise NotReadable(
        f"Không nhận ra bảng mã của tệp văn bản (từ dòng {line}). Hãy lưu lại bằng UTF-8, UTF-16 hoặc Windows-1258."
    )


def _words_of_old_encodings(text: str) -> bool:
    """True where the lines, taken for Western letters, are Vietnamese in TCVN3 or VNI-Windows."""
    found = [read(line) for line in text.split("\n") if not line.isascii()]
    return any(one.encoding in ("TCVN3", "VNI") for one in found) and bool(
        _VIETNAMESE.search(" ".join(one.text for one in found))
    )


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotReadable(
            f"Tệp UTF-16 bị hỏng ở byte {error.start}: không đọc được chữ. Hãy lưu lại bằng UTF-8."
        ) from error


def _has_utf8(data: bytes) -> bool:
    """True where the bytes hold Vietnamese letters in UTF-8 (three bytes for ế, ộ ...): not so in Windows-1258."""
    return len(re.findall(rb"\xe1[\xba\xbb][\x80-\xbf]", data)) > 2
