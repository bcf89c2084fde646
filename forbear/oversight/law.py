"""What a duty says, in three languages, with the quality of its source: for pages that show verdicts.

Reads the lawbook at hand; a rule that it no longer holds keeps the sentence stored with the verdict.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from forbear.compliance.lawfile import Law
from forbear.contact import judging


@dataclass(frozen=True)
class Saying:
    """Sentences by language. `source`: primary, secondary or memory; `force`: law, regulator, standard …"""

    title: str
    statement: Any
    remedy: Any
    source: str
    force: str


def saying(rule: str, reason: dict[str, Any]) -> Saying:
    """What `rule` says, falling back to the sentences that the verdict stored."""
    law = _laws().get(rule)
    if law is None:
        return Saying(rule, reason.get("statement", ""), reason.get("remedy", ""), "", "")
    newest = law.values[max(law.values)]
    return Saying(law.title, law.statement.by_language(), law.remedy.by_language(), newest.source, law.force)


@cache
def _laws() -> dict[str, Law]:
    return {law.id: law for _, law in judging.lawbook().laws()}
