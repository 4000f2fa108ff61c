"""dondoc init: asks, checks each answer at once, founds the deployment, ends with the first invitation."""

import functools
import pathlib
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, TypeVar

import typer

from bot.cli.office.plans.imported import tell_import
from bot.cli.output import fail, print_text
from bot.cli.progress import progress
from bot.first_start import (
    MAIL_SETTINGS,
    AnswerRefused,
    Bot,
    Founded,
    checked_agency,
    checked_mail,
    checked_organisation,
    checked_settings,
    checked_telegram,
    checked_zalo,
    found_deployment,
    known_registry,
    write_settings,
)
from bot.organisation_choice import counted
from bot.os_errors import why
from bot.reading.plan_sources import Source, read_source
from bot.settings import Settings
from catalog.agencies.registry import Registry
from catalog.organisations.packs import Layout
from catalog.people.invitations import INVITATION_DAYS
from catalog.people.rights import Role
from catalog.plans.bundle import load_sources
from catalog.plans.model import NotAPlan

SETTINGS_FILE = pathlib.Path(".env")
BUNDLED = "kemtheo"
_ROLES: dict[str, tuple[Role, str]] = {"officer": ("officer", "cán bộ tổng hợp"), "admin": ("admin", "quản trị")}
Answer = TypeVar("Answer")
Text = str | None


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("init")(init)


def init(
    telegram_token: Annotated[
        Text, typer.Option(envvar="DONDOC_TELEGRAM_TOKEN", help="Mã bot Telegram do BotFather cấp.")
    ] = None,
    zalo_token: Annotated[Text, typer.Option(envvar="DONDOC_ZALO_TOKEN", help="Mã bot Zalo do Zalo Bot cấp.")] = None,
    telegram_api: Annotated[Text, typer.Option(help="Địa chỉ Bot API, nếu dùng máy chủ riêng.")] = None,
    zalo_api: Annotated[Text, typer.Option(help="Địa chỉ khác của Zalo Bot Platform.")] = None,
    zalo_oa_app_id: Annotated[
        Text, typer.Option(envvar="DONDOC_ZALO_OA_APP_ID", help="Mã ứng dụng liên kết với Official Account.")
    ] = None,
    zalo_oa_app_secret: Annotated[
        Text, typer.Option(envvar="DONDOC_ZALO_OA_APP_SECRET", help="Khóa bí mật của ứng dụng đó.")
    ] = None,
    zalo_oa_secret: Annotated[
        Text, typer.Option(envvar="DONDOC_ZALO_OA_SECRET", help="Khóa bí mật của OA (trang Webhook).")
    ] = None,
    mail_from: Annotated[Text, typer.Option(envvar="DONDOC_MAIL_FROM", help="Địa chỉ thư của bot.")] = None,
    mail_smtp: Annotated[Text, typer.Option(envvar="DONDOC_MAIL_SMTP", help="Máy chủ gửi thư, máy-chủ:cổng.")] = None,
    mail_imap: Annotated[Text, typer.Option(envvar="DONDOC_MAIL_IMAP", help="Máy chủ nhận thư, máy-chủ:cổng.")] = None,
    mail_user: Annotated[Text, typer.Option(envvar="DONDOC_MAIL_USER", help="Tên đăng nhập hộp thư.")] = None,
    mail_password: Annotated[Text, typer.Option(envvar="DONDOC_MAIL_PASSWORD", help="Mật khẩu hộp thư.")] = None,
    org: Annotated[Text, typer.Option(help="Tổ chức: tỉnh, thành phố, xã, phường, bộ, đảng bộ, bệnh viện …")] = None,
    units: Annotated[pathlib.Path | None, typer.Option(help="Bảng tính đơn vị của tổ chức.")] = None,
    plan: Annotated[list[pathlib.Path] | None, typer.Option(help="Tệp kế hoạch cần nhập; dùng được nhiều lần.")] = None,
    bundled: Annotated[bool, typer.Option("--bundled", help="Nhập các kế hoạch kèm theo chương trình.")] = False,
    agency: Annotated[Text, typer.Option(help="Cơ quan theo dõi kế hoạch, của cán bộ đầu tiên.")] = None,
    role: Annotated[str, typer.Option(help="Vai trò của người đầu tiên: officer hoặc admin.")] = "officer",
    office_hours: Annotated[Text, typer.Option(help="Giờ làm việc, ví dụ 07:30-11:30,13:30-17:00.")] = None,
    send_at: Annotated[Text, typer.Option(help="Giờ gửi nhắc việc, ví dụ 08:00.")] = None,
    public_url: Annotated[Text, typer.Option(help="Địa chỉ https công khai của trang web của bot, nếu có.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Không hỏi gì: điều không nêu thì lấy mặc định.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Được ghi vào tệp .env đã có.")] = False,
) -> None:
    """Dựng bot từ đầu: hỏi, kiểm tra, ghi tệp .env, nhập kế hoạch, cấp mã mời đầu tiên."""
    ask = _Questions(silent=yes)
    if role not in _ROLES:
        fail(f"--role: “{role}” không dùng được; chọn officer hoặc admin.")
    _may_write(ask, overwrite)
    layout, registry = _organisation(ask, org, units)
    apis = {"telegram_api": telegram_api or "", "zalo_api": zalo_api or ""}
    bots = ask("telegram_token", telegram_token, "", lambda token: _bot(checked_telegram, token, apis["telegram_api"]))
    bots += ask("zalo_token", zalo_token, "", lambda token: _bot(checked_zalo, token, apis["zalo_api"]))
    account, connected_later = _official_account(ask, [zalo_oa_app_id, zalo_oa_app_secret, zalo_oa_secret])
    bots += connected_later
    mail, mailbox = _mail(ask, [mail_from, mail_smtp, mail_imap, mail_user, mail_password])
    bots += mailbox
    if not bots:
        fail("Cần ít nhất một kênh: bot Telegram, bot Zalo, Zalo OA hoặc hộp thư; hoặc thử trước bằng `dondoc demo`.")
    sources = _plans(ask, plan or [], bundled, registry)
    office = ask("agency", agency, "", lambda typed: checked_agency(typed, registry)) if role == "officer" else ""
    values = {**apis, **mail, **{name: ask.typed[name] for name in ("telegram_token", "zalo_token")}}
    values = {name: value for name, value in values.items() if value}
    for name, given in (("office_hours", office_hours), ("send_at", send_at), ("public_url", public_url)):
        if name == "public_url":
            values |= account  # what needs that address, so that an empty one is asked again
        default = str(Settings.model_fields[name].default)
        values[name] = ask(name, given, default, functools.partial(_setting, values, name))
    settings = _or_fail(lambda: checked_settings(values))
    try:
        write_settings(SETTINGS_FILE, {name: value for name, value in values.items() if value})
    except OSError as problem:
        fail(f"Không ghi được tệp {SETTINGS_FILE}: {why(problem)}.")
    print_text(f"Đã ghi {SETTINGS_FILE} (chỉ chủ sở hữu đọc được).")
    with progress("Nhập kế hoạch") as show:
        founded = _or_fail(lambda: found_deployment(settings, layout, sources, _ROLES[role][0], office, bots, show))
    for report in founded.reports:
        tell_import(report, dry_run=False)
    _goodbye(founded, _ROLES[role][1], office, bots)
    if account:
        print_text("Sau đó cấp quyền cho OA: dondoc zalo-oa connect (xem hướng dẫn Zalo OA).")


class _Questions:
    """Asks at the terminal until an answer can be used; one given as an option must be right at once."""

    def __init__(self, *, silent: bool) -> None:
        self.silent = silent
        self.typed: dict[str, str] = {}

    def __call__(self, name: str, given: str | None, default: str, check: Callable[[str], Answer]) -> Answer:
        if given is not None or self.silent:
            self.typed[name] = (default if given is None else given).strip()
            return _or_fail(lambda: check(self.typed[name]))
        while True:
            typed = typer.prompt(_QUESTIONS[name], default=default, show_default=bool(default))
            self.typed[name] = str(typed).strip()
            try:
                return check(self.typed[name])
            except (AnswerRefused, NotAPlan) as problem:
                print_text(f"  {problem}")

    def may(self, question: str) -> bool:
        """A yes or no; nobody to ask is a no."""
        return not self.silent and typer.confirm(question, default=False)


_QUESTIONS = {
    "telegram_token": "Mã bot Telegram (nhắn /newbot cho @BotFather để xin; bỏ trống nếu không dùng)",
    "zalo_token": "Mã bot Zalo (bỏ trống nếu không dùng)",
    "zalo_oa_app_id": "Mã ứng dụng (App ID) liên kết với Official Account (bỏ trống nếu không dùng)",
    "zalo_oa_app_secret": "Khóa bí mật của ứng dụng",
    "zalo_oa_secret": "Khóa bí mật của OA (OA Secret Key, ở trang Webhook)",
    "mail_from": "Địa chỉ thư của bot, ví dụ Đôn Đốc <dondoc@tinh.gov.vn> (bỏ trống nếu không dùng)",
    "mail_smtp": "Máy chủ gửi thư, ví dụ mail.tinh.gov.vn:587",
    "mail_imap": "Máy chủ nhận thư (IMAP), ví dụ mail.tinh.gov.vn:993",
    "mail_user": "Tên đăng nhập hộp thư (bỏ trống nếu là địa chỉ thư)",
    "mail_password": "Mật khẩu hộp thư (mật khẩu ứng dụng với Gmail)",
    "org": "Tổ chức dùng hệ thống này (ví dụ: tỉnh Lâm Đồng, phường Mũi Né, Bộ Nội vụ)",
    "plan": f"Tệp kế hoạch (văn bản, DOCX, XLSX, PDF), “{BUNDLED}” là các kế hoạch kèm theo, bỏ trống là thôi",
    "agency": "Cơ quan theo dõi, tổng hợp (của cán bộ tổng hợp đầu tiên)",
    "office_hours": "Giờ làm việc; ngoài giờ này không nhắc ai",
    "send_at": "Giờ gửi nhắc việc hằng ngày",
    "public_url": "Địa chỉ https công khai của bot (để nhận tệp lớn; bỏ trống nếu chưa có)",
}


def _may_write(ask: _Questions, overwrite: bool) -> None:
    question = f"Đã có tệp {SETTINGS_FILE}. Ghi các thiết lập mới vào tệp này?"
    if SETTINGS_FILE.exists() and not overwrite and not ask.may(question):
        fail(f"Đã có tệp {SETTINGS_FILE}; chưa thay đổi gì. Thêm --overwrite nếu muốn ghi vào tệp này.")


def _bot(check: Callable[[str, str], Bot], token: str, api: str) -> list[Bot]:
    """The bot, which is told of; none without a token."""
    if not token:
        return []
    bot = check(token, api)
    print_text(f"  {bot.channel.capitalize()} nhận mã bot: {bot.name}.")
    return [bot]


def _official_account(ask: _Questions, given: Sequence[Text]) -> tuple[dict[str, str], list[Bot]]:
    """The settings of the Official Account; whether it opens is seen when somebody consents."""
    names = ("zalo_oa_app_id", "zalo_oa_app_secret", "zalo_oa_secret")
    values: dict[str, str] = {}
    for name, one in zip(names, given, strict=True):
        if name != names[0] and not values.get(names[0]):
            return {}, []
        ask(name, one, "", functools.partial(_of_account, name))
        values[name] = ask.typed[name]
    return values, [Bot("zalo_oa", "OA", "")]


def _of_account(name: str, typed: str) -> None:
    if name == "zalo_oa_app_id" and typed and not (typed.isascii() and typed.isdigit()):
        raise AnswerRefused("Mã ứng dụng (App ID) chỉ gồm chữ số.")
    if name != "zalo_oa_app_id" and not typed:
        raise AnswerRefused("Official Account cần cả khóa bí mật của ứng dụng và của OA (trang Webhook).")


def _mail(ask: _Questions, given: Sequence[Text]) -> tuple[dict[str, str], list[Bot]]:
    """The settings of the mailbox, which was logged in to; none without an address."""
    values: dict[str, str] = {}
    for name, one in zip(MAIL_SETTINGS, given, strict=True):
        if name != "mail_from" and not values.get("mail_from"):
            return {}, []
        last = name == MAIL_SETTINGS[-1]
        check = functools.partial(_mailbox, values, name, last=last)
        found = ask(name, one, "", check)
        values[name] = ask.typed[name]
        if last and found is not None:
            print_text(f"  Máy chủ thư nhận đăng nhập: {found.name}.")
            return values, [found]
    return {}, []


def _mailbox(values: Mapping[str, str], name: str, typed: str, *, last: bool) -> Bot | None:
    """The last answer makes an account, which is tried; the others only have to be of the right form."""
    if last:
        return checked_mail({**values, name: typed})
    if name in ("mail_smtp", "mail_imap") and not typed:
        raise AnswerRefused("Hộp thư cần cả máy chủ gửi (--mail-smtp) và máy chủ nhận (--mail-imap).")
    if name != "mail_from" and typed:
        checked_settings({name: typed})
    if name == "mail_from" and typed:
        checked_settings({name: typed, "mail_smtp": "localhost:25", "mail_imap": "localhost:143"})
    return None


def _setting(values: Mapping[str, str], name: str, typed: str) -> str:
    checked_settings({**values, name: typed})
    return typed


def _organisation(ask: _Questions, org: Text, units: pathlib.Path | None) -> tuple[Layout | None, Registry]:
    """The organisation to found and its registry; None and the registry there is where one is set already."""
    known = known_registry(checked_settings({}))
    if known is not None and org is None:
        return None, known
    if org is None and ask.silent:
        fail('Cần --org TÊN: tổ chức dùng hệ thống này, ví dụ --org "tỉnh Lâm Đồng".')
    layout = ask("org", org, "", lambda typed: checked_organisation(typed, units))
    if org is None:
        print_text("  " + counted(layout.home.full_name, [unit.kind for unit in layout.units]))
    return layout, Registry(layout.units, layout.former, layout.home)


def _plans(ask: _Questions, files: list[pathlib.Path], bundled: bool, registry: Registry) -> list[Source]:
    """What was named by option, or asked for one by one until there are no more."""
    sources = [_or_fail(lambda file=file: _read(file, registry)) for file in files]  # type: ignore[misc]
    sources += load_sources() if bundled else []
    while not (files or bundled):
        more = ask("plan", None, "", lambda typed: _answer(typed, registry))
        if not more:
            break
        sources += more
    return sources


def _answer(typed: str, registry: Registry) -> list[Source]:
    if typed == BUNDLED:
        return load_sources()
    return [_read(pathlib.Path(typed), registry)] if typed else []


def _read(file: pathlib.Path, registry: Registry) -> Source:
    with progress(f"Đọc {file.name}"):
        source = read_source(file, registry)
    tasks = sum(not task.heading_only for task in source[0].tasks)
    print_text(f"  Đọc được {file.name}: {tasks} nhiệm vụ.")
    return source


def _or_fail(work: Callable[[], Answer]) -> Answer:
    try:
        return work()
    except (AnswerRefused, NotAPlan) as problem:
        fail(str(problem))


def _goodbye(founded: Founded, role: str, agency: str, bots: list[Bot]) -> None:
    print_text("")
    print_text(f"Xong. Gửi lời mời này cho {role}{' ' + agency if agency else ''}:")
    print_text(f"  Mã mời: {founded.code} (dùng một lần, trong {INVITATION_DAYS} ngày)")
    for link in founded.links:
        print_text(f"  Mở: {link}")
    print_text(f"  Hoặc nhắn mã cho {', '.join(bot.name for bot in bots)}.")
    print_text("Bây giờ chạy bot: dondoc run")
