"""dondoc quota: what a channel's plan has used this month, and what the ladder of reminders will ask of it."""

import datetime as dt
from dataclasses import asdict
from typing import Annotated, Any

import typer
from sqlmodel import Session

from bot.app import calendar_of
from bot.cli.command_context import opened
from bot.cli.output import print_json, print_text
from catalog.clock import local_day
from catalog.messaging.channel_limits import CHANNELS, Quota
from catalog.messaging.cost_ahead import Ahead
from catalog.messaging.oa_tokens import CHANNEL
from catalog.messaging.quota import Used, remember_quota, used
from catalog.messaging.windows import Cost, Terms, costs_of, package_left, remember_terms, spent
from scheduler.digests.cost_ahead import look_ahead
from scheduler.digests.forecast import DAYS, Forecast, forecast
from scheduler.ladder.working_calendar import WorkCalendar
from templates.render import say


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("quota")(quota)


def quota(json: Annotated[bool, typer.Option("--json", help="In một tài liệu JSON.")] = False) -> None:
    """Hạn mức tháng của từng kênh: đã dùng bao nhiêu, sắp tới cần bao nhiêu."""
    found: list[dict[str, Any]] = []
    with opened() as (settings, store):
        calendar, now = calendar_of(store, settings), settings.moment()
        plan = Quota(settings.zalo_plan_users, settings.zalo_plan_messages)
        store.write(lambda session: remember_quota(session, "zalo", plan, now))
        if settings.official_account is not None:
            store.write(lambda session: remember_terms(session, CHANNEL, settings.oa_terms, now))
        only = not settings.telegram_token.get_secret_value()
        with store.read() as session:
            for channel in CHANNELS:
                so_far = used(session, channel, now)
                if so_far is None:
                    continue
                ahead = forecast(session, channel, now, calendar, only=only)
                found.append({**asdict(so_far), "forecast": asdict(ahead), "fits": fits(so_far, ahead)})
                if not json:
                    print_text(_sentence(so_far, ahead))
            if settings.official_account is not None:
                account = _account(session, settings.oa_terms, now, calendar)
                found.append(account)
                if not json:
                    print_text(_account_sentence(account))
    if json:
        print_json({"channels": found})


def fits(so_far: Used, ahead: Forecast) -> bool:
    """Whether the plan carries the next thirty days."""
    plan = so_far.quota
    return (not plan.messages or ahead.messages <= plan.messages) and (not plan.users or ahead.people <= plan.users)


def _sentence(so_far: Used, ahead: Forecast) -> str:
    plan = so_far.quota
    verdict = "trong gói" if fits(so_far, ahead) else "vượt gói"
    return (
        f"{so_far.channel}: tháng {so_far.month} đã gửi {so_far.messages}/{plan.messages or 'không giới hạn'} tin, "
        f"{so_far.users}/{plan.users or 'không giới hạn'} người.\n"
        f"Với {ahead.agencies} cơ quan và lịch nhắc này: khoảng {ahead.messages} tin trong {DAYS} ngày tới "
        f"(chưa kể câu trả lời), {ahead.people} người: {verdict}."
    )


def _account(session: Session, terms: Terms, now: dt.datetime, calendar: WorkCalendar) -> dict[str, Any]:
    """The Official Account: this month by what messages were charged to, and the thirty days to come."""
    return {
        "channel": CHANNEL, "month": f"{local_day(now):%Y-%m}",
        "costs": [asdict(cost) for cost in costs_of(session, CHANNEL, now)], "spent": spent(session, CHANNEL, now),
        "ceiling": terms.ceiling, "package_left": package_left(session, CHANNEL),
        "forecast": asdict(look_ahead(session, CHANNEL, now, calendar)),
    }  # fmt: skip


def _account_sentence(account: dict[str, Any]) -> str:
    costs = [Cost(**cost) for cost in account["costs"]]
    return say(
        "official_account.month", costs=costs, left=account["package_left"], ahead=Ahead(**account["forecast"]),
        spent=account["spent"], ceiling=account["ceiling"], month=dt.date.fromisoformat(f"{account['month']}-01"),
    )  # fmt: skip
