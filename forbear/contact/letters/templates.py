"""The template engine, shut in: a letter can place a fact and choose between two wordings, nothing else.

Must not read files while rendering: all text is read once, so what was checked and hashed is what is sent.
"""

from collections.abc import Mapping

from jinja2 import DictLoader, StrictUndefined, Template, TemplateError, TemplateSyntaxError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from forbear.kernel.errors import BadInput


def counted(number: int, one: str, many: str) -> str:
    """`1 day`, `6 days`: for languages whose nouns change with the number."""
    return f"{number} {one if number == 1 else many}"


class Templates:
    """The bodies of a library by file name; HTML is escaped, an unknown name is an error."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._engine = ImmutableSandboxedEnvironment(
            loader=DictLoader(files),
            undefined=StrictUndefined,
            autoescape=lambda name: name is not None and name.endswith(".html"),
        )
        self._engine.globals.clear()
        self._engine.filters.clear()
        self._engine.filters["counted"] = counted
        self._files = files
        self._names: dict[str, set[str]] = {}

    def body(self, name: str) -> Template:
        """The compiled body in file `name`; raises BadInput with the line of a mistake."""
        try:
            return self._engine.get_template(name)
        except TemplateSyntaxError as error:
            where = f"{error.name or name}, line {error.lineno}"
            raise BadInput(f"{error.message}", where=where, mend="Correct the line.") from None

    def line(self, text: str, where: str) -> Template:
        """A compiled one-line text such as a subject."""
        try:
            return self._engine.from_string(text)
        except TemplateSyntaxError as error:
            raise BadInput(f"{error.message}", where=where, mend="Correct the line.") from None

    def names_in(self, file: str, inside: tuple[str, ...] = ()) -> set[str]:
        """Every name that the body `file`, with all it includes, asks for."""
        if file in inside:
            raise BadInput("the file includes itself.", where=file, mend="Take the include out.")
        if file in self._names:
            return self._names[file]
        self.body(file)
        tree = self._engine.parse(self._files[file])
        names = set(meta.find_undeclared_variables(tree))
        for included in meta.find_referenced_templates(tree):
            if included is None or included not in self._files:
                raise BadInput(f"there is no file {included!r} to include.", where=file, mend="Correct the name.")
            names |= self.names_in(included, (*inside, file))
        self._names[file] = names
        return names

    def names_in_line(self, text: str) -> set[str]:
        """Every name that a one-line text asks for."""
        return set(meta.find_undeclared_variables(self._engine.parse(text)))


def filled(template: Template, values: Mapping[str, object], where: str) -> str:
    """`template` with `values`, blank ends cut; raises BadInput when it asks for something not given."""
    try:
        return template.render(values).strip()
    except TemplateError as error:
        raise BadInput(f"{error.message}", where=where, mend="Declare the placeholder or correct its name.") from None
