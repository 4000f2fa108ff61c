"""All tables. One file a concern; import them from here.

Only the files are loaded whose tables are asked for: making all of them costs a short command a third of its time.
`metadata` is always whole: whoever asks for it loads them all, and the writer of a store begins with all of them.
"""

import importlib
from typing import TYPE_CHECKING, Any

from sqlmodel import SQLModel

if TYPE_CHECKING:
    from catalog.tables.base import UtcDateTime as UtcDateTime
    from catalog.tables.base import table_of as table_of
    from catalog.tables.board import BoardSession as BoardSession
    from catalog.tables.board import CalendarFeed as CalendarFeed
    from catalog.tables.channel_watch import ChannelHeartbeat as ChannelHeartbeat
    from catalog.tables.channel_watch import ChannelMonth as ChannelMonth
    from catalog.tables.derived import ReportDraft as ReportDraft
    from catalog.tables.derived import RollupCell as RollupCell
    from catalog.tables.derived import RollupKept as RollupKept
    from catalog.tables.derived import RollupMark as RollupMark
    from catalog.tables.derived import ShownDay as ShownDay
    from catalog.tables.issued import Plan as Plan
    from catalog.tables.messages import Briefing as Briefing
    from catalog.tables.messages import Conversation as Conversation
    from catalog.tables.messages import Digest as Digest
    from catalog.tables.messages import DutyNudge as DutyNudge
    from catalog.tables.messages import DutyPrompt as DutyPrompt
    from catalog.tables.messages import GroupDigest as GroupDigest
    from catalog.tables.messages import Inbox as Inbox
    from catalog.tables.messages import Nudge as Nudge
    from catalog.tables.messages import Outbox as Outbox
    from catalog.tables.messages import Prompt as Prompt
    from catalog.tables.official_account import ChannelCost as ChannelCost
    from catalog.tables.official_account import ChannelWays as ChannelWays
    from catalog.tables.official_account import OaToken as OaToken
    from catalog.tables.official_account import OaUpload as OaUpload
    from catalog.tables.organisations import AgencyRow as AgencyRow
    from catalog.tables.organisations import FormerName as FormerName
    from catalog.tables.organisations import Succession as Succession
    from catalog.tables.organisations import UnitChange as UnitChange
    from catalog.tables.organisations import UnitGroup as UnitGroup
    from catalog.tables.organisations import UnitName as UnitName
    from catalog.tables.own_organisation import Organisation as Organisation
    from catalog.tables.own_settings import CalendarOverride as CalendarOverride
    from catalog.tables.own_settings import Setting as Setting
    from catalog.tables.people import Contact as Contact
    from catalog.tables.people import Invitation as Invitation
    from catalog.tables.people import JoinRequest as JoinRequest
    from catalog.tables.people import Membership as Membership
    from catalog.tables.people import Person as Person
    from catalog.tables.plans import DutyPeriod as DutyPeriod
    from catalog.tables.plans import ImportRun as ImportRun
    from catalog.tables.plans import Indicator as Indicator
    from catalog.tables.plans import IndicatorValue as IndicatorValue
    from catalog.tables.plans import Milestone as Milestone
    from catalog.tables.plans import PlanFile as PlanFile
    from catalog.tables.plans import ReportingDutyRow as ReportingDutyRow
    from catalog.tables.plans import ScanPage as ScanPage
    from catalog.tables.plans import Task as Task
    from catalog.tables.record import Audit as Audit
    from catalog.tables.record import AuditHead as AuditHead
    from catalog.tables.upload import UploadLink as UploadLink
    from catalog.tables.work import Assignment as Assignment
    from catalog.tables.work import Blocker as Blocker
    from catalog.tables.work import Evidence as Evidence
    from catalog.tables.work import EvidenceBlob as EvidenceBlob
    from catalog.tables.work import EvidenceReading as EvidenceReading
    from catalog.tables.work import Extension as Extension
    from catalog.tables.work import Slot as Slot
    from catalog.tables.work import Update as Update

    metadata = SQLModel.metadata

_FILES = {
    "base": "UtcDateTime table_of",
    "board": "BoardSession CalendarFeed",
    "channel_watch": "ChannelHeartbeat ChannelMonth",
    "derived": "ReportDraft RollupCell RollupKept RollupMark ShownDay",
    "messages": "Briefing Conversation Digest DutyNudge DutyPrompt GroupDigest Inbox Nudge Outbox Prompt",
    "official_account": "ChannelCost ChannelWays OaToken OaUpload",
    "issued": "Plan",
    "organisations": "AgencyRow FormerName Succession UnitChange UnitGroup UnitName",
    "own_organisation": "Organisation",
    "own_settings": "CalendarOverride Setting",
    "people": "Contact Invitation JoinRequest Membership Person",
    "plans": "DutyPeriod ImportRun Indicator IndicatorValue Milestone PlanFile ReportingDutyRow ScanPage Task",
    "record": "Audit AuditHead",
    "upload": "UploadLink",
    "work": "Assignment Blocker Evidence EvidenceBlob EvidenceReading Extension Objection Slot Update",
}
"""File under catalog/tables -> the names it brings."""

_FILE_OF = {name: file for file, names in _FILES.items() for name in names.split()}


def load_all() -> None:
    """Make all tables: what is written may refer to any of them."""
    for file in _FILES:
        importlib.import_module(f"catalog.tables.{file}")


def __getattr__(name: str) -> Any:
    """What is asked for the first time: loaded, and kept as an ordinary name of this module."""
    if name == "metadata":
        load_all()
        found: Any = SQLModel.metadata
    elif name in _FILE_OF:
        found = getattr(importlib.import_module(f"catalog.tables.{_FILE_OF[name]}"), name)
    else:
        raise AttributeError(name)
    return globals().setdefault(name, found)
