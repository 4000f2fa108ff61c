"""What an import asks: is this a new edition of that plan, and which stored task is this row?

At a terminal it is asked and answered; elsewhere the questions are printed and the command ends with exit code 2.
"""

import json as jsonlib
import pathlib
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import typer

from bot.cli.output import fail, print_json
from catalog.plans.keeping.amendment import Amendment
from catalog.plans.keeping.identity import Unconfirmed
from catalog.plans.keeping.pairing import NEW, Doubtful
from catalog.plans.keeping.report import ImportReport
from catalog.plans.keeping.withdrawal import ManyWithdrawn


def read_answers(pairs: Sequence[str], file: pathlib.Path | None) -> dict[int, int | None]:
    """Answers from `--pair ROW=TASK` and from a JSON file {"ROW": TASK}; TASK an id or "new". Exit 2 otherwise."""
    given: dict[str, Any] = {}
    if file is not None:
        try:
            given = jsonlib.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as problem:
            fail(f"Không đọc được tệp trả lời {file}: {problem}.")
        if not isinstance(given, dict):
            fail(f'Tệp trả lời {file} phải có dạng {{"số dòng": mã nhiệm vụ hoặc "new"}}.')
    for pair in pairs:
        row, _, task = pair.partition("=")
        given[row.strip()] = task.strip()
    return dict(_answer(row, task) for row, task in given.items())


def _answer(row: str, task: Any) -> tuple[int, int | None]:
    text = str(NEW if task is None else task).lstrip("#")
    if not row.isdigit() or not (text == NEW or text.isdigit()):
        fail(f"Trả lời “{row}={task}” không đúng dạng DÒNG=MÃ, ví dụ 31=12 hoặc 31=new.")
    return int(row), None if text == NEW else int(text)


def ask_confirmation(same: Unconfirmed) -> int:
    """The stored plan's id once a person said yes, 0 for "it is a new plan"; exit 2 where nobody can be asked."""
    if not sys.stdin.isatty():
        fail(f"{same}. Chưa lưu gì; nhập lại với --plan {same.plan_id} để xác nhận, hoặc --new nếu là kế hoạch khác.")
    yes = typer.confirm(f"{same}. Đúng không?", err=True)
    return same.plan_id if yes else 0


def confirm_amendment(
    amends: Amendment, difference: Sequence[ImportReport], json: bool, tell: Callable[[ImportReport, bool], None]
) -> None:
    """Shows what the document changes in the plan it amends and asks; exit 2 where nobody can be asked, or for a no."""
    if json:
        print_json({"amends": amends.plan_id, "difference": [one.to_json() for one in difference]})
    else:
        for one in difference:
            tell(one, True)
    if json or not sys.stdin.isatty():
        fail(
            f"{amends}. Chưa lưu gì; nhập lại với --plan {amends.plan_id} để áp dụng vào kế hoạch đó, hoặc --new nếu "
            "theo dõi riêng."
        )
    if not typer.confirm(f"{amends}. Áp dụng vào kế hoạch đó?", err=True):
        fail("Chưa lưu gì.")


def ask_withdrawal(many: ManyWithdrawn) -> bool:
    """True once a person said yes; exit 2 where nobody can be asked or the answer is no."""
    shown = "; ".join(f"“{title[:60]}”" for title in many.titles)
    if not sys.stdin.isatty():
        fail(f"{many} ({shown} …). Chưa lưu gì; nếu đúng ý, nhập lại với --withdraw.")
    if not typer.confirm(f"{many} ({shown} …). Rút các nhiệm vụ đó?", err=True):
        fail("Chưa lưu gì.")
    return True


def ask_pairs(doubt: Doubtful) -> dict[int, int | None]:
    """Asked at the terminal, row by row."""
    answers: dict[int, int | None] = {}
    for row in doubt.rows:
        typer.echo(f"Dòng {row['row']}, số {row['number'] or '–'}: “{row['title'][:160]}”", err=True)
        for candidate in row["candidates"]:
            typer.echo(
                f"  #{candidate['task']} (số {candidate['number'] or '–'}): {candidate['title'][:160]}", err=True
            )
        known = {str(candidate["task"]) for candidate in row["candidates"]}
        told = ""
        while told not in known | {NEW}:
            told = typer.prompt("Là nhiệm vụ nào? Gõ mã, hoặc new nếu là nhiệm vụ mới", err=True).strip().lstrip("#")
        answers[int(row["row"])] = None if told == NEW else int(told)
    return answers


def tell_doubts(doubt: Doubtful, json: bool) -> NoReturn:
    """The questions in full, then one sentence that says how to answer, exit 2."""
    if json:
        print_json({"doubts": doubt.rows})
    first = doubt.rows[0]
    fail(
        f"{doubt}. Chưa lưu gì. Ví dụ dòng {first['row']}: “{first['title'][:80]}” có thể là "
        + " hoặc ".join(f"#{c['task']} “{c['title'][:60]}”" for c in first["candidates"])
        + f". Trả lời bằng --pair {first['row']}={first['candidates'][0]['task']} (hoặc {first['row']}=new)."
    )
