"""The zone of a market that has only one, for people whose source records none; elsewhere unknown stays unknown."""

from functools import cache

from pydantic import BaseModel, ConfigDict, RootModel

from forbear.ledger import rulefile


class Only(BaseModel):
    """The one zone of a market, and why it may be assumed."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    zone: str
    why: str


class Zones(RootModel[dict[str, Only]]):
    """playbooks/zones.yaml."""


@cache
def _zones() -> Zones:
    return rulefile.read(rulefile.shipped("zones.yaml"), Zones)


def only_zone(market: str) -> str | None:
    """The IANA zone of a market with one official time, else None."""
    found = _zones().root.get(market)
    return found.zone if found else None
