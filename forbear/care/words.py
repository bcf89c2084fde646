"""Stored sentences in the reader's language: playbooks, cards and laws keep one text a language.

Must not translate: a text that was never written in the reader's language is given in the one that was.
"""

from collections.abc import Mapping
from typing import Any

from forbear.kernel.languages import LANGUAGES

_NAMES_OF_TEXT = ("text", "statement", "why", "says")


def said(stored: Any, language: str) -> str:
    """The text of `stored` (a string, or a mapping by language, or a mapping that holds one) for `language`."""
    if isinstance(stored, str):
        return stored
    if not isinstance(stored, Mapping):
        return ""
    for name in (language, *_NAMES_OF_TEXT, *LANGUAGES):
        if stored.get(name):
            return said(stored[name], language)
    return ""
