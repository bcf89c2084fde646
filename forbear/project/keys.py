"""Chooses who keeps the keys of personal data, by the setting FORBEAR_KEYS_FROM. Wiring only; see casefile/keys.py."""

from importlib import import_module
from pathlib import Path

from forbear.casefile.keys import EnvironmentKeys, FolderKeys, KeyProvider, KeyService, WrappedKeys
from forbear.casefile.vault import Vault
from forbear.kernel.errors import BadInput
from forbear.project.configuration import Configuration

_WHERE = "FORBEAR_KEYS_FROM"


def open_vault(settings: Configuration, folder: Path) -> Vault:
    """The vault of this installation; key files, if there are any, live in `folder`."""
    return Vault(provider(settings, folder))


def provider(settings: Configuration, folder: Path) -> KeyProvider:
    """`folder`, `environment`, or the dotted name of a key service that wraps the keys of the folder."""
    if settings.keys_from == "environment":
        return EnvironmentKeys(settings.data_keys, settings.index_key)
    if settings.keys_from == "folder":
        return FolderKeys(folder)
    return WrappedKeys(folder, _service(settings.keys_from))


def _service(name: str) -> KeyService:
    module, _, attribute = name.rpartition(".")
    try:
        service: KeyService = getattr(import_module(module), attribute)()
    except (ImportError, AttributeError, ValueError) as error:
        raise BadInput("there is no such key service.", where=_WHERE,
                       mend="Write folder, environment, or package.module.Class.") from error  # fmt: skip
    return service
