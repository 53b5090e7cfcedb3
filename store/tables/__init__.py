"""The tables, one file a subject."""

from store.tables.alerts import AlertRow
from store.tables.base import Table
from store.tables.cases import Case, CaseEvent, Notice, Offer
from store.tables.content import EntryRow, PlannedChange, Revision
from store.tables.conversations import ChannelIdentity, Conversation, Message, Person, Signal
from store.tables.editing import Review, Trial, Typing
from store.tables.learning import EntryUse, Question
from store.tables.models import ModelCheck
from store.tables.outbox import DeliveryStatus, OutboxRow
from store.tables.staff import AuditRecord, SignInFailure, StaffMember, StaffSession

__all__ = [
    "AlertRow",
    "AuditRecord",
    "Case",
    "CaseEvent",
    "ChannelIdentity",
    "Conversation",
    "DeliveryStatus",
    "EntryRow",
    "EntryUse",
    "Message",
    "ModelCheck",
    "Notice",
    "Offer",
    "OutboxRow",
    "Person",
    "PlannedChange",
    "Question",
    "Review",
    "Revision",
    "SignInFailure",
    "Signal",
    "StaffMember",
    "StaffSession",
    "Table",
    "Trial",
    "Typing",
]
