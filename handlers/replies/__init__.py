"""What a typed answer says: state, percent, blocker, extension, documents, and of which task.

Pure functions, no store, no model: tables of rules (`rules/`) that a newcomer can read, and around them the few
steps that bring a message into the form the rules speak about. Start reading at `parse.py`.
"""

from handlers.replies.courtesy import courtesy
from handlers.replies.model import Blocker, Doubt, Item, Reply, State, reply_json
from handlers.replies.parse import parse_reply

__all__ = ["Blocker", "Doubt", "Item", "Reply", "State", "courtesy", "parse_reply", "reply_json"]
