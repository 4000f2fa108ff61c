"""What of a typed list names no agency: "sở nội vụ, sở abcxyz, phường Nha Trang" has one such part."""

from handlers.words.names.said import Said

_BETWEEN = (",", ";", "/", "+")
_BESIDE = frozenset(
    ("moi", "cho", "den", "toi", "gui", "giup", "ho", "dum", "em", "anh", "chi", "minh", "a", "nhe", "nha", "di", "voi",
     "luon", "nua", "ca", "them", "cac", "va", "roi")
)  # fmt: skip
"""Words of the order itself, no part of a name."""


def not_named(said: Said) -> list[str]:
    """The parts as they were typed, in their order; [] where it is no list or nothing of it is an agency."""
    tokens = said.masked.tokens
    ends = [n for n, token in enumerate(tokens) if token.plain in _BETWEEN or token.typed == "và"]
    parts = list(zip([0, *(end + 1 for end in ends)], [*ends, len(tokens)], strict=True))
    named = [any(token.plain in ("AGENCY", "GROUP") for token in tokens[first:last]) for first, last in parts]
    if len(parts) < 2 or not any(named):
        return []
    found = []
    for (first, last), known in zip(parts, named, strict=True):
        while first < last and tokens[first].plain in _BESIDE:
            first += 1
        if not known and any(token.typed[:1].isalpha() for token in tokens[first:last]):
            found.append(said.masked.typed(first, last).strip(" .!?"))
    return found
