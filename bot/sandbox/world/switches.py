"""What a platform does that its documents do not say, to be turned on by a test or on the web page.

Each stands on what was seen of the real ones (templates/guides/zalo.md says of Zalo what was seen where).
"""

from dataclasses import dataclass, field, fields
from typing import Any

from bot.sandbox.telegram_forms.errors import Json


def _switch(default: Any, label: str) -> Any:
    return field(default=default, metadata={"label": label})


@dataclass
class Switches:
    """`*_seconds` are real seconds; a number of 0 is off. The labels are what the web page shows."""

    instant_polls: bool = _switch(False, "Hỏi tin là trả lời ngay, không chờ (cả hai nền tảng)")
    telegram_gateway: bool = _switch(False, "Cổng Telegram chỉ cho qua lệnh gửi, nhận: lệnh khác báo 404")
    zalo_status: bool = _switch(False, "Zalo báo lỗi bằng mã HTTP thật (không phải 200)")
    zalo_echoes: bool = _switch(False, "Tin bot gửi quay lại bot (Zalo)")
    zalo_internal_403: bool = _switch(False, "Zalo báo 403 “Internal server error” khi gửi")
    zalo_polls_with_webhook: bool = _switch(False, "Zalo vẫn trả tin khi hỏi, dù đã đặt webhook")
    zalo_photo_seconds: float = _switch(0.0, "Zalo tải ảnh chậm (giây)")
    oa_package_left: int = _switch(500, "Số tin gói OA còn dùng được ngoài 48 giờ")
    oa_money: int = _switch(1000, "Số tin OA còn trả tiền được (ngoài gói, theo mẫu)")
    zalo_messages_left: int | None = _switch(None, "Số tin Zalo còn cho gửi trong tháng")

    def set(self, name: str, value: object) -> None:
        """Set one by name. Raises LookupError, ValueError."""
        if name not in {one.name for one in fields(self)}:
            raise LookupError(name)
        kind: object = type(next(one.default for one in fields(self) if one.name == name))
        if kind is bool:
            setattr(self, name, bool(value))
        elif value in (None, ""):
            setattr(self, name, 0.0 if kind is float else None)
        else:
            number = float(str(value))
            setattr(self, name, number if kind is float else int(number))

    def to_json(self) -> list[Json]:
        """Each as `{"name", "label", "value", "kind"}`."""
        return [
            {
                "name": one.name, "label": one.metadata["label"], "value": getattr(self, one.name),
                "kind": "yes_no" if isinstance(one.default, bool) else "number",
            }
            for one in fields(self)
        ]  # fmt: skip
