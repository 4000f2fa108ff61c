"""What a clerk measures on a document before it may be signed, as rules that name what they find wrong.

State bodies: Decree 30/2020/NĐ-CP, Annex I; the Party: Guidance 36-HD/VPTW of 03/4/2018 under Regulation 399-QĐ/TW.
Workbooks: what an office prints and what a phone shows.
"""

import io
import re
import unicodedata

import docx
import openpyxl
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn

from templates.documents.typeface import width_mm

MM = 36_000
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"


def words(paragraph):
    return " ".join(paragraph.text.split())


class Seen:
    """A document as it is printed: paragraphs in order with the cell they stand in."""

    def __init__(self, data):
        self.doc = docx.Document(io.BytesIO(data))
        self.body = [p for p in self.doc.paragraphs if words(p)]
        self.cells = [cell for table in self.doc.tables for row in table.rows for cell in row.cells]
        self.all = [*self.body, *(p for cell in self.cells for p in cell.paragraphs if words(p))]
        self.head, self.foot = self.doc.tables[0], self.doc.tables[-1]
        self.tables = self.doc.tables[1:-1]

    def one(self, test):
        return next((p for p in self.all if test(words(p))), None)


def size(paragraph):
    style = paragraph.style.font.size
    return {(run.font.size or style).pt for run in paragraph.runs if run.text.strip()}


def is_form(paragraph, sizes, *, bold=False, italic=False, align=None, capitals=False):
    if paragraph is None:
        return False
    runs = [run for run in paragraph.runs if run.text.strip()]
    low, high = sizes
    return (
        all(low <= each <= high for each in size(paragraph))
        and all(bool(run.bold) == bold and bool(run.italic) == italic for run in runs)
        and (align is None or paragraph.alignment == align)
        and (not capitals or words(paragraph) == words(paragraph).upper())
    )


def rule_share(seen, paragraph, room_mm):
    """The line drawn below a paragraph as a share of its width in print, None without one."""
    below = paragraph._p.getnext()
    if below is None or below.find(qn("w:pPr") + "/" + qn("w:pBdr")) is None:
        return None
    indent = below.find(qn("w:pPr") + "/" + qn("w:ind"))
    taken = sum(int(indent.get(qn(f"w:{side}"), 0)) for side in ("left", "right")) if indent is not None else 0
    full = min(width_mm(words(paragraph), max(size(paragraph)), bold=True), room_mm)
    return (room_mm - taken / 1440 * 25.4) / full


def _page(seen):
    section = seen.doc.sections[0]
    margins = [getattr(section, f"{side}_margin") / MM for side in ("top", "bottom", "left", "right")]
    field = section.header._element.xml
    yield "A4", (section.page_width // MM, section.page_height // MM) == (210, 297) or (
        round(section.page_width / MM), round(section.page_height / MM)) == (210, 297)  # fmt: skip
    limits = ((20, 25), (20, 25), (30, 35), (15, 20))
    yield "margins", all(low - 0.1 <= m <= high + 0.1 for m, (low, high) in zip(margins, limits, strict=True))
    yield "page number in the upper margin", "PAGE" in field and "center" in field
    yield "none on page one", section.different_first_page_header_footer and "PAGE" not in (
        section.first_page_header._element.xml)  # fmt: skip
    body = seen.doc.element.body
    text = "".join(t.text or "" for t in body.iter(qn("w:t")))
    faces = {font.get(qn("w:ascii")) for font in body.iter(qn("w:rFonts"))} - {None}
    yield "one face", faces <= {"Times New Roman"} and seen.doc.styles["Normal"].font.name == "Times New Roman"
    yield "composed letters", text == unicodedata.normalize("NFC", text)
    yield "black", not [c for c in body.iter(qn("w:color")) if c.get(qn("w:val")) not in ("000000", "auto")]


def _reader(seen):
    core, texts = seen.doc.core_properties, [words(p) for p in seen.all]
    heads = [p for p in seen.body if re.match(r"[IVX]+\. ", words(p))]
    yield "headings are headings", all(p.style.name.startswith("Heading") for p in heads)
    yield "parts in bold capitals", all(is_form(p, (13, 15), bold=True, capitals=True) for p in heads)
    yield "head rows repeat", all(t.rows[0]._tr.find(".//" + qn("w:tblHeader")) is not None for t in seen.tables)
    room = seen.doc.sections[0].page_width - seen.doc.sections[0].left_margin - seen.doc.sections[0].right_margin
    yield "tables inside the margins", all(sum(c.width for c in t.columns) <= room + MM for t in seen.doc.tables)
    yield "table letters of 11 points", all(min(size(p)) >= 11 for t in seen.tables for r in t.rows for c in r.cells
                                            for p in c.paragraphs if words(p))  # fmt: skip
    pictures = list(seen.doc.element.body.iter(qn("wp:docPr")))
    yield "pictures have a text", all(p.get("descr") for p in pictures)
    languages = {n.get(qn("w:val")) for n in seen.doc.styles.element.iter(qn("w:lang"))}
    yield "Vietnamese", "vi-VN" in languages and "en-US" not in languages
    yield (
        "title, author and day",
        bool(core.title) and core.author not in ("", "python-docx") and core.created.year > 2020,
    )
    yield "no code of the chat", not [t for t in texts if re.search(r"#\d", t)]
    yield "no pictograph", not [t for t in texts if any(unicodedata.category(ch) == "So" for ch in t)]
    yield "nothing left to fill in", not [t for t in texts if re.search(r"…{2,}|\.{4,}|_{3,}", t)]
    yield "days in words", not [t for t in map(words, seen.body) if re.search(r"\d/\d{1,2}/\d{4}", t)]


def _text(seen, low, high):
    grounds = [p for p in seen.body if words(p).startswith("Căn cứ ")]
    running = [p for p in seen.body if p.alignment == ALIGN.JUSTIFY and not p.style.name.startswith("Heading")]
    long = [p for p in seen.body if len(words(p)) > 60 and p.alignment != ALIGN.CENTER]
    yield "text of that size, both sides, first line in", all(
        is_form(p, (low, high), italic=p in grounds or p.runs[0].italic is True, align=ALIGN.JUSTIFY)
        and abs(p.paragraph_format.first_line_indent / MM - 12.7) < 0.6 for p in long)  # fmt: skip
    yield "six points between paragraphs", all(p.paragraph_format.space_after.pt >= 6 for p in running)
    yield "lines of one to one and a half", all(1 <= (p.paragraph_format.line_spacing or 1) <= 1.5 for p in running)
    ends = [words(p)[-1] for p in grounds]
    yield "grounds end in ; and .", not grounds or (set(ends[:-1]) <= {";"} and ends[-1] == ".")
    full = r"Căn cứ .+ số \S+/\S+ ngày \d\d tháng \d{1,2} năm \d{4} của .+"
    yield "grounds are whole", all(re.match(full, words(p)) for p in grounds)
    yield "ends ./.", words(seen.body[-1]).endswith("./.")
    yield "the last line keeps with the signature", bool(seen.body[-1].paragraph_format.keep_with_next)


def state_faults(data):
    """What a state body's clerk would mend; [] for a document that can be signed."""
    seen = Seen(data)
    left, right = seen.head.rows[0].cells
    bold = [p for p in left.paragraphs if words(p) and p.runs[0].bold]
    light = [p for p in left.paragraphs if words(p) and not p.runs[0].bold]
    nation, motto = seen.one(lambda t: t == NATION), seen.one(lambda t: t == MOTTO)
    number = seen.one(lambda t: t.startswith("Số:"))
    dated = seen.one(lambda t: re.fullmatch(r"[^,]+, ngày tháng năm \d{4}", t))
    to, kind, about = (seen.one(lambda t, w=w: t.startswith(w)) for w in ("Kính gửi:", "BÁO CÁO", "V/v"))
    rooms = [cell.width / MM - 3.8 for cell in (left, right)]

    def rules():
        yield from _page(seen)
        yield "Quốc hiệu", is_form(nation, (12, 13), bold=True, align=ALIGN.CENTER)
        yield "Quốc hiệu on one line", width_mm(NATION, max(size(nation)), bold=True) <= rooms[1]
        yield "Tiêu ngữ", is_form(motto, (13, 14), bold=True, align=ALIGN.CENTER)
        yield "a line as long as the Tiêu ngữ", 0.97 <= (rule_share(seen, motto, rooms[1]) or 0) <= 1.03
        yield "the body above", all(is_form(p, (12, 13), align=ALIGN.CENTER, capitals=True) for p in light)
        yield "the issuing body", bool(bold) and all(is_form(p, (12, 13), bold=True, capitals=True) for p in bold)
        yield "no short words in its name", not re.search(r"\b(UBND|HĐND)\b", " ".join(map(words, bold)))
        yield "a line of a third to a half below it", 0.33 <= (rule_share(seen, bold[-1], rooms[0]) or 0) <= 0.5
        yield "number", is_form(number, (13, 13), align=ALIGN.CENTER)
        yield "its letters", bool(re.fullmatch(r"Số: /[A-ZĐ]+(-[A-ZĐ]+)+", words(number)))
        yield "place and day", is_form(dated, (13, 14), italic=True, align=ALIGN.CENTER)
        yield "on the line of the number", words(number) in seen.head.rows[1].cells[0].text.replace("        ", " ")
        if about is not None:
            yield "V/v", is_form(about, (12, 13), align=ALIGN.CENTER) and about.paragraph_format.space_before.pt == 6
        else:
            subject = seen.body[seen.body.index(kind) + 1]
            yield "kind", is_form(kind, (13, 14), bold=True, align=ALIGN.CENTER, capitals=True)
            yield "subject", is_form(subject, (13, 14), bold=True, align=ALIGN.CENTER)
            yield "a line of a third to a half below the subject", 0.33 <= (rule_share(seen, subject, 165) or 0) <= 0.5
        if to is not None:
            yield "Kính gửi", is_form(to, (13, 14))
            own = " ".join(map(words, bold)).lower()
            yield "to somebody else", words(to).partition(": ")[2].lower().rstrip(".") != own
        yield from _text(seen, 13, 14)
        left_foot, right_foot = seen.foot.rows[0].cells
        receivers = [p for p in left_foot.paragraphs if words(p)]
        yield "Nơi nhận", words(receivers[0]) == "Nơi nhận:" and is_form(receivers[0], (12, 12), bold=True, italic=True)
        yield "its list", all(is_form(p, (11, 11)) and words(p)[-1] == ";" for p in receivers[1:-1])
        yield "Lưu with the unit", bool(re.fullmatch(r"- Lưu: VT, \S+\.", words(receivers[-1])))
        signs = [p for p in right_foot.paragraphs if words(p)]
        yield "signer", all(is_form(p, (13, 14), bold=True, align=ALIGN.CENTER, capitals=True) for p in signs)
        yield "no form's words at the signature", not re.search(r"(?i)thủ trưởng|ký.*ghi rõ", right_foot.text)
        yield "room to sign", sum(not words(p) for p in right_foot.paragraphs) >= 5
        yield "the block stays whole", seen.foot._tbl.find(".//" + qn("w:cantSplit")) is not None
        yield from _reader(seen)

    return [name for name, holds in rules() if not holds]


def party_faults(data):
    """The same for a body of the Party: its own head, number, sizes and signature.

    Sizes and faces from the head to the text are those of Appendix 3 of Guidance 36-HD/VPTW of 03/4/2018 (rows 1 to 6,
    compared in November 2026 with its copy at Thư Viện Pháp Luật): title 15 bold, bodies 14, number 14, place and day 14
    slanted, kind 15-16, subject 14-15 bold, a letter's subject 12 slanted, text 14-15. Of the foot (powers and office,
    receivers) no copy was found: those sizes stand as offices use them, and wait for one who has the whole appendix.
    """
    seen = Seen(data)
    left, right = seen.head.rows[0].cells
    title = seen.one(lambda t: t == PARTY)
    number = seen.one(lambda t: t.startswith("Số "))
    star = seen.one(lambda t: t == "*")
    dated = seen.one(lambda t: re.fullmatch(r"[^,]+, ngày tháng năm \d{4}", t))
    kind = seen.one(lambda t: t == "BÁO CÁO")
    names = [p for p in left.paragraphs if words(p) and words(p) != "*"]

    def rules():
        yield from _page(seen)
        yield "Đảng Cộng sản Việt Nam", is_form(title, (15, 15), bold=True, align=ALIGN.CENTER)
        yield "a line as long", 0.97 <= (rule_share(seen, title, right.width / MM - 3.8) or 0) <= 1.03
        yield "no Quốc hiệu", seen.one(lambda t: t in (NATION, MOTTO)) is None
        yield "names of bodies", all(is_form(p, (14, 14), bold=bool(p.runs[0].bold), capitals=True) for p in names)
        yield "a star below them", star is not None and words(left.paragraphs[-1]) == "*"
        yield "number without a colon", is_form(number, (14, 14)) and bool(
            re.fullmatch(r"Số -[A-Z]+/[A-ZĐ]+", words(number)))  # fmt: skip
        yield "place and day", is_form(dated, (14, 14), italic=True)
        if kind is not None:
            yield "kind", is_form(kind, (15, 16), bold=True, align=ALIGN.CENTER)
            yield "subject", is_form(seen.body[seen.body.index(kind) + 1], (14, 15), bold=True, align=ALIGN.CENTER)
        else:
            about = seen.head.rows[1].cells[0].paragraphs[-1]
            yield "a letter's subject", is_form(about, (12, 12), italic=True) and not words(about).startswith("V/v")
        yield from _text(seen, 14, 15)
        left_foot, right_foot = seen.foot.rows[0].cells
        receivers = [p for p in left_foot.paragraphs if words(p)]
        yield "Nơi nhận underlined", bool(receivers[0].runs[0].underline) and is_form(receivers[0], (14, 14))
        yield "its list", all(is_form(p, (12, 12)) for p in receivers[1:]) and words(receivers[-1]).startswith("- Lưu ")
        signs = [p for p in right_foot.paragraphs if words(p)]
        yield "power in bold, office in light capitals", is_form(signs[0], (14, 14), bold=True, capitals=True) and all(
            is_form(p, (14, 14), capitals=True) for p in signs[1:])  # fmt: skip
        yield "T/M, never TM.", not words(signs[0]).startswith(("TM.", "KT.", "TL."))
        yield from _reader(seen)

    return [name for name, holds in rules() if not holds]


def workbook_faults(data):
    """What stops a reader of a workbook, sheet by sheet."""
    book, shown = (openpyxl.load_workbook(io.BytesIO(data), data_only=values) for values in (False, True))
    found = []
    for page in (page for page in book if page.sheet_state == "visible"):
        setup = page.page_setup
        fits = setup.fitToWidth in (None, 1) and setup.fitToHeight == 0 and page.sheet_properties.pageSetUpPr.fitToPage
        footer = f"{page.oddFooter.left.text}{page.oddFooter.center.text}{page.oddFooter.right.text}"
        cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
        formulas = [cell for cell in cells if cell.data_type == "f"]
        rules = {
            "A4, one page wide": int(setup.paperSize or 0) == 9 and fits,
            "wide sheets across": page.max_column <= 6 or setup.orientation == "landscape",
            "head on every page": bool(page.print_title_rows) and "&P" in footer and bool(page.print_area),
            "stored values": all(shown[page.title][cell.coordinate].value is not None for cell in formulas),
            "totals follow the filter": all("SUBTOTAL(109" in cell.value for cell in formulas
                                            if page.cell(cell.row, 1).value == "Tổng số"),
            "days as days": all(cell.number_format.lower() == "dd/mm/yyyy" for cell in cells if cell.is_date),
            "rates as rates": all("%" in cell.number_format for cell in cells if isinstance(cell.value, float)),
            "a name a link can hold": not re.search(r"[\[\]:*?/\\']", page.title),
        }  # fmt: skip
        found += [f"{page.title}: {name}" for name, holds in rules.items() if not holds]
    core = book.properties
    return found + (["title and author"] if not core.title or core.creator in (None, "openpyxl") else [])
