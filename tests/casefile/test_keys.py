"""Who keeps the keys, and a rotation while others read and write."""

import base64
import os
import threading
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection

from forbear.casefile.keys import EnvironmentKeys, FolderKeys, WrappedKeys
from forbear.casefile.vault import Vault, key_number
from forbear.kernel.errors import BadInput, Refused


class LocalService:
    """A key service whose master key never leaves the object."""

    def __init__(self) -> None:
        self._master = AESGCM(b"m" * 32)

    def wrap(self, secret: bytes, context: str) -> bytes:
        nonce = os.urandom(12)
        return nonce + self._master.encrypt(nonce, secret, context.encode())

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        return self._master.decrypt(wrapped[:12], wrapped[12:], context.encode())


def _text(letter: str) -> str:
    return base64.b64encode(letter.encode() * 32).decode()


def test_a_key_added_by_another_process_is_taken_up_at_the_next_token(tmp_path: Path) -> None:
    here, there = Vault.open(tmp_path), Vault.open(tmp_path)
    old = here.encrypt("李小梅", "person.name")
    assert there.keys.add() == 2
    new = here.encrypt("李小梅", "person.name")
    assert (key_number(old), key_number(new)) == (1, 2)
    assert there.decrypt(old, "person.name") == here.decrypt(new, "person.name") == "李小梅"
    assert here.index("x", "a") == there.index("x", "a")


def test_a_retired_key_is_set_aside_and_opens_nothing(tmp_path: Path) -> None:
    vault = Vault.open(tmp_path)
    token = vault.encrypt("x", "a")
    with pytest.raises(Refused):
        vault.keys.retire(1)
    vault.keys.add()
    vault.keys.retire(1)
    assert (tmp_path / "retired-1.key").exists() and vault.numbers == (2,)
    with pytest.raises(BadInput, match="cannot be opened"):
        vault.decrypt(token, "a")


def test_keys_from_the_environment(tmp_path: Path) -> None:
    vault = Vault(EnvironmentKeys(f"1:{_text('a')},2:{_text('b')}", _text("i")))
    assert key_number(vault.encrypt("x", "a")) == 2 and not list(tmp_path.iterdir())
    older = Vault(EnvironmentKeys(f"1:{_text('a')}", _text("i")))
    assert vault.decrypt(older.encrypt("x", "a"), "a") == "x"
    for change in (vault.keys.add, lambda: vault.keys.retire(1)):
        with pytest.raises(Refused, match="environment"):
            change()


@pytest.mark.parametrize("keys", ["", "a", "1:short", f"0:{_text('a')}", f"256:{_text('a')}", "1:%%"])
def test_unreadable_keys_in_the_environment_stop_the_start(keys: str) -> None:
    with pytest.raises(BadInput, match="FORBEAR_DATA_KEYS"):
        EnvironmentKeys(keys, _text("i"))


def test_a_key_service_alone_opens_wrapped_keys(tmp_path: Path) -> None:
    vault = Vault(WrappedKeys(tmp_path, LocalService()))
    token = vault.encrypt("x", "a")
    vault.keys.add()
    assert Vault(WrappedKeys(tmp_path, LocalService())).decrypt(token, "a") == "x"
    raw = base64.b64decode((tmp_path / "data-1.wrapped").read_bytes())
    assert len(raw) == 32 + 12 + 16  # wrapped, not the key itself
    assert not list(tmp_path.glob("*.key"))


def test_the_setting_chooses_the_provider(tmp_path: Path) -> None:
    from forbear.project.configuration import Configuration
    from forbear.project.keys import provider

    assert isinstance(provider(Configuration(), tmp_path), FolderKeys)
    wrapped = Configuration(keys_from="tests.casefile.test_keys.LocalService")
    assert isinstance(provider(wrapped, tmp_path / "wrapped"), WrappedKeys)
    handed = Configuration(keys_from="environment", data_keys=f"1:{_text('a')}", index_key=_text("i"))
    assert isinstance(provider(handed, tmp_path), EnvironmentKeys)
    with pytest.raises(BadInput, match="no such key service"):
        provider(Configuration(keys_from="nowhere"), tmp_path)


@pytest.fixture
def own_keys(own_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database of its own whose fields are under keys of its own."""
    from django.conf import settings

    monkeypatch.setattr(settings, "FORBEAR_KEYS", tmp_path / "keys")
    return tmp_path


def _people(count: int, first: int = 0) -> None:
    from forbear.casefile.models import Person
    from tests.contact.test_dispatch import a_person

    model = a_person("P000000000000")
    fields = {field.attname: getattr(model, field.attname) for field in Person._meta.concrete_fields}
    Person.objects.bulk_create(
        Person(**{**fields, "id": f"P{first + n:012x}", "reference": f"B{first + n:06d}", "name": f"人{first + n}"})
        for n in range(1, count + 1)
    )


def _names() -> dict[str, str]:
    from forbear.casefile.models import Person

    return dict(Person.objects.values_list("pk", "name"))


def test_a_rotation_while_others_write_and_read(own_keys: Path) -> None:
    from forbear.casefile.models import Person
    from forbear.intake.lake import Lake
    from forbear.oversight import key_rotation
    from forbear.project.engines.duckdb import DuckDB

    _people(1500)
    lake, stop, wrong, written = Lake(own_keys, DuckDB()), threading.Event(), [], {}

    def work() -> None:
        number = 0
        try:
            while not stop.is_set() or number < 20:
                number += 1
                pk = f"P{number % 1500 + 1:012x}"
                person = Person.objects.get(pk=pk)
                if not person.name.startswith("人"):
                    wrong.append(person.name)
                person.name = written[pk] = f"人 {number}"
                person.save(update_fields=["name"])
        except BaseException as error:
            wrong.append(repr(error))
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    done = key_rotation.rotate(lake, "operator")
    stop.set()
    worker.join()
    assert wrong == [] and done.added and done.newest == 2 and done.casefile >= 1400
    assert [line.casefile for line in key_rotation.status(lake) if line.number == 1] == [0]
    key_rotation.retire(1, lake, "operator")
    names = _names()
    assert all(names[pk] == name for pk, name in written.items()) and set(written) < set(names)
    assert key_rotation.status(lake)[0].number == 2


def test_a_rotation_killed_half_way_is_finished_by_the_next(own_keys: Path) -> None:
    from forbear.casefile.models import AuditEntry
    from forbear.intake.lake import Lake
    from forbear.oversight import key_rotation
    from forbear.project.engines.duckdb import DuckDB

    _people(1200)
    lake, before = Lake(own_keys, DuckDB()), _names()

    def killed(_done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        key_rotation.rotate(lake, "operator", killed)
    half = {line.number: line.casefile for line in key_rotation.status(lake)}
    assert half[1] > 0 and half[2] > 0 and _names() == before
    with pytest.raises(Refused, match="still needed"):
        key_rotation.retire(1, lake, "operator")
    done = key_rotation.rotate(lake, "operator")
    assert (done.added, done.newest) == (False, 2) and _names() == before
    key_rotation.retire(1, lake, "operator")
    assert _names() == before
    acts = list(AuditEntry.objects.filter(subject="keys").order_by("number").values_list("action", flat=True))
    assert acts == ["keys.added", "keys.rotated", "keys.retired"]
