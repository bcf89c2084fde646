"""Puts the encrypted columns of the lake under the newest key. A part is written anew beside the old and swapped in.

Readers that are on the old part keep it until `sweep`. A run that was killed is simply run again.
"""

from collections import Counter
from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq

from forbear.casefile.vault import Vault, key_number
from forbear.intake.lake import Lake
from forbear.intake.manifest import Part
from forbear.intake.personal import CONTACT, NAME, QUARANTINE

SEALED = {"people": ("name_enc", NAME), "contacts": ("value_enc", CONTACT), "quarantine": ("raw_enc", QUARANTINE)}
Told = Callable[[int], None]


def by_key(lake: Lake) -> Counter[int]:
    """How many tokens of the lake need which key."""
    counted: Counter[int] = Counter()
    for part in _sealed(lake):
        column = SEALED[part.table][0]
        tokens = pq.read_table(lake.root / part.path, columns=[column])[column].to_pylist()
        counted.update(key_number(token) for token in tokens if token)
    return counted


def rekey(lake: Lake, vault: Vault, told: Told = lambda done: None) -> int:
    """Write every part that holds a token under an older key anew; returns how many tokens were made anew."""
    done = 0
    for part in _sealed(lake):
        with lake.writing():
            changed = _part(lake, part, vault)
        done += changed
        told(changed)
    return done


def _part(lake: Lake, part: Part, vault: Vault) -> int:
    column, context = SEALED[part.table]
    table = pq.read_table(lake.root / part.path)
    tokens, newest = table[column].to_pylist(), vault.newest
    old = {token for token in tokens if token and key_number(token) != newest}
    if not old:
        return 0
    anew = [vault.encrypt(vault.decrypt(token, context), context) if token in old else token for token in tokens]
    place = table.schema.get_field_index(column)
    lake.replace(part, table.set_column(place, table.schema.field(column), pa.array(anew, pa.string())), f"k{newest}")
    return sum(token in old for token in tokens)


def _sealed(lake: Lake) -> list[Part]:
    return [part for table in SEALED for part in lake.parts(table)]
