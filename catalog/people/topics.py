"""A topic of a forum group is a chat of its own: "-1001234/9" is topic 9 of the group -1001234 (Bot API, forums).

So each topic has its own order of messages, its own agency where it was bound to one, and is closed for itself; what
is the platform's (its pace, who is inside) belongs to the group.
"""

_MARK = "/"


def topic_chat(chat_id: str, topic: str) -> str:
    """The chat of a group's topic, the group itself where there is none."""
    return f"{chat_id}{_MARK}{topic}" if topic else chat_id


def group_of(chat_id: str) -> str:
    """The group a chat's id belongs to: the id itself but for a topic."""
    return chat_id.partition(_MARK)[0]


def topic_of(chat_id: str) -> str:
    """The topic's id, "" for a chat that is none."""
    return chat_id.partition(_MARK)[2]
