"""One transcript on each channel: Telegram with buttons, Zalo with numbers and upload links, an Official Account with
its windows, mail with letters and a page."""

import contextlib
import datetime as dt
import pathlib
import re
from collections.abc import AsyncIterator
from typing import Protocol

from conversation import COORDINATOR, task
from sqlmodel import Session

from bot.channels.patience import Patience
from bot.rehearsal import Rehearsal, choices_of, rehearse
from bot.sandbox.world.messages import Message
from catalog.people.rights import Role
from catalog.plans.model import ParsedPlan, ParsedTask
from scheduler.delivery.pacing import Limits

__all__ = ["COORDINATOR", "Stage", "mail_stage", "oa_stage", "task", "telegram_stage", "zalo_stage"]


_BRISK = Patience(look=0.05, album=0.05, limits=Limits(per_second=500, burst=500, chat_gap=0.01, group_burst=500))

_CHOICES = re.compile(r"\nTrả lời bằng số thứ tự:(\n\d+\. .+)+$")
_NUMBERED = re.compile(r"\n\n(?:\d+\. .+\n?)+$")


_AROUND = re.compile(
    r"^##- .+ -##\n\n|\n+(?:Trả lời thư này bằng số thứ tự|Đề nghị viết câu trả lời ở đầu thư.+)\.$", re.M
)


class Stage(Protocol):
    """What a transcript needs of a channel. People are known by a key that the stage gives out."""

    async def person(self, name: str, role: Role, agency: str | None = None) -> object:
        """Somebody who holds a role."""

    async def plan(self, *tasks: ParsedTask) -> None:
        """A plan with these tasks, coordinated by `COORDINATOR`."""

    async def say(self, who: object, text: str, *files: tuple[str, bytes]) -> list[str]:
        """Words (with files); what this person hears because of it."""

    async def tap(self, who: object, label: str) -> list[str]:
        """Answers the newest message with such a choice."""

    async def heard(self, who: object, contains: str) -> str:
        """The newest message with these words."""

    async def move_to(self, moment: dt.datetime) -> None:
        """Another day: the sweep looks."""

    def read(self) -> contextlib.AbstractContextManager[Session]:
        """The store, to look at."""


class Telegram:
    """The sandbox's Telegram, a bot on it, real HTTP between them."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self._stage = rehearsal

    async def person(self, name: str, role: Role, agency: str | None = None) -> int:
        who = self._stage.sandbox.create_person(name)
        code = self._stage.invitation(role, agency or "")
        await self.say(who, f"/start {code}")
        return who

    async def plan(self, *tasks: ParsedTask) -> None:
        self._stage.load([plan_of(tasks)])

    async def say(self, who: int, text: str, *files: tuple[str, bytes]) -> list[str]:
        sandbox = self._stage.sandbox
        if files:
            name, data = files[0]
            sent = sandbox.send_file(who, data, name, caption=text)
        else:
            sent = sandbox.say(who, text)
        await self._stage.answer(sent)
        return await self._since(who, sent.message_id)

    async def tap(self, who: int, label: str) -> list[str]:
        shown = [(m, b.text) for m in self._stage.sandbox.messages_to(who) for row in m.keyboard for b in row]
        message, text = [(m, t) for m, t in shown if label in t][-1]
        last = max(m.message_id for m in self._stage.sandbox.history(who))
        self._stage.sandbox.press(who, message.message_id, text)
        await self._stage.sandbox.wait_for(lambda: self._after(who, last))
        return await self._since(who, last)

    async def _since(self, who: int, last: int) -> list[str]:
        await self._stage.quiet()
        return [message.text for message in self._after(who, last)]

    def _after(self, who: int, last: int) -> list[Message]:
        return [m for m in self._stage.sandbox.messages_to(who) if m.message_id > last]

    async def heard(self, who: int, contains: str) -> str:
        return (await self._stage.seen(who, contains)).text

    async def move_to(self, moment: dt.datetime) -> None:
        await self._stage.move_to(moment)

    def read(self) -> contextlib.AbstractContextManager[Session]:
        return self._stage.app.store.read()


class Zalo(Telegram):
    """The sandbox's Zalo: a choice is its number typed, a document goes through the upload page the bot offers."""

    async def say(self, who: int, text: str, *files: tuple[str, bytes]) -> list[str]:
        if not files:
            return await super().say(who, text)
        name, data = files[0]
        before = await self._stage.send_document(who, data, name, text)
        await self._stage.sandbox.wait_for(lambda: self._after(who, before.message_id))
        return await self._since(who, before.message_id)

    async def _since(self, who: int, last: int) -> list[str]:
        """What was said, without the numbered lines that stand for buttons."""
        return [_CHOICES.sub("", text) for text in await super()._since(who, last)]

    async def tap(self, who: int, label: str) -> list[str]:
        heard = reversed(self._stage.sandbox.messages_to(who))
        shown = next(m for m in heard if any(label in one for one, _ in choices_of(m)))
        last = max(m.message_id for m in self._stage.sandbox.history(who))
        await self._stage.choose(who, shown, label)
        await self._stage.sandbox.wait_for(lambda: self._after(who, last))
        return await self._since(who, last)


class Mail(Zalo):
    """The sandbox's mail: every word is a letter that answers one; what a letter alone may not do, its page does."""

    async def person(self, name: str, role: Role, agency: str | None = None) -> int:
        """They write, are told to answer that letter, and answer it with the code."""
        who = self._stage.sandbox.create_person(name)
        await self.say(who, "Kính gửi Đôn Đốc")
        await self.say(who, self._stage.invitation(role, agency or ""))
        return who

    async def say(self, who: int, text: str, *files: tuple[str, bytes]) -> list[str]:
        return await Telegram.say(self, who, text, *files)

    async def _since(self, who: int, last: int) -> list[str]:
        """What was said, without what makes a letter of it; a page that is to be confirmed is."""
        heard = [_of_letter(text) for text in await super()._since(who, last)]
        newest = self._after(who, last)[-1:]
        if not newest or not await self._stage.confirm(newest[0]):
            return heard
        await self._stage.sandbox.wait_for(lambda: self._after(who, newest[0].message_id))
        return await self._since(who, newest[0].message_id)


def _of_letter(text: str) -> str:
    return _NUMBERED.sub("", _AROUND.sub("", text))


class OfficialAccount(Zalo):
    """The sandbox's Official Account: five buttons and numbers, documents in the chat. Who was silent for days hears
    nothing until they look into the account again, so on another day everybody does, as people do in the morning.
    """

    def __init__(self, rehearsal: Rehearsal) -> None:
        super().__init__(rehearsal)
        self._people: list[int] = []

    async def person(self, name: str, role: Role, agency: str | None = None) -> int:
        who = await super().person(name, role, agency)
        self._people.append(who)
        return who

    async def move_to(self, moment: dt.datetime) -> None:
        await super().move_to(moment)
        for who in self._people:
            await self.say(who, "/toi")


def plan_of(tasks: tuple[ParsedTask, ...]) -> ParsedPlan:
    return ParsedPlan(
        number="1/KH", title="Kế hoạch 1/KH", issuer="UBND tỉnh", date=dt.date(2026, 1, 2), year=2026,
        coordinator=COORDINATOR, tasks=tasks,
    )  # fmt: skip


@contextlib.asynccontextmanager
async def telegram_stage(home: pathlib.Path, start: dt.datetime) -> AsyncIterator[Stage]:
    """A rehearsal on the sandbox, its clock standing still."""
    async with rehearse(home, start, frozen=True, patience=_BRISK) as rehearsal:
        yield Telegram(rehearsal)  # type: ignore[misc]


@contextlib.asynccontextmanager
async def zalo_stage(home: pathlib.Path, start: dt.datetime) -> AsyncIterator[Stage]:
    """A bot with nothing but a Zalo token and its web page."""
    async with rehearse(home, start, frozen=True, patience=_BRISK, channel="zalo") as rehearsal:
        yield Zalo(rehearsal)  # type: ignore[misc]


@contextlib.asynccontextmanager
async def mail_stage(home: pathlib.Path, start: dt.datetime) -> AsyncIterator[Stage]:
    """A bot with nothing but a mailbox and its web page."""
    async with rehearse(home, start, frozen=True, patience=_BRISK, channel="email") as rehearsal:
        yield Mail(rehearsal)  # type: ignore[misc]


@contextlib.asynccontextmanager
async def oa_stage(home: pathlib.Path, start: dt.datetime) -> AsyncIterator[Stage]:
    """A bot with nothing but an Official Account, where no template is approved."""
    async with rehearse(home, start, frozen=True, patience=_BRISK, channel="zalo_oa") as rehearsal:
        yield OfficialAccount(rehearsal)  # type: ignore[misc]
