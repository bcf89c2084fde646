"""One key for the many spellings of a person's name: simplified, traditional, and pinyin as in a passport.

The key is for matching *together with* a birth day, a phone or a customer number; alone it proves nothing, since many
people share a name. Conversions: OpenCC (traditional to simplified), pypinyin; surnames that are read differently
from the common word (曾 Zēng, 单 Shàn …) follow the table below (现代汉语词典, surname readings).
"""

import re
import unicodedata
from functools import cache, lru_cache

import opencc
from pypinyin import Style, lazy_pinyin

_SURNAMES = {
    "曾": "zeng",
    "单": "shan",
    "解": "xie",
    "仇": "qiu",
    "朴": "piao",
    "查": "zha",
    "区": "ou",
    "盖": "ge",
    "缪": "miao",
    "翟": "zhai",
    "乐": "yue",
    "种": "chong",
    "折": "she",
    "员": "yun",
    "秘": "bi",
    "黑": "he",
    "任": "ren",
    "宁": "ning",
    "尉迟": "yuchi",
    "万俟": "moqi",
    "单于": "chanyu",
    "长孙": "zhangsun",
}
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_SEPARATORS = re.compile(r"[\s·•.\-']+")


def han_key(name: str) -> str | None:
    """The name in simplified characters without spaces; None when it has no Chinese characters."""
    folded = _SEPARATORS.sub("", unicodedata.normalize("NFKC", name))
    return _simplified().convert(folded) if _HAN.search(folded) else None


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """Letters a-z of the name, surname first: 李小梅, 李曉梅 and `LI Xiaomei` give keys that compare by sound."""
    han = han_key(name)
    return _fold(_sound(han)) if han else _fold("".join(_surname_first(unicodedata.normalize("NFKC", name))))


def _sound(han: str) -> str:
    for length in (2, 1):
        if (surname := han[:length]) in _SURNAMES:
            return _SURNAMES[surname] + "".join(lazy_pinyin(han[length:], style=Style.NORMAL))
    return "".join(lazy_pinyin(han, style=Style.NORMAL))


def _surname_first(name: str) -> list[str]:
    """Parts of a Latin name; a part in capitals, or before a comma, is the surname."""
    if "," in name:
        return _parts(name)
    parts = _parts(name)
    capitals = [part for part in parts if part.isupper() and len(part) > 1]
    mixed = len(capitals) not in (0, len(parts))
    return capitals + [part for part in parts if part not in capitals] if mixed else parts


def _parts(name: str) -> list[str]:
    return [part for part in re.split(r"[\s,·•.\-']+", name) if part]


def _fold(sound: str) -> str:
    """Bare letters; ü in its passport spellings (lü, lv, lyu) becomes one."""
    bare = "".join(char for char in unicodedata.normalize("NFD", sound.lower()) if char.isalpha() and char.isascii())
    return re.sub(r"([ln])(?:yu|v)", r"\1u", bare)


@cache
def _simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def best_spelling(names: list[str], language: str) -> str:
    """The spelling that a reader of `language` expects, of those known for one person ("" when none is known)."""
    return min(names, key=lambda name: _strangeness(name, language), default="")


def _strangeness(name: str, language: str) -> int:
    """0 for the expected script, more for others; the order of `names` decides between equals."""
    folded = han_key(name)
    if folded is None:
        return 0 if language == "en" else 2
    simplified = folded == _SEPARATORS.sub("", unicodedata.normalize("NFKC", name))
    if language == "en":
        return 1
    return int(simplified != (language == "zh-Hans"))
