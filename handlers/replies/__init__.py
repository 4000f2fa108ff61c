"""What a typed answer says: state, percent, blocker, extension, documents, and of which task.

Pure functions, no store, no model: one table of rules (`rules.py`) that a newcomer can read, and around it the few
steps that bring a message into the form the rules speak about. Start reading at `parse.py`.
"""

from handlers.replies.model import Blocker, Doubt, Item, Reply, State, reply_json
from handlers.replies.parse import parse_reply

__all__ = ["Blocker", "Doubt", "Item", "Reply", "State", "parse_reply", "reply_json"]
