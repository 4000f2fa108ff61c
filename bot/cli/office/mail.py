"""dondoc mail: what the bot takes of a mail, for looking into one that was understood wrongly."""

import json
import sys

import typer

from bot.channels.email.typed import typed
from bot.cli.output import fail

app = typer.Typer(no_args_is_help=True, help="Thư điện tử.")


@app.callback()
def _group() -> None:
    """One command alone would swallow its own name."""


@app.command()
def cut(as_json: bool = typer.Option(False, "--json", help="Mỗi dòng vào và ra là một tài liệu JSON.")) -> None:
    """Phần người gửi tự viết trong thư trả lời (đọc từ stdin), bỏ phần trích dẫn, chữ ký và chân thư."""
    if not as_json:
        print(typed(sys.stdin.read()))
        return
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            body = json.loads(line)["body"]
        except (ValueError, KeyError, TypeError):
            fail(f'Dòng {number} không phải JSON dạng {{"body": "..."}}.')
        print(json.dumps({"typed": typed(str(body))}, ensure_ascii=False), flush=True)
