"""Habits of the whole house that no single room's test would notice."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from forbear.cli.root import commands
from forbear.project.configuration import Configuration
from tests.conftest import REPOSITORY

PACKAGE = REPOSITORY / "forbear"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
DOING = ("contact", "care", "oversight", "recourse")
WRITES = {"save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "delete", "update"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_opens_by_saying_what_it_is_for(path: Path) -> None:
    assert (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").strip()


def test_every_command_is_documented_and_every_documented_command_exists() -> None:
    page = (REPOSITORY / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`forbear (\w+)", page))
    assert named - {"COMMAND"} == set(commands())


def test_every_setting_is_documented() -> None:
    page = (REPOSITORY / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    for name in Configuration.model_fields:
        ends = name.upper().split("_", 1)[-1]
        assert f"FORBEAR_{name.upper()}" in page or f"…_{ends}" in page or name == "database_url", name


def test_the_models_and_the_migrations_agree(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_code_that_writes_about_people_leaves_an_audit_entry() -> None:
    silent = []
    for room in DOING:
        for path in (PACKAGE / room).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            writes = [
                node.func.attr
                for node in ast.walk(ast.parse(source))
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
            ]
            if "casefile.models" in source and writes and not re.search(r"\baction\(|\baudit\.append\(", source):
                silent.append(path.relative_to(PACKAGE).as_posix())
    # helpers.assign runs inside the day's own action, which names how many were given a helper.
    assert silent == ["care/helpers.py"]


def test_no_file_names_a_machine_or_a_package_host() -> None:
    host = re.compile(r"https?://[a-z0-9.-]*(?:py" r"pi|npm" r"js|python" r"hosted)\.(?:org|com)")
    found = []
    for path in REPOSITORY.rglob("*"):
        parts = path.relative_to(REPOSITORY).parts
        if not path.is_file() or parts[0] in {".git", ".venv", "var"} or path.suffix in {".png", ".mo", ".pyc"}:
            continue
        if host.search(path.read_text(encoding="utf-8", errors="ignore")):
            found.append(path.name)
    assert found == []
