"""Data files and settings against their model, with one friendly sentence for the first mistake.

Must not repair anything: a wrong file or setting stops the start (bad data files stop the start-up, style rule 15).
"""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from forbear.kernel.errors import BadInput

Model = TypeVar("Model", bound=BaseModel)


def checked(model: type[Model], data: object, where: str) -> Model:
    """`data` as a `model`; raises BadInput naming `where` and the field."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise _first(error, where) from None


def checked_map(model: type[Model], data: object, where: str) -> dict[str, Model]:
    """`data` as names mapped to `model`s; raises BadInput naming `where` and the field."""
    adapter: TypeAdapter[dict[str, Model]] = TypeAdapter(dict[str, model])  # type: ignore[valid-type]
    try:
        return adapter.validate_python(data)
    except ValidationError as error:
        raise _first(error, where) from None


def yaml_of(text: str, where: str) -> Any:
    """The YAML document in `text`; raises BadInput with the line of the mistake."""
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "it cannot be read"
        raise BadInput(f"not valid YAML: {problem}.", where=f"{where}{line}", mend="Correct the line.") from None


def text_of(file: Path, where: str) -> str:
    """The UTF-8 text of `file`, line ends as `\\n`; raises BadInput when it is missing or not UTF-8."""
    try:
        return file.read_bytes().decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise BadInput("the file is not UTF-8.", where=where, mend="Save it as UTF-8.") from None
    except OSError as error:
        raise BadInput(f"the file cannot be read: {error.strerror}.", where=where) from None


def _first(error: ValidationError, where: str) -> BadInput:
    problem = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in problem["loc"] if part != "[key]")
    what = problem["msg"].removeprefix("Value error, ").rstrip(".")
    more = error.error_count() - 1
    mend = f"{more} more to mend after it." if more else ""
    return BadInput(f"{what}.", where=f"{where}: {field}" if field else where, mend=mend)
