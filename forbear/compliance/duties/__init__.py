"""The few kinds of duty a law file may name, each readable in one file and in two ways: one act, and a portfolio."""

from typing import Any

from forbear.compliance.duties.core import Core
from forbear.compliance.duties.forbidden import Forbidden
from forbear.compliance.duties.frequency import Frequency
from forbear.compliance.duties.general import General
from forbear.compliance.duties.hold import Hold
from forbear.compliance.duties.hours import Hours
from forbear.compliance.duties.limit import Limit
from forbear.compliance.duties.party import Party
from forbear.compliance.duties.permission import Permission
from forbear.compliance.duties.required import Required

KINDS: dict[str, Any] = {
    "core": Core,
    "forbidden": Forbidden,
    "frequency": Frequency,
    "general": General,
    "hold": Hold,
    "hours": Hours,
    "limit": Limit,
    "party": Party,
    "permission": Permission,
    "required": Required,
}
