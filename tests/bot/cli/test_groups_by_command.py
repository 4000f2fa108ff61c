"""dondoc org group: an officer edits what "các vụ" or "các phòng hậu cần" of a plan mean, and is told what cannot be."""

import pathlib

import openpyxl
import pytest
import sqlalchemy as sa
from prompt import Dondoc

from bot.settings import load_settings
from bot.store_opening import open_store
from catalog.store.store import upgrade
from catalog.tables import Assignment

pytestmark = pytest.mark.sqlite
UNITS = ("Phòng Điều dưỡng", "Phòng Vật tư", "Khoa Nhi", "Khoa Bỏng", "Trạm Cấp cứu")


@pytest.fixture
def hospital(dondoc: Dondoc, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> Dondoc:
    """A hospital whose workbook named no groups but one."""
    monkeypatch.setattr("bot.store_opening.upgrade", upgrade)
    workbook = openpyxl.Workbook()
    for row in (("tên đầy đủ", "nhóm"), *((name, "khoa nội" if name == "Khoa Nhi" else "") for name in UNITS)):
        workbook.active.append(list(row))
    workbook.save(tmp_path / "units.xlsx")
    assert dondoc("org", "set", "Bệnh viện đa khoa Sông Trà", "--units", str(tmp_path / "units.xlsx"))[0] == 0
    return dondoc


def led_by(hospital: Dondoc, path: pathlib.Path, words: str) -> int:
    """How many assignments the import of a plan gives whose one task is led by these words."""
    path.write_text(
        f"KẾ HOẠCH\nTập huấn {path.stem} năm 2026\n\nPhụ lục\nTT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\n"
        f"1\tTập huấn {path.stem}\t{words}\t3/2026\n",
        "utf-8",
    )
    before = given()
    assert hospital("plan", "import", str(path))[0] == 0
    return given() - before


def given() -> int:
    store = open_store(load_settings())
    with store.read() as session:
        count = session.execute(sa.select(sa.func.count()).select_from(Assignment)).scalar_one()
    store.close()
    return int(count)


def test_a_group_is_made_and_a_plan_that_names_it_means_its_units(hospital: Dondoc, tmp_path: pathlib.Path) -> None:
    assert led_by(hospital, tmp_path / "a.txt", "Các phòng hậu cần") == 0
    code, out, _ = hospital("org", "group", "add", "các Phòng Hậu cần", "phòng điều dưỡng", "phòng vật tư")
    assert (code, out) == (0, "Đã đưa vào nhóm mới “phòng hậu cần”: Phòng Điều dưỡng; Phòng Vật tư.\n")
    assert led_by(hospital, tmp_path / "b.txt", "Các phòng hậu cần") == 2
    assert led_by(hospital, tmp_path / "c.txt", "Các khoa, phòng") == 3
    assert led_by(hospital, tmp_path / "p.txt", "Các khoa") == 1
    assert led_by(hospital, tmp_path / "q.txt", "Các khoa ngoại") == 0, "another group's name begins with the same word"
    assert led_by(hospital, tmp_path / "r.txt", "Các khoa cận lâm sàng, phòng ban") == 0
    assert hospital.json("org", "group", "list")["groups"] == [
        {"name": "phòng hậu cần", "units": 2},
        {"name": "khoa nội", "units": 1},
    ]
    again = hospital.json("org", "group", "add", "phong hau can", "phòng điều dưỡng", "khoa nhi")
    assert again == {"group": "phòng hậu cần", "new": False, "added": ["Khoa Nhi"], "already": ["Phòng Điều dưỡng"]}
    code, out, _ = hospital("org", "group", "remove", "phòng hậu cần", "phòng điều dưỡng", "khoa nhi")
    assert out == "Đã đưa ra khỏi nhóm “phòng hậu cần”: Phòng Điều dưỡng; Khoa Nhi (còn 1 đơn vị).\n"
    assert hospital.json("org", "group", "show", "phòng hậu cần")["units"] == ["Phòng Vật tư"]
    assert led_by(hospital, tmp_path / "d.txt", "Các phòng hậu cần") == 1
    assert hospital("audit", "verify")[0] == 0


def test_groups_of_a_day_gone_by_stay(hospital: Dondoc) -> None:
    def on(day: str) -> list[str]:
        units = hospital.json("unit", "list", "--as-of", day)["units"]
        return [unit["name"] for unit in units if "phòng hậu cần" in unit["groups"]]

    hospital("org", "group", "add", "phòng hậu cần", "phòng điều dưỡng", "--from", "2025-03-01")
    hospital("org", "group", "remove", "phòng hậu cần", "phòng điều dưỡng", "--from", "2025-06-01")
    assert [on(day) for day in ("2025-02-28", "2025-03-01", "2025-05-31", "2025-06-01")] == [
        [], ["Phòng Điều dưỡng"], ["Phòng Điều dưỡng"], [],
    ]  # fmt: skip
    hospital("org", "group", "add", "phòng hậu cần", "phòng điều dưỡng", "--from", "2025-06-01")  # it just goes on
    assert (on("2025-05-31"), on("2025-06-01")) == (["Phòng Điều dưỡng"], ["Phòng Điều dưỡng"])
    hospital("org", "group", "remove", "phòng hậu cần", "phòng điều dưỡng")  # a slip: it never was there
    assert on("2025-05-31") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "phòng hậu cần"), "Không có nhóm này; các nhóm đang dùng: khoa nội."),
        (("remove", "khoa nội", "phòng điều dưỡng"), "Phòng Điều dưỡng không thuộc nhóm này."),
        (("add", "7;8", "phòng điều dưỡng"), "“7;8” không dùng làm tên nhóm được"),
        (("add", "others", "phòng điều dưỡng"), "“others” không dùng làm tên nhóm được"),
        (("add", "phòng hậu cần", "phòng điều dưỡng", "--from", "2999-01-01"), "--from: 01/01/2999 chưa đến"),
        (("add", "phòng hậu cần", "phòng điều dưỡng", "khoa phép thuật"), "khoa phép thuật"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_changes_nothing(
    hospital: Dondoc, words: tuple[str, ...], said: str
) -> None:
    code, out, err = hospital("org", "group", *words)
    assert (code, out) == (2, "")
    assert said in err
    assert hospital.json("org", "group", "list")["groups"] == [{"name": "khoa nội", "units": 1}]


def test_the_groups_every_organisation_has_are_called_as_plans_call_them(dondoc: Dondoc) -> None:
    code, out, _ = dondoc("org", "group", "remove", "các sở, ban, ngành", "sở tư pháp")
    assert (code, "nhóm “sở, ban, ngành”: Sở Tư pháp (còn" in out) == (0, True)
    assert "Sở Tư pháp" not in dondoc.json("org", "group", "show", "departments")["units"]
