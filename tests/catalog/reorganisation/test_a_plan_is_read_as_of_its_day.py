"""A plan names units as they were called when it was issued; the work goes to those they are by now."""

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlmodel import Session, col, select

from catalog.agencies import editing
from catalog.agencies.stored import registry_of
from catalog.audit import Actor
from catalog.organisations.founding import found
from catalog.organisations.packs import own_layout
from catalog.plans.export.as_json import export_plan
from catalog.plans.keeping.store import import_plan
from catalog.plans.keeping.stored import read_stored
from catalog.plans.reader import read_plan
from catalog.reorganisation.changes import Wish, decide
from catalog.store import store
from catalog.tables import AgencyRow, Assignment, Plan, Task, metadata

NOW = dt.datetime(2027, 3, 1, 2, tzinfo=dt.UTC)
CLI = Actor(None, "cli")


@pytest.fixture
def depot() -> Iterator[Session]:
    """A depot of five rooms, four of which change on 01/3/2027."""
    engine = store.make_engine("sqlite://")
    metadata.create_all(engine)
    session = Session(engine)
    found(session, own_layout("Tổng kho Hải Vân", "other", "đơn vị"), CLI, NOW - dt.timedelta(days=300))
    for name in ("Phòng Kho vận", "Phòng Bến bãi", "Phòng Kế toán", "Phòng An toàn", "Phòng Nhân sự"):
        editing.add_agency(session, name, CLI, NOW - dt.timedelta(days=300), groups=["phòng"])
    day = dt.date(2027, 3, 1)
    rows = {row.name: row.id or 0 for row in session.exec(select(AgencyRow))}
    merged = Wish("merged", (rows["Phòng Kho vận"], rows["Phòng Bến bãi"]), ("Phòng Logistics",))
    decide(session, merged, day, "1/QĐ", CLI, NOW)
    decide(session, Wish("split", (rows["Phòng An toàn"],), ("Tổ Phòng cháy", "Tổ Bảo vệ")), day, "1/QĐ", CLI, NOW)
    decide(session, Wish("renamed", (rows["Phòng Nhân sự"],), ("Phòng Tổ chức",)), day, "1/QĐ", CLI, NOW)
    editing.add_agency(session, "Phòng Kho vận", CLI, NOW, groups=["phòng"], born=day)  # a new one of the old name
    yield session
    session.close()


def plan_of(day: dt.date, *leads: str) -> bytes:
    head = [
        "TỔNG KHO HẢI VÂN",
        f"Số: {day:%m}/KH-TK",
        f"Hải Vân, ngày {day:%d} tháng {day:%m} năm {day:%Y}",
        "KẾ HOẠCH",
    ]
    rows = [f"{n}\tHoàn thành việc số {n}\t{lead}\tBáo cáo\tQuý IV/2027" for n, lead in enumerate(leads, 1)]
    titles = "TT\tNhiệm vụ\tĐơn vị chủ trì\tSản phẩm\tThời hạn"
    return "\n".join([*head, f"Công tác năm 2027 ({day:%m})", "", "I. NHIỆM VỤ", titles, *rows]).encode()


def stored(session: Session, data: bytes) -> tuple[Plan, list[Task]]:
    parsed = read_plan(data, "a.txt", registry_of(session))
    report = import_plan(session, parsed, CLI, NOW)
    assert parsed.date is not None
    plan = session.get_one(Plan, report.plan["id"])
    return plan, list(session.exec(select(Task).where(Task.plan_id == plan.id).order_by(col(Task.position))).all())


def led_by(session: Session, task: Task) -> list[str]:
    rows = select(AgencyRow.name).join(Assignment).where(Assignment.task_id == task.id, Assignment.role == "lead")
    return sorted(session.exec(rows).all())


def test_the_old_names_of_an_old_plan_lead_to_the_successors_or_ask_where_it_was_split(depot: Session) -> None:
    leads = ("Phòng Kho vận", "Phòng Bến bãi", "Phòng An toàn", "Phòng Nhân sự", "Phòng Kế toán")

    plan, tasks = stored(depot, plan_of(dt.date(2027, 1, 15), *leads))
    assert [led_by(depot, task) for task in tasks] == [
        ["Phòng Logistics"], ["Phòng Logistics"], [], ["Phòng Tổ chức"], ["Phòng Kế toán"],
    ]  # fmt: skip
    assert [task.lead_named for task in tasks] == [[lead] for lead in leads]
    assert "Tổ Phòng cháy, Tổ Bảo vệ" in str(tasks[2].warnings)
    assert plan.id is not None


def test_a_plan_of_after_the_change_means_the_new_unit_of_that_name(depot: Session) -> None:
    _, tasks = stored(depot, plan_of(dt.date(2027, 3, 2), "Phòng Kho vận", "Phòng Logistics", "Phòng Nhân sự"))
    assert [led_by(depot, task) for task in tasks] == [["Phòng Kho vận"], ["Phòng Logistics"], ["Phòng Tổ chức"]]


def test_a_group_of_an_old_plan_is_its_members_of_then_as_they_are_by_now(depot: Session) -> None:
    old, (then,) = stored(depot, plan_of(dt.date(2027, 1, 15), "Các phòng"))
    _, (now,) = stored(depot, plan_of(dt.date(2027, 3, 2), "Các phòng"))
    heirs = ["Phòng Kế toán", "Phòng Logistics", "Phòng Tổ chức", "Tổ Bảo vệ", "Tổ Phòng cháy"]
    assert led_by(depot, then) == heirs
    assert led_by(depot, now) == sorted([*heirs, "Phòng Kho vận"])
    (row,) = export_plan(read_stored(depot, old))["tasks"]
    assert (row["lead"], row["lead_groups"]) == ([], ["phòng"])


def test_a_name_without_a_day_means_the_unit_of_today(depot: Session) -> None:
    registry = registry_of(depot)
    assert registry.resolve_printed("Phòng Kho vận").name == "Phòng Kho vận"
    assert registry.resolve_printed("Phòng Kho vận", printed_on=dt.date(2026, 6, 1)).name == "Phòng Logistics"
