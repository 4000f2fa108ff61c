"""Comparing calls and answers with the published description of the Bot API (its JSON form).

The description lists `methods` and `types`, each field with its types ("Integer", "Array of PhotoSize" ...) and
whether it is required. The lengths and ranges that stand only in a field's prose are read from it where they
follow the usual pattern ("1-4096 characters", "1-64 bytes", "1-256 characters").
"""

import json
import re
from pathlib import Path
from typing import Any

from bot.sandbox.telegram_forms.entities import utf16_length

Json = dict[str, Any]
_ARRAY = "Array of "
_LENGTH = re.compile(r"\b(\d+)-(\d+) (characters|bytes)")
_ONE_OF = re.compile(r"(?:must be|always) (?:one of )?[“\"]?([a-z_]+)[”\"]?$")


class ApiDescription:
    """The description, loaded once; every check returns what is wrong in words, an empty list when nothing is."""

    def __init__(self, path: Path) -> None:
        description = json.loads(path.read_text(encoding="utf-8"))
        self.version: str = description["version"]
        self._methods: dict[str, Json] = description["methods"]
        self._types: dict[str, Json] = description["types"]

    def methods(self) -> frozenset[str]:
        """The names of all methods."""
        return frozenset(self._methods)

    def accepted(self, method: str) -> frozenset[str]:
        """The parameter names of a method."""
        return frozenset(field["name"] for field in self._methods[method].get("fields", []))

    def check_call(self, method: str, params: Json, uploads: frozenset[str] = frozenset()) -> list[str]:
        """What is wrong with a call: method, missing or unknown parameters, types, lengths.

        `params` as they came: strings from a form are read as the type wanted. `uploads` are the names of
        parameters that came as files.
        """
        described = self._methods.get(method)
        if described is None:
            return [f"no method {method}"]
        fields = {field["name"]: field for field in described.get("fields", [])}
        problems = [
            f"{method}: no parameter {name}"
            for name in [*params, *uploads]
            if name not in fields and not _is_attachment(name, params)
        ]
        for name, field in fields.items():
            if name in uploads:
                continue
            if params.get(name) is None:
                if field["required"]:
                    problems.append(f"{method}: parameter {name} is missing")
                continue
            problems += self._field(f"{method}.{name}", field, _read(params[name], field["types"]))
        return problems

    def check_result(self, method: str, result: Any) -> list[str]:
        """What is wrong with a method's result: fields nobody describes, missing ones, types."""
        return self._value(method, self._methods[method]["returns"], result)

    def check_type(self, name: str, value: Any) -> list[str]:
        """What is wrong with a value of a described type ("Update", "Message" ...)."""
        return self._value(name, [name], value)

    def _field(self, where: str, field: Json, value: Any) -> list[str]:
        problems = self._value(where, field["types"], value)
        length = _LENGTH.search(field["description"])
        after_parsing = "after entities parsing" in field["description"]
        if isinstance(value, str) and length and not problems and not after_parsing:
            low, high = int(length.group(1)), int(length.group(2))
            size = len(value.encode()) if length.group(3) == "bytes" else utf16_length(value)
            if not low <= size <= high:
                problems.append(f"{where}: {size} {length.group(3)}, allowed are {low}-{high}")
        return problems

    def _value(self, where: str, types: list[str], value: Any) -> list[str]:
        """The problems under the type that fits best: none at all, or those of the closest one."""
        closest: list[str] | None = None
        for wanted in types:
            problems = self._of_type(where, wanted, value)
            if not problems:
                return []
            if closest is None or len(problems) < len(closest):
                closest = problems
        return closest or [f"{where}: no type is described"]

    def _of_type(self, where: str, wanted: str, value: Any) -> list[str]:
        if wanted.startswith(_ARRAY):
            if not isinstance(value, list):
                return [f"{where}: {value!r} is no array"]
            inner = [wanted.removeprefix(_ARRAY)]
            return [p for at, item in enumerate(value) for p in self._value(f"{where}[{at}]", inner, item)]
        if wanted in _PLAIN:
            kind = _PLAIN[wanted]
            fits = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
            return [] if fits else [f"{where}: {value!r} is no {wanted}"]
        described = self._types.get(wanted)
        if described is None:
            return [f"{where}: the type {wanted} is not described"]
        if described.get("subtypes"):
            return self._subtype(where, described["subtypes"], value)
        return self._object(where, wanted, described, value)

    def _subtype(self, where: str, subtypes: list[str], value: Any) -> list[str]:
        """Tries only the subtypes whose fixed field ("status", "type", "source") agrees, so errors are to the point."""
        fitting = [name for name in subtypes if isinstance(value, dict) and self._discriminates(name, value)]
        return self._value(where, fitting or subtypes, value)

    def _discriminates(self, name: str, value: Json) -> bool:
        for field in self._types[name].get("fields", []):
            fixed = _ONE_OF.search(field["description"].rstrip("."))
            if field["required"] and fixed and field["types"] == ["String"]:
                return bool(value.get(field["name"]) == fixed.group(1))
        return True

    def _object(self, where: str, name: str, described: Json, value: Any) -> list[str]:
        if not isinstance(value, dict):
            return [f"{where}: {value!r} is no {name}"]
        fields = {field["name"]: field for field in described.get("fields", [])}
        problems = [f"{where}: {name} has no field {given}" for given in value if given not in fields]
        for field_name, field in fields.items():
            if field_name in value:
                problems += self._field(f"{where}.{field_name}", field, value[field_name])
            elif field["required"]:
                problems.append(f"{where}: {name} needs {field_name}")
        return problems


_PLAIN: dict[str, type | tuple[type, ...]] = {
    "Integer": int,
    "Float": (int, float),
    "String": str,
    "Boolean": bool,
    "True": bool,
    "InputFile": str,
}


def _is_attachment(name: str, params: Json) -> bool:
    """Whether an upload is pointed to by "attach://name" somewhere in the parameters."""
    return f"attach://{name}" in json.dumps(params, ensure_ascii=False)


def _read(value: Any, types: list[str]) -> Any:
    """A form's string as the type that is wanted, where it can be one."""
    if not isinstance(value, str):
        return value
    if "Boolean" in types and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if "Integer" in types and re.fullmatch(r"-?\d+", value):
        return int(value)
    if "String" not in types:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
