"""Letters: every message that Forbear may send, as files that people who do not program write and review.

Start at `library.py`. A letter is checked when it is loaded, so a message can only fail for want of a fact.
"""

from forbear.contact.letters.library import Library
from forbear.contact.letters.rendered import Rendered
from forbear.contact.letters.sms_length import sms_parts

__all__ = ["Library", "Rendered", "sms_parts"]
