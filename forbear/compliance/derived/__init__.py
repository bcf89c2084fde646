"""Facts that follow from other facts, so that a law file can name them in one word.

Each is a plain reading of what was recorded; a fact that was not recorded gives None or False, never a guess that
would open the gate. No number of any law is here: a reading gives a count or an age, the law file says how much.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from forbear.compliance.derived import agreements, clocks, states, told, wishes

if TYPE_CHECKING:
    from forbear.compliance.facts import Facts

Reading = Callable[["Facts"], Any]
READINGS: dict[str, Reading] = {
    reading.__name__: reading for module in (agreements, clocks, states, told, wishes) for reading in module.READINGS
}
