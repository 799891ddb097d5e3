"""The only home of words: every language side by side (see `languages`), and how numbers look in each.

`text(language)` returns a `Text`, passed on as an argument and never kept in a global: two visitors share the process. Numbers go
through Babel with the language's locale. A figure's unit (see `scenario.Unit` and `graph.unit`) decides how it is written.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_compact_currency, format_currency, format_decimal, format_percent, get_currency_symbol

from cmo_model import parameters
from cmo_model.words.languages import FOLDERS, LANGUAGES, Language, catalogue, conventions, place_words, preferred

__all__ = ["FOLDERS", "LANGUAGES", "Language", "Text", "catalogue", "preferred", "text"]

_MINUS = "\u2212"
_NO_BREAK = "\u00a0"
_HELD = re.compile(r"(\d|\{n\}) (?=h\b|M\$)")
"""A number stays on the line of its unit."""
_TALL = re.compile(r"(?<=[\w})»%€])([;?!])(?=\s|$)")
"""The marks that France sets apart by a thin space, and Québec does not."""
_CURRENCY = re.compile(f"{_NO_BREAK}?¤{_NO_BREAK}?")
"""Where a locale's pattern has the sign of a currency, with its space."""


def text(language: Language, place: str = parameters.HOME) -> Text:
    """The words and formats of one language in one place. Raises `KeyError` where there is no such language, or place."""
    return _text(language, place)


@cache
def _text(language: Language, place: str) -> Text:
    return Text(language, place)


class Text:
    """One language in one place: sentences by key, numbers by unit, the place's currency."""

    def __init__(self, language: Language, place: str = parameters.HOME) -> None:
        self.language, self.place = language, place
        self.conventions, filed = conventions(language), parameters.place(place)
        self.locale = Locale.parse(filed.locales.get(language, self.conventions.locale))
        self.currency = filed.currency
        coin = self.conventions.coin(filed.currency)
        said = {**catalogue(language), **place_words(place, language)}
        self._words = {key: _filled(words, coin) if "{" in words else words for key, words in said.items()}
        if self.tag == "fr-FR":
            self._words = {key: _TALL.sub("\u202f\\1", words) for key, words in self._words.items()}

    def at(self, place: str) -> Text:
        """The same language in another place."""
        return text(self.language, place)

    def __call__(self, key: str, **values: str) -> str:
        """The sentence of a key, its blanks filled. Raises `KeyError` on an unknown key or a blank left empty."""
        sentence = _HELD.sub(f"\\1{_NO_BREAK}", self._words[key])
        for mark in self.conventions.held:
            sentence = sentence.replace(mark, mark.replace(" ", _NO_BREAK))
        return sentence.format(**values) if values or "{" in sentence else sentence

    def has(self, key: str) -> bool:
        """Whether the key exists."""
        return key in self._words

    def line(self, name: str) -> str:
        """What a statutory line is called; one that a caller made has no words, and keeps its identifier."""
        key = f"parameters.lines.{name}"
        return self(key) if self.has(key) else name

    def note(self, name: str | None) -> str | None:
        """What is said of a parameter by the name of its note."""
        return None if name is None else self(f"parameters.notes.{name}")

    @property
    def tag(self) -> str:
        """The language tag of a page."""
        return str(self.locale).replace("_", "-")

    # --- numbers ---

    def number(self, value: float, decimals: int = 2) -> str:
        """A number with at most so many decimals, grouped."""
        pattern = "#,##0." + "#" * decimals if decimals else "#,##0"
        return _signed(format_decimal(_rounded(value, decimals), format=pattern, locale=self.locale))

    def money(self, value: float, cents: bool = True, currency: str = "") -> str:
        """An amount in the place's currency, unless another is given, to the cent unless told otherwise."""
        rounded = _rounded(value, 2 if cents else 0)
        pattern = self._money_pattern(cents)
        return _signed(
            format_currency(rounded, currency or self.currency, format=pattern, locale=self.locale, currency_digits=cents)
        )

    def about(self, value: float, currency: str = "") -> str:
        """An amount as far as it is known: two figures, and no cents."""
        finest = 10.0 ** max(0, len(str(int(abs(value)))) - 2)
        return self.money(round(value / finest) * finest, cents=False, currency=currency)

    def brief(self, value: float, currency: str = "") -> str:
        """An amount in thousands or millions, to three figures, for where there is little room."""
        digits = 0 if value == 0 else max(0, 2 - int(math.floor(math.log10(abs(value))) % 3))
        shown = format_compact_currency(value, currency or self.currency, locale=self.locale, fraction_digits=digits)
        decimal = str(self.locale.number_symbols["latn"]["decimal"])
        return _signed(re.sub(rf"({re.escape(decimal)}\d*?)0+(?!\d)", r"\1", shown).replace(f"{decimal}{_NO_BREAK}", _NO_BREAK))

    def percent(self, value: float, decimals: int = 1) -> str:
        """A share in percent."""
        pattern = self._percent_pattern.replace("#,##0", "#,##0." + "#" * decimals)
        return _signed(format_percent(_rounded(value, decimals + 2), format=pattern, locale=self.locale))

    def counted(self, unit: str, value: float) -> str:
        """A number of months, days or weeks in words; whole years are years, from two on."""
        shown = float(_rounded(value, 1))
        if unit == "months" and shown >= 24 and shown % 12 == 0:
            unit, shown = "years", shown / 12
        key = f"units.{unit}.{self.locale.plural_form(shown)}"
        return self(key if self.has(key) else f"units.{unit}.other", n=self.number(shown, 1))

    def date(self, value: datetime.date) -> str:
        """A day, in full."""
        shown = format_date(value, format="long", locale=self.locale)
        return shown if value.day > 1 else shown.replace("1", self.conventions.first_day, 1)

    def month(self, value: datetime.date, brief: bool = False) -> str:
        """A month and its year."""
        return format_date(value, format="MMM y" if brief else "MMMM y", locale=self.locale)

    # --- the same in a spreadsheet, as en-US codes: the reader's program puts in its own separators ---

    def money_code(self, cents: bool = True) -> str:
        """The number format of an amount."""
        return _CURRENCY.sub(lambda sign: '"' + sign[0].replace("¤", self.sign) + '"', self._money_pattern(cents))

    def percent_code(self, decimals: int = 1) -> str:
        """The number format of a share, all its decimals shown."""
        return self._percent_pattern.replace("#,##0", "0." + "0" * decimals).replace(_NO_BREAK, f'"{_NO_BREAK}"')

    @property
    def sign(self) -> str:
        """The sign of the place's currency."""
        return get_currency_symbol(self.currency, locale=self.locale)

    @property
    def money_first(self) -> bool:
        """Whether the sign of a currency stands before the amount."""
        return self._money_pattern(True).startswith("¤")

    def _money_pattern(self, cents: bool) -> str:
        pattern = str(self.locale.currency_formats["standard"].pattern)
        return pattern if cents else pattern.replace("0.00", "0")

    @property
    def _percent_pattern(self) -> str:
        return str(self.locale.percent_formats[None].pattern)

    # --- any figure ---

    def rounded(self, value: float | None, unit: str) -> str:
        """A figure as far as a reader tells it apart: no cents from a hundred dollars on, no decimals from ten on."""
        if value is None or value != value:
            return self("unknown")
        if unit in _MONEY:
            return self._per(self.money(value, cents=abs(value) < 100), unit)
        if unit in ("share", "share_per_year", "probability"):
            shown = self.percent(value, 0 if abs(value) >= 0.1 else 1)
            return self("units.per_year", n=shown) if unit == "share_per_year" else shown
        if unit == "hours_per_week":
            return self("units.hours_per_week", n=self.number(value, 0 if abs(value) >= 10 else 1))
        return self.value(value, unit)

    def value(self, value: Any, unit: str) -> str:
        """Any figure as its unit is written; `unknown` where there is none."""
        if value is None or value != value:
            return self("unknown")
        if isinstance(value, bool) or unit == "yes_no":
            return self("yes_no.yes" if value else "yes_no.no")
        if unit in _MONEY:
            return self._per(self.money(float(value)), unit)
        if unit in ("share", "share_per_year", "probability"):
            shown = self.percent(float(value), 4 if 0 < abs(float(value)) < 0.02 else 2)
            return self("units.per_year", n=shown) if unit == "share_per_year" else shown
        if unit in ("months", "weeks", "days", "working_days"):
            return self.counted(unit, float(value))
        if unit in ("hours_per_week", "ratio", "score"):
            return self(f"units.{unit}", n=self.number(float(value), 1 if unit == "score" else 2))
        if unit == "month":
            return self("units.month", n=self.number(float(value), 0))
        if unit == "ranges":
            return ", ".join(value) or self("unknown")
        if unit == "answers":
            return self("units.answers", known=str(sum(a is not None for a in value)), all=str(len(value)))
        if unit == "year" or unit == "version":
            return str(value)
        if unit in WORD_FAMILIES:
            return self(f"{WORD_FAMILIES[unit]}.{value}") if value else self("unknown")
        if isinstance(value, str):
            return value
        return self.number(float(value), 2 if abs(float(value)) >= 0.1 else 4)

    def _per(self, amount: str, unit: str) -> str:
        per = unit.removeprefix("money").lstrip("_")
        return self(f"units.{per}", n=amount) if per else amount


def _filled(sentence: str, coin: Mapping[str, str]) -> str:
    """A sentence that names the currency of its place."""
    for blank, word in coin.items():
        sentence = sentence.replace(f"{{{blank}}}", word)
    return sentence


_MONEY = frozenset({"money", "money_per_year", "money_per_month", "money_per_day", "money_per_hour"})
WORD_FAMILIES = {
    "option": "options",
    "reading": "readings",
    "saying": "says",
    "zone": "zones",
    "stage": "stages",
    "sector": "sectors",
}
"""The family of keys that says the codes of a unit."""


def _rounded(value: float, decimals: int) -> Decimal:
    """Rounded half up as an accountant does, past the last millionth's float noise, and never a negative zero."""
    exact = Decimal(repr(round(float(value), max(6, decimals))))
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _WIDE) + 0


_WIDE = Context(prec=400)
"""Digits enough for any float: a figure may be absurd, its printing may not fail."""


def _signed(shown: str) -> str:
    return shown.replace("-", _MINUS)
