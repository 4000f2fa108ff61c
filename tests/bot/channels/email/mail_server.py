"""`make mail`: a mail server for whoever works on the bot, with everybody's mailbox on one page.

IMAP (Dovecot) on 1143, SMTP on 1025, the page on 8025. Every address has a mailbox from its first letter on; what is
written on the page leaves as that person's mail program would send it. Nothing leaves this machine.
"""

import asyncio
import email
import email.policy
import html
import pathlib
import sys
import tempfile
from email.message import EmailMessage

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from servers import BOT, PASSWORD, Dovecot, Maildir, Mta, dovecot, missing, mta

IMAP, SMTP, PAGE = 1143, 1025, 8025

_SAID = f"""A mail server is up; nothing leaves this machine. In another terminal:

  export DONDOC_MAIL_FROM='Đôn Đốc <{BOT}>' DONDOC_MAIL_USER=bot DONDOC_MAIL_PASSWORD={PASSWORD}
  export DONDOC_MAIL_SMTP='127.0.0.1:{SMTP} none' DONDOC_MAIL_IMAP='127.0.0.1:{IMAP} none'
  .venv/bin/dondoc doctor && .venv/bin/dondoc run

Mailboxes: http://127.0.0.1:{PAGE}/   Stop: Ctrl-C
"""


class EveryAddress(Mta):
    """Takes letters for anybody: a mailbox is made when the first one comes."""

    def __init__(self, server: Dovecot) -> None:
        super().__init__()
        self._server = server
        self.boxes[BOT] = server.mailbox("bot")

    def _box(self, address: str) -> Maildir | None:
        if (known := super()._box(address)) is not None:
            return known
        name = "".join(sign if sign.isalnum() else "-" for sign in address.lower())
        return self.boxes.setdefault(address.lower(), self._server.mailbox(f"p-{name}"))


class Page:
    """The mailboxes as a page: letters of one person, and a form that answers or writes."""

    def __init__(self, server: EveryAddress) -> None:
        self._server = server

    def app(self) -> Starlette:
        """What is served."""
        return Starlette(routes=[Route("/", self._show), Route("/write", self._write, methods=["POST"])])

    async def _show(self, request: Request) -> Response:
        who = request.query_params.get("who", "")
        people = [address for address in self._server.boxes if address != BOT]
        links = " · ".join(f'<a href="/?who={html.escape(one)}">{html.escape(one)}</a>' for one in people)
        box = self._server.boxes.get(who)
        letters = [email.message_from_bytes(raw, policy=email.policy.default) for raw in box.letters()] if box else []
        shown = "".join(_letter(one, who) for one in reversed(letters) if isinstance(one, EmailMessage))
        return HTMLResponse(
            _FRAME.format(links=links or "(none yet)", who=html.escape(who), letters=shown, new=_form(who))
        )

    async def _write(self, request: Request) -> Response:
        form = await request.form()
        who, to = str(form["who"]).strip().lower(), str(form.get("to") or BOT)
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = who, to, str(form.get("subject") or "Chào")
        mail["Message-ID"] = email.utils.make_msgid(domain="so.test")
        if form.get("answers"):
            mail["In-Reply-To"] = mail["References"] = str(form["answers"])
        mail.set_content(str(form["words"]))
        self._server._box(who)
        box = self._server._box(to)
        if box is not None:
            box.put(f"Return-Path: <{who}>\r\nDelivered-To: {to}\r\n".encode() + mail.as_bytes())
        return RedirectResponse(f"/?who={who}", 303)


_FRAME = """<!doctype html><meta charset=utf-8><title>Hộp thư thử</title>
<style>body{{font:15px sans-serif;max-width:50em;margin:2em auto}}article{{border:1px solid #ccc;padding:1em;margin:1em 0}}
textarea{{width:100%}}iframe{{width:100%;height:22em;border:0}}</style>
<h1>Hộp thư thử</h1><p>{links}</p><h2>{who}</h2>{new}{letters}"""


def _form(who: str, to: str = "", subject: str = "", answers: str = "") -> str:
    hidden = "".join(
        f'<input type=hidden name={name} value="{html.escape(value)}">'
        for name, value in (("to", to), ("subject", subject), ("answers", answers))
        if value
    )
    sender = f'<input name=who value="{html.escape(who)}" placeholder="lan@so.test" required>'
    return f"<form method=post action=/write>{sender}{hidden}<textarea name=words rows=2></textarea><button>Gửi</button></form>"


def _letter(letter: EmailMessage, who: str) -> str:
    body = letter.get_body(("html", "plain"))
    words = html.escape(str(body.get_content()) if body is not None else "")
    files = ", ".join(html.escape(part.get_filename() or "") for part in letter.iter_attachments())
    answer = _form(
        who, str(letter["Reply-To"] or letter["From"]), f"Re: {letter['Subject']}", str(letter["Message-ID"])
    )
    subject = html.escape(str(letter["Subject"]))
    return f'<article><b>{subject}</b> {files}<iframe sandbox srcdoc="{words}"></iframe>{answer}</article>'


async def _main() -> None:
    with tempfile.TemporaryDirectory(prefix="dondoc-mail-") as folder, dovecot(pathlib.Path(folder), IMAP) as server:
        async with mta(EveryAddress(server), SMTP) as running:
            assert isinstance(running, EveryAddress)
            print(_SAID, flush=True)
            config = uvicorn.Config(Page(running).app(), port=PAGE, log_level="warning")
            await uvicorn.Server(config).serve()


if __name__ == "__main__":
    if why := missing():
        sys.exit(why)
    asyncio.run(_main())
