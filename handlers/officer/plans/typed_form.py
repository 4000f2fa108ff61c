"""A task as an officer types it: the labelled lines of the form, and the number of the document a change stands on."""

import re

from catalog.text import fold

DOCUMENT = re.compile(
    r"(?:[,;(]?\s*(?:theo|căn cứ|tại|can cu|tai)\b)?[\s,;(]*"
    r"(?:(?:công văn|quyết định|văn bản|thông báo|cv|qđ)\s+)?(?:số\s*:?\s*)?"
    r"(?P<number>\d{1,5}(?:/\d{4})?/[A-ZĐ][A-ZĐa-z]*(?:[-&][A-ZĐ][\wĐđ]*)*|\d{1,5}-[A-ZĐ]{1,4}r?/[A-ZĐ]{1,4})\)?",
    re.IGNORECASE,
)  # fmt: skip
_LABELS = {
    "nhiem vu": "title", "ten": "title", "noi dung": "title", "chu tri": "lead", "co quan chu tri": "lead",
    "phoi hop": "support", "co quan phoi hop": "support", "thoi han": "deadline", "han": "deadline",
    "tien do": "deadline", "ket qua": "output", "san pham": "output", "so van ban": "document", "van ban": "document",
    "can cu": "document",
}  # fmt: skip
"""The words before the colon of a line of the form, folded -> what the line says."""


def read_form(text: str) -> dict[str, str]:
    """What the labelled lines say; a line without a label goes on with the one above."""
    found: dict[str, str] = {}
    name = ""
    for line in text.splitlines():
        label, colon, rest = line.partition(":")
        known = _LABELS.get(" ".join(fold(label).strip(" -*•").split())) if colon else None
        if known:
            name = known
            found[name] = rest.strip()
        elif name:
            found[name] = f"{found[name]}\n{line.strip()}".strip()
    return {name: value.strip() for name, value in found.items()}


def split_document(text: str) -> tuple[str, str]:
    """(the words without the document's number, the number or "")."""
    found = DOCUMENT.search(text)
    if found is None:
        return text.strip(), ""
    left = f"{text[: found.start()]} {text[found.end() :]}"
    return " ".join(left.split()).strip(" ,;."), found["number"]
