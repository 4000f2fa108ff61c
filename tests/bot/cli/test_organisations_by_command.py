"""dondoc org and dondoc unit from outside: set, shown, exported, imported, refused with a sentence."""

import io
import json
import pathlib
from collections.abc import Sequence

import openpyxl
import pytest
from prompt import Dondoc

from catalog.store.store import upgrade

pytestmark = pytest.mark.sqlite
TITLES = ("mã", "Tên đầy đủ", "tên tắt", "NHÓM", "tên gọi khác", "thuộc", "từ ngày", "thay cho")
CLINIC = (
    ("K1", "Khoa Mắt", "", "khoa", "nhãn khoa", "", "", ""),
    ("K2", "Khoa Tai mũi họng", "Khoa TMH", "khoa", "", "", "01/02/2026", "Khoa Liên chuyên khoa"),
    ("P1", "Phòng Hành chính", "", "phòng", "", "", None, ""),
)


@pytest.fixture
def unset(dondoc: Dondoc, monkeypatch: pytest.MonkeyPatch) -> Dondoc:
    """The command line over a store in which no organisation is set."""
    monkeypatch.setattr("bot.store_opening.upgrade", upgrade)
    return dondoc


def book(path: pathlib.Path, rows: Sequence[Sequence[object]], titles: Sequence[str] = TITLES) -> str:
    workbook = openpyxl.Workbook()
    for row in (titles, *rows):
        workbook.active.append(list(row))
    workbook.save(path)
    return str(path)


def test_before_it_is_set_nothing_is_matched_and_a_plan_leaves_everything_unassigned_with_one_remark(
    unset: Dondoc, tmp_path: pathlib.Path
) -> None:
    for command in (("unit", "match", "sở y tế"), ("agency", "match", "sở y tế"), ("unit", "list"), ("org", "show")):
        code, out, err = unset(*command)
        assert (code, out) == (2, "")
        assert err.startswith("Chưa đặt tổ chức; hãy chạy: dondoc org set")
    plan = tmp_path / "a.txt"
    plan.write_text(
        "KẾ HOẠCH\nDọn kênh năm 2026\n\nPhụ lục\nTT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\n"
        "1\tNạo vét kênh\tSở Xây dựng\t3/2026\n2\tTrồng cây\tSở Y tế\t4/2026\n",
        "utf-8",
    )
    report = unset.json("plan", "import", str(plan))
    assert (report["tasks"], report["unassigned"]) == (2, 2)
    assert [warning["kind"] for warning in report["warnings"]] == ["unassigned"]
    assert "hãy đặt tổ chức" in report["warnings"][0]["text"]
    assert unset("org", "set", "tỉnh Cà Mau")[0] == 0
    assert unset.json("plan", "import", str(plan))["unassigned"] == 0


@pytest.mark.parametrize(
    ("named", "facts", "units"),
    [
        ("tp can tho", ("Thành phố Cần Thơ", "province", "92", "Cần Thơ"), "136 đơn vị: 33 cơ quan, 103 xã, phường"),
        ("xã Nậm Cắn, Nghệ An", ("Xã Nậm Cắn", "commune", "16837", "Nậm Cắn"), "12 đơn vị"),
        ("Thành ủy Huế", ("Thành ủy Huế", "party", "46", "Huế"), "52 đơn vị: 12 cơ quan, 40 xã, phường"),
        ("bộ nội vụ", ("Bộ Nội vụ", "ministry", "", ""), "21 đơn vị"),
    ],
)
def test_an_organisation_is_founded_from_its_name(
    unset: Dondoc, named: str, facts: tuple[str, ...], units: str
) -> None:
    code, out, err = unset("org", "set", named)
    assert (code, err) == (0, "")
    assert units in out
    shown = unset.json("org", "show")["org"]
    assert (shown["name"], shown["pack"], shown["code"], shown["place"]) == facts
    assert unset("org", "set", named)[0] == 0
    code, _, err = unset("org", "set", "tỉnh Sơn La")
    assert (code, err) == (2, f"Đã đặt tổ chức là {facts[0]}; đổi tên: dondoc org rename.\n")


def test_the_kind_is_that_of_the_day(unset: Dondoc) -> None:
    code, out, err = unset("org", "set", "tỉnh Bắc Ninh")
    assert (code, err) == (0, "Tỉnh Bắc Ninh nay là Thành phố Bắc Ninh (từ 20/9/2026).\n")
    assert "thành phố Bắc Ninh" in out
    assert unset.json("unit", "match", "thanh tra tỉnh bắc ninh")["agency"] == "Thanh tra thành phố"
    assert unset.json("unit", "match", "xã Lục Nam")["agency"] == "UBND phường Lục Nam"


def test_a_city_was_a_province_on_another_day(unset: Dondoc) -> None:
    assert unset("org", "set", "Đồng Nai", "--as-of", "2026-01-31")[0] == 0
    assert unset.json("org", "show")["org"]["full_name"] == "Ủy ban nhân dân tỉnh Đồng Nai"
    assert unset.json("unit", "match", "xã Trảng Bom")["agency"] == "UBND xã Trảng Bom"


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ("tỉnh Hà Giang Bắc", "Không có tổ chức nào tên “tỉnh Hà Giang Bắc”; gần nhất: "),
        ("xã Bình An", "Có 5 xã tên Bình An: "),
        ("Bộ Tài chính", "Chưa có đơn vị nào của Bộ Tài chính: hãy thêm --units TỆP (mẫu: "),
        ("phường Xuân Hương", "Không có tổ chức nào tên “phường Xuân Hương”; gần nhất: Phường Xuân Hương - Đà Lạt, "),
        ("12", "Không có tổ chức nào tên “12”; gần nhất: "),
    ],
)
def test_what_is_no_organisation_is_one_sentence(unset: Dondoc, named: str, sentence: str) -> None:
    code, out, err = unset("org", "set", named)
    assert (code, out) == (2, "")
    assert err.startswith(sentence)
    assert unset("org", "show")[0] == 2


def test_a_hospital_brings_its_units_and_gets_them_back(unset: Dondoc, tmp_path: pathlib.Path) -> None:
    units = book(tmp_path / "in.xlsx", CLINIC)
    assert unset("org", "set", "Bệnh viện Sông Trà", "--units", units)[1] == "Tổ chức: Bệnh viện Sông Trà (3 đơn vị).\n"
    for typed, meant in (
        ("khoa tmh", "Khoa Tai mũi họng"), ("K. TMH", "Khoa Tai mũi họng"), ("nhan khoa", "Khoa Mắt"),
        ("khoa liên chuyên khoa", "Khoa Tai mũi họng"), ("em ở phòng hành chính ạ", "Phòng Hành chính"),
    ):  # fmt: skip
        assert unset.json("unit", "match", typed)["agency"] == meant, typed
    assert unset.json("unit", "match", "khoa")["decision"] == "ask"
    out = tmp_path / "out.xlsx"
    assert unset("org", "export", "--xlsx", str(out))[0] == 0
    assert unset("unit", "import", str(out))[1] == "Đã nhập: 0 đơn vị mới, 0 thay đổi, 3 giữ nguyên.\n"
    more = book(tmp_path / "more.xlsx", [*CLINIC[1:], ("", "Khoa Răng hàm mặt", "", "khoa", "", "K1", "", "")])
    before = unset.json("unit", "list")
    looked = unset.json("unit", "import", more, "--dry-run")
    assert (looked["added"], looked["changed"], looked["same"], looked["gone"]) == (1, 0, 2, ["Khoa Mắt"])
    assert unset.json("unit", "list") == before
    assert unset("unit", "import", more)[0] == 0
    listed = {unit["name"]: unit for unit in unset.json("unit", "list")["units"]}
    assert listed["Khoa Răng hàm mặt"]["part_of"] == "Khoa Mắt"
    assert (listed["Khoa Răng hàm mặt"]["code"], listed["Khoa Tai mũi họng"]["since"]) == ("KRHM", "2026-02-01")


@pytest.mark.parametrize(
    ("rows", "titles", "sentence"),
    [
        ([("K1", "", "x")], TITLES, "Dòng 2: tên đầy đủ trống."),
        ([*CLINIC, CLINIC[0]], TITLES, "Dòng 5: mã “K1” đã có ở dòng 2. Dòng 5: tên “Khoa Mắt” đã có ở dòng 2."),
        ([("", "Khoa Nhi", "", "", "", "", "31/02/2026", "")], TITLES, "Dòng 2: “31/02/2026” không phải là ngày"),
        ([("a", "b")], ("cột một", "cột hai"), "Thiếu cột “tên đầy đủ”; hàng 1 cần các cột: mã, "),
        (
            [("A", "Khoa Nội", "", "", "", "B", "", ""), ("B", "Khoa Nhi", "", "", "", "A", "", "")],
            TITLES,
            "Dòng 2: “B” ở cột thuộc lại thuộc chính đơn vị này.",
        ),
        ([], TITLES, "Bảng tính chưa có đơn vị nào."),
    ],
)
def test_a_workbook_that_is_wrong_is_not_taken_in_part(
    unset: Dondoc, tmp_path: pathlib.Path, rows: list[tuple[object, ...]], titles: tuple[str, ...], sentence: str
) -> None:
    wrong = book(tmp_path / "wrong.xlsx", rows, titles)
    code, _, err = unset("org", "set", "Trường Đại học Sông Trà", "--units", wrong)
    assert (code, err.removeprefix("wrong.xlsx: ").startswith(sentence)) == (2, True), err
    assert unset("org", "show")[0] == 2
    assert unset("org", "set", "Trường Đại học Sông Trà", "--units", book(tmp_path / "ok.xlsx", CLINIC))[0] == 0
    assert unset("unit", "import", wrong)[0] == 2
    assert len(unset.json("unit", "list")["units"]) == 3


def test_columns_that_are_not_ours_are_told(unset: Dondoc, tmp_path: pathlib.Path) -> None:
    units = book(tmp_path / "more.xlsx", [("K1", "Khoa Mắt", "tầng 2")], ("mã", "tên đầy đủ", "ghi chú"))
    assert unset("org", "set", "Bệnh viện Sông Trà", "--units", units)[2] == "Bỏ qua cột “ghi chú”.\n"


def test_what_is_no_workbook_is_one_sentence(unset: Dondoc, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    for file in (path, tmp_path / "missing.xlsx"):
        code, out, err = unset("org", "set", "Bệnh viện Hoa Mai", "--units", str(file))
        assert (code, out, len(err.splitlines())) == (2, "", 1)


@pytest.mark.long
def test_a_thousand_units_come_in_one_transaction(unset: Dondoc, tmp_path: pathlib.Path) -> None:
    rows = [(f"D{n}", f"Tổ dân phố số {n}", "", "tổ dân phố", "", "", "", "") for n in range(1, 1001)]
    assert unset("org", "set", "phường Hạc Thành")[0] == 0
    laid = unset.json("unit", "import", book(tmp_path / "many.xlsx", rows))
    assert (laid["added"], len(laid["gone"])) == (1000, 12)
    assert unset.json("unit", "match", "tổ dân phố số 617")["agency"] == "Tổ dân phố số 617"


def test_the_blank_workbook_can_be_taken_as_it_is(unset: Dondoc, tmp_path: pathlib.Path) -> None:
    blank = tmp_path / "blank.xlsx"
    assert unset("org", "export", "--xlsx", str(blank), "--blank")[0] == 0
    first = next(openpyxl.load_workbook(io.BytesIO(blank.read_bytes())).active.iter_rows(values_only=True))
    assert first[:3] == ("mã", "tên đầy đủ", "tên tắt")
    assert unset("org", "set", "Bệnh viện Hoa Mai", "--units", str(blank))[0] == 0
    assert json.loads(unset("unit", "match", "KHTH", "--json")[1])["agency"] == "Phòng Kế hoạch tổng hợp"


def test_a_province_becomes_a_city_and_its_bodies_follow_by_rule(unset: Dondoc) -> None:
    assert unset("org", "set", "tỉnh Cà Mau")[0] == 0
    assert unset("org", "rename", "Thành phố Cà Mau", "--by", "1/2027/QH16")[0] == 0
    shown = unset.json("org", "show")["org"]
    assert (shown["full_name"], shown["level"]) == ("Ủy ban nhân dân thành phố Cà Mau", "thành phố")
    for typed, meant in (
        ("công an tỉnh", "Công an thành phố"), ("thanh tra thành phố cà mau", "Thanh tra thành phố"),
        ("tỉnh đoàn", "Thành đoàn"), ("Sở Y tế thành phố Cà Mau", "Sở Y tế"),
    ):  # fmt: skip
        assert unset.json("unit", "match", typed)["agency"] == meant, typed
    assert unset("org", "rename", "thành phố Cà Mau")[::2] == (2, "Tổ chức đã có tên đó.\n")


def test_new_facts_are_offered_and_taken_on_request(unset: Dondoc) -> None:
    assert unset("org", "set", "Bắc Ninh", "--as-of", "2026-01-31")[0] == 0
    found = unset.json("unit", "news")
    assert (found["organisation"], found["new"]) == (["Tỉnh Bắc Ninh", "Thành phố Bắc Ninh"], [])
    assert ["UBND xã Kép", "UBND phường Kép"] in found["renamed"]
    assert "Sở Ngoại vụ" in found["possible"]
    assert unset("unit", "rename", "xã Bố Hạ", "UBND xã Bố Hạ mới")[0] == 0
    taken = unset.json("unit", "news", "--take")
    assert (taken["taken"], unset.json("unit", "match", "xã Kép")["agency"]) == (11, "UBND phường Kép")
    assert unset.json("unit", "match", "bố hạ mới")["agency"] == "UBND xã Bố Hạ mới"
    assert unset.json("unit", "news")["renamed"] == []
