"""`forbear demo`: makes the demo bank, runs its days, creates demo sign-ins, serves the site."""

from datetime import date

import click
from rich.console import Console

from forbear.casefile import clock
from forbear.cli.runtime import Runtime
from forbear.cli.serve import serve
from forbear.cli.values import as_day


@click.command()
@click.option("--people", type=click.IntRange(50, 100_000), default=2000, show_default=True)
@click.option("--as-of", "as_of", callback=as_day, metavar="DATE", help="The day to show; default: today.")
@click.option("--seed", type=int, default=20261124, show_default=True, help="Another seed, another bank.")
@click.option("--no-serve", is_flag=True, help="Stop after the day.")
@click.pass_obj
def command(runtime: Runtime, people: int, as_of: date | None, seed: int, no_serve: bool) -> None:
    """Make a believable small lender, run its last days and today's, then serve the site on 127.0.0.1.

    Example: forbear demo --people 500 --no-serve
    """
    console = Console(stderr=True)
    day = as_of or clock.today(runtime.zone)
    demo = runtime.open_demo(people, seed, day, lambda said: console.print(said, highlight=False, soft_wrap=True))
    from forbear.cli.day import run_and_report  # its rooms need the casefile, which is open now

    for past in demo.days[:-1]:
        run_and_report(demo.house, past, quiet=True, tell=True)
    run_and_report(demo.house, day, tell=True)
    for line in (
        f"\nStaff sign in at /desk/ as {', '.join(demo.usernames)}; the password is [bold]{demo.password}[/]",
        "Borrowers sign in at / with a reference such as [bold]B000001[/]; the code appears in this window.",
    ):
        console.print(line, highlight=False, soft_wrap=True)
    if not no_serve:
        port = runtime.port
        console.print(f"Serving [bold]http://127.0.0.1:{port}/[/] – Ctrl-C stops it.", highlight=False)
        serve(port)
