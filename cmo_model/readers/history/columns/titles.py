"""What a title says that its column holds: a month, a channel, spend, revenue, new customers, or nothing that is any of them.

A figure is spend or revenue only when its title says so. Rates, counts and keys never are, whatever else the title says: "Cost per
result", "Purchase ROAS", "Clicks". What is left of a title once its figure is taken out names a channel, in a table with a column
for each: "TV spend"; and a title that is a channel's own name, and nothing else, is that channel's spend. `titles.yaml` has the
words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cmo_model.readers.history.cells import FIGURES, Cell, shown
from cmo_model.readers.history.numbers import CODES
from cmo_model.scenario.checks import plain

_WORDS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "titles.yaml").read_text("utf-8"))
QUARTER: tuple[str, ...] = tuple(_WORDS["quarter"])
"""Titles of the column of quarters, each perhaps by its first day."""
WEEK: tuple[str, ...] = tuple(_WORDS["week"])
"""Titles of the column of weeks, each by its first day or its number."""
DAY: tuple[str, ...] = tuple(_WORDS["day"])
"""Titles of the column of days, whatever lies between them."""
YEAR: tuple[str, ...] = tuple(_WORDS["year"])
"""Titles of the column of years."""
STARTS: tuple[str, ...] = tuple(_WORDS["starts"])
"""Titles of the column of first days."""
MONTH: tuple[str, ...] = tuple(_WORDS["month"])
"""Titles of the column of months, the one that tells most first."""
END: tuple[str, ...] = tuple(_WORDS["end"])
"""Titles of the column of last days."""
WEEK_ENDING: tuple[str, ...] = tuple(_WORDS["week ending"])
"""Titles of the last days of weeks, where no other column has the first."""
CURRENCY: tuple[str, ...] = tuple(_WORDS["currency"])
"""Titles of the column of currencies."""
CHANNEL: tuple[str, ...] = tuple(_WORDS["channel"])
"""Titles of the column of channels, what groups most first."""
_WITHIN: dict[str, list[str]] = {figure: _WORDS[figure]["within"] for figure in FIGURES}
_ALONE: dict[str, list[str]] = {figure: _WORDS[figure]["alone"] for figure in FIGURES}
_NEVER, _FILLERS, _PLATFORMS, _ORGANIC = (frozenset(_WORDS[name]) for name in ("never", "fillers", "platforms", "organic"))
_UNITS: dict[str, float] = _WORDS["units"]
_CURRENCY = re.compile(
    r"[(\[]?(?:(?i:US ?\$|CA ?\$|C\$|AU?\$|NZ\$|\$ ?(?:CAD?|USD?)\b|\b(?:CAD|USD|EUR|GBP|CHF|AUD|NZD|euros?)\b)|\$|€|£|\b(?:"
    + "|".join(CODES)
    + r")\b)[)\]]?"
)
_THOUSANDS = ("thousand", "thousands", "millier", "milliers")
_COUNTS = ("sales", "ventes")
"""Titles that are as often a number as an amount: any other comes before them."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_RATE = re.compile(r"[%#]|\w\s*/\s*\w")
_TWICE = re.compile(r"\s*[/|]\s*")
_GROUPING = re.compile(r"[-:–—_/()\[\]|.]+")


@dataclass(frozen=True)
class Titled:
    """What figure a title names, and of which channel; `own` where it names the channel and nothing else."""

    figure: str = ""
    channel: str = ""
    own: bool = False


NONE = Titled()


def title(cell: Cell) -> str:
    """A title as it is compared: without the currency that follows it, and once where it is said in two languages."""
    written = shown(cell)
    return _said_twice(written) or plain(_CURRENCY.sub(" ", spaced(written)))


@cache
def _said_twice(written: str) -> str:
    """The first half of "Mois / Month", both halves of which name one column; nothing where they do not."""
    halves = [plain(half) for half in _TWICE.split(written)]
    lists = (QUARTER, WEEK, DAY, YEAR, STARTS, MONTH, END, CURRENCY, CHANNEL, *_ALONE.values(), *_WITHIN.values())
    return halves[0] if len(halves) == 2 and any({*halves} <= {*words} for words in lists) else ""


def spaced(written: str) -> str:
    """A title with its words apart: `cost_usd`, `costMicros`."""
    return _CAMEL.sub(" ", written.replace("_", " "))


def unit_of(written: str, above: str) -> float:
    """The dollars that one of a column's figures counts, by its title or what stands over all: 1,000 for `k$`, 1e-6 for micros."""
    said = (*title(written).split(), *(word for word in plain(above).split() if word in _THOUSANDS))
    return next((_UNITS[word] for word in said if word in _UNITS), 1.0)


def dated(name: str) -> str:
    """A title of dates without what it may say beside."""
    return " ".join(word for word in name.split() if word not in _WORDS["dating"])


@cache
def figure_of(written: str) -> Titled:
    """What figure a title names."""
    if once := _said_twice(written):
        return figure_of(once)
    name = title(written)
    alone = next((figure for figure, phrases in _ALONE.items() if name in phrases), "")
    if alone:
        return Titled(alone)
    words = name.split()
    found = {figure: phrase for figure in _WITHIN if (phrase := _phrase(words, figure))}
    if len(found) != 1:
        return _platform(written, words) if not found else NONE
    ((figure, phrase),) = found.items()
    left = [word for word in _without(words, phrase) if word not in _FILLERS and word not in _UNITS]
    if figure != "customers" and (_RATE.search(written) or _NEVER & {*words}):
        return NONE
    return Titled(figure, _channel(written, {*left}) if left else "")


def _phrase(words: list[str], figure: str) -> list[str]:
    """The longest of a figure's phrases in these words."""
    spoken = f" {' '.join(words)} "
    return max((phrase for phrase in _WITHIN[figure] if f" {phrase} " in spoken), key=len, default="").split()


def _without(words: list[str], phrase: list[str]) -> list[str]:
    at = next(n for n in range(len(words)) if words[n : n + len(phrase)] == phrase)
    return words[:at] + words[at + len(phrase) :]


def _platform(written: str, words: list[str]) -> Titled:
    """A title made of nothing but platforms' names."""
    left = [word for word in words if word not in ("ads", "ad")]
    own = bool(left) and {*left} <= _PLATFORMS and not _RATE.search(written)
    return Titled("spend", " ".join(_CURRENCY.sub(" ", written).split()), own=True) if own else NONE


def _channel(written: str, left: set[str]) -> str:
    """The words that are left of a title, as they are written."""
    pieces = _GROUPING.sub(" ", _CURRENCY.sub(" ", spaced(written))).split()
    return " ".join(piece for piece in pieces if {*plain(piece).split()} & left)


def organic(written: str) -> bool:
    """Whether a title is a way in that nobody pays for: a platform's name beside it is no spend, but what came from there."""
    return bool({*title(written).split()} & _ORGANIC)


def platform_of(texts: Iterable[str]) -> str:
    """The platform whose export this is, by what its name, its first lines and its titles say; "" when they say none."""
    said = [plain(one) for one in texts]
    words = {word for one in said for word in one.split()}
    found = {
        name: marks
        for name, marks in _WORDS["exports"].items()
        if (words & {*marks.get("words", ())} or {*said} & {*marks.get("titles", ())}) and not words & {*marks.get("unless", ())}
    }
    return next(iter(found)) if len(found) == 1 else ""


def rank(name: str, figure: str) -> int:
    """How plainly a title names a figure, 0 the plainest; `name` as `title` gives it."""
    known = (*(phrase for phrase in _WITHIN[figure] if phrase not in _COUNTS), *_ALONE[figure])
    return known.index(name) if name in known else len(known) + (name in _COUNTS)
