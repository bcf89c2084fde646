"""The nouns of the casefile, one a file."""

from forbear.casefile.models.alert import Alert
from forbear.casefile.models.assessment import Assessment
from forbear.casefile.models.audit_entry import AuditEntry
from forbear.casefile.models.breach import Breach
from forbear.casefile.models.consent import Consent
from forbear.casefile.models.contact_event import ContactEvent
from forbear.casefile.models.contact_point import ContactPoint
from forbear.casefile.models.day_run import DayRun, StepRun
from forbear.casefile.models.decision import Decision
from forbear.casefile.models.hold import Hold
from forbear.casefile.models.loan import Loan
from forbear.casefile.models.message import Message
from forbear.casefile.models.permit import Permit
from forbear.casefile.models.person import Person
from forbear.casefile.models.promise import Promise
from forbear.casefile.models.proposal import Proposal
from forbear.casefile.models.sign_in_code import SignInCode
from forbear.casefile.models.staff import Role, Staff
from forbear.casefile.models.subject_request import SubjectRequest
from forbear.casefile.models.task import Task

__all__ = [
    "Alert",
    "Assessment",
    "AuditEntry",
    "Breach",
    "Consent",
    "ContactEvent",
    "ContactPoint",
    "DayRun",
    "Decision",
    "Hold",
    "Loan",
    "Message",
    "Permit",
    "Person",
    "Promise",
    "Proposal",
    "Role",
    "SignInCode",
    "Staff",
    "StepRun",
    "SubjectRequest",
    "Task",
]
