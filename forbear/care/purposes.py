"""The purpose register: why personal data are used and on which basis, read from playbooks/privacy/purposes.yaml.

Holds no consent of anybody; see care/consents.py. Law: PIPL Arts. 13, 14, 17.
"""

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from forbear.kernel.errors import BadInput
from forbear.kernel.languages import LANGUAGES

_FILE = "playbooks/privacy/purposes.yaml"
Text = dict[Literal["zh-Hans", "zh-Hant", "en"], str]


class Purpose(BaseModel):
    """One purpose. `basis`: consent, contract, legal_duty; `data` and `shared_with` name kinds, never people."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Text
    why: Text
    basis: Literal["consent", "contract", "legal_duty"]
    cite: str
    data: tuple[Literal["identity", "contact", "loan", "payments", "contact_history"], ...]
    shared_with: tuple[Literal["message_provider", "partner"], ...] = ()
    from_: date = Field(alias="from")
    until: date | None = None
    withdrawable: bool = False
    assessed_as: str = ""


_REGISTER = TypeAdapter(dict[str, Purpose])


@cache
def purposes() -> dict[str, Purpose]:
    """Every purpose by its id, in the order of the file; a broken file is refused with the field that is wrong."""
    return parsed((files("forbear") / _FILE).read_text(encoding="utf-8"))


def parsed(text: str) -> dict[str, Purpose]:
    """The register that a YAML text describes."""
    try:
        register = _REGISTER.validate_python(yaml.safe_load(text))
    except (ValidationError, yaml.YAMLError) as error:
        raise BadInput(f"the purpose register cannot be read: {error}.", where=_FILE, mend="Correct it.") from error
    for name, purpose in register.items():
        if set(purpose.title) != set(LANGUAGES) or set(purpose.why) != set(LANGUAGES):
            raise BadInput("a text is missing in one of the languages.", where=f"{_FILE}: {name}", mend="Write it.")
        if purpose.withdrawable and purpose.basis != "consent":
            raise BadInput("only what rests on consent can be taken back.", where=f"{_FILE}: {name}")
    return register
