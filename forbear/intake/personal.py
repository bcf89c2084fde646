"""How personal text enters the lake: encrypted for those who may read it, as keyed indexes for joins, never clear.

The contexts below bind a ciphertext to its column. Other rooms read lake text with `Vault.decrypt(token, context)`.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from forbear.intake.clean.names import han_key, name_key

NAME, CONTACT, QUARANTINE = "lake.people.name", "lake.contacts.value", "lake.quarantine"
NAME_INDEX, HAN_INDEX, ID_INDEX = "lake.people.name_key", "lake.people.han_key", "lake.people.national_id"
CONTACT_INDEX, ROW_HASH = "lake.contacts.value_key", "lake.row"


class Vault(Protocol):
    """What intake needs of `casefile.vault`."""

    def encrypt(self, text: str, context: str) -> str:
        """An opaque token of `text`, bound to `context`."""

    def index(self, text: str, context: str) -> str:
        """A keyed index of `text`, equal for equal text in one context."""


def seal(table: str, values: Mapping[str, object], vault: Vault) -> dict[str, object]:
    """`values` as they may be stored: plain personal fields replaced by their protected forms."""
    return _SEALS[table](values, vault) if table in _SEALS else dict(values)


def comparable(table: str, values: Mapping[str, object]) -> Mapping[str, object]:
    """`values` in the form that tells changed from unchanged: a name counts by its sound, not by its spelling."""
    name = values.get("name")
    return {**values, "name": name_key(name)} if table == "people" and isinstance(name, str) else values


def _person(values: Mapping[str, object], vault: Vault) -> dict[str, object]:
    kept = {name: value for name, value in values.items() if name not in ("name", "national_id")}
    name, number = values.get("name"), values.get("national_id")
    kept |= {"name_enc": None, "name_index": None, "han_index": None, "national_id_index": None}
    if isinstance(name, str):
        han = han_key(name)
        kept |= {"name_enc": vault.encrypt(name, NAME), "name_index": vault.index(name_key(name), NAME_INDEX)}
        kept["han_index"] = vault.index(han, HAN_INDEX) if han else None
    if isinstance(number, str):
        kept["national_id_index"] = vault.index(number, ID_INDEX)
    return kept


def _contact(values: Mapping[str, object], vault: Vault) -> dict[str, object]:
    kept = {name: value for name, value in values.items() if name != "value"}
    value = str(values["value"])
    return kept | {"value_enc": vault.encrypt(value, CONTACT), "value_index": vault.index(value, CONTACT_INDEX)}


_SEALS: dict[str, Callable[[Mapping[str, object], Vault], dict[str, object]]] = {
    "people": _person,
    "contacts": _contact,
}
