"""Personal fields at rest: bound to their column, readable only with the keys, joined only by index."""

from pathlib import Path

import pytest
from django.db import connection

from forbear.casefile.vault import Vault
from forbear.kernel.errors import BadInput


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault.open(tmp_path / "keys")


def test_what_is_encrypted_comes_back_and_never_looks_the_same_twice(vault: Vault) -> None:
    one, other = vault.encrypt("李小梅", "person.name"), vault.encrypt("李小梅", "person.name")
    assert one != other
    assert vault.decrypt(one, "person.name") == vault.decrypt(other, "person.name") == "李小梅"


def test_a_value_moved_to_another_column_does_not_open(vault: Vault) -> None:
    with pytest.raises(BadInput, match="cannot be opened"):
        vault.decrypt(vault.encrypt("李小梅", "person.name"), "message.text")


def test_other_keys_do_not_open_it(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be opened"):
        Vault.open(tmp_path / "other").decrypt(vault.encrypt("x", "a"), "a")


def test_keys_are_made_once_and_for_their_owner_alone(vault: Vault, tmp_path: Path) -> None:
    keys = sorted((tmp_path / "keys").iterdir())
    assert [key.name for key in keys] == ["data-1.key", "index.key"]
    assert {key.stat().st_mode & 0o777 for key in keys} == {0o600}
    assert Vault.open(tmp_path / "keys").decrypt(vault.encrypt("x", "a"), "a") == "x"


def test_equal_values_meet_by_index_within_one_column_only(vault: Vault) -> None:
    assert vault.index("+861000", "contact") == vault.index("+861000", "contact")
    assert vault.index("+861000", "contact") != vault.index("+861000", "person")
    assert vault.index("+861000", "contact") != vault.index("+861001", "contact")


def test_a_damaged_key_is_said_in_one_sentence(tmp_path: Path) -> None:
    Vault.open(tmp_path / "keys")
    (tmp_path / "keys" / "index.key").write_text("short")
    with pytest.raises(BadInput, match=r"index\.key"):
        Vault.open(tmp_path / "keys")


def test_the_database_holds_the_name_only_as_a_token(db: None) -> None:
    from tests.contact.test_dispatch import a_person

    person = a_person(name="李小梅")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM casefile_person WHERE id = %s", [person.pk])
        stored = cursor.fetchone()[0]
    person.refresh_from_db()
    assert "李" not in stored and person.name == "李小梅"
