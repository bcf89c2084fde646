"""Which role may see and do what (least privilege). One table; the doors ask here and hold no rule of their own.

A counsellor's work is kept apart from collection (requirement C2); an analyst sees numbers, never people.
"""

from collections.abc import Mapping

EVERYTHING_OF_A_DAY = frozenset({"board", "people", "refusals", "outbox", "tasks", "alerts"})
_SEES: Mapping[str, frozenset[str]] = {
    "agent": frozenset({"board", "people", "tasks", "alerts"}),
    "lead": EVERYTHING_OF_A_DAY,
    "compliance": EVERYTHING_OF_A_DAY | {"audit", "requests"},
    "analyst": frozenset({"board", "refusals"}),
    "counsellor": frozenset({"people", "tasks"}),
    "admin": frozenset({"board", "refusals", "outbox", "alerts", "audit"}),
}
# What a role reads in clear: who speaks with people knows their names; nobody sees an address without a reason.
_CLEAR: Mapping[str, frozenset[str]] = {"agent": frozenset({"name"}), "counsellor": frozenset({"name"})}
# Whose tasks and alerts a role works on.
_WORKS_FOR: Mapping[str, tuple[str, ...]] = {
    "agent": ("agent",),
    "lead": ("agent", "lead"),
    "compliance": ("compliance",),
    "analyst": ("analyst",),
    "counsellor": ("counsellor",),
    "admin": ("admin",),
}


def may(role: str, what: str) -> bool:
    """Whether a role may see `what`; an unknown role or thing may not."""
    return what in _SEES.get(role, frozenset())


def sees(role: str) -> frozenset[str]:
    """Everything a role may see."""
    return _SEES.get(role, frozenset())


def roles_that_see(what: str) -> tuple[str, ...]:
    """The roles that may see `what`, for the page that says no."""
    return tuple(role for role, things in _SEES.items() if what in things)


def sees_clear(role: str, what: str) -> bool:
    """Whether a role sees a `name` or an `address` unmasked, without giving a reason."""
    return what in _CLEAR.get(role, frozenset())


def works_for(role: str) -> tuple[str, ...]:
    """The owners whose tasks and alerts a role sees and may close."""
    return _WORKS_FOR.get(role, ())
