"""`forbear serve`: the site, until interrupted."""

import signal
import subprocess
import sys

import click

from forbear.cli.runtime import Runtime


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Listen here instead of FORBEAR_PORT.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
@click.pass_obj
def command(runtime: Runtime, port: int | None, workers: int) -> None:
    """Serve staff at /desk/ and borrowers at / on 127.0.0.1 (put a TLS proxy before it). Example: forbear serve"""
    serve(port or runtime.port, workers)


def serve(port: int, workers: int = 2) -> None:
    """Run the site in child processes until SIGINT or SIGTERM, then stop them cleanly."""
    arguments = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers),
                 "--blocking-threads", "1", "--no-ws", "--log-level", "warning",
                 "forbear.project.wsgi:application"]  # fmt: skip
    server = subprocess.Popen([sys.executable, "-m", "granian", *arguments])

    def stop(number: int, frame: object) -> None:
        server.send_signal(signal.SIGTERM)

    previous = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        server.wait()
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
