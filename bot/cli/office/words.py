"""dondoc words: what questions and orders in people's own words are understood as."""

import datetime as dt
import json as jsonlib
import sys
from typing import Annotated, Any, get_args

import typer

from bot.cli.command_context import day_or_fail, opened
from bot.cli.output import fail, print_json, print_text
from catalog.clock import local_day
from handlers.words import Known, Role, understand, understood_json
from handlers.words.known import known_of

app = typer.Typer(no_args_is_help=True, help="Câu hỏi, yêu cầu bằng lời.")
_CONTRACT = {"print_list": "report"}
"""What others know by another name: a list on paper is a report to whoever reads the JSON."""
ROLES: tuple[Role, ...] = get_args(Role)


@app.callback()
def group() -> None:
    """Câu hỏi, yêu cầu bằng lời."""


@app.command("parse")
def parse(
    text: Annotated[str | None, typer.Argument(help="Câu nói; trống thì đọc các dòng JSON từ stdin.")] = None,
    role: Annotated[str, typer.Option(help="Vai trò người nói: focal, officer hoặc leader.")] = "focal",
    today: Annotated[str, typer.Option(help="Hôm nay (NĂM-THÁNG-NGÀY).")] = "",
    json: Annotated[bool, typer.Option("--json", help="In JSON.")] = False,
) -> None:
    """Hiểu một câu hỏi hay yêu cầu bằng lời; không thay đổi dữ liệu."""
    with opened() as (settings, store):
        standing = day_or_fail(today, "--today") if today else local_day(settings.moment())
        with store.read() as session:
            known = known_of(session)
    if text is not None:
        _print(_understood(text, _role(role, "--role"), known, standing), json)
        return
    for number, line in enumerate(sys.stdin, start=1):
        if line.strip():
            said, whose, day = _line(line, number, role, standing)
            _print(_understood(said, whose, known, day), json)


def _understood(text: str, role: Role, known: Known, day: dt.date) -> dict[str, Any]:
    found = understood_json(understand(text, role, known, day))
    for one in (found, *found["choices"]):
        one["intent"] = _CONTRACT.get(one["intent"], one["intent"])
    return found


def _print(found: dict[str, Any], json: bool) -> None:
    if json:
        print_json(found)
        return
    if found["update"]:
        print_text("Cập nhật tiến độ.")
    for sure, one in [(True, found)] * bool(found["intent"]) + [(False, one) for one in found["choices"]]:
        slots = ", ".join(f"{name}={value}" for name, value in one["slots"].items())
        print_text(f"{'Hiểu' if sure else 'Có thể'}: {one['intent']}{f' ({slots})' if slots else ''}")
    if not (found["update"] or found["intent"] or found["choices"]):
        print_text("Không có gì cho Đôn Đốc.")


def _role(role: str, where: str) -> Role:
    for known in ROLES:
        if role == known:
            return known
    fail(f"{where} phải là một trong: {', '.join(ROLES)}.")


def _line(line: str, number: int, role: str, standing: dt.date) -> tuple[str, Role, dt.date]:
    try:
        data = jsonlib.loads(line)
        said = str(data["text"])
    except (ValueError, KeyError, TypeError):
        fail(f'Dòng {number} không phải JSON dạng {{"text": ..., "role": ..., "today": ...}}.')
    day = day_or_fail(str(data["today"]), f"Dòng {number}, today") if data.get("today") else standing
    return said, _role(str(data.get("role") or role), f"Dòng {number}, role"), day
