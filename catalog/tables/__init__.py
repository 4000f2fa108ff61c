"""All tables. One file a concern; import them from here, so that the metadata is always whole."""

from sqlmodel import SQLModel

from catalog.tables.base import UtcDateTime, table_of
from catalog.tables.board import BoardSession, CalendarFeed
from catalog.tables.channel_watch import ChannelHeartbeat, ChannelMonth, RateLimit
from catalog.tables.derived import ReportDraft, RollupCell, RollupKept, RollupMark, ShownDay
from catalog.tables.messages import (
    Briefing,
    Conversation,
    Digest,
    DutyNudge,
    DutyPrompt,
    GroupDigest,
    Inbox,
    Nudge,
    Outbox,
    Prompt,
)
from catalog.tables.official_account import ChannelCost, ChannelWays, OaToken, OaUpload
from catalog.tables.organisations import (
    AgencyRow,
    FormerName,
    Organisation,
    Succession,
    UnitChange,
    UnitGroup,
    UnitName,
)
from catalog.tables.people import Contact, Invitation, JoinRequest, Membership, Person
from catalog.tables.plans import (
    CalendarOverride,
    DutyPeriod,
    ImportRun,
    Indicator,
    IndicatorValue,
    Milestone,
    Plan,
    PlanFile,
    ReportingDutyRow,
    ScanPage,
    Setting,
    Task,
)
from catalog.tables.record import Audit, AuditHead
from catalog.tables.upload import UploadLink
from catalog.tables.work import (
    Assignment,
    Blocker,
    Evidence,
    EvidenceBlob,
    EvidenceReading,
    Extension,
    Slot,
    Update,
)

metadata = SQLModel.metadata

__all__ = [
    "AgencyRow",
    "Assignment",
    "Audit",
    "AuditHead",
    "Blocker",
    "BoardSession",
    "Briefing",
    "CalendarFeed",
    "CalendarOverride",
    "ChannelCost",
    "ChannelHeartbeat",
    "ChannelMonth",
    "ChannelWays",
    "Contact",
    "Conversation",
    "Digest",
    "DutyNudge",
    "DutyPeriod",
    "DutyPrompt",
    "Evidence",
    "EvidenceBlob",
    "EvidenceReading",
    "Extension",
    "FormerName",
    "GroupDigest",
    "ImportRun",
    "Inbox",
    "Indicator",
    "IndicatorValue",
    "Invitation",
    "JoinRequest",
    "Membership",
    "Milestone",
    "Nudge",
    "OaToken",
    "OaUpload",
    "Organisation",
    "Outbox",
    "Person",
    "Plan",
    "PlanFile",
    "Prompt",
    "RateLimit",
    "ReportDraft",
    "ReportingDutyRow",
    "RollupCell",
    "RollupKept",
    "RollupMark",
    "ScanPage",
    "Setting",
    "ShownDay",
    "Slot",
    "Succession",
    "Task",
    "UnitChange",
    "UnitGroup",
    "UnitName",
    "Update",
    "UploadLink",
    "UtcDateTime",
    "metadata",
    "table_of",
]
