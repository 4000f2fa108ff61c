"""dondoc mail: what the bot takes of a mail, for looking into one that was understood wrongly; a new signing key."""

import json
import sys

import typer
from sqlmodel import Session

from bot.channels.email.typed import typed
from bot.cli.command_context import opened
from bot.cli.output import fail, print_text
from catalog import audit
from catalog.audit import Actor
from catalog.messaging.mail_keys import renew_mail_key

app = typer.Typer(no_args_is_help=True, help="Thư điện tử.")


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


@app.command("renew-key")
def renew_key() -> None:
    """Ký thư bằng khóa mới, ví dụ khi nghi lộ bản sao dữ liệu. Thư đã gửi vẫn trả lời được cho đến lần đổi sau."""
    with opened() as (settings, store):
        now = settings.moment()

        def renew(session: Session) -> None:
            renew_mail_key(session, now)
            audit.append(session, Actor(None, "cli"), "mail.key_renewed", "mailbox", now, {})

        store.write(renew)
    print_text("Đã đổi khóa ký thư. Thư ký bằng khóa trước khóa vừa thay không trả lời được nữa.")
