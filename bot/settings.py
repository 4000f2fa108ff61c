"""Settings by environment: DONDOC_* variables (or a .env file), all in one table.

A missing or wrong one stops the start with one sentence that says what to set. Secrets are `SecretStr`: they show
as stars in logs, errors and repr.
"""

import datetime as dt
import hashlib
import hmac
import os
import pathlib
import re
import shutil
import urllib.parse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from catalog.clock import Clock, SetClock, parse_moment, system_clock
from catalog.work.evidence import ACCEPTED

if TYPE_CHECKING:  # loaded where something is set that needs it
    from bot.channels.email.account import Account
    from bot.channels.zalo_oa.account import OaAccount
    from catalog.messaging.windows import Terms
    from scheduler.ladder.working_calendar import OfficeHours

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
_HOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{8,256}")  # what Telegram and Zalo both take (setWebhook, secret_token)
_WORDS = {"zalo_oa_spend": ("urgent", "all"), "log_level": ("DEBUG", "INFO", "WARNING", "ERROR")}
_SHORTEST_TOKEN = 20
_USUAL_PORT = 8080
PLACEHOLDERS = ("changeme", "change-me", "your-token", "xxx", "token")


class SettingsProblem(ValueError):
    """The environment cannot be used; the message is one Vietnamese sentence."""


class Settings(BaseSettings):
    """Every setting. The description is what README's table prints; a test compares the two."""

    model_config = SettingsConfigDict(
        env_prefix="DONDOC_", env_file=".env", extra="ignore", hide_input_in_errors=True, env_ignore_empty=True
    )

    home: pathlib.Path = Field(pathlib.Path("./var"), description="Thư mục dữ liệu (kho SQLite, minh chứng)")
    database_url: str = Field(
        "", description="Kho dữ liệu: sqlite:///... hoặc postgresql://...; trống là SQLite trong DONDOC_HOME"
    )
    evidence_url: str = Field(
        "", description="Nơi lưu minh chứng (thư mục hoặc s3://...); trống là DONDOC_HOME/evidence"
    )
    upload_limit_mb: int = Field(
        50, ge=1, le=200, description="Dung lượng tối đa của một tệp minh chứng, MB (trong chat còn tùy kênh)"
    )
    evidence_types: str = Field(
        ",".join(ACCEPTED), description="Các loại tệp minh chứng được nhận, cách nhau bằng dấu phẩy"
    )
    trusted_cas: str = Field(
        "", description="Thư mục (hoặc tệp) chứng thư của các tổ chức chứng thực tin cậy, để kiểm tra chữ ký số"
    )
    soffice: str = Field(
        "soffice",
        description="Chương trình LibreOffice (tên hoặc đường dẫn), để gửi kèm ảnh trang đầu của báo cáo, công văn",
    )
    backup_url: str = Field(
        "", description="Nơi bot tự sao lưu (thư mục, s3://..., sftp://...); trống là không tự sao lưu"
    )
    backup_passphrase: SecretStr = Field(
        SecretStr(""), description="Cụm mật khẩu mã hóa bản sao lưu ở DONDOC_BACKUP_URL; trống là không mã hóa"
    )
    telegram_token: SecretStr = Field(
        SecretStr(""), description="Mã bot Telegram do BotFather cấp; trống là không dùng Telegram"
    )
    telegram_api: str = Field(
        "https://api.telegram.org", description="Địa chỉ Bot API (đổi khi dùng máy chủ Bot API riêng)"
    )
    telegram_webhook: bool = Field(
        False, description="true: Telegram gửi tin đến DONDOC_PUBLIC_URL/webhooks/telegram thay vì bot hỏi định kỳ"
    )
    zalo_token: SecretStr = Field(
        SecretStr(""), description="Mã bot Zalo do Zalo Bot Manager cấp; trống là không dùng Zalo"
    )
    zalo_api: str = Field(
        "https://bot-api.zaloplatforms.com", description="Địa chỉ Zalo Bot Platform (đổi khi đi qua máy chủ trung gian)"
    )
    zalo_webhook: bool = Field(
        False, description="true: Zalo gửi tin đến DONDOC_PUBLIC_URL/webhooks/zalo thay vì bot hỏi định kỳ"
    )
    zalo_plan_users: int = Field(50, ge=0, description="Số người gói Zalo cho phép; 0 là không giới hạn")
    zalo_plan_messages: int = Field(3000, ge=0, description="Số tin mỗi tháng gói Zalo cho phép; 0 là không giới hạn")
    zalo_oa_app_id: str = Field(
        "", description="Mã ứng dụng (App ID) liên kết với Official Account; trống là không dùng Zalo OA"
    )
    zalo_oa_app_secret: SecretStr = Field(SecretStr(""), description="Khóa bí mật của ứng dụng (Secret Key)")
    zalo_oa_secret: SecretStr = Field(
        SecretStr(""), description="Khóa bí mật của OA (OA Secret Key, ở trang Webhook), để biết tin đúng là của Zalo"
    )
    zalo_oa_api: str = Field("https://openapi.zalo.me", description="Địa chỉ OpenAPI của OA")
    zalo_oa_oauth: str = Field("https://oauth.zaloapp.com", description="Địa chỉ cấp quyền của OA")
    zalo_oa_proof: bool = Field(False, description="true: kèm appsecret_proof khi ứng dụng bật kiểm tra này")
    zalo_oa_template: str = Field(
        "", description="Mã mẫu tin đã được duyệt (tham số name, count, due), gửi khi quá 7 ngày; trống là không dùng"
    )
    zalo_oa_spend: str = Field(
        "urgent", description="urgent: chỉ việc đến hạn, quá hạn mới dùng hạn mức gói; all: dùng cho mọi tin"
    )
    zalo_oa_price: int = Field(55, ge=0, description="Giá một tin tư vấn ngoài gói, đồng")
    zalo_oa_template_price: int = Field(165, ge=0, description="Giá một tin theo mẫu, đồng")
    zalo_oa_ceiling: int = Field(
        0, ge=0, description="Số tiền tối đa mỗi tháng cho tin tính phí, đồng; 0 là chỉ dùng hạn mức của gói"
    )
    mail_from: str = Field(
        "", description="Địa chỉ thư của bot, dạng: Đôn Đốc <dondoc@tinh.gov.vn>; trống là không dùng thư điện tử"
    )
    mail_smtp: str = Field("", description="Máy chủ gửi thư, dạng máy-chủ:cổng [tls|starttls]; none chỉ cho máy này")
    mail_imap: str = Field("", description="Máy chủ nhận thư (IMAP), dạng như DONDOC_MAIL_SMTP")
    mail_user: str = Field("", description="Tên đăng nhập hộp thư; trống là địa chỉ trong DONDOC_MAIL_FROM")
    mail_password: SecretStr = Field(SecretStr(""), description="Mật khẩu hộp thư (mật khẩu ứng dụng với Gmail)")
    mail_token_command: str = Field(
        "", description="Lệnh in ra mã truy cập OAuth2 còn hạn, với Microsoft 365 và Google Workspace; thay mật khẩu"
    )
    mail_authserv: str = Field(
        "", description="Tên máy chủ thư của mình trong Authentication-Results; trống là không xét SPF, DKIM, DMARC"
    )
    mail_decides: bool = Field(
        False,
        description="true: nghiệm thu, gia hạn, mời người bằng thư không cần trang xác nhận; cần DONDOC_MAIL_AUTHSERV",
    )
    mail_ca: str = Field("", description="Tệp chứng thư của CA riêng mà máy chủ thư dùng; trống là của hệ điều hành")
    mail_largest_mb: int = Field(10, ge=1, le=50, description="Dung lượng tối đa của một thư gửi đi, MB (sau mã hóa)")
    mail_per_minute: int = Field(20, ge=0, description="Số thư gửi mỗi phút; 0 là không giới hạn")
    mail_per_hour: int = Field(300, ge=0, description="Số thư gửi mỗi giờ; 0 là không giới hạn")
    public_url: str = Field(
        "", description="Địa chỉ https công khai của trang web của bot; cần cho liên kết gửi minh chứng và webhook"
    )
    web_host: str = Field("127.0.0.1", description="Địa chỉ nghe của trang web; sau máy chủ web thì để 127.0.0.1")
    web_port: int = Field(
        0, ge=0, le=65535, description="Cổng của trang web; 0 là không mở, hoặc 8080 khi có DONDOC_PUBLIC_URL"
    )
    webhook_secret: SecretStr = Field(
        SecretStr(""), description="Mã bí mật nền tảng gửi kèm mỗi webhook; trống là tự sinh từ mã bot"
    )
    metrics_token: SecretStr = Field(
        SecretStr(""), description="Mã đọc /metrics (Prometheus), ít nhất 20 ký tự; trống là không mở /metrics"
    )
    api_tokens: SecretStr = Field(
        SecretStr(""), description="Mã đọc số liệu qua HTTP, dạng tên:mã cách nhau dấu phẩy; trống là không mở"
    )
    office_hours: str = Field("07:30-11:30,13:30-17:00", description="Giờ làm việc; ngoài giờ này không nhắc")
    send_at: str = Field("08:00", description="Giờ gửi nhắc việc hằng ngày (giờ của tỉnh)")
    keep_days: int = Field(
        180, ge=1, le=3650,
        description="Số ngày giữ nội dung tin nhắn đến và đi, ảnh bản chụp đã đối chiếu xong (kết quả vẫn giữ)",
    )  # fmt: skip
    sweep_seconds: float = Field(30, gt=0, le=3600, description="Số giây giữa hai lần rà soát việc đến hạn")
    now: str = Field("", description="Thời điểm giả định (ISO) để diễn tập; không dùng được khi có mã bot thật")
    log_level: str = Field("INFO", description="Mức ghi nhật ký: DEBUG, INFO, WARNING, ERROR")

    @field_validator("telegram_token", "zalo_token", "zalo_oa_app_secret", "zalo_oa_secret")
    @classmethod
    def _no_placeholder(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value().strip().lower() in PLACEHOLDERS:
            raise ValueError("đang là giá trị mẫu, hãy đặt mã thật hoặc bỏ trống")
        return value

    @field_validator("public_url")
    @classmethod
    def _address(cls, value: str) -> str:
        parts = urllib.parse.urlsplit(value)
        here = parts.hostname in _THIS_MACHINE
        if value and not (parts.hostname and parts.scheme in (("http", "https") if here else ("https",))):
            raise ValueError("phải là địa chỉ dạng https://tên-miền")
        if parts.query or parts.fragment:
            raise ValueError("không được có phần ? hoặc #")
        return value.rstrip("/")

    @field_validator("mail_from", "mail_smtp", "mail_imap")
    @classmethod
    def _of_a_mailbox(cls, value: str, info: ValidationInfo) -> str:
        if value:
            from bot.channels.email import account

            _ = account.own_address(value) if info.field_name == "mail_from" else account.server(value)
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _header_takes_it(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not _HOOK_SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("chỉ gồm chữ không dấu, số, _ và -, dài 8 đến 256 ký tự")
        return value

    @field_validator("metrics_token")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < _SHORTEST_TOKEN:
            raise ValueError(f"phải dài ít nhất {_SHORTEST_TOKEN} ký tự")
        return value

    @field_validator("evidence_types")
    @classmethod
    def _known_types(cls, value: str) -> str:
        kinds = [kind.strip().lower() for kind in value.split(",") if kind.strip()]
        if not kinds or not set(kinds) <= set(ACCEPTED):
            raise ValueError(f"chỉ nhận các loại: {', '.join(ACCEPTED)}")
        return ",".join(kinds)

    @field_validator(*_WORDS)
    @classmethod
    def _known_word(cls, value: str, info: ValidationInfo) -> str:
        *others, last = words = _WORDS[str(info.field_name)]
        if value.lower() not in map(str.lower, words):
            raise ValueError(f"chỉ nhận {', '.join(others)} hoặc {last}")
        return next(word for word in words if word.lower() == value.lower())

    @field_validator("now")
    @classmethod
    def _iso_moment(cls, value: str) -> str:
        if value:
            try:
                parse_moment(value)
            except ValueError as problem:
                raise ValueError("phải là thời điểm ISO, ví dụ 2026-03-20T08:00") from problem
        return value

    @property
    def store_url(self) -> str:
        """Where the store is."""
        return self.database_url or f"sqlite:///{self.home / 'dondoc.sqlite3'}"

    @property
    def evidence_place(self) -> str:
        """Where evidence is."""
        return self.evidence_url or str((self.home / "evidence").absolute())

    @property
    def web_at(self) -> int | None:
        """The port of the web application, None where none is wanted."""
        return self.web_port or (_USUAL_PORT if self.public_url else None)

    @property
    def hooked(self) -> tuple[str, ...]:
        """The channels whose platform brings events to our webhook; the others are asked for them."""
        asked = {"telegram": self.telegram_webhook, "zalo": self.zalo_webhook}
        return tuple(name for name, wanted in asked.items() if wanted)

    def trusted_authorities(self) -> list[pathlib.Path]:
        """Where the certificates of trusted authorities are; [] where none are named or the place is not there."""
        places = [pathlib.Path(part) for part in self.trusted_cas.split(os.pathsep) if part.strip()]
        return [place for place in places if place.exists()]

    def libreoffice(self) -> str:
        """LibreOffice's program, "" where it is not installed: then no page of a document is shown."""
        return shutil.which(self.soffice) or ""

    def hook_secret(self, channel: str) -> str:
        """What the platform sends with every webhook: the setting, else one that all replicas work out alike."""
        given = self.webhook_secret.get_secret_value()
        return given or hmac.new(self.link_key, f"webhook:{channel}".encode(), hashlib.sha256).hexdigest()

    @property
    def link_key(self) -> bytes:
        """The key that signs links: made of the bots' tokens, so that nothing more has to be kept secret."""
        secrets = [self.telegram_token, self.zalo_token, self.webhook_secret]
        secrets += [self.mail_password] if self.mail_password.get_secret_value() else []
        secrets += [self.zalo_oa_app_secret] if self.zalo_oa_app_secret.get_secret_value() else []
        return hashlib.sha256("\0".join(secret.get_secret_value() for secret in secrets).encode()).digest()

    @property
    def mail(self) -> "Account | None":
        """The mailbox the bot speaks from, None where it has none."""
        if not self.mail_from:
            return None
        from bot.channels.email.account import Account, own_address, server

        address, shown = own_address(self.mail_from)
        return Account(
            address, shown, server(self.mail_smtp), server(self.mail_imap), self.mail_user or address,
            self.mail_password.get_secret_value(), self.mail_token_command, self.mail_authserv, self.mail_ca,
            self.mail_largest_mb * 1_000_000, self.mail_decides,
        )  # fmt: skip

    @property
    def official_account(self) -> "OaAccount | None":
        """The Official Account the bot speaks from, None where it has none."""
        if not self.zalo_oa_app_id:
            return None
        from bot.channels.zalo_oa.account import OaAccount

        return OaAccount(
            self.zalo_oa_app_id, self.zalo_oa_app_secret.get_secret_value(), self.zalo_oa_secret.get_secret_value(),
            self.zalo_oa_api.rstrip("/"), self.zalo_oa_oauth.rstrip("/"), self.zalo_oa_proof, self.zalo_oa_template,
        )  # fmt: skip

    @property
    def oa_terms(self) -> "Terms":
        """What may be spent on it."""
        from catalog.messaging.windows import Terms  # brings tables, which most commands need not load

        return Terms(
            self.zalo_oa_price, self.zalo_oa_template_price, self.zalo_oa_ceiling, self.zalo_oa_template,
            self.zalo_oa_spend == "all",
        )  # fmt: skip

    @property
    def hours(self) -> "OfficeHours":
        """Office hours and the hour of sending."""
        from scheduler.ladder.working_calendar import OfficeHours

        return OfficeHours.parse(self.office_hours, self.send_at)

    def clock(self) -> Clock:
        """The machine's clock, or the rehearsal's."""
        return SetClock(parse_moment(self.now)) if self.now else system_clock

    def moment(self) -> dt.datetime:
        """Now, aware UTC."""
        return self.clock()()


def load_settings(given: Mapping[str, object] | None = None) -> Settings:
    """The settings of the environment. Raises SettingsProblem with one sentence naming the variable."""
    try:
        settings = Settings(**dict(given or {}))  # type: ignore[arg-type]
        if settings.model_fields_set & {"office_hours", "send_at"}:
            _ = settings.hours
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        reason = str(first["msg"]).removeprefix("Value error, ")
        raise SettingsProblem(
            f"Biến môi trường DONDOC_{name} không hợp lệ: {_vietnamese(first['type'], reason)}."
        ) from None
    except ValueError as problem:
        raise SettingsProblem(f"DONDOC_OFFICE_HOURS hoặc DONDOC_SEND_AT không hợp lệ: {problem}") from None
    if settings.hooked and not settings.public_url:
        name = settings.hooked[0].upper()
        raise SettingsProblem(f"DONDOC_{name}_WEBHOOK cần DONDOC_PUBLIC_URL (địa chỉ https công khai của bot).")
    if settings.zalo_oa_app_id and not (settings.zalo_oa_app_secret.get_secret_value() and settings.public_url):
        raise SettingsProblem(
            "DONDOC_ZALO_OA_APP_ID cần DONDOC_ZALO_OA_APP_SECRET và DONDOC_PUBLIC_URL (Zalo chuyển tin đến đó)."
        )
    if settings.mail_from and not (settings.mail_smtp and settings.mail_imap):
        raise SettingsProblem("DONDOC_MAIL_FROM cần cả DONDOC_MAIL_SMTP và DONDOC_MAIL_IMAP (máy chủ gửi và nhận thư).")
    if settings.mail_decides and not settings.mail_authserv:
        raise SettingsProblem(
            "DONDOC_MAIL_DECIDES cần DONDOC_MAIL_AUTHSERV: "
            "khi máy chủ thư không xác nhận người gửi thì ai cũng giả được địa chỉ."
        )
    return settings


def _vietnamese(kind: str, reason: str) -> str:
    if kind.startswith(("int_", "float_")):
        return "phải là một số"
    if kind.startswith(("greater_than", "less_than")):
        return "nằm ngoài khoảng cho phép"
    return reason
