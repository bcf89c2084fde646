"""The doors' fixtures: a small believable day, staff who are signed in, a borrower who is.

Models are imported inside: this file is read before Django is set up.
"""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client


@pytest.fixture
def a_small_day(db: None) -> Iterator[None]:
    """The casefile of 24 November 2026 at two minutes past eight in Shanghai."""
    from forbear.casefile import clock
    from tests.doors import small_day

    with clock.at(small_day.MORNING):
        small_day.make()
        yield


@pytest.fixture
def as_role(a_small_day: None) -> Callable[[str], Client]:
    """A browser in which a member of staff of this role is signed in."""

    def signed_in(role: str) -> Client:
        from forbear.casefile.models import Staff

        client = Client()
        client.force_login(Staff.objects.get(username=role), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture
def borrower(a_small_day: None) -> Client:
    """A browser in which the borrower B000010 is signed in."""
    from tests.doors import small_day

    client = Client()
    session = client.session
    session["borrower"] = small_day.BORROWER
    session.save()
    return client
