"""Which tables the audit chain vouches for, row by row, and which it does not, each with the reason.

Every table stands in exactly one of these lists (a test looks). One that gives power or changes what something means is
in `PROVEN`: each row that is written is in the chain by its digest (`catalog.proof`), so that a row changed by other
hands is found. Adding a table to it is all there is to do; what stood in it before is taken into the chain at the next
start.
"""

PROVEN: dict[str, frozenset[str]] = {
    "assignment": frozenset(
        {
            # Held against the last update (`upkeep.verify_audit`).
            "state", "percent", "due", "self_confirmed", "expected_on",
            "last_update_at", "next_nudge_at",
        }
    ),
    "blocker": frozenset(),
    "board_session": frozenset(),
    "calendar_feed": frozenset(),
    "calendar_override": frozenset(),
    "digest": frozenset({"outbox_id"}),
    "duty_nudge": frozenset({"outbox_id", "digest_id"}),
    "duty_period": frozenset({"next_nudge_at"}),
    "evidence": frozenset(),
    "evidence_blob": frozenset(),
    "extension": frozenset(),
    "former_name": frozenset(),
    "group_digest": frozenset({"outbox_id"}),
    "import_run": frozenset(),
    "indicator": frozenset(),
    "invitation": frozenset(),
    "join_request": frozenset(),
    "membership": frozenset(),
    "milestone": frozenset(),
    "objection": frozenset(),
    "organisation": frozenset({"revision"}),  # moves on with every change of a unit
    "nudge": frozenset({"outbox_id", "digest_id"}),
    "person": frozenset(),
    "plan": frozenset(),
    "plan_file": frozenset(),
    "report_draft": frozenset({"outbox_id"}),
    "reporting_duty": frozenset({"opens_at"}),
    "scan_page": frozenset({"picture"}),
    "setting": frozenset(),
    "slot": frozenset({"due", "reported_on"}),  # held against the last update
    "succession": frozenset(),
    "task": frozenset(),
    "unit": frozenset(),
    "unit_change": frozenset(),
    "unit_group": frozenset(),
    "unit_name": frozenset(),
    "upload_link": frozenset(),
}  # fmt: skip
"""Table -> columns that are left out: what can be worked out again, or is held against something proven."""

PERSONAL = frozenset({"contact"})
"""The one table of personal data (DESIGN section 4): nothing of it is in the chain but how many rows there are."""

RECORD = frozenset({"audit", "audit_head", "indicator_value", "update_entry"})
"""The chain itself, and the append-only records with links of their own."""

DERIVED = frozenset({"evidence_reading", "rollup_cell", "rollup_kept", "rollup_mark", "shown_day"})
"""Worked out from the record, and can be worked out again."""

PASSING = frozenset(
    {
        "briefing", "channel_cost", "channel_heartbeat", "channel_month", "channel_ways", "conversation", "duty_prompt",
        "inbox", "oa_token", "oa_upload", "outbox", "prompt",
    }
)  # fmt: skip
"""Messages on their way, word for word until they are forgotten, and what the bot notes for itself: nothing here
gives a right or is a fact of the office. What a message caused is proven where it stands."""
