"""`dondoc plan` from outside: the round trip of a spreadsheet, a revised plan, doubts, and files that are no plan."""

import io
import json
import pathlib
import unicodedata
from collections.abc import Callable

import pytest
from openpyxl import Workbook, load_workbook
from prompt import Dondoc

from catalog.documents.refusal import LIMIT

HEAD = """ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA
{number}
KẾ HOẠCH
Chăm sóc cây xanh đô thị năm 2026
Phụ lục
NHIỆM VỤ CHĂM SÓC CÂY XANH
TT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tKết quả\tThời hạn hoàn thành
"""
ROWS = (
    "1\tTrồng bổ sung cây bóng mát dọc các tuyến đường\tSở Xây dựng\tSở Tài chính\tKế hoạch\t3/2026\n",
    "2\tMở rộng vườn ươm giống cây bản địa của tỉnh\tSở Nông nghiệp và Môi trường\t\tĐề án\t30/6/2026\n",
    "3\tThống kê giống cây quý\tSở Nông nghiệp và Môi trường\t\tDanh mục\tThường xuyên\n",
)
REWORDED = "1\tTrồng mới cây xanh dọc các tuyến phố\tSở Xây dựng\t\tKế hoạch\t3/2026\n"


def text(*rows: str, number: str = "Số: 45/KH-UBND") -> str:
    return HEAD.format(number=number) + "".join(rows or ROWS)


@pytest.fixture
def file(tmp_path: pathlib.Path) -> Callable[[str | bytes], str]:
    """Writes a file and says where it is; always the same name, as a new version of it."""

    def write(content: str | bytes, name: str = "ke-hoach.txt") -> str:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return write


def changes(one: dict) -> tuple[int, int, int]:
    return len(one["added"]), len(one["changed"]), len(one["withdrawn"])


def plans(dondoc: Dondoc) -> list[dict]:
    return dondoc.json("plan", "list")["plans"]


def test_a_dry_run_touches_nothing(dondoc: Dondoc, file: Callable[..., str]) -> None:
    looked = dondoc.json("plan", "import", file(text()), "--dry-run")
    assert (looked["dry_run"], looked["tasks"], changes(looked)) == (True, 3, (3, 0, 0))
    assert plans(dondoc) == []
    dondoc.json("plan", "import", file(text()))
    before = dondoc("plan", "export", "--json")[1]
    changed = dondoc.json("plan", "import", file(text(*ROWS[:2])), "--dry-run")
    assert changes(changed) == (0, 0, 1)
    assert dondoc("plan", "export", "--json")[1] == before


def test_the_same_file_twice_changes_nothing_with_and_without_a_number(
    dondoc: Dondoc, file: Callable[..., str]
) -> None:
    for number in ("Số: 45/KH-UBND", "Số: /KH-UBND"):
        first = dondoc.json("plan", "import", file(text(number=number)), *(["--new"] if "45" not in number else []))
        again = dondoc.json("plan", "import", file(text(number=number)))
        assert changes(first) == (3, 0, 0)
        assert changes(again) == (0, 0, 0)
        assert again["plan"]["id"] == first["plan"]["id"]


def test_a_changed_plan_without_a_number_is_revised_only_when_confirmed(
    dondoc: Dondoc, file: Callable[..., str]
) -> None:
    unnumbered = "Số: /KH-UBND"
    dondoc.json("plan", "import", file(text(number=unnumbered)))
    code, _, err = dondoc("plan", "import", file(text(*ROWS[:2], number=unnumbered)))
    assert code == 2
    assert "--plan 1" in err
    shorter = ("plan", "import", file(text(*ROWS[:2], number=unnumbered)), "--plan", "1")
    code, _, err = dondoc(*shorter)
    assert (code, "--withdraw" in err) == (2, True)
    confirmed = dondoc.json(*shorter, "--withdraw")
    assert changes(confirmed) == (0, 0, 1)
    assert len(plans(dondoc)) == 1


def test_a_doubtful_row_ends_with_the_question_and_goes_on_with_the_answer(
    dondoc: Dondoc, file: Callable[..., str]
) -> None:
    dondoc.json("plan", "import", file(text()))
    code, out, err = dondoc("plan", "import", file(text(REWORDED, *ROWS[1:])), "--json")
    assert code == 2
    assert "Chưa lưu gì" in err
    [doubt] = json.loads(out)["doubts"]
    assert [one["task"] for one in doubt["candidates"]] == [1]
    assert dondoc("plan", "export", "--json")[1].count("Trồng mới cây xanh") == 0
    same = dondoc.json("plan", "import", file(text(REWORDED, *ROWS[1:])), "--pair", f"{doubt['row']}=1")
    assert changes(same) == (0, 1, 0)


def test_answers_may_come_from_a_file(dondoc: Dondoc, file: Callable[..., str]) -> None:
    dondoc.json("plan", "import", file(text()))
    revised = file(text(REWORDED, *ROWS[1:]))
    _, out, _ = dondoc("plan", "import", revised, "--json")
    row = json.loads(out)["doubts"][0]["row"]
    answers = file(json.dumps({str(row): "new"}), name="tra-loi.json")
    assert changes(dondoc.json("plan", "import", revised, "--answers", answers, "--withdraw")) == (1, 0, 1)


@pytest.mark.parametrize("pair", ["x=1", "8=y", "8"])
def test_an_answer_of_the_wrong_form_is_refused(dondoc: Dondoc, file: Callable[..., str], pair: str) -> None:
    code, _, err = dondoc("plan", "import", file(text()), "--pair", pair)
    assert code == 2
    assert "DÒNG=MÃ" in err


def sheet(dondoc: Dondoc, tmp_path: pathlib.Path, cells: dict[str, str]) -> str:
    """Export the workbook, fill in cells, say where it is."""
    path = tmp_path / "bang.xlsx"
    code, _, err = dondoc("plan", "export", "1", "--xlsx", str(path))
    assert code == 0, err
    workbook = load_workbook(path)
    for place, value in cells.items():
        workbook["Nhiệm vụ"][place] = value
    workbook.save(path)
    return str(path)


def test_the_workbook_of_a_programme_is_filled_in_and_only_those_cells_change(
    dondoc: Dondoc, file: Callable[..., str], tmp_path: pathlib.Path
) -> None:
    rows = (
        "1\tĐề án trồng cây bóng mát\t\t\t\t\n",
        "2\tĐề án vườn ươm giống cây\t\t\t\t\n",
        "3\tKế hoạch ven sông\t\t\t\t\n",
    )
    first = dondoc.json("plan", "import", file(text(*rows, number="")))
    assert first["unassigned"] == 3
    before = dondoc.json("plan", "export")["plans"][0]["tasks"]
    filled = sheet(
        dondoc,
        tmp_path,
        {"H2": "Sở Xây dựng", "G2": "30/9/2026", "H4": "Sở Nông nghiệp và Môi trường; Các sở, ban, ngành"},
    )
    done = dondoc.json("plan", "import", filled, "--document", "12/UBND-TH")
    assert (changes(done), done["unassigned"], done["plan"]["id"]) == ((0, 2, 0), 1, 1)
    after = dondoc.json("plan", "export")["plans"][0]["tasks"]
    assert after[0]["lead"] == ["Sở Xây dựng"]
    assert after[0]["deadlines"][0]["due"] == "2026-09-30"
    assert after[2]["lead_groups"] == ["departments"]
    assert [one["task"] for one in done["changed"]] == [1, 3]
    for old, new in zip(before, after, strict=True):
        same = {key: value for key, value in old.items() if not key.startswith(("lead", "deadline", "warnings"))}
        assert same == {key: new[key] for key in same}
    assert after[1] == before[1]
    assert dondoc.json("status")["total"] == 1 + 14  # who is named and in the group counts once
    assert changes(dondoc.json("plan", "import", filled)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("cell", "value", "sentence"),
    [
        ("H2", "Sở Vũ trụ", "ô H2: không nhận ra cơ quan “Sở Vũ trụ”"),
        ("E2", "", "ô E2"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_stored(
    dondoc: Dondoc, file: Callable[..., str], tmp_path: pathlib.Path, cell: str, value: str, sentence: str
) -> None:
    dondoc.json("plan", "import", file(text()))
    before = dondoc("plan", "export", "--json")[1]
    code, out, err = dondoc("plan", "import", sheet(dondoc, tmp_path, {cell: value, "G3": "1/12/2026"}))
    assert (code, out) == (2, "")
    assert sentence in err
    assert len(err.strip().splitlines()) == 1
    assert dondoc("plan", "export", "--json")[1] == before


def foreign_sheet() -> bytes:
    workbook = Workbook()
    workbook.worksheets[0].append(["Họ tên", "Điện thoại"])
    workbook.worksheets[0].append(["Nguyễn Văn A", "0900"])
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def scanned() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    written = io.BytesIO()
    canvas = Canvas(written)
    canvas.rect(50, 50, 400, 600, fill=1)
    canvas.showPage()
    canvas.save()
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "trống"),
        (b"\xef\xbb\xbf \n\t ", "trống"),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)), "là ảnh (JPEG)"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "là ảnh (PNG)"),
        (scanned(), "không có lớp chữ"),
        (foreign_sheet(), "không có bảng nhiệm vụ"),
        (("KẾ HOẠCH\nTT\tNhiệm vụ\tGhi chú\n1\tTrồng cây\t\n").encode(), "thiếu cột"),
        (b"PK\x03\x04 broken", "bị hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Word/Excel cũ"),
        ("Chào các anh chị, mai họp lúc 8 giờ.".encode(), "không có bảng nhiệm vụ"),
    ],
    ids=["empty", "blank", "photo", "picture", "scan", "other sheet", "columns", "broken", "old office", "a letter"],
)
def test_what_is_no_plan_is_one_sentence_and_exit_code_2_and_nothing_is_stored(
    dondoc: Dondoc, file: Callable[..., str], content: bytes, sentence: str
) -> None:
    code, out, err = dondoc("plan", "import", file(content))
    assert (code, out) == (2, "")
    assert sentence in err
    assert len(err.strip().splitlines()) == 1
    assert plans(dondoc) == []


def test_a_file_of_fifty_megabytes_is_not_even_read(dondoc: Dondoc, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "to.txt"
    with path.open("wb") as written:
        written.truncate(LIMIT)
    code, _, err = dondoc("plan", "import", str(path))
    assert code == 2
    assert "50 MB" in err


@pytest.mark.parametrize(
    "encode",
    [
        lambda words: unicodedata.normalize("NFD", words).encode(),
        lambda words: words.encode("utf-16"),
        lambda words: b"\xef\xbb\xbf" + words.encode(),
        lambda words: words.replace("\n", "\r\n").encode(),
    ],
    ids=["letters taken apart", "UTF-16", "byte order mark", "Windows line ends"],
)
def test_other_ways_of_writing_the_same_text_give_the_same_plan(
    dondoc: Dondoc, file: Callable[..., str], encode: Callable[[str], bytes]
) -> None:
    dondoc.json("plan", "import", file(encode(text())))
    [plan] = dondoc.json("plan", "export")["plans"]
    assert [task["lead"] for task in plan["tasks"]] == [["Sở Xây dựng"], *[["Sở Nông nghiệp và Môi trường"]] * 2]
    assert plan["title"] == "Kế hoạch chăm sóc cây xanh đô thị năm 2026"
    assert unicodedata.is_normalized("NFC", json.dumps(plan, ensure_ascii=False))


def test_two_encodings_in_one_file_are_refused_with_the_line(dondoc: Dondoc, file: Callable[..., str]) -> None:
    code, _, err = dondoc("plan", "import", file(text().encode() + "4\tViệc\tSở Y tế\t\t\t\n".encode("utf-16-le")))
    assert code == 2
    assert "dòng" in err
    assert plans(dondoc) == []


def test_windows_1258_is_read_as_what_it_says(dondoc: Dondoc, file: Callable[..., str]) -> None:
    marks = {0x0300: 0xCC, 0x0301: 0xEC, 0x0303: 0xDE, 0x0309: 0xD2, 0x0323: 0xF2}
    written = bytearray()
    for letter in text():
        try:
            written += letter.encode("cp1258")
            continue
        except UnicodeEncodeError:
            pass
        tone = next(mark for mark in unicodedata.normalize("NFD", letter) if ord(mark) in marks)
        base = unicodedata.normalize("NFC", unicodedata.normalize("NFD", letter).replace(tone, ""))
        written += base.encode("cp1258") + bytes([marks[ord(tone)]])
    dondoc.json("plan", "import", file(bytes(written)))
    [plan] = dondoc.json("plan", "export")["plans"]
    assert plan["title"] == "Kế hoạch chăm sóc cây xanh đô thị năm 2026"
    assert plan["tasks"][0]["lead"] == ["Sở Xây dựng"]
