"""The evidence of a task in lines: what each document says of itself, its signatures, what an officer should know."""

from collections.abc import Sequence

from sqlmodel import Session

from catalog.official_documents.readings import proofs_of
from catalog.tables import Assignment, Evidence
from templates.render import say

SHOWN = 4
"""So many files are told of line by line; more are counted."""


def proof_lines(session: Session, assignment: Assignment, files: Sequence[Evidence], *, remarks: bool) -> str:
    """A line a file, the newest last, with remarks for who judges; "" without files."""
    if not files:
        return ""
    shown = proofs_of(session, assignment, files[-SHOWN:])
    return say("evidence.proofs", proofs=shown, more=len(files) - len(shown), remarks=remarks)
