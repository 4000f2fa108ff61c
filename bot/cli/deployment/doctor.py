"""dondoc doctor: is everything in order, one line a finding, and what to do where it is not."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from bot.checkup import check_up
from bot.cli.output import print_json, print_text
from bot.settings import load_settings
from catalog.upkeep.doctor import Finding

_MARKS = {"ok": "✓", "warning": "!", "error": "✗"}


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("doctor")(doctor)


def doctor(json: Annotated[bool, typer.Option("--json", help="In một tài liệu JSON.")] = False) -> None:
    """Kiểm tra toàn bộ: kho dữ liệu, nhật ký, minh chứng, đồng hồ, kênh, lịch. Mã thoát 1 khi có lỗi."""
    settings = load_settings()
    found = check_up(settings, settings.moment())
    if json:
        print_json({"ok": all_in_order(found), "findings": [asdict(one) for one in found]})
    else:
        print_findings(found)
    if not all_in_order(found):
        raise typer.Exit(1)


def all_in_order(found: Sequence[Finding]) -> bool:
    """Whether nothing is wrong; warnings are for somebody's attention and wrong with nothing."""
    return all(one.level != "error" for one in found)


def print_findings(found: Sequence[Finding]) -> None:
    """One line a finding."""
    for one in found:
        print_text(f"{_MARKS[one.level]} {one.text}{' → ' + one.remedy if one.remedy else ''}")
