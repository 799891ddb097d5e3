"""The words as a printer sets them: curled apostrophes and quotation marks, and nothing that the report's fonts do not have."""

from __future__ import annotations

import re
from functools import cache

from cmo_model.parameters import HOME
from cmo_model.words import Language, Text

_PAIR = re.compile(r'"([^"]*)"')
_HELD = re.compile(r" (?=[:»%$])|(?<=«) |(?<=pour) (?=1\b)|(?<=\d) (?=\d|h\b|\$|M\$)")
_STRANGE = re.compile(r"[^\u0020-\u0484\u1e00-\u2040\u20a0-\u20bf\u2116\u2122]")
"""Outside of these, Typst's own fonts have gaps, at which PDF/UA stops."""


def curled(words: str) -> str:
    """Our own words with the marks of print, each with its word; what a visitor typed stays as it was typed."""
    words = _HELD.sub("\u00a0", words)
    return _PAIR.sub("\u201c\\1\u201d", words).replace("'", "\u2019")


def printable(typed: str) -> str:
    """What somebody typed, a square in place of each character that the report's fonts do not have."""
    return _STRANGE.sub("\u25a1", typed)


class _Printed(Text):
    def __init__(self, language: Language, place: str) -> None:
        super().__init__(language, place)
        self._words = {key: curled(words) for key, words in self._words.items()}


@cache
def printed(language: Language, place: str = HOME) -> Text:
    """The catalogue of a language in a place, as it is printed."""
    return _Printed(language, place)
