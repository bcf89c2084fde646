"""One lawbook for the room, and a way to say only what differs from a complete lawful act."""

from collections.abc import Callable
from typing import Any

import pytest

from forbear.compliance.examples import whole_request
from forbear.compliance.gate import judge
from forbear.compliance.lawbook import Lawbook
from forbear.compliance.verdict import Verdict


@pytest.fixture(scope="session")
def lawbook() -> Lawbook:
    return Lawbook.load()


@pytest.fixture(scope="session")
def act(lawbook: Lawbook) -> Callable[..., dict[str, Any]]:
    """A complete lawful call in mainland China at ten in the morning, changed by what is given."""
    return lambda **given: whole_request(lawbook.folders["CN"].pack.act, given)


@pytest.fixture(scope="session")
def ask(lawbook: Lawbook, act: Callable[..., dict[str, Any]]) -> Callable[..., Verdict]:
    return lambda **given: judge(act(**given), lawbook)


@pytest.fixture(scope="session")
def ask_in(lawbook: Lawbook) -> Callable[..., Verdict]:
    """The verdict on a market's complete lawful act, changed by what is given."""
    return lambda place, **given: judge(whole_request(lawbook.folders[place].pack.act, given), lawbook)
