"""What people ask and order in their own words, beside the reading of updates (`handlers.replies`).

`intents` is the table: every intent with its rules and examples. A sentence becomes a line of words (`line`), what it
names is found and taken out (`names`), the rules are weighed (`weighing`) and held back (`restraints`), `speech_act`
puts on one account whether it reports or asks, `router` decides what is sure, what an order leaves `unread` makes it a
choice, `nearest` knows what a sentence is likest to, the slots are in `slots`.
Pure functions, no store; who asks and what exists is handed in. The rules are loaded with the first sentence.
"""

import datetime as dt

from handlers.words.model import Meant, Period, Role, Understood, meant_json, understood_json
from handlers.words.names.said import Known, KnownPlan


def understand(text: str, role: Role, known: Known, today: dt.date) -> Understood:
    """`router.understand`: what `text` asks for."""
    from handlers.words import router

    return router.understand(text, role, known, today)


def load_table() -> None:
    """Read the table and count the sentences now, so that the first person who asks does not wait for it."""
    from handlers.words import nearest, router  # noqa: F401 - importing the router compiles the rules

    nearest.count()


__all__ = [
    "Known", "KnownPlan", "Meant", "Period", "Role", "Understood", "load_table", "meant_json", "understand",
    "understood_json",
]  # fmt: skip
