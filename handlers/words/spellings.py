"""What a typed word stands for, from `data/spellings.toml`: short forms, words of the regions, look-alikes."""

from functools import cache

from handlers.words.vocabulary import read


@cache
def meanings(table: str) -> dict[str, str]:
    """Typed word → the folded word(s) the rules know, of one table of the file."""
    return {typed: word for word, forms in read("spellings")[table].items() for typed in forms}
