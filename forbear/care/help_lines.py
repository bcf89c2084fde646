"""Public lines to turn to, by market: somebody who listens, and the regulator. Numbers are data (playbooks/help)."""

from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from forbear.kernel.errors import BadInput

_FILE = "playbooks/help/lines.yaml"


class HelpLines(BaseModel):
    """Telephone numbers as they are dialled inside the market."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    zones: tuple[str, ...]
    listening: str
    regulator: str


def lines_of(market: str = "", zone: str = "") -> HelpLines | None:
    """The lines of a market, or of the market that a zone lies in; None where none are known."""
    known = _lines()
    return known.get(market) or next((lines for lines in known.values() if zone in lines.zones), None)


@cache
def _lines() -> dict[str, HelpLines]:
    try:
        text = files("forbear").joinpath(_FILE).read_text(encoding="utf-8")
        return TypeAdapter(dict[str, HelpLines]).validate_python(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as error:
        raise BadInput(f"it cannot be used: {error}", where=_FILE, mend="Correct it.") from error
