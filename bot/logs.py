"""The log: one JSON line an event on stderr, with the id that follows a message, and without any secret.

`message` is the inbox id: it stands in every line about an event and about the answers it caused, and
`dondoc trace` takes it. Names, phones, texts and chat ids are not logged; so of an error in what people caused only its
kind and its place are, because its words may be theirs.
"""

import logging
import pathlib
import re
import traceback
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from structlog.typing import ExcInfo, Processor

from bot.log_writer import LogWriter
from bot.settings import Settings

HIDDEN = "***"

_BOT_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
"""Anything that looks like a token of the Bot API, ours or not: addresses in errors of libraries carry it."""


def set_up_log(settings: Settings, out: TextIO | LogWriter) -> None:
    """Our events and those of the libraries, from the configured level up, as JSON lines to `out`.

    A bot that stays up gives a `LogWriter`: a line that cannot be written must not stop what it tells of.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(_frames),
    ]
    hide = Hide(settings)
    structlog.configure(
        processors=[*shared, hide, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(settings.log_level)),
        logger_factory=structlog.PrintLoggerFactory(out),  # type: ignore[arg-type]
        cache_logger_on_first_use=False,
    )
    logging.raiseExceptions = False  # of a line with wrong arguments: it would be told on stderr
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta, hide,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            foreign_pre_chain=shared,
        )
    )  # fmt: skip
    logging.basicConfig(handlers=[handler], level=settings.log_level, force=True)
    logging.getLogger("apscheduler").setLevel("WARNING")
    for name in ("httpx", "uvicorn"):
        logging.getLogger(name).setLevel("WARNING")
    # At DEBUG this library writes every message out in full.
    logging.getLogger("telegram").setLevel(max(logging.INFO, logging.getLevelName(settings.log_level)))


def place_of(problem: BaseException) -> str:
    """Kind and place of an error, without its words: "KeyError in catalog/people/people.py:88"."""
    frames = traceback.extract_tb(problem.__traceback__)
    ours = [frame for frame in frames if "site-packages" not in frame.filename] or frames
    if not ours:
        return type(problem).__name__
    file = "/".join(pathlib.PurePath(ours[-1].filename).parts[-2:])
    return f"{type(problem).__name__} in {file}:{ours[-1].lineno}"


def _frames(exc_info: ExcInfo) -> str:
    """An exception and those it came from: kinds and places, without their words."""
    lines: list[str] = []
    problem: BaseException | None = exc_info[1]
    while problem is not None:
        lines.append(type(problem).__qualname__)
        lines += [f"  {one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(problem.__traceback__)]
        problem = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)
    return "\n".join(lines)


def _named(value: object) -> str:
    try:
        return repr(value)
    except Exception as problem:  # of whatever was to be logged: no line is worth an error
        return f"<{type(value).__name__}: {type(problem).__name__}>"


class Hide:
    """A processor that takes every secret of the settings, and whatever looks like a token, out of a line."""

    def __init__(self, settings: Settings) -> None:
        values = (getattr(settings, name) for name in type(settings).model_fields)
        secrets = (value.get_secret_value() for value in values if hasattr(value, "get_secret_value"))
        self._secrets = sorted((one for one in secrets if len(one) >= 6), key=len, reverse=True)

    def __call__(self, _logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {str(key): self._without(value) for key, value in event.items()}

    def _without(self, value: Any) -> Any:
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, dict):
            return {str(key): self._without(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [self._without(one) for one in value]
        text = value if isinstance(value, str) else _named(value)
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return _BOT_TOKEN.sub(HIDDEN, text)
