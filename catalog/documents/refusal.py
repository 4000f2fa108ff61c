"""Files that are refused by what they are: empty, too large, pictures, programs."""

import importlib.util

from catalog.documents.model import NotReadable, Scanned

LIMIT = 50 * 1024 * 1024
"""Bytes of a file that is read."""

_PICTURES = {
    b"\xff\xd8\xff": "JPEG", b"\x89PNG": "PNG", b"GIF8": "GIF", b"BM": "BMP", b"II*\0": "TIFF", b"MM\0*": "TIFF",
    b"AT&TFORM": "DjVu",
}  # fmt: skip


def refuse(data: bytes, name: str) -> None:
    """Raises NotReadable for a file that is refused whatever else it holds."""
    if len(data) >= LIMIT:
        size = len(data) // (1024 * 1024)
        raise NotReadable(f"Tệp “{name}” nặng {size} MB, vượt giới hạn {LIMIT // (1024 * 1024)} MB.")
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise NotReadable(f"Tệp “{name}” trống, không có nội dung nào để đọc.")
    kind = _picture(data)
    if kind:
        if kind == "HEIC" and importlib.util.find_spec("pi_heif") is None:
            raise NotReadable(
                f"Tệp “{name}” là ảnh HEIC của iPhone, máy chủ chưa cài phần đọc (dondoc[scan]); đề nghị gửi ảnh JPEG: "
                "trên iPhone chọn Cài đặt > Camera > Định dạng > Tương thích nhất rồi chụp lại."
            )
        if kind == "DjVu":
            raise NotReadable(f"Tệp “{name}” là ảnh loại {kind}, không đọc được; đề nghị gửi ảnh JPEG, PNG hoặc PDF.")
        raise Scanned(f"Tệp “{name}” là ảnh ({kind}), không có chữ để đọc; đề nghị gửi văn bản gốc.")
    packed = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip"}
    archive = next((one for start, one in packed.items() if data.startswith(start)), "")
    if archive:
        raise NotReadable(f"Tệp “{name}” là tệp nén ({archive}); đề nghị giải nén rồi gửi văn bản bên trong.")
    if data.startswith((b"MZ", b"\x7fELF")):
        raise NotReadable(f"Tệp “{name}” là chương trình, không phải văn bản.")


def _picture(data: bytes) -> str:
    """The kind of picture, "" for none."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"hevc", b"heim", b"mif1"):
        return "HEIC"
    if data[4:12] == b"ftypavif":
        return "AVIF"
    found = next((name for start, name in _PICTURES.items() if data.startswith(start)), "")
    return "" if found == "BMP" and data[:64].isascii() and b"\0" not in data[:64] else found
