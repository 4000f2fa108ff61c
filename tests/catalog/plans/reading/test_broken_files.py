"""Files cut, spliced, with bytes turned over and cells swapped: each ends in a plan or a sentence, and no row is lost.

The suite tries some; `make fuzz` ten thousand (`DONDOC_FUZZ`).
"""

import io
import os
import random
import re
import zipfile
from collections.abc import Callable

from catalog.organisations.khanh_hoa import registry
from catalog.plans.model import NotAPlan, ParsedPlan
from catalog.plans.reader import read_plan

TRIES = int(os.environ.get("DONDOC_FUZZ", "60"))
Content = tuple[list[str], list[str], list[list[str]]]
Writer = Callable[..., bytes]
_CELL = re.compile(r"(<w:tc>.*?</w:tc>|<c [^>]*?>.*?</c>)", re.DOTALL)


def cut(data: bytes, _: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def spliced(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))] + other[chance.randrange(len(other)) :]


def turned_over(data: bytes, _: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 30)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cells_swapped(data: bytes, _: bytes, chance: random.Random) -> bytes:
    """A whole package whose table cells stand in other places, some of them torn."""
    if not data.startswith(b"PK"):
        lines = data.decode("utf-8", "replace").splitlines()
        chance.shuffle(lines)
        return "\n".join(lines).encode() if not data.startswith(b"%PDF") else turned_over(data, data, chance)
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(written, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(("document.xml", "sheet1.xml")):
                parts = _CELL.split(content.decode())
                places = [place for place, part in enumerate(parts) if _CELL.fullmatch(part)]
                for _ in range(chance.randrange(1, 12)):
                    one, other = chance.choice(places), chance.choice(places)
                    parts[one], parts[other] = parts[other], parts[one]
                if chance.random() < 0.3:
                    parts[chance.choice(places)] = ""
                content = "".join(parts).encode()
            target.writestr(name, content)
    return written.getvalue()


def outcome(data: bytes) -> ParsedPlan | str:
    try:
        return read_plan(data, "a", registry())
    except NotAPlan as refused:
        return str(refused)


def test_no_file_ends_in_a_traceback_and_what_is_read_adds_up(
    content: Content, as_text: Writer, as_docx: Writer, as_xlsx: Writer, as_pdf: Writer
) -> None:
    small = (content[0], content[1], content[2][:5])
    quick = [as_text(*content), as_docx(*content), as_xlsx(*content)]
    slow = as_pdf(*small)
    for seed in range(TRIES):
        chance = random.Random(seed)
        data = slow if seed % 20 == 0 else chance.choice(quick)
        broken = chance.choice((cut, spliced, turned_over, cells_swapped))(data, chance.choice([*quick, slow]), chance)
        result = outcome(broken)
        if isinstance(result, str):
            assert result.rstrip("”").endswith((".", "…")), (seed, result)
        else:
            assert result.tasks or result.indicators, seed
            assert result.self_check is not None, seed
            assert result.self_check.adds_up, (seed, result.self_check)
