"""All tables. One file a concern; import them from here, so that the metadata is always whole."""

from sqlmodel import SQLModel

from catalog.tables.base import UtcDateTime
from catalog.tables.messages import Conversation, Digest, Inbox, Nudge, Outbox, Prompt
from catalog.tables.people import Contact, Invitation, JoinRequest, Membership, Person
from catalog.tables.plans import (
    AgencyAliasRow,
    AgencyRow,
    CalendarOverride,
    ImportRun,
    Indicator,
    IndicatorValue,
    Milestone,
    Plan,
    ReportingDutyRow,
    Setting,
    Task,
)
from catalog.tables.record import Audit
from catalog.tables.work import Assignment, Blocker, Evidence, EvidenceBlob, Extension, Slot, Update

metadata = SQLModel.metadata

__all__ = [
    "AgencyAliasRow",
    "AgencyRow",
    "Assignment",
    "Audit",
    "Blocker",
    "CalendarOverride",
    "Contact",
    "Conversation",
    "Digest",
    "Evidence",
    "EvidenceBlob",
    "Extension",
    "ImportRun",
    "Inbox",
    "Indicator",
    "IndicatorValue",
    "Invitation",
    "JoinRequest",
    "Membership",
    "Milestone",
    "Nudge",
    "Outbox",
    "Person",
    "Plan",
    "Prompt",
    "ReportingDutyRow",
    "Setting",
    "Slot",
    "Task",
    "Update",
    "UtcDateTime",
    "metadata",
]
