"""A cell of figures to a number: signs, currencies, groups of thousands and the decimal mark, French or English.

`1,234` and `1.234` alone may be a thousand or one and a bit; they are `ambiguous` until the column or the owner tells.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from cmo_model.readers.history.limits import MOST_WRITTEN, TOO_LARGE

CODES = (
    *("CAD", "USD", "EUR", "GBP", "CHF", "AUD", "NZD", "JPY", "CNY", "INR", "BRL", "MXN", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF"),
    *("ZAR", "HKD", "SGD", "KRW", "THB", "ILS", "AED", "MAD", "DZD", "TND", "XOF", "TRY", "PHP", "COP", "MYR", "TWD", "SAR", "ARS"),
    *("CLP", "PEN", "IDR", "VND", "RON", "BGN", "EGP", "NGN", "KES", "PKR", "QAR", "KWD", "ISK", "UAH", "RUB"),
)
"""The currencies that are known by their codes."""
DOLLAR = "$"
"""A dollar that does not say whose it is."""
DOLLARS = frozenset({"CAD", "USD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP"})
_CURRENCY = re.compile(rf"(?:us|ca|c|au|a|nz) ?\$|\$ ?(?:usd?|cad?)\b|\$|€|£|¥|\beuros?\b|\b(?:{'|'.join(CODES).casefold()})\b")
_SAME = {
    **{code.casefold(): code for code in CODES},
    **dict.fromkeys(("ca$", "c$", "$ca", "$cad"), "CAD"),
    **dict.fromkeys(("us$", "$us", "$usd"), "USD"),
    **dict.fromkeys(("au$", "a$"), "AUD"),
    "nz$": "NZD",
    **dict.fromkeys(("€", "euro", "euros"), "EUR"),
    "¥": "JPY",
    "£": "GBP",
    "$": DOLLAR,
}
_AROUND = re.compile(r"([-+( ]*)¤?([-+( ]*)([^¤]*?)([-) ]*)¤?([-) ]*)")
_TWICE = re.compile(r"¤([^¤]*)¤")
"""A currency stands before or after the figure, never inside it."""
_UNIT = re.compile(r"\d ?(?:k|m|md|mm|mille|milliers|millions?|thousands?)$")
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?e[+-]?\d{1,4}")
_NOT_FINITE = re.compile(r"#.*|[+-]?(?:nan|inf|infinity)")
_MINUSES = dict.fromkeys(map(ord, "\u2212\u2012\u2013\ufe63"), "-")
NOTHING = frozenset({"", "-", "--", "\u2014", "n/d", "s.o."})
"""How reports write that there is no figure."""


@dataclass(frozen=True)
class Amount:
    """A figure, or the code of why there is none. `mark` is the decimal mark that the cell proves, "" when it proves none."""

    value: float | None = None
    code: str = ""
    currency: str = ""
    mark: str = ""
    ambiguous: bool = False


def currencies_of(text: str) -> set[str]:
    """The currencies that a text names, a bare `$` as `DOLLAR` unless the code of a dollar stands beside it."""
    found = {_SAME[mark.replace(" ", "")] for mark in _CURRENCY.findall(text.casefold().replace("_", " "))}
    return found - {DOLLAR} if found & DOLLARS else found


@lru_cache(maxsize=4096)
def read_amount(text: str, decimal: str = "") -> Amount:
    """The figure of a text; `decimal` ("," or ".") settles an ambiguous one."""
    if found := _SIMPLE.fullmatch(text):
        return Amount(float(text.replace(",", ".")), mark=found[1] or "")
    body = _plain_digits(text).strip().removeprefix("'").strip().casefold()
    if _NOT_FINITE.fullmatch(body):
        return Amount(code="number_not_finite")
    if _SCIENTIFIC.fullmatch(body):
        finite = math.isfinite(float(body.replace(",", ".")))
        return Amount(code="number_format" if finite else "number_not_finite")
    currencies = currencies_of(body)
    if len(currencies) > 1:
        return Amount(code="currency_mixed")
    currency = next(iter(currencies), "")
    if found := _AROUND.fullmatch(_TWICE.sub(r"¤\1", _CURRENCY.sub("¤", body))):
        body = "".join(found.groups()).strip()
    if _UNIT.search(body):
        return Amount(code="unit_unclear")
    sign, body = _sign(body)
    number = _number(body, decimal)
    if number.value is None:
        return number
    if number.value >= TOO_LARGE:
        return Amount(code="number_format")
    return Amount(sign * number.value, "", currency, number.mark, number.ambiguous)


def _plain_digits(text: str) -> str:
    """Any script's digits as ours, any space as a space, full-width marks as ours."""
    if text.isascii():
        return text
    kept = []
    for c in text.translate(_MINUSES):
        digit = unicodedata.decimal(c, None)
        if digit is not None:
            kept.append(str(digit))
        elif unicodedata.category(c) == "Zs":
            kept.append(" ")
        elif "\uff01" <= c <= "\uff5e":
            kept.append(chr(ord(c) - 0xFEE0))
        elif c == "\u2019":
            kept.append("'")
        elif c in "\u066b\u066c":  # the Arabic decimal and thousands marks
            kept.append("." if c == "\u066b" else ",")
        else:
            kept.append(c)
    return "".join(kept)


def _sign(body: str) -> tuple[int, str]:
    if body.startswith("(") and body.endswith(")"):
        return -1, body[1:-1].strip()
    if body.startswith("-"):
        return -1, body[1:].strip()
    if body.endswith("-"):
        return -1, body[:-1].strip()
    return 1, body[1:].strip() if body.startswith("+") else body


_SIMPLE = re.compile(r"-?[0-9]{1,15}(?:([.,])[0-9]{1,2})?")
"""What most cells are, and nobody can read in two ways."""
_PLAIN = re.compile(r"\d+", re.ASCII)
_SPACED = re.compile(r"(\d{1,3}(?: \d{3})+|\d{1,3}(?:'\d{3})+)(?:([.,])(\d+))?", re.ASCII)
"""Groups apart by spaces or, as in Switzerland, by apostrophes: neither is ever a decimal mark."""
_GROUPED = re.compile(r"(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)(?!\2)([.,])(\d+)", re.ASCII)
_GROUPS = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})+", re.ASCII)
_ONE_MARK = re.compile(r"(\d*)([.,])(\d+)", re.ASCII)


def _number(body: str, decimal: str) -> Amount:
    if len(body) > MOST_WRITTEN:
        return Amount(code="number_format")
    if _PLAIN.fullmatch(body):
        return Amount(float(body))
    if found := _SPACED.fullmatch(body):
        whole, mark, rest = found[1].replace(" ", "").replace("'", ""), found[2] or "", found[3] or "0"
        return Amount(float(f"{whole}.{rest}"), mark=mark)
    if found := _GROUPED.fullmatch(body):
        return Amount(float(f"{found[1].replace(found[2], '')}.{found[4]}"), mark=found[3])
    if found := _GROUPS.fullmatch(body):
        return Amount(float(body.replace(found[1], "")), mark="." if found[1] == "," else ",")
    if found := _ONE_MARK.fullmatch(body):
        whole, mark, rest = found.groups()
        if len(rest) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0":
            if not decimal:
                return Amount(float(whole + rest), ambiguous=True)
            return Amount(float(f"{whole}.{rest}" if decimal == mark else whole + rest))
        return Amount(float(f"{whole or '0'}.{rest}"), mark=mark)
    return Amount(code="number_format")
