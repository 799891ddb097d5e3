"""The only home of words: French and English, side by side, and how numbers look in each.

`text(language)` returns a `Text`, passed on as an argument and never kept in a global: two visitors share the process. Numbers go
through Babel with the Canadian locales. A figure's unit (see `scenario.Unit` and `graph.unit`) decides how it is written.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

import yaml
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
_LOCALES: dict[Language, str] = {"fr": "fr_CA", "en": "en_CA"}
_MINUS = "\u2212"
_NO_BREAK = "\u00a0"
_HELD = re.compile(r"(\d|\{n\}) (?=h\b|M\$)")
"""A number stays on the line of its unit."""


def _flat(tree: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{prefix}{key}.")
        else:
            found[f"{prefix}{key}"] = value
    return found


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """Every sentence of a language by its dotted key; `fr.yaml` holds what all surfaces say, `fr_report.yaml` the report's own."""
    found: dict[str, str] = {}
    for file in sorted(Path(__file__).parent.glob(f"{language}*.yaml")):
        words = _flat(yaml.safe_load(file.read_text("utf-8")))
        if twice := found.keys() & words.keys():
            raise ValueError(f"said twice: {', '.join(sorted(twice))}")
        found |= words
    return MappingProxyType(found)


@cache
def text(language: Language) -> Text:
    """The words and formats of one language."""
    return Text(language)


def preferred(locale: str | None) -> Language:
    """The language of a browser's locale: French for `fr…`, English otherwise."""
    return "fr" if (locale or "").lower().startswith("fr") else "en"


class Text:
    """One language: sentences by key, numbers by unit."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self.locale = _LOCALES[language]
        self._words = catalogue(language)

    def __call__(self, key: str, **values: str) -> str:
        """The sentence of a key, its blanks filled. Raises `KeyError` on an unknown key or a blank left empty."""
        sentence = self._words[key]
        sentence = _HELD.sub(f"\\1{_NO_BREAK}", sentence)
        if self.language == "fr":
            sentence = _spaced(sentence)
        return sentence.format(**values) if values or "{" in sentence else sentence

    def has(self, key: str) -> bool:
        """Whether the key exists."""
        return key in self._words

    @property
    def tag(self) -> str:
        """The language tag of a page."""
        return self.locale.replace("_", "-")

    # --- numbers ---

    def number(self, value: float, decimals: int = 2) -> str:
        """A number with at most so many decimals, grouped."""
        pattern = "#,##0." + "#" * decimals if decimals else "#,##0"
        return _signed(format_decimal(_rounded(value, decimals), format=pattern, locale=self.locale))

    def money(self, value: float, cents: bool = True, currency: str = "CAD") -> str:
        """An amount, to the cent unless told otherwise."""
        rounded = _rounded(value, 2 if cents else 0)
        pattern = str(Locale.parse(self.locale).currency_formats["standard"].pattern)
        if not cents:
            pattern = pattern.replace("0.00", "0")
        return _signed(format_currency(rounded, currency, format=pattern, locale=self.locale, currency_digits=cents))

    def percent(self, value: float, decimals: int = 1) -> str:
        """A share in percent."""
        pattern = str(Locale.parse(self.locale).percent_formats[None].pattern)
        pattern = pattern.replace("#,##0", "#,##0." + "#" * decimals)
        return _signed(format_percent(_rounded(value, decimals + 2), format=pattern, locale=self.locale))

    def counted(self, unit: str, value: float) -> str:
        """A number of months, days or weeks in words."""
        shown = _rounded(value, 1)
        one = abs(shown) < 2 if self.language == "fr" else shown == 1
        return self(f"units.{unit}.{'one' if one else 'other'}", n=self.number(float(shown), 1))

    def date(self, value: datetime.date) -> str:
        """A day, in full."""
        return format_date(value, format="long", locale=self.locale)

    def month(self, value: datetime.date) -> str:
        """A month and its year."""
        return format_date(value, format="MMMM y", locale=self.locale)

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
        if unit in _WORDS:
            return self(f"{_WORDS[unit]}.{value}") if value else self("unknown")
        if isinstance(value, str):
            return value
        return self.number(float(value), 2 if abs(float(value)) >= 0.1 else 4)

    def _per(self, amount: str, unit: str) -> str:
        per = unit.removeprefix("money").lstrip("_")
        return self(f"units.{per}", n=amount) if per else amount


_MONEY = frozenset({"money", "money_per_year", "money_per_month", "money_per_day", "money_per_hour"})
_WORDS = {
    "option": "options",
    "reading": "readings",
    "saying": "says",
    "zone": "zones",
    "stage": "stages",
    "sector": "sectors",
}


def _rounded(value: float, decimals: int) -> Decimal:
    """Rounded half up as an accountant does, past the last millionth's float noise, and never a negative zero."""
    exact = Decimal(repr(round(float(value), max(6, decimals))))
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _WIDE) + 0


_WIDE = Context(prec=400)
"""Digits enough for any float: a figure may be absurd, its printing may not fail."""


def _signed(shown: str) -> str:
    return shown.replace("-", _MINUS)


def _spaced(sentence: str) -> str:
    """Québec typography: a space that does not break before a colon, a percent, a dollar and inside quotation marks."""
    for mark in (":", "»", "%", "$"):
        sentence = sentence.replace(f" {mark}", f"{_NO_BREAK}{mark}")
    return sentence.replace("« ", f"«{_NO_BREAK}")
