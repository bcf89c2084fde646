"""Model fields of the casefile: text that is encrypted at rest."""

from typing import Any

from django.conf import settings
from django.db import models

from forbear.casefile.vault import Vault


class EncryptedText(models.TextField):  # type: ignore[type-arg]  # generic only in the stubs
    """Text stored as a vault token bound to its table and column; reads as clear text in Python."""

    description = "Encrypted text"

    @property
    def _context(self) -> str:
        return f"{self.model._meta.model_name}.{self.column}"

    def get_prep_value(self, value: Any) -> Any:
        return value if value in (None, "") else vault().encrypt(str(value), self._context)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return value if value in (None, "") else vault().decrypt(value, self._context)


_opened: dict[str, Vault] = {}


def vault() -> Vault:
    """The vault of this installation (settings.FORBEAR_KEYS), opened once a process."""
    folder = settings.FORBEAR_KEYS
    if str(folder) not in _opened:
        _opened[str(folder)] = settings.FORBEAR_OPEN_VAULT(folder)
    return _opened[str(folder)]
