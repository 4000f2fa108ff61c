"""A message about several tasks: which words are said of which of them.

`tokens.py` makes of a message a row of tasks and of things said; `order.py` finds the reading of that row that leaves
nothing over. What one thing said means is no matter of this package.
"""

from handlers.replies.several.order import UNREADABLE, Several, Unit, shared_out
from handlers.replies.several.places import places_of

__all__ = ["UNREADABLE", "Several", "Unit", "places_of", "shared_out"]
