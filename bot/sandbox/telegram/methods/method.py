"""How a method is declared: its name, the parameters it accepts, and what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram_forms.errors import bad_request
from bot.sandbox.world.world import World

Act = Callable[[World, Params], Any]


@dataclass(frozen=True)
class Method:
    """One method; `accepts` are the names in the Bot API that are taken, others are ignored as Telegram does.

    `act` runs under the world's lock, returns the result in Telegram's form, and raises ApiError to refuse.
    `sends` marks what counts against the sending limits.
    """

    name: str
    accepts: frozenset[str]
    act: Act
    sends: bool = False


def method(name: str, accepts: str = "", *, sends: bool = False) -> Callable[[Act], Method]:
    """Declares a method; `accepts` is its parameter names divided by blanks."""
    return lambda act: Method(name, frozenset(accepts.split()), act, sends)


def needed_number(params: Params, name: str) -> int:
    """A whole number that must be there. Raises ApiError 400."""
    value = params.number(name)
    if value is None:
        raise bad_request(f'parameter "{name}" is required')
    return value
