"""What an import read and what it changed."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class ImportReport:
    """What an import read and what it changed; `warnings` carry the source row they speak of.

    `new`: whether the plan itself is new. `overdue_at_import`: assignments overdue already, waiting for the officer.
    `in_doubt`: the cells that wait for an officer before anybody is reminded (`doubts.CellInDoubt.to_json`).
    `self_check`: what became of every printed row (`SelfCheck`); None for a workbook of ours.
    `twins`: tasks that an earlier plan seems to order, too (`twins.Twins.to_json`).
    `by_document`: the document that amends the plan ("number", "title", "date", "what"); None for any other.
    """

    plan: dict[str, Any]
    rows_read: int
    tasks: int
    sub_rows: int
    indicators: int
    reporting: int
    warnings: list[dict[str, Any]]
    new: bool = True
    overdue_at_import: int = 0
    unassigned: int = 0
    in_doubt: list[dict[str, Any]] = field(default_factory=list)
    self_check: dict[str, Any] | None = None
    twins: list[dict[str, Any]] = field(default_factory=list)
    by_document: dict[str, Any] | None = None
    added: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    withdrawn: list[dict[str, Any]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The JSON of `plan import` (contract of DESIGN section 9)."""
        by_kind: dict[str, int] = {}
        for warning in self.warnings:
            by_kind[warning["kind"]] = by_kind.get(warning["kind"], 0) + 1
        return {**vars(self), "warnings_by_kind": by_kind}
