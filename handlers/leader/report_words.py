"""How an official document names plans and tasks: grounds, the opening sentence, a task by its place in the plan."""

import datetime as dt
from collections.abc import Sequence

from catalog.figures.standing_on_day import Place
from catalog.official_documents.kinds import LETTER, kind_by_number
from catalog.tables import Plan
from templates.documents.letterhead import full
from templates.documents.official_words import days_written_out, official_day
from templates.render import say


def subject(day: dt.date) -> str:
    """The report's subject (trích yếu)."""
    return say("report.subject", day=official_day(day))


def ground(plan: Plan) -> str:
    """A plan as a ground, with all that Decree 30 (II.6a) asks for: kind, number, day, issuer, subject; "" where the
    plan does not know them: half a ground is none.
    """
    words = _with_number(plan)
    return f"Căn cứ {words}" if words else ""


def named_plan(plan: Plan) -> str:
    """A plan in a sentence, with its number and day where it has them."""
    return _with_number(plan) or days_written_out(plan.title)


def opening(office: str, others: Sequence[Plan]) -> str:
    """The sentence the report begins with; plans without number and day are named there."""
    return say("report.opening", office=office or "Cơ quan theo dõi", plans=[named_plan(plan) for plan in others])


def place_in_plan(place: Place, *, with_plan: bool) -> str:
    """ "nhiệm vụ số 4, mục I, Phụ lục II"; with the plan's number where several plans are spoken of."""
    return say("report.place", place=place, plan=(place.plan_number or place.plan) if with_plan else "")


def _with_number(plan: Plan) -> str:
    if not (plan.number and plan.date and plan.issuer):
        return ""
    kind = kind_by_number(plan.number) or LETTER
    title = " ".join(plan.title.split())
    if title.lower().startswith(f"{kind.lower()} "):
        title = title[len(kind) + 1 :].strip()
        title = (
            title
            if title.lower().startswith(("về ", "ban hành ", "thực hiện "))
            else f"về {title[:1].lower()}{title[1:]}"
        )
    elif kind == "QUYẾT ĐỊNH" and not title.lower().startswith(("về ", "ban hành ", "phê duyệt ")):
        title = f"ban hành {title}"
    return say("report.with_number", kind=kind.capitalize(), number=plan.number, day=official_day(plan.date),
               issuer=full(plan.issuer), title=days_written_out(title))  # fmt: skip
