"""Which cells of a row were not read for certain: its warnings say so."""

from catalog.plans.model import ParsedTask

CELL_OF = {"deadline_unclear": "deadline", "lead_unclear": "lead", "cut_off": "lead"}
"""Warnings after which nobody is reminded before an officer has looked -> the cell that may be wrong."""


def cells_in_doubt(row: ParsedTask) -> set[str]:
    """The cells of a row that was read: "deadline", "lead", both or none."""
    return {CELL_OF[one.kind] for one in (*row.warnings, *row.actors.warnings) if one.kind in CELL_OF}
