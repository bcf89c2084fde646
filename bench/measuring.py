"""What a benchmark hands back, and how a part of it is measured: in a fresh process, so that its memory is its own."""

import json
import os
import platform
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
PARTS = ("duckdb", "narwhals", "numpy", "pyarrow", "pandas")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured line: wall seconds, processor seconds of all threads, and the peak memory so far in MiB."""

    name: str
    seconds: float
    processor_seconds: float
    peak_mib: int


@dataclass(frozen=True, slots=True)
class Result:
    """`lines` are ready to be read; `figures` by part; `ratios` compare within this run; `repeat` is the command."""

    name: str
    what: str
    lines: Sequence[str]
    ratios: Mapping[str, float]
    repeat: str
    figures: Mapping[str, Sequence[Figure]] = field(default_factory=dict)


class Stopwatch:
    """Measures named steps of this process."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []

    def step(self, name: str, work: Callable[[], Any]) -> Any:
        """Run `work`, keep its figures, return what it gave."""
        wall, processor = perf_counter(), process_time()
        answer = work()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        mib = peak // (1024 * 1024 if sys.platform == "darwin" else 1024)
        self.figures.append(Figure(name, perf_counter() - wall, process_time() - processor, mib))
        return answer


def apart(module: str, *arguments: str) -> list[Figure]:
    """Run `python -m module arguments` in a process of its own; it prints its figures as the last line, in JSON."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=REPOSITORY, check=True, stdout=subprocess.PIPE, text=True
    )
    return [Figure(**figure) for figure in json.loads(done.stdout.splitlines()[-1])]


def hand_over(stopwatch: Stopwatch) -> None:
    """Print the figures for the process that asked."""
    fields = ("name", "seconds", "processor_seconds", "peak_mib")
    print(json.dumps([{name: getattr(figure, name) for name in fields} for figure in stopwatch.figures]))


def machine() -> str:
    """Cores, memory and versions; no name of any host."""
    parts = ", ".join(f"{name} {version(name)}" for name in PARTS if _installed(name))
    memory = _memory_gib()
    return f"{_cores()} cores, {memory} GiB, {platform.system()}, Python {platform.python_version()}, {parts}"


def total(figures: Sequence[Figure]) -> Figure:
    """Sums of time, and the highest peak."""
    wall, processor = (sum(getattr(f, name) for f in figures) for name in ("seconds", "processor_seconds"))
    return Figure("total", wall, processor, max(figure.peak_mib for figure in figures))


def table(figures: Sequence[Figure]) -> list[str]:
    """The figures as a table in Markdown, with the total last."""
    rows = [*figures, total(figures)]
    body = [f"| {f.name} | {f.seconds:.2f} | {f.processor_seconds:.2f} | {f.peak_mib:,} |" for f in rows]
    return ["| step | seconds | processor seconds | peak MiB |", "|---|--:|--:|--:|", *body]


def _installed(name: str) -> bool:
    return find_spec(name) is not None


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _memory_gib() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
