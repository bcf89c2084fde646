"""Values that commands take, read the same way everywhere."""

from datetime import date, datetime

import click

from forbear.kernel.errors import BadInput


def as_day(ctx: click.Context | None, parameter: click.Parameter | None, value: str | None) -> date | None:
    """A calendar day from YYYY-MM-DD."""
    if value is None:
        return None
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007  a calendar day has no zone
    except ValueError as error:
        name = f"--{parameter.name.replace('_', '-')}" if parameter and parameter.name else ""
        raise BadInput(f"{value!r} is not a day.", where=name, mend="Write it as 2026-11-24.") from error
