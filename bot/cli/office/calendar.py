"""dondoc calendar: the days off and the extra working days of this deployment."""

import datetime as dt
from typing import Annotated

import typer

from bot.app import calendar_of
from bot.cli.command_context import day_or_fail, opened
from bot.cli.output import fail, print_json, print_table, print_text
from catalog.audit import Actor
from catalog.upkeep import days_off
from scheduler.ladder.working_calendar import DayOverride, WorkCalendar, shipped_overrides

app = typer.Typer(no_args_is_help=True, help="Lịch làm việc: ngày nghỉ, ngày làm bù.")
Json = Annotated[bool, typer.Option("--json", help="In JSON.")]
Day = Annotated[str, typer.Argument(help="Ngày (NĂM-THÁNG-NGÀY).")]
Source = Annotated[str, typer.Option(help="Theo văn bản hoặc thông báo nào.")]
CLI = Actor(None, "cli")


@app.command("list")
def list_(
    year: Annotated[int, typer.Option(help="Năm; trống là năm nay.", min=0, max=2100)] = 0, json: Json = False
) -> None:
    """Ngày nghỉ, ngày làm bù trong năm và các mục ghi đè."""
    with opened() as (settings, store):
        work, wanted = calendar_of(store, settings), year or settings.moment().year
        with store.read() as session:
            own = [DayOverride(r.day, r.working, r.source, r.active, r.note) for r in days_off.overrides(session)]
    off, extra = _special(work, wanted)
    entries = [*(("shipped", entry) for entry in shipped_overrides()), *(("own", entry) for entry in own)]
    if json:
        print_json(
            {
                "year": wanted,
                "days_off": [{"day": day.isoformat(), "name": work.holiday_name(day)} for day in off],
                "extra_working_days": [day.isoformat() for day in extra],
                "overrides": [{"from": where, **_entry(entry)} for where, entry in entries],
            }
        )
        return
    print_table(f"Ngày nghỉ {wanted} (ngoài thứ Bảy, Chủ nhật)", ("Ngày", "Lý do"), [(d, _why(work, d)) for d in off])
    if extra:
        print_table("Ngày làm bù", ("Ngày", "Lý do"), [(d, _why(work, d)) for d in extra])
    rows = [
        (
            e.day,
            "làm việc" if e.working else "nghỉ",
            "có" if e.active else "chưa",
            "kèm theo" if where == "shipped" else "tự đặt",
            e.source,
        )
        for where, e in entries
    ]
    print_table("Mục ghi đè", ("Ngày", "Là ngày", "Hiệu lực", "Nguồn gốc", "Theo"), rows)


@app.command()
def off(day: Day, source: Source) -> None:
    """Đặt một ngày là ngày nghỉ."""
    _set(day, source, working=False)


@app.command()
def work(day: Day, source: Source) -> None:
    """Đặt một ngày là ngày làm việc."""
    _set(day, source, working=True)


@app.command()
def remove(day: Day) -> None:
    """Bỏ mục tự đặt của một ngày."""
    wanted = day_or_fail(day, "DAY")
    with opened() as (settings, store):
        now = settings.moment()
        if not store.write(lambda session: days_off.remove_day(session, wanted, CLI, now)):
            fail(f"Chưa đặt gì cho ngày {wanted:%d/%m/%Y}.")
    print_text(f"Đã bỏ mục của ngày {wanted:%d/%m/%Y}.")


def _set(day: str, source: str, *, working: bool) -> None:
    wanted = day_or_fail(day, "DAY")
    if not source.strip():
        fail("--source: phải ghi theo văn bản hoặc thông báo nào.")
    with opened() as (settings, store):
        now = settings.moment()
        store.write(
            lambda session: days_off.set_day(
                session, wanted, working=working, source=source.strip(), actor=CLI, now=now
            )
        )
    print_text(f"Đã đặt {wanted:%d/%m/%Y} là ngày {'làm việc' if working else 'nghỉ'}.")


def _special(work: WorkCalendar, year: int) -> tuple[list[dt.date], list[dt.date]]:
    """Weekdays off and weekend days worked, in order."""
    first = dt.date(year, 1, 1)
    every = [first + dt.timedelta(days=n) for n in range((dt.date(year, 12, 31) - first).days + 1)]
    off = [day for day in every if day.weekday() < 5 and not work.is_working_day(day)]
    return off, [day for day in every if day.weekday() >= 5 and work.is_working_day(day)]


def _why(work: WorkCalendar, day: dt.date) -> str:
    override = work.override_on(day)
    return override.source if override is not None else work.holiday_name(day)


def _entry(entry: DayOverride) -> dict[str, object]:
    return {**vars(entry), "day": entry.day.isoformat()}
