"""Which stored plan a plan that was read is: by number and issuer, else by the id given, else by title - confirmed."""

from sqlmodel import Session, col, select

from catalog.plans.export.as_json import export_plan
from catalog.plans.keeping.stored import read_stored
from catalog.plans.model import ParsedPlan
from catalog.tables import ImportRun, Plan
from catalog.text import fold


class Unconfirmed(Exception):
    """Only the title says that this is a stored plan (`plan_id`): a person must confirm before it is revised."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(f"Tên trùng với kế hoạch đã có (mã {plan.id}); cần xác nhận đây là bản mới của kế hoạch đó")
        assert plan.id is not None
        self.plan_id = plan.id
        self.title = plan.title


def known_plan(session: Session, parsed: ParsedPlan, plan_id: int | None, source_sha256: str = "") -> Plan | None:
    """The stored plan, None for a new one; `plan_id` 0 says that it is a new one.

    A file that was imported as that plan before needs no confirmation, nor does one that changes nothing.
    Raises Unconfirmed.
    """
    plans = session.exec(select(Plan).order_by(col(Plan.id))).all()
    if parsed.number and plan_id != 0:
        for plan in plans:
            if plan.number == parsed.number and plan.issuer == parsed.issuer:
                return plan
    if plan_id is not None:
        return session.get(Plan, plan_id) if plan_id else None
    given = next((plan for plan in plans if plan.id == parsed.plan_id), None)
    if given is not None and _same_title(given, parsed):
        return given
    # Two plans with two numbers are two plans, whatever they are called.
    named = [plan for plan in plans if _same_title(plan, parsed) and not (plan.number and parsed.number)]
    named.sort(key=lambda plan: (not _imported_before(session, plan, source_sha256), plan.number != parsed.number))
    if not named:
        return None
    if _imported_before(session, named[0], source_sha256) or _says_the_same(session, named[0], parsed):
        return named[0]
    raise Unconfirmed(named[0])


def _same_title(plan: Plan, parsed: ParsedPlan) -> bool:
    return fold(plan.title) == fold(parsed.title)


def _says_the_same(session: Session, plan: Plan, parsed: ParsedPlan) -> bool:
    stored, new = export_plan(read_stored(session, plan)), export_plan(parsed)
    return all(stored[part] == new[part] for part in ("tasks", "indicators", "reporting"))


def _imported_before(session: Session, plan: Plan, source_sha256: str) -> bool:
    runs = select(ImportRun.id).where(ImportRun.plan_id == plan.id, ImportRun.source_sha256 == source_sha256)
    return bool(source_sha256) and session.exec(runs).first() is not None
