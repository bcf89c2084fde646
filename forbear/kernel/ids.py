"""Identifiers: time-ordered, unguessable enough to be unique across processes, made outside the database.

`uuid7` follows RFC 9562 section 5.7; the instant and the random bits are given, so pure rooms stay pure.
"""

import uuid
from datetime import datetime


def uuid7(now: datetime, random_bits: int) -> uuid.UUID:
    """A version-7 UUID of `now` (aware) and 74 random bits."""
    milliseconds = int(now.timestamp() * 1000) & (2**48 - 1)
    rand_a, rand_b = (random_bits >> 62) & 0xFFF, random_bits & (2**62 - 1)
    return uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b)
