"""Whom a 429 is about: one chat, or the whole bot. Telegram gives only the seconds, not the reason.

One chat is refused when too much went to it (1 a second, 20 a minute in a group); several are when the bot as a whole
is too fast. So the first refusal holds its chat, and a second chat refused before the first may be tried again holds
everything. Obeying too little costs one more refusal, obeying too much would let one busy group silence the province.
"""


class Refusals:
    """The chats refused lately; times are seconds on any clock that does not go back."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def whole_bot(self, chat: str, retry_after: float, now: float) -> bool:
        """Note that `chat` was refused; whether nothing at all should be sent for so long."""
        self._until = {held: until for held, until in self._until.items() if until > now}
        others = any(held != chat for held in self._until)
        self._until[chat] = max(self._until.get(chat, now), now + retry_after)
        return others
