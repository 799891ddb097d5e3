"""A cell to a month: ISO, day and month with slashes, names of months in French and English, quarters, Excel's day numbers."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, rrule

from cmo_model.readers.history.limits import FIRST_YEAR, LAST_YEAR, MOST_WRITTEN

_MONTHS = (
    ("janvier", "january", "janv", "jan"),
    ("fevrier", "february", "fevr", "fev", "feb"),
    ("mars", "march", "mar"),
    ("avril", "april", "avr", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "july", "juil", "jul"),
    ("aout", "august", "aou", "aug"),
    ("septembre", "september", "sept", "sep"),
    ("octobre", "october", "oct"),
    ("novembre", "november", "nov"),
    ("decembre", "december", "dec"),
)
_NAMES = {name: place for place, names in enumerate(_MONTHS, 1) for name in names}
MONTH_NAMES = frozenset(_NAMES)
"""The names of months, French and English, whole and short, as they are compared."""
_TIME = r"(?:[ t]\d{1,2}:\d{2}.{0,20})?"
_YEAR_MONTH = re.compile(r"(\d{4})[-/. |]?(\d{1,2})")
_YEAR_MONTH_DAY = re.compile(rf"(\d{{4}})([-/.]?)(\d{{2}}|(?<=[-/.])\d)\2(\d{{1,2}}){_TIME}")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/. ](\d{4})")
_SLASHES = re.compile(rf"(\d{{1,2}})([-/. ])(\d{{1,2}})\2(\d{{4}}){_TIME}")
_NAMED = re.compile(r"([a-z]{3,9})\.?[-/ ,]*'?(\d{4}|\d{2})")
_YEAR_NAMED = re.compile(r"(\d{4})[-/ ]?([a-z]{3,9})\.?")
_DAY_NAMED = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?[-/ ]([a-z]{3,9})\.?[-/ ,]+(\d{4}|\d{2})")
_NAMED_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_WEEKDAY = re.compile(
    r"(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|lun|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun)\.?,? +"
)
"""A weekday before a day; "mar" alone is left to March."""
_QUARTER = re.compile(r"[tq]([1-4])[-/ ]?(\d{4})")
_YEAR_QUARTER = re.compile(r"(\d{4})[-/ ]?[tq]([1-4])")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_SERIALS = range(32_874, 73_415)  # 1990 to 2100
EPOCH = datetime.date(1899, 12, 30)
"""Day 0 of Excel's count, unless a workbook says otherwise."""


@dataclass(frozen=True)
class Moment:
    """The first day of a month and how sure: `order` is what the cell proves of the order of day and month.

    `day_first`, `month_first`, `either` (then `other` and `other_day` hold if the month comes first), or "". `span` is 3 for a
    quarter, `day` 0 when the cell names none, `serial` true for a bare day number of Excel. `until` is the last day of
    what the cell or its row tells from one day to another. A cell that is no date has `code` alone.
    """

    first: datetime.date | None = None
    day: int = 0
    span: int = 1
    order: str = ""
    other: datetime.date | None = None
    other_day: int = 0
    until: datetime.date | None = None
    serial: bool = False
    code: str = ""

    @cached_property
    def start(self) -> datetime.date:
        """Its first day. Raises `ValueError` where there is none."""
        if self.first is None:
            raise ValueError(self.code)
        return self.first.replace(day=self.day or 1)

    @cached_property
    def end(self) -> datetime.date:
        """Its last day: `until`, the day itself, or the last of its month or quarter."""
        if self.until is not None:
            return self.until
        return self.start if self.day else self.start + relativedelta(months=self.span, days=-1)

    @cached_property
    def parts(self) -> list[tuple[datetime.date, float]]:
        """The months it touches, by their first days, and the share of its days in each; the shares add up to 1."""
        start, end = self.start, self.end
        if (start.year, start.month) == (end.year, end.month):
            return [(start.replace(day=1), 1.0)]
        months = [day.date() for day in rrule(MONTHLY, start.replace(day=1), until=end)]
        days = [(min(end, month + relativedelta(months=1, days=-1)) - max(start, month)).days + 1 for month in months]
        return [(month, count / sum(days)) for month, count in zip(months, days, strict=True)]


INVALID = Moment(code="date_invalid")


@lru_cache(maxsize=4096)
def read_month(text: str) -> Moment:
    """The month a text names."""
    body = unicodedata.normalize("NFKD", text.strip().removeprefix("'").casefold())
    body = " ".join("".join(c for c in body if not unicodedata.combining(c)).split())
    body = body.replace("\u2013", "-")
    if (found := _WEEKDAY.match(body)) and (day := read_month(body[found.end() :])).day:
        return day
    if not body.isascii() or len(body) > MOST_WRITTEN:
        return INVALID
    if len(ends := re.split(r" (?:-|to|au|a) ", body)) == 2:  # an ad platform's month, from its first day to its last
        start, end = map(read_month, ends)
        if start.first is None or end.first is None or start.order or end.order or end.start < start.start:
            return INVALID
        whole = start.day <= 1 and end.end == start.first + relativedelta(months=1, days=-1)
        return Moment(start.first) if whole else Moment(start.first, start.day or 1, until=end.end)
    if found := _YEAR_MONTH_DAY.fullmatch(body):
        return _moment(int(found[1]), int(found[3]), int(found[4]))
    if found := _SERIAL.fullmatch(body):
        return read_serial(float(body.replace(",", ".")))
    if found := _YEAR_MONTH.fullmatch(body):
        return _moment(int(found[1]), int(found[2]))
    if found := _MONTH_YEAR.fullmatch(body):
        return _moment(int(found[2]), int(found[1]))
    if found := _SLASHES.fullmatch(body):
        return _either(int(found[1]), int(found[3]), int(found[4]))
    if found := _QUARTER.fullmatch(body):
        return _quarter(int(found[2]), int(found[1]))
    if found := _YEAR_QUARTER.fullmatch(body):
        return _quarter(int(found[1]), int(found[2]))
    return _named(body)


def read_day(day: datetime.date) -> Moment:
    """The month of a workbook's date."""
    return _moment(day.year, day.month, day.day)


def read_serial(number: float, epoch: datetime.date = EPOCH) -> Moment:
    """The month of Excel's count of days. Six figures are a year and a month."""
    if number == int(number) and 100 * FIRST_YEAR <= number < 100 * (LAST_YEAR + 1):
        return _moment(int(number) // 100, int(number) % 100)
    if int(number) not in _SERIALS:
        return INVALID
    day = epoch + datetime.timedelta(days=int(number))
    return Moment(day.replace(day=1), day.day, serial=True)


def _moment(year: int, month: int, day: int = 0) -> Moment:
    try:
        first = datetime.date(year, month, day or 1).replace(day=1)
    except ValueError:
        return INVALID
    return Moment(first, day) if FIRST_YEAR <= year <= LAST_YEAR else INVALID


def _quarter(year: int, quarter: int) -> Moment:
    moment = _moment(year, 3 * quarter - 2)
    return moment if moment.code else Moment(moment.first, span=3)


def _either(one: int, two: int, year: int) -> Moment:
    day_first, month_first = _moment(year, two, one), _moment(year, one, two)
    if one == two or (day_first.code and month_first.code):
        return day_first
    if month_first.code:
        return Moment(day_first.first, one, order="day_first")
    if day_first.code:
        return Moment(month_first.first, two, order="month_first")
    return Moment(day_first.first, one, order="either", other=month_first.first, other_day=two)


def _named(body: str) -> Moment:
    name, year, day = "", "", "0"
    if found := _NAMED.fullmatch(body):
        name, year = found.groups()
    elif found := _YEAR_NAMED.fullmatch(body):
        year, name = found.groups()
    elif found := _DAY_NAMED.fullmatch(body):
        day, name, year = found.groups()
    elif found := _NAMED_DAY.fullmatch(body):
        name, day, year = found.groups()
    if name not in _NAMES:
        return INVALID
    return _moment(int(year) + (2000 if len(year) == 2 else 0), _NAMES[name], int(day))
