"""A document that came as a scan or a photo: its first and last page are read as pictures, its facts from them.

A machine read them: whoever sees them is told so, and what decides is the file itself.
"""

import datetime as dt
import pathlib
from collections.abc import Sequence
from dataclasses import replace

from catalog.documents.model import Document, NotReadable, Scanned
from catalog.documents.scans.apart import missing, page_apart, pages_of
from catalog.official_documents.facts import Facts, facts_of
from catalog.official_documents.lines import lines_of
from catalog.official_documents.reading import Reading, read_apart

_LEAST = 20_000
"""Bytes: a page that can be read as a picture takes more."""


def read_pictured_too(data: bytes, name: str, trusted: Sequence[pathlib.Path], now: dt.datetime) -> Reading:
    """The reading of a file (`reading.read_apart`), that of a picture with the facts a machine sees in it."""
    reading = read_apart(data, name, trusted, now)
    if reading.problem != "unreadable":
        return reading
    facts = facts_pictured(data, name)
    return replace(reading, facts=facts, problem="", pictured=True) if facts.known else reading


def facts_pictured(data: bytes, name: str) -> Facts:
    """What two pages at the most say; no facts where nothing reads pictures here, or nothing is in them."""
    if len(data) < _LEAST or missing():
        return Facts()
    try:
        pages = pages_of(data, name, Scanned(name))
        wanted = sorted({pages[0], pages[-1]}) if pages else []
        blocks = [block for number in wanted for block in page_apart(data, name, number).blocks]
    except NotReadable:
        return Facts()
    return facts_of(lines_of(Document(tuple(blocks), "scan", len(pages))))
