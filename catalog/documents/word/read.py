"""A Word file, zipped (.docx, .docm, .dotx) or in one XML text, as a `Document`. Nothing in it is ever run."""

from collections import Counter
from typing import Any

from catalog.documents.model import Block, Document, NotReadable, Remark
from catalog.documents.package import Package
from catalog.documents.shown import shown
from catalog.documents.word.body import Body
from catalog.documents.word.names import w
from catalog.documents.word.numbers import Numbers
from catalog.documents.word.runs import Piece, Runs, Seen
from catalog.documents.word.styles import Styles

_SAID = {
    "hidden_row": "Có {} hàng bị ẩn trong bảng, không được đọc.",
    "hidden": "Có {} chỗ chữ ẩn (không hiển thị khi in), không được đọc.",
    "deleted_row": "Có {} hàng đã bị xóa ở chế độ theo dõi sửa đổi, không được đọc.",
    "deleted": "Có {} chỗ đã bị xóa ở chế độ theo dõi sửa đổi, không được đọc.",
    "picture": "Có {} hình trong văn bản; chữ trong hình không được đọc.",
    "object": "Có {} đối tượng nhúng (bảng tính, sơ đồ …), không được đọc.",
    "chunk": "Có {} phần chèn từ tệp khác không đọc được.",
    "sign": "Có {} ký hiệu không nhận ra, được thay bằng “\ufffd”.",
    "TCVN3": "Có {} chỗ gõ bằng phông TCVN3 (.Vn…), đã được chuyển sang Unicode; cần kiểm tra.",
    "VNI": "Có {} chỗ gõ bằng phông VNI-Windows, đã được chuyển sang Unicode; cần kiểm tra.",
    "struck": "Có {} đoạn có chữ bị gạch ngang, được coi là đã bỏ; cần kiểm tra.",
}
_KINDS = {
    "hidden_row": "hidden",
    "deleted_row": "deleted",
    "picture": "left_out",
    "object": "left_out",
    "chunk": "left_out",
    "sign": "damaged",
} | dict.fromkeys(("TCVN3", "VNI"), "letters")

_BLANK = Piece(" ")


def read_word(package: Package, part: str) -> Document:
    """The document whose main part is `part`. Raises NotReadable."""
    root = package.xml(part)
    body = None if root is None else root.find(w("body"))
    if body is None:
        raise NotReadable("Tệp Word bị hỏng: không có phần nội dung.")
    styles = Styles(package.xml_related(part, "styles"))
    runs = Runs(styles)
    notes = _notes(package, part, runs)
    chunks = _Chunks(package, part)
    reading = Body(runs, Numbers(package.xml_related(part, "numbering"), styles), notes, chunks.blocks)
    blocks = tuple(reading.blocks(body))
    return Document(blocks, "docx", remarks=(*_remarks(reading.left_out), *chunks.remarks))


class _Chunks:
    """The files a Word file shows at places of its text (w:altChunk): programs that know only HTML write so."""

    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._parts = {one: target for one, kind, target in package.related(main) if kind.lower() == "afchunk"}
        self.remarks: list[Remark] = []

    def blocks(self, element: Any) -> tuple[Block, ...]:
        """What stands in one; nothing where it is not there or cannot be read."""
        from catalog.documents.html import read_html, read_mhtml

        part = self._parts.get(next((value for key, value in element.attrib.items() if key.endswith("}id")), ""), "")
        data = self._package.read(part)
        try:
            if data.startswith(b"PK"):
                inner = Package(data)
                document = read_word(inner, inner.main_part()[0])
            elif part.endswith((".mht", ".mhtml")) or b"multipart/related" in data[:2000]:
                document = read_mhtml(data)
            elif b"<" in data[:2000]:
                document = read_html(data)
            else:
                return ()
        except NotReadable:
            return ()
        self.remarks += document.remarks
        return document.blocks


def _notes(package: Package, main: str, runs: Runs) -> dict[tuple[str, str], str]:
    """The foot- and endnotes by the kind and id that their marks carry."""
    found: dict[tuple[str, str], str] = {}
    for kind in ("footnote", "endnote"):
        root = package.xml_related(main, f"{kind}s")
        for note in root.findall(w(kind)) if root is not None else ():
            if note.get(w("type")) in (None, "normal"):
                pieces = (piece.text for one in note.iter(w("p")) for piece in (*runs.pieces(one, Seen()), _BLANK))
                found[kind, note.get(w("id"), "")] = " ".join(shown("".join(pieces)).split())
    return found


def _remarks(left_out: Counter[str]) -> tuple[Remark, ...]:
    return tuple(
        Remark(_KINDS.get(what, what), said.format(left_out[what])) for what, said in _SAID.items() if left_out[what]
    )
