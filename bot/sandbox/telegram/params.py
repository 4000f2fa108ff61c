"""The parameters of one request, from JSON, form, multipart or query, read with the types a method expects."""

import json
from typing import Any

from bot.sandbox.telegram_forms.calls import Upload
from bot.sandbox.telegram_forms.errors import Json, bad_request


class Params:
    """Typed reading of what came. Form values are strings, and structures in them are JSON, as Telegram takes it."""

    def __init__(self, raw: Json, uploads: dict[str, Upload] | None = None) -> None:
        self.raw = raw
        self.uploads = uploads or {}

    def text(self, name: str) -> str | None:
        """A string; numbers are taken as their digits. Raises ApiError 400 for a structure, or half an emoji."""
        value = self.raw.get(name)
        if value is None or isinstance(value, str):
            _check_encoding(value)
            return value
        if isinstance(value, dict | list | bool):
            raise bad_request(f'parameter "{name}" must be of type String')
        return str(value)

    def number(self, name: str, default: int | None = None) -> int | None:
        """A whole number. Raises ApiError 400 for anything else."""
        value = self.raw.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f'parameter "{name}" must be of type Integer') from None

    def flag(self, name: str) -> bool:
        """True for true, "true", "True", 1, "1", "yes", "t", "y"."""
        value = self.raw.get(name)
        return value is True or str(value).lower() in ("true", "1", "yes", "t", "y")

    def structure(self, name: str) -> Any:
        """An object or array, decoded when it came as a string. Raises ApiError 400 for broken JSON."""
        value = self.raw.get(name)
        if isinstance(value, str) and value.strip():
            try:
                value = json.loads(value)
            except ValueError:
                raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None
        _check_encoding(json.dumps(value, ensure_ascii=False))
        return value or None

    def names(self, name: str) -> list[str] | None:
        """An array of strings; None when it is not there, [] when it is empty. Raises ApiError 400."""
        if self.raw.get(name) is None:
            return None
        value = self.structure(name) or []
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object")
        return value

    def file(self, name: str) -> Upload | str | None:
        """An upload under this name, one that "attach://..." points to, or else the string given."""
        if name in self.uploads:
            return self.uploads[name]
        return self.attached(self.text(name))

    def attached(self, value: str | None) -> Upload | str | None:
        """What "attach://part" points to among the uploads; any other string as it is."""
        if value is not None and value.startswith("attach://"):
            return self.uploads.get(value.removeprefix("attach://"))
        return value or None


def _check_encoding(text: str | None) -> None:
    """Refuses half a surrogate pair, which JSON can spell and UTF-8 cannot."""
    try:
        (text or "").encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
