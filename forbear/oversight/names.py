"""How members of staff are called on pages, in each language."""

from collections.abc import Mapping

from forbear.casefile.models import Staff
from forbear.kernel.languages import LANGUAGES


def names_of(staff: Staff | None) -> Mapping[str, str]:
    """A name by language; empty for nobody."""
    return {language: staff.name_in(language) for language in LANGUAGES} if staff else {}
