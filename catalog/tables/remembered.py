"""What the writer may remember of the tables from one message to the next (`catalog.store.memory`).

Only what is asked at every message and changes rarely stands here. A question that looks at anything else is refused
when it is built; PostgreSQL counts the changes of exactly these columns for the other processes.
"""

REMEMBERED: dict[str, frozenset[str]] = {
    "assignment": frozenset({"id", "follows_id"}),
    "membership": frozenset({"id", "person_id", "role", "agency_id", "ended_at", "until"}),
    "organisation": frozenset({"revision"}),
    "plan": frozenset({"id", "number", "title"}),
    "slot": frozenset({"assignment_id", "slot", "label", "due", "reported_on"}),
    "task": frozenset({"id", "plan_id", "annex", "section", "number", "title", "output", "classified"}),
    "unit": frozenset({"id", "name"}),
}
"""Table -> columns. A new row and one that is gone count as well."""
