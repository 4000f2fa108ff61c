"""Web pages (HTML, and MHTML as Word and Outlook save it): what a browser shows, whatever the file is called."""

import email
import email.policy
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as web

from catalog.documents.encodings import decode
from catalog.documents.grid import Grid
from catalog.documents.model import Block, Cell, Document, NotReadable, Paragraph, Place, Remark
from catalog.documents.shown import shown

_BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "section", "article", "header", "footer",
    "center", "blockquote", "pre", "body", "main", "form", "fieldset", "dl", "dt", "dd", "address", "caption", "td",
    "th", "tr", "figure", "figcaption", "hr",
}  # fmt: skip
_PARTS = {"tr", "thead", "tbody", "tfoot", "colgroup", "col"}
_UNSEEN = {
    "script",
    "style",
    "head",
    "title",
    "template",
    "noscript",
    "xml",
    "o:p",
    "select",
    "textarea",
    "button",
    "object",
}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_STRUCK = re.compile(r"line-through", re.IGNORECASE)
_FONT = re.compile(r"font-family\s*:\s*[\"']?([^;,\"']+)", re.IGNORECASE)
_DEEPEST = 200
_LAYOUT_COLUMNS = 2


def read_html(data: bytes | str) -> Document:
    """The document of a web page. Raises NotReadable."""
    text = data if isinstance(data, str) else _decoded(data)
    try:
        root = web.document_fromstring(
            text, parser=web.HTMLParser(no_network=True, huge_tree=False, remove_comments=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise NotReadable("Tệp HTML bị hỏng, không đọc được.") from error
    page = _Page()
    blocks = tuple(page.blocks(root))
    return Document(blocks, "html", remarks=tuple(page.remarks()))


def read_mhtml(data: bytes) -> Document:
    """The document of a web page saved with its pictures in one file. Raises NotReadable."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                charset = part.get_content_charset()
                return read_html(_decoded(content, charset or ""))
    raise NotReadable("Tệp MHTML không có phần văn bản nào.")


def _decoded(data: bytes, charset: str = "") -> str:
    """The page's text: by its own charset where that is so, else by what the bytes are."""
    found = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]+)", data[:4096], re.IGNORECASE)
    named = charset or (found[1].decode("ascii", "replace") if found else "")
    marked = data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
    if named and not marked and named.lower() not in ("utf-8", "utf8", "unicode", "utf-16", "x-user-defined"):
        try:
            return _undeclared(data.decode(named))
        except (LookupError, UnicodeDecodeError):
            pass
    return _undeclared(decode(data))


def _undeclared(text: str) -> str:
    """Text without an XML declaration, which lxml refuses in what is decoded already."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)


class _Page:
    """Walks a page; `left_out` counts what no browser shows."""

    def __init__(self) -> None:
        self.left_out: Counter[str] = Counter()
        self._line = 0

    def blocks(self, root: Any) -> Iterator[Block]:
        """The blocks under an element, in order."""
        words: list[str] = []
        yield from self._walk(root, words, 0)
        yield from self._paragraph(words)

    def remarks(self) -> Iterator[Remark]:
        """What was left out, a sentence each."""
        if self.left_out["hidden"]:
            yield Remark("hidden", f"Có {self.left_out['hidden']} phần bị ẩn trong trang, không được đọc.")
        if self.left_out["struck"]:
            yield Remark("struck", f"Có {self.left_out['struck']} ô bị gạch ngang, được coi là đã bỏ; cần kiểm tra.")
        if self.left_out["picture"]:
            yield Remark("left_out", f"Có {self.left_out['picture']} hình; chữ trong hình không được đọc.")

    def _walk(self, element: Any, words: list[str], depth: int) -> Iterator[Block]:
        if depth > _DEEPEST:
            raise NotReadable("Tệp HTML bị hỏng: các phần lồng nhau quá sâu.")
        words.append(_white(element.text))
        for child in element:
            if isinstance(child.tag, str) and not self._unseen(child):
                name = _name(child)
                if name == "table":
                    yield from self._paragraph(words)
                    yield from self._table(child, depth)
                elif name == "br":
                    words.append("\n")
                elif name in _BLOCKS:
                    yield from self._paragraph(words)
                    words.append(_item(child))
                    yield from self._walk(child, words, depth + 1)
                    yield from self._paragraph(words)
                else:
                    yield from self._walk(child, words, depth + 1)
            words.append(_white(child.tail))

    def _paragraph(self, words: list[str]) -> Iterator[Block]:
        text = shown("".join(words))
        words.clear()
        if text:
            self._line += 1
            yield Paragraph(text, Place(line=self._line))

    def _unseen(self, element: Any) -> bool:
        name = _name(element)
        if name in _UNSEEN:
            return True
        if name == "del":  # a revision that took it out
            self.left_out["hidden"] += 1
            return True
        if name == "img":
            self.left_out["picture"] += 1
        if _HIDDEN.search(element.get("style") or "") or element.get("hidden") is not None:
            self.left_out["hidden"] += bool("".join(element.itertext()).strip())
            return True
        return False

    def _table(self, table: Any, depth: int) -> Iterator[Block]:
        self._line += 1
        place = Place(line=self._line)
        rows = [row for row in table.iter("tr") if _owner(row) is table and not self._unseen(row)]
        cells = [[cell for cell in row.iterchildren("td", "th") if not self._unseen(cell)] for row in rows]
        if _is_layout(cells):
            for row in cells:
                for cell in row:
                    yield from self.blocks(cell)
            return
        for stray in table:  # a caption, and what stands in no cell: a browser shows it before the table
            if isinstance(stray.tag, str) and _name(stray) not in _PARTS and not self._unseen(stray):
                yield from self.blocks(stray) if _name(stray) != "table" else self._table(stray, depth)
        grid = Grid(place)
        for down, row in enumerate(cells, 1):
            grid.open_row()
            column = 0
            for cell in row:
                column = grid.free_column(column)
                lines, columns = [], _span(cell.get("colspan"))
                for block in self.blocks(cell):
                    lines += (
                        [block.text]
                        if isinstance(block, Paragraph)
                        else [" ".join(filter(None, one.texts)) for one in block.rows]
                    )
                struck = _is_struck(cell)
                self.left_out["struck"] += struck
                rows_spanned = _span(cell.get("rowspan")) or len(cells) - down + 1
                where = Place(line=place.line, row=down, column=column + 1)
                grid.put(
                    column,
                    Cell(
                        shown("\n".join(lines)),
                        where,
                        rows_spanned,
                        max(1, columns),
                        kept="" if struck else None,
                        font=_font(cell),
                    ),
                )
                column += max(1, columns)
        if len(grid):
            yield grid.table()


def _owner(row: Any) -> Any:
    return next(row.iterancestors("table"), None)


def _is_layout(cells: list[list[Any]]) -> bool:
    """True for a table that only places things: one cell, or tables inside one row or one or two columns."""
    if [len(row) for row in cells] == [1]:
        return True
    holds = any(next(cell.iter("table"), None) is not None for row in cells for cell in row)
    return holds and (len(cells) == 1 or max(map(len, cells), default=0) <= _LAYOUT_COLUMNS)


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _white(text: str | None) -> str:
    """Text between tags: a line end in the source is a blank."""
    return re.sub(r"[ \t\r\n\f]+", " ", text or "")


def _item(element: Any) -> str:
    """What a browser prints before a list item."""
    if _name(element) != "li" or element.getparent() is None:
        return ""
    parent = element.getparent()
    if _name(parent) != "ol":
        return "- "
    start = int(parent.get("start") or 1) if (parent.get("start") or "1").isdigit() else 1
    own = element.get("value") or ""
    before = sum(1 for one in element.itersiblings("li", preceding=True))
    return f"{own if own.isdigit() else start + before}. "


def _span(text: str | None) -> int:
    return min(int(text), 10_000) if text and text.isdigit() else 1


def _is_struck(cell: Any) -> bool:
    text = "".join(cell.itertext()).strip()
    marked = list(cell.iter("s", "strike")) + [one for one in cell.iter() if _STRUCK.search(one.get("style") or "")]
    return bool(text) and any("".join(one.itertext()).strip() == text for one in marked)


def _font(cell: Any) -> str:
    for one in cell.iter():
        found = one.get("face") or ((match := _FONT.search(one.get("style") or "")) and match[1])
        if found:
            return str(found).strip()
    return ""
