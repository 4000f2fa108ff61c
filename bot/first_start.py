"""What `dondoc init` does: checks each answer at once, writes the settings file, founds the deployment.

Nothing is written before every answer has been checked.
"""

import asyncio
import contextlib
import os
import pathlib
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from bot.channels.email.self_check import logs_in
from bot.channels.zalo.api import ZaloApi, ZaloProblem
from bot.checkup import ANSWER_SECONDS, MAIL_TROUBLE, BotUnknown, bot_name, zalo_trouble
from bot.organisation_choice import OrganisationRefused, chosen
from bot.reading.plan_sources import Source
from bot.settings import Settings, SettingsProblem, load_settings
from bot.store_opening import open_store
from catalog.agencies.editing import NameRefused, add_agency, free_name
from catalog.agencies.registry import Registry
from catalog.agencies.stored import agency_id, own_organisation, registry_of
from catalog.agencies.typed.matching import match
from catalog.audit import Actor
from catalog.organisations.founding import AlreadySet, found
from catalog.organisations.packs import Layout
from catalog.people.invitations import invite
from catalog.people.one_time_codes import deep_links, remember_deep_link
from catalog.people.rights import Role
from catalog.plans.keeping.identity import Unconfirmed
from catalog.plans.keeping.pairing import Doubtful
from catalog.plans.keeping.report import ImportReport
from catalog.plans.keeping.store import import_plan
from catalog.store.store import Store
from catalog.text import clean
from templates.render import say

CLI = Actor(None, "cli")

ShowProgress = Callable[[int, int], None]
"""Hears how many plans of how many are imported."""


class AnswerRefused(ValueError):
    """An answer that cannot be used; the message is one Vietnamese sentence that says what would do."""


@dataclass(frozen=True)
class Bot:
    """A bot as its platform knows it: channel, name there, and how a link begins that starts it ("" for none)."""

    channel: str
    name: str
    link: str


@dataclass(frozen=True)
class Founded:
    """What was made: the reports of the imports, and the first officer's invitation with the links that carry it."""

    reports: Sequence[ImportReport]
    code: str
    links: Sequence[str]


def checked_settings(given: Mapping[str, str]) -> Settings:
    """The settings these values make, by lower-case name without DONDOC_. Raises AnswerRefused."""
    try:
        return load_settings(given)
    except SettingsProblem as problem:
        raise AnswerRefused(str(problem)) from None


def _settings_with(**given: str) -> Settings:
    """As `checked_settings`; what is empty keeps its default."""
    return checked_settings({name: value for name, value in given.items() if value})


def checked_telegram(token: str, telegram_api: str = "") -> Bot:
    """The bot behind a token, by asking the Bot API (at another address where given). Raises AnswerRefused."""
    settings = _settings_with(telegram_token=token, telegram_api=telegram_api)
    try:
        name = asyncio.run(bot_name(token, settings.telegram_api))
    except BotUnknown as problem:
        raise AnswerRefused(f"{problem} {problem.remedy}") from None
    return Bot("telegram", f"@{name}", f"https://t.me/{name}?start=")


def checked_zalo(token: str, zalo_api: str = "") -> Bot:
    """The bot behind a Zalo token, by asking its platform (at another address where given). Raises AnswerRefused."""
    settings = _settings_with(zalo_token=token, zalo_api=zalo_api)
    try:
        name = asyncio.run(_zalo_name(token, settings.zalo_api))
    except ZaloProblem as problem:
        raise AnswerRefused(zalo_trouble(problem, settings.zalo_api)) from None
    return Bot("zalo", name, "")


MAIL_SETTINGS = ("mail_from", "mail_smtp", "mail_imap", "mail_user", "mail_password")


def checked_mail(given: Mapping[str, str]) -> Bot:
    """The mailbox these values (by lower-case name) open, by logging in at both servers. Raises AnswerRefused."""
    settings = _settings_with(**given)
    account = settings.mail
    assert account is not None
    check = asyncio.run(logs_in(account, ANSWER_SECONDS))
    if check.trouble:
        text, remedy = MAIL_TROUBLE[check.trouble]
        raise AnswerRefused(f"{text} ({check.why}). {remedy}")
    return Bot("email", account.address, "")


async def _zalo_name(token: str, address: str) -> str:
    api = ZaloApi(token, address, ANSWER_SECONDS)
    try:
        me = await api.get_me()
    finally:
        await api.close()
    return me.account_name or me.id


def known_registry(settings: Settings) -> Registry | None:
    """The registry of a deployment whose organisation is set already; None for a new one, nothing is made then."""
    url = sa.make_url(settings.store_url)
    if url.get_backend_name() == "sqlite" and not pathlib.Path(str(url.database)).exists():
        return None
    store = open_store(settings)
    try:
        with store.read() as session:
            return registry_of(session) if own_organisation(session) is not None else None
    finally:
        store.close()


def checked_organisation(typed: str, units: pathlib.Path | None) -> Layout:
    """The organisation of this name with its units. Raises AnswerRefused with what would do."""
    try:
        return chosen(typed, units)
    except OrganisationRefused as refused:
        raise AnswerRefused(str(refused)) from None


def checked_agency(typed: str, registry: Registry) -> str:
    """The short official name of a unit as somebody typed it; a name like no other is that of a unit to be added.

    Raises AnswerRefused with what it may have meant.
    """
    found = match(typed, registry)
    if found.decision == "match" and found.agency is not None:
        return found.agency
    if found.decision == "none" and len(clean(typed).split()) > 1:
        with contextlib.suppress(NameRefused):
            return free_name(registry, typed)
    near = [candidate.agency for candidate in found.candidates[:5]]
    raise AnswerRefused(say("agencies.unknown", typed=typed, near=near))


def write_settings(path: pathlib.Path, values: Mapping[str, str]) -> None:
    """Set DONDOC_<NAME> lines in a settings file that only its owner can read; its other lines stay as they are.

    The file is whole at every moment: written beside its place and moved there. Raises OSError.
    """
    names = {f"DONDOC_{name.upper()}": value for name, value in values.items()}
    kept = path.read_text("utf-8").splitlines() if path.exists() else []
    kept = [line for line in kept if line.partition("=")[0].removeprefix("export ").strip() not in names]
    lines = [*kept, *(f"{name}={_quoted(value)}" for name, value in names.items())]
    number, beside = tempfile.mkstemp(prefix=".env.", dir=path.parent)  # made with mode 0600
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        os.replace(beside, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise


def _quoted(value: str) -> str:
    plain = value and all(ch.isalnum() or ch in "-_.,:/@+" for ch in value)
    return value if plain else "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def found_deployment(
    settings: Settings, layout: Layout | None, sources: Sequence[Source], role: Role, agency: str,
    bots: Sequence[Bot], show: ShowProgress,
) -> Founded:  # fmt: skip
    """The store made or upgraded; the organisation founded and the plans imported in one transaction; an invitation.

    The agency coordinates the plans that do not say who does. Raises StoreProblem, and AnswerRefused where a plan is
    in the store already and a person must say how the two go together (`dondoc plan import`).
    """
    store, now = open_store(settings), settings.moment()
    try:
        reports = _imported(store, layout, sources, settings, agency, show)
        for bot in bots:
            if bot.link:
                store.write(lambda s, bot=bot: remember_deep_link(s, bot.channel, bot.link, now))  # type: ignore[misc]
        code = store.write(lambda s: invite(s, role, agency_id(s, agency) if agency else None, CLI, now))
        with store.read() as session:
            return Founded(reports, code, deep_links(session, code))
    finally:
        store.close()


def _imported(
    store: Store, layout: Layout | None, sources: Sequence[Source], settings: Settings, agency: str, show: ShowProgress
) -> Sequence[ImportReport]:
    now = settings.moment()

    def work(session: Session) -> list[ImportReport]:
        if layout is not None:
            found(session, layout, CLI, now)
        coordinator = agency_id(session, agency) if agency else None
        if agency and coordinator is None:
            coordinator = add_agency(session, agency, CLI, now).id
        reports = []
        for plan, name, sha256 in sources:
            reports.append(
                import_plan(session, plan, CLI, now, source_name=name, source_sha256=sha256, coordinator_id=coordinator)
            )
            show(len(reports), len(sources))
        return reports

    try:
        return store.write(work)
    except AlreadySet as known:
        raise AnswerRefused(f"Đã đặt tổ chức là {known.name}; đổi tên: dondoc org rename.") from None
    except (Unconfirmed, Doubtful):
        raise AnswerRefused(
            "Kho dữ liệu đã có kế hoạch này và cần trả lời vài câu hỏi khi nhập lại: hãy dùng `dondoc plan import TỆP`."
        ) from None
