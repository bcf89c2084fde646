"""bench/RESULTS.md: one section a benchmark, replaced whole by its newest run. Names no host and no path."""

from collections.abc import Sequence
from pathlib import Path

from bench.measuring import REPOSITORY, Result, machine

FILE = REPOSITORY / "bench" / "RESULTS.md"
HEAD = """# Benchmark results

Each section is the newest run of one benchmark: figures, and ratios to a floor and a peer *within that run*. Seconds
depend on the machine and on what else it was doing; ratios travel better. What each measures:
[docs/reference/benchmarks.md](../docs/reference/benchmarks.md).
"""


def write(result: Result, day: str, notes: Sequence[str] = (), path: Path = FILE) -> None:
    """Put the run into its section; the other sections stay as they are. `day` is an ISO date."""
    sections = _sections(path)
    sections[result.name] = _section(result, day, notes)
    path.write_text(HEAD + "".join(f"\n## {name}\n\n{body}\n" for name, body in sorted(sections.items())), "utf-8")


def _sections(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    found = path.read_text("utf-8").split("\n## ")[1:]
    return {name: body.strip() for name, _, body in (section.partition("\n") for section in found)}


def _section(result: Result, day: str, notes: Sequence[str]) -> str:
    ratios = [f"- {name}: **{ratio:.2f}**" for name, ratio in result.ratios.items()]
    lines = [result.what, "", f"Run on {day}. Machine: {machine()}.", "", *result.lines, "", *ratios]
    lines += ["", *notes] if notes else []
    return "\n".join([*lines, "", f"Repeat: `{result.repeat}`"])
