"""The `forbear` command: reads the configuration, opens what a command needs, and turns errors into one line.

Commands of thinking rooms (judge, laws, risk) need no database and start none.
"""

import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from forbear.casefile.vault import Vault
from forbear.cli.root import Command, commands
from forbear.kernel.errors import BadInput, ForbearError
from forbear.project import configuration, keys

if TYPE_CHECKING:
    from forbear.flow import House
    from forbear.intake.engine import Engine
    from forbear.project.demo import Demo


@dataclass
class Runtime:
    """What commands are handed: where things live and how to open them. Closing it stops what it started."""

    stack: ExitStack = field(default_factory=ExitStack)
    opened: bool = False

    @cached_property
    def configuration(self) -> configuration.Configuration:
        return configuration.current()

    @property
    def home(self) -> Path:
        return self.configuration.home

    @property
    def zone(self) -> str:
        return self.configuration.zone

    @property
    def port(self) -> int:
        return self.configuration.port

    @cached_property
    def vault(self) -> Vault:
        return keys.open_vault(self.configuration, self.home / "keys")

    @cached_property
    def engine(self) -> "Engine":
        from django.utils.module_loading import import_string  # the engine is a setting, chosen at run time

        engine: Engine = import_string(self.configuration.engine)()
        return engine

    def use_home(self, home: Path, **settings: str) -> None:
        """Work in another home with other settings (the demo): must come before anything is opened."""
        os.environ["FORBEAR_HOME"] = str(home)
        os.environ.update({f"FORBEAR_{name.upper()}": value for name, value in settings.items()})
        configuration.current.cache_clear()
        for name in ("configuration", "vault", "engine"):
            self.__dict__.pop(name, None)

    def open_casefile(self) -> None:
        """Start the database if it is ours to start, set Django up and bring the tables up to date."""
        if self.opened:
            return
        import django  # needs the settings, which need the home

        from forbear.project import postgres

        os.environ["DJANGO_SETTINGS_MODULE"] = "forbear.project.settings"
        if not self.configuration.database_url:
            self.stack.enter_context(postgres.in_use(self.home))
        django.setup()
        from forbear.project import database

        database.migrate()
        self.opened = True

    def work(self, *, once: bool) -> None:
        """Work through queued jobs until stopped, or until nothing waits."""
        from procrastinate.contrib.django import app

        from forbear.project import jobs

        jobs.open_with(self.open_house)
        connector: Any = app.connector  # Django's; only it can give a worker's
        with app.replace_connector(connector.get_worker_connector()) as worker:
            worker.run_worker(wait=not once, delete_jobs="successful", install_signal_handlers=True)

    def open_demo(self, people: int, seed: int, as_of: date, told: Callable[[str], None]) -> "Demo":
        """The demo bank of these values, in this home, with a local mail server; nothing is dialled."""
        from forbear.contact.channels.email.mailroom import Mailroom
        from forbear.project.demo_home import Bank, claim

        if self.configuration.database_url:
            raise BadInput("the demo brings its own database.", where="DATABASE_URL", mend="Unset it for the demo.")
        bank = Bank(people, seed, as_of.isoformat())
        claim(self.home, bank, told)
        room = self.stack.enter_context(Mailroom(self.home / "mail"))
        self.use_home(self.home, demo="true", routes="sms=file,email=email,portal=portal", smtp_host="127.0.0.1",
                      smtp_port=str(room.port), smtp_security="none")  # fmt: skip
        house = self.open_house()
        from forbear.project.demo import prepare

        return prepare(house, bank, told)

    def open_house(self) -> "House":
        """Everything a day needs, opened from the configuration."""
        self.open_casefile()
        from forbear.project.house import open_house

        return open_house(self)


class Lazy(click.Group):
    """Lists the commands by name and imports one only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(commands())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        command: Command | None = commands().get(cmd_name)
        if command is None:
            return None
        runtime = ctx.find_object(Runtime)
        if runtime and not ctx.resilient_parsing:
            _ = runtime.configuration  # an unknown or malformed setting stops every command
            if command.needs_casefile:
                runtime.open_casefile()
        return command.load()

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.does) for name, command in sorted(commands().items())])


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="forbear")
def forbear() -> None:
    """Look after overdue loans lawfully, intelligently and humanely."""


def main() -> None:
    """Run one command; exit 0 done, 1 the answer is no, 2 bad input or settings."""
    runtime = Runtime()
    try:
        with runtime.stack:
            code = forbear.main(obj=runtime, standalone_mode=False)  # click hands an Exit's code back
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except ForbearError as error:
        click.echo(f"forbear: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    sys.exit(code if isinstance(code, int) else 0)
