"""dondoc org group: what a plan means by "các khoa lâm sàng" or "các vụ", as an officer edits it."""

import datetime as dt
from collections.abc import Callable
from typing import Annotated, NoReturn, TypeVar

import typer
from sqlmodel import Session

from bot.cli.command_context import day_or_fail, find_agency, opened
from bot.cli.office.org import CLI, UNSET, Json
from bot.cli.output import fail, print_json, print_table, print_text
from catalog.agencies.groups import GroupRefused, group_called, groups_of_today, put_into, take_out_of
from catalog.agencies.stored import own_organisation
from catalog.clock import local_day
from catalog.tables import AgencyRow
from templates.terms import in_words

app = typer.Typer(no_args_is_help=True, help="Nhóm đơn vị mà kế hoạch gọi chung: “các khoa lâm sàng”, “các vụ”.")
T = TypeVar("T")
Name = Annotated[str, typer.Argument(help="Tên nhóm như kế hoạch ghi: “khoa lâm sàng”.")]
Units = Annotated[list[str], typer.Argument(help="Các đơn vị.")]
From = Annotated[str, typer.Option("--from", help="Từ ngày nào (NĂM-THÁNG-NGÀY); trống là từ trước đến nay.")]


def register(org: typer.Typer) -> None:
    """Add the group to `dondoc org`."""
    org.add_typer(app, name="group")


@app.command("list")
def list_(json: Json = False) -> None:
    """Các nhóm đang dùng."""
    groups = _asked(groups_of_today)
    if json:
        print_json({"groups": [{"name": group, "units": len(units)} for group, units in groups.items()]})
        return
    shown = [
        (in_words(group), len(units), "; ".join(units[:5]) + ("; …" if units[5:] else ""))
        for group, units in groups.items()
    ]
    print_table(f"{len(groups)} nhóm", ("Nhóm", "Số đơn vị", "Gồm"), shown)


@app.command()
def show(name: Name, json: Json = False) -> None:
    """Các đơn vị của một nhóm."""
    group, units = _asked(lambda session: _known(session, name))
    if json:
        print_json({"group": group, "units": units})
        return
    print_text(f"Nhóm “{in_words(group)}” có {len(units)} đơn vị:")
    for unit in units:
        print_text(f"  {unit}")


@app.command()
def add(name: Name, units: Units, from_: From = "", json: Json = False) -> None:
    """Đưa đơn vị vào nhóm; nhóm chưa có thì được lập. Kế hoạch đã nhập không thay đổi."""

    def work(session: Session, now: dt.datetime, day: dt.date | None) -> tuple[str, bool, list[str], list[str]]:
        group = group_called(session, name)
        new = group not in groups_of_today(session)
        added: list[str] = []
        there: list[str] = []
        for row in _units(session, units):
            (added if put_into(session, row, group, CLI, now, day) else there).append(row.name)
        return group, new, added, there

    group, new, added, there = _written(work, from_)
    if json:
        print_json({"group": group, "new": new, "added": added, "already": there})
        return
    if added:
        print_text(f"Đã đưa vào nhóm{' mới' if new else ''} “{in_words(group)}”: {'; '.join(added)}.")
    if there:
        print_text(f"Đã thuộc nhóm “{in_words(group)}” từ trước: {'; '.join(there)}.")


@app.command()
def remove(name: Name, units: Units, from_: From = "", json: Json = False) -> None:
    """Đưa đơn vị ra khỏi nhóm; nhóm không còn đơn vị nào thì không dùng nữa. Kế hoạch đã nhập không thay đổi."""

    def work(session: Session, now: dt.datetime, day: dt.date | None) -> tuple[str, list[str], int]:
        group, _ = _known(session, name)
        rows = _units(session, units)
        for row in rows:
            take_out_of(session, row, group, CLI, now, day)
        return group, [row.name for row in rows], len(groups_of_today(session).get(group, []))

    group, removed, left = _written(work, from_)
    if json:
        print_json({"group": group, "removed": removed, "left": left})
        return
    rest = f"còn {left} đơn vị" if left else "không còn đơn vị nào, nhóm không còn được dùng"
    print_text(f"Đã đưa ra khỏi nhóm “{in_words(group)}”: {'; '.join(removed)} ({rest}).")


def _known(session: Session, name: str) -> tuple[str, list[str]]:
    """A group that has units, and these."""
    group, there = group_called(session, name), groups_of_today(session)
    if group not in there:
        raise GroupRefused("unknown", "; ".join(in_words(one) for one in there))
    return group, there[group]


def _units(session: Session, typed: list[str]) -> list[AgencyRow]:
    """The units typed, each once; a sentence and exit code 2 where one is not known."""
    return [session.get_one(AgencyRow, row) for row in dict.fromkeys(find_agency(session, one)[0] for one in typed)]


def _asked(question: Callable[[Session], T]) -> T:
    with opened() as (_, store), store.read() as session:
        _check_set(session)
        try:
            return question(session)
        except GroupRefused as problem:
            _refused(problem)


def _written(work: Callable[[Session, dt.datetime, dt.date | None], T], from_: str) -> T:
    with opened() as (settings, store):
        now = settings.moment()
        day = day_or_fail(from_, "--from") if from_ else None
        if day is not None and day > local_day(now):
            fail(f"--from: {day:%d/%m/%Y} chưa đến; nhóm thay đổi từ hôm nay hoặc từ một ngày đã qua.")

        def checked(session: Session) -> T:
            _check_set(session)
            return work(session, now, day)

        try:
            return store.write(checked)
        except GroupRefused as problem:
            _refused(problem)


def _check_set(session: Session) -> None:
    if own_organisation(session) is None:
        fail(UNSET)


def _refused(problem: GroupRefused) -> NoReturn:
    there = f"các nhóm đang dùng: {problem.detail}" if problem.detail else "chưa có nhóm nào"
    sentences = {
        "unfit": f"“{problem.detail}” không dùng làm tên nhóm được: "
        "cần ít nhất hai chữ cái, tối đa 150 ký tự, không có dấu “;”.",
        "unknown": f"Không có nhóm này; {there}.",
        "no_member": f"{problem.detail} không thuộc nhóm này.",
    }
    fail(sentences[problem.reason])
