"""The tables, one file a subject."""

from store.tables.alerts import AlertRow
from store.tables.base import Table
from store.tables.cases import Case, CaseEvent, Notice, Offer
from store.tables.coming_back import ChatKey, CodeAttempt, PhoneProof, ReturnCode
from store.tables.content import EntryRow, PlannedChange, Revision
from store.tables.conversations import ChannelIdentity, Conversation, Message, Person, Signal
from store.tables.desk import AdviserProfile, CannedReply, Draft, Look, SecondLook, UnsentReply
from store.tables.editing import Review, Trial, Typing
from store.tables.knowledge import PlanStep, Rating, RecordedFact
from store.tables.learning import EntryUse, Question
from store.tables.models import ModelCheck
from store.tables.outbox import DeliveryStatus, OutboxRow, SentText
from store.tables.pictures import Picture
from store.tables.referrals import FollowUp, Promise, Referral, ServiceRow
from store.tables.staff import AuditRecord, SignInFailure, StaffMember, StaffSession

__all__ = [
    "AdviserProfile",
    "AlertRow",
    "AuditRecord",
    "CannedReply",
    "Case",
    "CaseEvent",
    "ChannelIdentity",
    "ChatKey",
    "CodeAttempt",
    "Conversation",
    "DeliveryStatus",
    "Draft",
    "EntryRow",
    "EntryUse",
    "FollowUp",
    "Look",
    "Message",
    "ModelCheck",
    "Notice",
    "Offer",
    "OutboxRow",
    "Person",
    "PhoneProof",
    "Picture",
    "PlanStep",
    "PlannedChange",
    "Promise",
    "Question",
    "Rating",
    "RecordedFact",
    "Referral",
    "ReturnCode",
    "Review",
    "Revision",
    "SecondLook",
    "SentText",
    "ServiceRow",
    "SignInFailure",
    "Signal",
    "StaffMember",
    "StaffSession",
    "Table",
    "Trial",
    "Typing",
    "UnsentReply",
]
