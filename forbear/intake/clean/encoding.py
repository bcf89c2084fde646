"""Which encoding a file is in. Decided by strict decoding, stated in the report, and refused when unclear.

A byte order mark settles it; valid UTF-8 is UTF-8 (other encodings almost never decode as it by chance). Between
GB18030 and Big5, which accept each other's bytes, charset-normalizer ranks the readings, and where it cannot, the
share of common characters does. Lines are split on bytes first: in all of these encodings the newline byte never
occurs inside a character.
"""

import codecs

from charset_normalizer import from_bytes

from forbear.kernel.errors import BadInput

CANDIDATES = ("utf-8", "gb18030", "big5hkscs")
_SAMPLE = 64 * 1024
_LONGEST_LINE = 4_000
_CLEARLY = 0.1
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
    return fitting[0] if fitting[0] == "utf-8" or len(fitting) == 1 else _ranked(lines, where)


def _broken(lines: list[bytes], name: str) -> int:
    """How many lines do not decode strictly."""
    bad = 0
    for line in lines:
        try:
            line.decode(name)
        except UnicodeDecodeError:
            bad += 1
    return bad


def _ranked(lines: list[bytes], where: str) -> str:
    """GB18030 or Big5, by how much like text each reading is; refused when neither or both are."""
    sample = _sample(lines)
    best = from_bytes(sample, cp_isolation=["gb18030", "big5", "big5hkscs"]).best()
    if best is not None:
        return "gb18030" if best.encoding.startswith("gb") else "big5hkscs"
    mainland, taiwan = _common(sample, "gb18030", "gb2312"), _common(sample, "big5hkscs", "big5")
    if abs(mainland - taiwan) < _CLEARLY:
        mend = "Save it as UTF-8 and import it again; nothing was taken."
        raise BadInput("the file could be GB18030 or Big5, and neither reads as text.", where=where, mend=mend)
    return "gb18030" if mainland > taiwan else "big5hkscs"


def _common(sample: bytes, reading: str, basic: str) -> float:
    """The share of a reading's characters beyond ASCII that the basic national set holds."""
    wide = [char for char in sample.decode(reading) if not char.isascii()]
    return sum(bool(char.encode(basic, "ignore")) for char in wide) / max(1, len(wide))


def _sample(lines: list[bytes]) -> bytes:
    """Lines of ordinary length that decode either way."""
    kept, size = [], 0
    for line in lines:
        if len(line) <= _LONGEST_LINE and not any(_broken([line], name) for name in CANDIDATES[1:]):
            kept.append(line)
            size += len(line)
        if size > _SAMPLE:
            break
    return b"\n".join(kept)
