"""Signs that are all somebody says of a task: "1 ✅, 2 ⏳, 3 ❌" becomes words; any other sign says nothing.

A sign speaks only where it stands for the words: right behind a task's number at the end of what is said of it, or
alone before a list of them. A thumb may be a done or a nod, so it becomes the "ok" that is asked about.
"""

import re

_SAYS = {
    "✅☑✔": "xong",
    "⏳⌛🔄🔃🚧🏃": "đang làm",
    "❌❎✖✗✘🚫": "chưa xong",
    "👍👌🆗": "ok",
}
_WORD = {sign: word for signs, word in _SAYS.items() for sign in signs}
_SIGN = f"(?P<sign>[{''.join(_WORD)}])[\ufe0f\U0001f3fb-\U0001f3ff]*"
_TASK = r"(?:(?:nhiệm vụ|nhiem vu|nv|việc|viec|v|cv|số|so)\.? ?)?#?\d{1,3}(?:\.\d{1,2})?"
_ENDS = rf"(?= ?(?:[\n,;]|$)| +{_TASK} ?(?:[{''.join(_WORD)}]|[^\W\d]))"
_BEHIND = re.compile(
    rf"(?P<task>(?:(?<=[\n,;])|^|(?<=[{''.join(_WORD)}\ufe0f] )) ?{_TASK} ?[.:)-]?) ?{_SIGN}{_ENDS}", re.I
)
_BEFORE = re.compile(rf"(?:(?<=\n)|^) ?{_SIGN} ?:? ?(?P<tasks>{_TASK}(?: ?(?:,|và|va|-) ?{_TASK})*) ?(?=\n|$)", re.I)


def in_words(text: str) -> str:
    """`text` with each sign that speaks of a task written as the words it stands for."""
    text = _BEFORE.sub(lambda found: f"{_WORD[found['sign']]}: {found['tasks']}", text)
    return _BEHIND.sub(lambda found: f"{found['task']} {_WORD[found['sign']]};", text)
