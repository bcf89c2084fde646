"""Takes names, addresses, birth days and identity numbers of people out of the lake; what they owed stays as figures.

A part that holds such a row is written anew beside the old and swapped in; `sweep` then removes the old file. Whether
it may be done was decided before (care/erasure.py). Running it again changes nothing.
"""

from collections.abc import Collection
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from forbear.intake.lake import Lake

_EMPTIED = {"people": ("name_enc", "name_index", "han_index", "national_id_index", "birth_day")}
_REMOVED = ("contacts", "consents")


def erase(lake: Lake, people: Collection[str]) -> int:
    """Erase these people (by number) from every part; returns how many rows were emptied or removed."""
    parties = pa.array(sorted(_parties(lake, people)), pa.string())
    done = 0
    for table in (*_EMPTIED, *_REMOVED):
        with lake.writing():
            done += sum(_part(lake, table, number, parties) for number in range(len(lake.parts(table))))
            lake.sweep(table)
    return done


def _parties(lake: Lake, people: Collection[str]) -> set[str]:
    links: nw.LazyFrame[Any] = lake.history("links").filter(nw.col("person_id").is_in(sorted(people)))
    return set(links.select("party_key").collect("pyarrow").to_native()["party_key"].to_pylist())


def _part(lake: Lake, table: str, number: int, parties: pa.Array) -> int:
    part = lake.parts(table)[number]
    content = pq.read_table(lake.root / part.path)
    theirs = pc.is_in(content["party_key"], parties)
    if table in _REMOVED:
        left, touched = content.filter(pc.invert(theirs)), int(pc.sum(theirs).as_py() or 0)
    else:
        left, touched = _emptied(content, theirs, _EMPTIED[table])
    if touched:
        lake.replace(part, left, f"e{part.sha256[:12]}")
    return touched


def _emptied(content: pa.Table, theirs: pa.ChunkedArray, columns: tuple[str, ...]) -> tuple[pa.Table, int]:
    filled = pa.chunked_array([pa.array([False] * content.num_rows)])
    for name in columns:
        place, field = content.schema.get_field_index(name), content.schema.field(name)
        filled = pc.or_(filled, pc.is_valid(content[name]))
        content = content.set_column(place, field, pc.if_else(theirs, pa.scalar(None, field.type), content[name]))
    return content, int(pc.sum(pc.and_(theirs, filled)).as_py() or 0)
