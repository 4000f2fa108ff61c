"""Which stored plan a plan that was read is: by number, issuer and year of issue, else by the id given, else by title.

A number says nothing alone: "18/KH-UBND" is one of every committee and of every year. Issuers carry their level and
place. What differs in any of the three is another plan; where one of them is not printed, a person is asked.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session, col, select

from catalog.plans.export.as_json import export_plan
from catalog.plans.keeping.amendment import Amendment, same_number
from catalog.plans.keeping.stored import read_stored
from catalog.plans.model import ParsedPlan
from catalog.tables import ImportRun, Plan
from catalog.text import fold


class Unconfirmed(Exception):
    """It may be a stored plan (`plan_id`, `title`): a person must confirm before it is revised by `new_title`."""

    def __init__(self, plan: Plan, parsed: ParsedPlan) -> None:
        known = f"{plan.number} " if plan.number else ""
        same = "Số" if plan.number and plan.number == parsed.number else "Tên"
        super().__init__(
            f"{same} trùng với kế hoạch đã có (mã {plan.id}: {known}“{plan.title[:120]}”), văn bản này là "
            f"“{parsed.title[:120]}”; cần xác nhận đây là bản mới của kế hoạch đó"
        )
        assert plan.id is not None
        self.plan_id = plan.id
        self.title = plan.title
        self.new_title = parsed.title


def known_plan(session: Session, parsed: ParsedPlan, plan_id: int | None, source_sha256: str = "") -> Plan | None:
    """The stored plan, None for a new one; `plan_id` 0 says that it is a new one.

    A file that was imported as that plan before needs no confirmation, nor does one that changes nothing.
    Raises Unconfirmed, and Amendment for a document that amends a stored plan and was not said to be one by itself.
    """
    plans = session.exec(select(Plan).order_by(col(Plan.id).desc())).all()
    alike: list[Plan] = []
    if parsed.number and plan_id != 0:
        numbered = [plan for plan in plans if same_number(plan.number, parsed.number)]
        for plan in numbered:
            if same_issuer(plan.issuer, parsed.issuer) and _same_year(plan, parsed):
                return plan
        alike = [plan for plan in numbered if not _differs(plan, parsed)]
    if plan_id is not None:
        return session.get(Plan, plan_id) if plan_id else None
    amended = _amended(plans, parsed)
    if amended is not None:
        if _imported_before(session, amended, source_sha256):
            return amended
        raise Amendment(amended, parsed)
    given = next((plan for plan in plans if plan.id == parsed.plan_id), None)
    if given is not None and _same_title(given, parsed):
        return given
    # Two plans with two numbers are two plans, whatever they are called.
    named = [plan for plan in reversed(plans) if _same_title(plan, parsed) and not (plan.number and parsed.number)]
    named.sort(key=lambda plan: (not _imported_before(session, plan, source_sha256), plan.number != parsed.number))
    candidates = [*alike, *named]
    if not candidates:
        return None
    if _imported_before(session, candidates[0], source_sha256) or _says_the_same(session, candidates[0], parsed):
        return candidates[0]
    raise Unconfirmed(candidates[0], parsed)


def _amended(plans: Sequence[Plan], parsed: ParsedPlan) -> Plan | None:
    """The newest stored plan that a document amends, by number, issuer and the year it names."""
    named = parsed.amends
    if named is None:
        return None
    for plan in plans:
        year = plan.date.year if plan.date else plan.year
        issuers = _issuer(plan.issuer), _issuer(parsed.issuer)
        ours = not all(issuers) or issuers[0] in issuers[1] or issuers[1] in issuers[0]
        if same_number(plan.number, named.number) and ours and (None in (year, named.year) or year == named.year):
            return plan
    return None


def same_issuer(one: str, other: str) -> bool:
    """Whether two printed issuers are one, with their level and place."""
    return bool(one) and _issuer(one) == _issuer(other)


def _differs(plan: Plan, parsed: ParsedPlan) -> bool:
    """Whether issuer or year say for certain that it is another plan."""
    issuers = _issuer(plan.issuer), _issuer(parsed.issuer)
    known = all(issuers) and not (issuers[0] in issuers[1] or issuers[1] in issuers[0])
    years = (plan.date.year if plan.date else plan.year), (parsed.date.year if parsed.date else parsed.year)
    return known or (None not in years and years[0] != years[1])


def _same_year(plan: Plan, parsed: ParsedPlan) -> bool:
    """The year of issue, or of the work where the day is open in both."""
    if plan.date and parsed.date:
        return plan.date.year == parsed.date.year
    return not plan.date and not parsed.date and plan.year == parsed.year


def _issuer(printed: str) -> str:
    folded = re.sub(r"[^a-z0-9]+", " ", fold(printed)).strip()
    folded = folded.replace("uy ban nhan dan", "ubnd").replace("hoi dong nhan dan", "hdnd")
    return re.sub(r"\btp\b", "thanh pho", folded.removeprefix("chu tich "))


def _same_title(plan: Plan, parsed: ParsedPlan) -> bool:
    return fold(plan.title) == fold(parsed.title)


def _says_the_same(session: Session, plan: Plan, parsed: ParsedPlan) -> bool:
    known = read_stored(session, plan)
    anonymous = replace(known, tasks=tuple(replace(task, task_id=0) for task in known.tasks))
    stored, new = export_plan(anonymous), export_plan(parsed)
    return all(stored[part] == new[part] for part in ("tasks", "indicators", "reporting"))


def _imported_before(session: Session, plan: Plan, source_sha256: str) -> bool:
    runs = select(ImportRun.id).where(ImportRun.plan_id == plan.id, ImportRun.source_sha256 == source_sha256)
    return bool(source_sha256) and session.exec(runs).first() is not None
