"""`forbear worker`: works through queued jobs until stopped: the nightly day, the outbox, stalled jobs."""

import click

from forbear.cli.runtime import Runtime


@click.command()
@click.option("--once", is_flag=True, help="Stop when nothing is waiting.")
@click.pass_obj
def command(runtime: Runtime, once: bool) -> None:
    """Run the day at its hour, send what waits, and pick up jobs whose worker died. Example: forbear worker"""
    runtime.work(once=once)
