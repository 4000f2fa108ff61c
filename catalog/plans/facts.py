"""What is said of a stored plan wherever one is named to a program."""

from typing import Any

from catalog.tables import Plan


def plan_facts(plan: Plan) -> dict[str, Any]:
    """Id, number, title, issuer and date (ISO or None) of a stored plan, as the contracts print them."""
    return {
        "id": plan.id, "number": plan.number, "title": plan.title, "issuer": plan.issuer,
        "date": plan.date.isoformat() if plan.date else None,
    }  # fmt: skip
