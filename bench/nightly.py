"""A night over a whole portfolio, beside its floor (read + score + write) and a pandas peer of the same decisions.

The portfolio is made first and not timed. Then three processes run over the same lake, one after another: the product
(the functions of `forbear.intake.nightly`, as the day calls them), the floor, the peer. At last every row of the
product is compared with the peer's; a difference makes the run a failure.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measuring import Figure, Result, apart, table, total
from bench.night import compare
from forbear.kernel.errors import BadInput

REPEAT = "forbear bench nightly --accounts {accounts}"
MOST_SECONDS, MOST_MIB = 30, 4096
GOAL = 1_000_000
WHAT = """{accounts:,} loans through age → features → score → situations → mask → propose → write, on the lake's own
functions and engine; portfolio seeded ({seed}), made beforehand. Floor: the columns read, the rows scored and the same
tables written, nothing decided. Peer: the same decisions in pandas, checked row by row ({rows:,} rows, no
difference)."""


def run(accounts: int = GOAL, seed: int = 20_261_124) -> Result:
    """Measure one night; raises BadInput when product and peer do not decide alike."""
    with TemporaryDirectory(prefix="forbear-bench-") as folder:
        apart("bench.night.make", folder, str(accounts), str(seed))
        figures = {
            "product": apart("bench.night.day", folder),
            "floor": apart("bench.night.floor", folder),
            "pandas": apart("bench.night.peer", folder),
        }
        differences, rows = compare.differences(Path(folder)), compare.rows(Path(folder))
    if differences:
        raise BadInput(f"product and peer differ: {differences}.", mend="One of them has a bug.")
    what = WHAT.format(accounts=accounts, seed=seed, rows=rows)
    return Result(
        "nightly", what, _lines(figures, accounts), _ratios(figures), REPEAT.format(accounts=accounts), figures
    )


def _ratios(figures: dict[str, list[Figure]]) -> dict[str, float]:
    product, floor, peer = (total(figures[name]) for name in ("product", "floor", "pandas"))
    return {
        "product / floor, seconds": product.seconds / floor.seconds,
        "product / pandas, seconds": product.seconds / peer.seconds,
        "product / pandas, processor seconds": product.processor_seconds / peer.processor_seconds,
        "product / pandas, peak memory": product.peak_mib / peer.peak_mib,
    }


def _lines(figures: dict[str, list[Figure]], accounts: int) -> list[str]:
    lines = [line for name, rows in figures.items() for line in (f"**{name}**", "", *table(rows), "")]
    if accounts >= GOAL:
        product = total(figures["product"])
        met = product.seconds <= MOST_SECONDS and product.peak_mib <= MOST_MIB
        lines.append(
            f"Goal for {GOAL:,} accounts, {MOST_SECONDS} s and {MOST_MIB:,} MiB: {'met' if met else 'NOT met'}."
        )
    return lines
