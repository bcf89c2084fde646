"""Staff pages: what each role sees, and that every number is the casefile's."""

from collections.abc import Callable

import pytest
from django.test import Client

from doors import small_day

In = Callable[[str], Client]
PAGES = ("", "people/", "tasks/", "alerts/", "refusals/", "outbox/", "audit/", f"people/{small_day.BORROWER}/")


@pytest.mark.parametrize("page", PAGES)
def test_compliance_sees_every_page(as_role: In, page: str) -> None:
    assert as_role("compliance").get(f"/desk/{page}").status_code == 200
