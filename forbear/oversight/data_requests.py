"""Requests about data, for the officer who answers them: reading somebody's words about themselves is a reading."""

from django.conf import settings
from django.utils.module_loading import import_string

from forbear.care import subject_requests
from forbear.care.subject_requests import WORDS, Asked
from forbear.casefile.models import Person, Staff
from forbear.intake import erase as lake_erase
from forbear.intake.lake import Lake
from forbear.kernel.errors import Refused
from forbear.oversight.permissions import may
from forbear.oversight.reading import listing

__all__ = ["WORDS", "Asked", "answer", "waiting"]


def waiting(by: Staff) -> tuple[Asked, ...]:
    """Every open request, the most pressing first; one entry names everybody on the page."""
    _allowed(by)
    with listing(by, "data requests") as reader:
        found = subject_requests.open_requests()
        for person in Person.objects.filter(pk__in={one.person_id for one in found}):
            reader.name(person)
    return found


def answer(request_id: int, granted: bool, words: str, by: Staff) -> Asked:
    """Close a request with an answer in words. A deletion that was carried out goes on in the lake.

    If the machine stops in between, the next `forbear privacy retention` does what is left.
    """
    _allowed(by)
    closed = subject_requests.answer(request_id, granted, words, by)
    if closed.kind == "deletion" and granted:
        lake_erase.erase(Lake(settings.FORBEAR_HOME, import_string(settings.FORBEAR_ENGINE)()), [closed.person_id])
    return closed


def _allowed(by: Staff) -> None:
    if not may(by.role, "requests"):
        raise Refused("your role does not answer requests about data.", where=by.role)
