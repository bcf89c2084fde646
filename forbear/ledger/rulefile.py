"""Reads one YAML file of rules into its checked model; an error names the file and the field.

Must not guess: an unknown field, a missing one or a wrong type stops the start. Source of the habit: STYLE rule 15.
"""

from importlib.resources import files
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from forbear.kernel.errors import BadInput

Model = TypeVar("Model", bound=BaseModel)


def shipped(name: str) -> Path:
    """The path of a rule file that comes with Forbear, e.g. `cn/allocation.yaml`."""
    return Path(str(files("forbear") / "playbooks" / name))


def read(path: Path, model: type[Model]) -> Model:
    """The file at `path` as `model`; raises BadInput naming the file and the first wrong field."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadInput("there is no such file.", where=str(path), mend="Check the path.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        reason = " ".join(str(error).split())
        raise BadInput(f"not readable as YAML in UTF-8 ({reason}).", where=str(path), mend="Mend that line.") from error
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(step) for step in first["loc"]) or "the file"
        message = first["msg"].removeprefix("Value error, ").rstrip(".")
        raise BadInput(f"{field}: {message}.", where=str(path), mend="Mend that field.") from error
