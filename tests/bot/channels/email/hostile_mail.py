"""Letters that mean harm, and odd ones, counted: `make hostile-mail N=300 SEED=1`. The suite runs a short form.

What must hold: not one of them records anything, nobody is answered more often than the caps allow, no answer carries a
header somebody smuggled in, and the bot still answers its people afterwards.
"""

import asyncio
import base64
import dataclasses
import datetime as dt
import pathlib
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from email.message import EmailMessage

import sqlalchemy as sa
from aiosmtplib.errors import SMTPResponseException

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from post import Post, post, text_of
from servers import BOT, DOMAIN, dovecot, missing
from sqlmodel import col

from catalog.clock import PROVINCE_ZONE, SetClock
from catalog.tables import Outbox, Update

OFFICE = "Sở Nội vụ"


@dataclasses.dataclass
class Scene:
    """Two people who each hold a letter of the bot, and chance."""

    office: Post
    lan: str
    mai: str
    to_lan: EmailMessage
    to_mai: EmailMessage
    chance: random.Random

    def words(self) -> str:
        """A report that would be taken, were it a person's."""
        return self.chance.choice(
            ["1 xong", "1 xong, 2 được 50%", "tất cả xong", "2 vướng kinh phí", "#1 xong theo 5/BC"]
        )

    def answer(self, who: str, letter: EmailMessage | None = None) -> EmailMessage:
        """An answer that is right but for what is done to it next."""
        mail = self.office.answer_to(letter or self.to_lan, who, f"{self.words()} {self.chance.random()}")
        mail["Message-ID"] = f"<{self.chance.getrandbits(64)}@evil.test>"
        return mail


Hostile = tuple[bytes, str, str]
"""Bytes, the recipient and the sender of the envelope."""


def _sent(mail: EmailMessage, sender: str = "evil@evil.test") -> Hostile:
    return mail.as_bytes(), str(mail["To"]), sender


def _with(scene: Scene, **headers: str) -> Hostile:
    mail = scene.answer(scene.lan)
    for name, value in headers.items():
        del mail[name.replace("_", "-")]
        mail[name.replace("_", "-")] = value
    return _sent(mail, scene.lan)


def forged_from(scene: Scene) -> Hostile:
    """The right address, no mark."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = scene.lan, BOT, "Re: Nhắc việc"
    mail.set_content(f"{scene.words()} {scene.chance.random()}")
    return _sent(mail)


def guessed_mark(scene: Scene) -> Hostile:
    """A mark whose signature was made up."""
    mail = scene.answer(scene.lan)
    del mail["To"], mail["In-Reply-To"], mail["References"]
    guess = "".join(scene.chance.choices("abcdefghijklmnopqrstuvwxyz234567", k=16))
    mail["To"] = f"bot+r.{scene.chance.randrange(1, 9)}-{guess}@{DOMAIN}"
    mail["In-Reply-To"] = f"<dd.1-{guess}@{DOMAIN}>"
    return _sent(mail)


def moved_mark(scene: Scene) -> Hostile:
    """A good signature on the number of another letter."""
    mail, good = scene.answer(scene.lan), str(scene.to_lan["Reply-To"])
    number, mac = good.partition("+r.")[2].partition("@")[0].split("-")
    other = scene.chance.choice([n for n in "123456789" if n != number])
    del mail["To"], mail["In-Reply-To"], mail["References"]
    mail["To"] = f"bot+r.{other}-{mac}@{DOMAIN}"
    return _sent(mail)


def anothers_mark(scene: Scene) -> Hostile:
    """Lan's mark from Mai's address, or from a stranger's."""
    return _sent(scene.answer(scene.chance.choice([scene.mai, "ke@evil.test"])))


def from_the_bot(scene: Scene) -> Hostile:
    """As if we had written to ourselves."""
    return _with(scene, From=BOT)


def two_senders(scene: Scene) -> Hostile:
    """From names two people."""
    raw, to, sender = _sent(scene.answer(scene.lan), scene.lan)
    return raw.replace(b"From: ", b"From: ke@evil.test\nFrom: ", 1), to, sender


def no_sender(scene: Scene) -> Hostile:
    """No From at all."""
    raw, to, sender = _sent(scene.answer(scene.lan), scene.lan)
    return raw.replace(b"From: ", b"X-From: ", 1), to, sender


def machine(scene: Scene) -> Hostile:
    """A machine that holds a good mark: replies about being away, lists, storms."""
    marks = [
        {"Auto_Submitted": "auto-replied"}, {"Auto_Submitted": "auto-generated (vacation)"}, {"X_Autoreply": "yes"},
        {"Precedence": "bulk"}, {"Precedence": "auto_reply"}, {"List_Id": "<tin.so.test>"}, {"X_Autorespond": "1"},
        {"Subject": "Trả lời tự động: Nhắc việc"}, {"Subject": "Automatic reply: x"}, {"Subject": "Out of Office"},
        {"X_Auto_Response_Suppress": "All"}, {"From": "MAILER-DAEMON@so.test"}, {"From": "no-reply@so.test"},
    ]  # fmt: skip
    return _with(scene, **scene.chance.choice(marks))


def empty_envelope(scene: Scene) -> Hostile:
    """The sender of the envelope is empty, as of reports of delivery."""
    mail = scene.answer(scene.lan)
    return mail.as_bytes(), str(mail["To"]), ""


def forged_bounce(scene: Scene) -> Hostile:
    """A report of delivery to an address for bounces that was made up."""
    guess = "".join(scene.chance.choices("abcdefghijklmnopqrstuvwxyz234567", k=16))
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"MAILER-DAEMON@{DOMAIN}", f"bot+b.1-{guess}@{DOMAIN}", "Undelivered"
    mail.set_content(f"550 5.1.1 {scene.lan} unknown")
    return _sent(mail, "")


def deep(scene: Scene) -> Hostile:
    """Parts in parts in parts."""
    levels = scene.chance.choice([15, 100, 1000])
    head = f"From: {scene.lan}\nTo: {scene.to_lan['Reply-To']}\nMessage-ID: <{scene.chance.random()}@x>\n"
    body = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(levels))
    return (head + body + "Content-Type: text/plain\n\n1 xong\n").encode(), str(scene.to_lan["Reply-To"]), scene.lan


def many_parts(scene: Scene) -> Hostile:
    """Five hundred files."""
    mail = scene.answer(scene.lan)
    for n in range(500):
        mail.add_attachment(b"x", "application", "octet-stream", filename=f"{n}.bin")
    return _sent(mail, scene.lan)


def many_headers(scene: Scene) -> Hostile:
    """Ten thousand headers."""
    raw, to, sender = _sent(scene.answer(scene.lan), scene.lan)
    return b"".join(b"X-A%d: %s\n" % (n, b"y" * 30) for n in range(10_000)) + raw, to, sender


def smuggled_header(scene: Scene) -> Hostile:
    """Line ends in a name and a subject that we would say back."""
    evil = base64.b64encode("Chào\r\nBcc: all@so.test\r\n\r\nxin".encode()).decode()
    mail = EmailMessage()
    mail.set_content("chào")
    raw = f"From: =?utf-8?B?{evil}?= <k{scene.chance.getrandbits(20)}@evil.test>\nTo: {BOT}\nSubject: =?utf-8?B?{evil}?=\n"
    return raw.encode() + mail.as_bytes(), BOT, "evil@evil.test"


def garbage(scene: Scene) -> Hostile:
    """Bytes that are hardly a letter."""
    noise = scene.chance.randbytes(scene.chance.randrange(10, 3000)).replace(b"\0", b"").replace(b"\r", b"")
    return (
        f"From: {scene.lan}\nSubject: =?x?Q?=ff?=\nContent-Type: text/plain; charset=nowhere\n\n".encode() + noise,
        BOT,
        "",
    )


def someones_quote(scene: Scene) -> Hostile:
    """Forwarded to the bot by whoever got it: another's words, on behalf of nobody."""
    mail = scene.answer(scene.lan)
    subject = str(mail["Subject"])
    del mail["Subject"]
    mail["Subject"] = f"{scene.chance.choice(['Fwd', 'FW', 'Chuyển tiếp'])}: {subject}"
    return _sent(mail, scene.lan)


KINDS: tuple[Callable[[Scene], Hostile], ...] = (
    forged_from, guessed_mark, moved_mark, anothers_mark, from_the_bot, two_senders, no_sender, machine, empty_envelope,
    forged_bounce, deep, many_parts, many_headers, smuggled_header, garbage, someones_quote,
)  # fmt: skip


def huge(scene: Scene) -> Hostile:
    """40 MB."""
    raw, to, sender = _sent(scene.answer(scene.lan), scene.lan)
    return raw + b"\n" + (b"A" * 76 + b"\n") * 545_000, to, sender


@dataclasses.dataclass
class Account:
    """What came of it."""

    sent: int
    refused: int
    recorded: int
    verdicts: Counter[str]
    most_answers: int
    smuggled: int
    still_answers: bool

    @property
    def held(self) -> bool:
        """Whether nothing went wrong."""
        return not (self.recorded or self.smuggled) and self.still_answers


async def attack(office: Post, count: int, seed: int, *, largest: bool) -> Account:
    """Send `count` hostile letters of every kind and count what they did."""
    office.plan("Ban hành kế hoạch", "Tập huấn")
    lan, mai = office.person("lan", "focal", OFFICE), office.person("mai", "focal", OFFICE)
    await office.app.sweep_now()
    office.app.delivery.wake()
    scene = Scene(office, lan, mai, await office.next_to(lan), await office.next_to(mai), random.Random(seed))
    sent = refused = 0
    for letter in [*(KINDS[n % len(KINDS)](scene) for n in range(count)), *([huge(scene)] if largest else [])]:
        try:
            await office.raw(*letter)
            sent += 1
        except SMTPResponseException:  # the server itself takes no such thing
            refused += 1
        if sent % len(KINDS) == 0:  # each is judged for itself, and not as one of a storm
            await office.judged(sent, 600)
            office.clock.set(office.clock() + dt.timedelta(hours=1, minutes=1))
    await office.judged(sent, 600)
    await office.until(lambda: not _waiting(office), 60)
    with office.app.store.read() as session:
        recorded = int(session.execute(sa.select(sa.func.count()).where(col(Update.kind) != "created")).scalar_one())
    told = {who: office.letters(who) for who in (lan, mai)}
    smuggled = sum("bcc" in {name.lower() for name in letter} for letters in told.values() for letter in letters)
    office.clock.set(office.clock() + dt.timedelta(hours=2))
    receipt = await office.answer(scene.to_mai, mai, "2 được 40%")
    return Account(
        sent, refused, recorded, Counter(office.verdicts()), max(len(letters) for letters in told.values()), smuggled,
        "40%" in text_of(receipt),
    )  # fmt: skip


def _waiting(office: Post) -> bool:
    with office.app.store.read() as session:
        query = sa.select(col(Outbox.id)).where(col(Outbox.state).in_(("queued", "sending")), col(Outbox.attempts) == 0)
        return session.execute(query.limit(1)).first() is not None


async def _main(count: int, seed: int) -> bool:
    clock = SetClock(dt.datetime(2026, 1, 5, 9, 0, tzinfo=PROVINCE_ZONE), frozen=True)
    with (
        tempfile.TemporaryDirectory(prefix="dondoc-mail-") as server,
        tempfile.TemporaryDirectory() as home,
        dovecot(pathlib.Path(server)) as running,
    ):
        async with post(pathlib.Path(home), running, clock) as office:
            account = await attack(office, count, seed, largest=True)
    print(account)
    return account.held


if __name__ == "__main__":
    if why := missing():
        sys.exit(why)
    wanted, chance = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    sys.exit(0 if asyncio.run(_main(wanted, chance)) else 1)
