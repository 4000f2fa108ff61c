"""Updates that come twice, out of order, or in a shape nobody knows."""

import random
from dataclasses import dataclass

from bot.sandbox.telegram_forms.errors import Json


@dataclass
class UpdateFaults:
    """How a batch of updates is disturbed on its way; off until a chance is set. `seed` decides every chance.

    `duplicate`: likelihood, for each update, that it stands twice in the batch; `reorder`: likelihood, for each
    batch, that it comes shuffled.
    """

    seed: int = 0
    duplicate: float = 0.0
    reorder: float = 0.0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def arranged(self, updates: list[Json]) -> list[Json]:
        """The batch as it arrives."""
        arrived: list[Json] = []
        for update in updates:
            arrived += [update, update] if self._random.random() < self.duplicate else [update]
        if len(arrived) > 1 and self._random.random() < self.reorder:
            return self._shuffled(arrived)
        return arrived

    def _shuffled(self, updates: list[Json]) -> list[Json]:
        """In another order than before; the order there was when all are the same update."""
        if all(update is updates[0] for update in updates):
            return updates
        shuffled = list(updates)
        while all(one is other for one, other in zip(shuffled, updates, strict=True)):
            self._random.shuffle(shuffled)
        return shuffled


# Bodies a bot may meet and must survive: kinds of later API versions, parts missing, types wrong.
MALFORMED_UPDATES: tuple[Json, ...] = (
    {},
    {"message": None},
    {"message": {}},
    {"message": {"message_id": "seven", "date": "today", "chat": 5}},
    {"message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}, "text": ["not", "text"]}},
    {"message": [1, 2, 3]},
    {"callback_query": {"id": 5}},
    {"kind_of_a_later_version": {"x": 1}},
)
