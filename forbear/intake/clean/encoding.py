"""Which encoding a file is in. Decided by strict decoding, stated in the report, and refused when unclear.

A byte order mark settles it; valid UTF-8 is UTF-8 (other encodings almost never decode as it by chance). Between
GB18030 and Big5, which accept each other's bytes, charset-normalizer ranks the readings. Lines are split on bytes
first: in all of these encodings the newline byte never occurs inside a character.
"""

import codecs

from charset_normalizer import from_bytes

from forbear.kernel.errors import BadInput

CANDIDATES = ("utf-8", "gb18030", "big5hkscs")
_SAMPLE = 128 * 1024
_MOST_BROKEN = 0.01


def detect(data: bytes, where: str) -> str:
    """The encoding of `data` as a Python codec name; at most 1 % of its lines may fail to decode in it."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise BadInput("the file is UTF-16.", where=where, mend="Save it as UTF-8 or GB18030.")
    lines = data.split(b"\n")
    broken = {name: _broken(lines, name) for name in CANDIDATES}
    if broken["utf-8"] == 0:
        return "utf-8"
    fitting = [name for name in CANDIDATES if broken[name] <= _MOST_BROKEN * len(lines)]
    if not fitting:
        mend = "Save it as UTF-8 or GB18030 and import it again; nothing was taken."
        raise BadInput("the encoding is none of UTF-8, GB18030 and Big5.", where=where, mend=mend)
    return fitting[0] if fitting[0] == "utf-8" or len(fitting) == 1 else _ranked(data, where)


def _broken(lines: list[bytes], name: str) -> int:
    """How many lines do not decode strictly."""
    bad = 0
    for line in lines:
        try:
            line.decode(name)
        except UnicodeDecodeError:
            bad += 1
    return bad


def _ranked(data: bytes, where: str) -> str:
    best = from_bytes(data[: _sample_end(data)], cp_isolation=["gb18030", "big5", "big5hkscs"]).best()
    if best is None:
        mend = "Save it as UTF-8 and import it again; nothing was taken."
        raise BadInput("the file could be GB18030 or Big5, and neither reads as text.", where=where, mend=mend)
    return "gb18030" if best.encoding.startswith("gb") else "big5hkscs"


def _sample_end(data: bytes) -> int:
    """Cut the sample after a whole line."""
    if len(data) <= _SAMPLE:
        return len(data)
    return data.rfind(b"\n", 0, _SAMPLE) + 1 or _SAMPLE
