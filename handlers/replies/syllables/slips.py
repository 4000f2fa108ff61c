"""What fingers do to a word: two letters changed places, one too many, one too few, another one."""

import functools

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@functools.lru_cache(maxsize=4096)
def one_slip_away(plain: str) -> frozenset[str]:
    """Every spelling that one slip turns into `plain` (a-z), most of them no words."""
    cuts = [(plain[:at], plain[at:]) for at in range(len(plain) + 1)]
    return frozenset(
        [
            *(front + rest[1:] for front, rest in cuts if rest),
            *(front + rest[1] + rest[0] + rest[2:] for front, rest in cuts if len(rest) > 1),
            *(front + letter + rest[1:] for front, rest in cuts if rest for letter in _LETTERS),
            *(front + letter + rest for front, rest in cuts for letter in _LETTERS),
        ]
    ) - {plain}
