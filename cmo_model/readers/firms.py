"""A table of firms, a row each, read as scenarios: a column is a field, by its path or by its label in either language.

An empty cell, or a column that is not there, stands at the default, or at what a named example has (a column `example`). Figures
are read a column at a time; what is no figure (place, year, today's way) is read once for all the rows that share it. A row that
cannot be read is refused alone, with each of its problems: what a scenario file would be refused for, and what is no number.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cmo_model import examples, parameters
from cmo_model.readers.history.numbers import DOLLAR, DOLLARS, read_amount
from cmo_model.readers.scenario_file import parsed, validated
from cmo_model.readers.shared import Problem, ReadError
from cmo_model.scenario import Scenario
from cmo_model.scenario.checks import MOST_LETTERS, field_at, has_hidden_character, plain
from cmo_model.scenario.fields import FIELDS, FieldFacts
from cmo_model.scenario.versions import upgraded
from cmo_model.words import LANGUAGES, text
from cmo_model.words.explanation import field_label, field_value

EXAMPLE, ROW, NAME = "example", "row", "name"
MOST_CELL = 8 * 1024
"""Letters of a cell: duties, answers and ranges are written as JSON."""
_NEAR = 0.8
"""How alike a title and a field's name are for the title to be a slip."""
_YES_NO = dict.fromkeys(("true", "vrai", "oui", "yes", "1"), True) | dict.fromkeys(("false", "faux", "non", "no", "0"), False)
_JSON = ("workload.duties", "data_culture.answers", "data_culture.need", "uncertainty")
_SPEND, _BOUGHT = "acquisition.monthly_spend", "acquisition.monthly_new_customers"
FIGURES = tuple(path for path in FIELDS if getattr(field_at(Scenario, path), "annotation", None) in (float, float | None))
"""The fields that are figures: a firm's own, in a column each."""

_ALSO = {
    EXAMPLE: ("exemple", EXAMPLE),
    ROW: ("rang", ROW),
    NAME: ("nom", "entreprise", "société", "compagnie", "client", "cliente", "nom du client", "firm", "company", "customer"),
    "current": ("aujourd'hui", "today"),
    "company.annual_revenue": ("ventes", "chiffre d'affaires", "sales", "revenue"),
    "company.contribution_margin": ("marge", "margin"),
    "workload.hours_per_week": ("heures par semaine", "hours a week", "hours per week"),
}
"""What else a column is called."""
_TOTALS = frozenset({"total", "totaux", "totals", "somme", "sum", "sous total", "subtotal", "grand total", "total general"})
_TIMES = re.compile(r"(.*\d) ?(k|m|mille|milliers?|millions?|thousands?|h|heures?|hours?)( ?[$€])?", re.IGNORECASE)
_HOURS, _THOUSANDS = ("h", "heure", "heures", "hour", "hours"), ("k", "mille", "millier", "milliers", "thousand", "thousands")

Places = npt.NDArray[np.intp]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Refused:
    """A cell that cannot be read; `at` is its row: the place in a table, from 0, or the number in a file of whoever reads one."""

    at: int
    column: str
    problem: Problem


@dataclass(frozen=True)
class Group:
    """Rows, by their places, that share all that is no figure: their scenario but for the figures, each of shape (rows,)."""

    at: Places
    scenario: Scenario
    figures: Mapping[str, Numbers]

    def parts(self, size: int) -> Iterator[Group]:
        """The same rows, so many at a time."""
        for begin in range(0, len(self.at), size):
            part = slice(begin, begin + size)
            yield Group(self.at[part], self.scenario, {path: column[part] for path, column in self.figures.items()})

    def firm(self, at: int) -> Scenario:
        """The whole scenario of the row at this place of the table, but for its name."""
        (found,) = np.flatnonzero(self.at == at)
        own = {path: float(column[found]) for path, column in self.figures.items()}
        return self.scenario.with_values({path: None if np.isnan(value) else value for path, value in own.items()})


@dataclass(frozen=True)
class Firms:
    """A table as read: every row's name, the rows that can be worked out, those refused, the titles that are none of ours.

    `columns` are the fields that have one.
    """

    names: list[str]
    groups: tuple[Group, ...]
    refused: tuple[Refused, ...]
    unread: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


def read_firms(table: pd.DataFrame, example: str = "") -> Firms:
    """The firms of a table; `example` names what an empty cell stands at. Raises `ReadError` for titles that cannot be read."""
    columns = columns_of([str(title) for title in table.columns])
    reading = _Reading({path: table.iloc[:, at] for at, path in columns.items()}, len(table), example)
    names, groups = reading.names(), tuple(reading.groups())
    unread = tuple(str(title) for at, title in enumerate(table.columns) if at not in columns)
    return Firms(names, groups, tuple(sorted(reading.refused, key=lambda one: one.at)), unread, tuple(columns.values()))


def columns_of(titles: list[str]) -> dict[int, str]:
    """The field that each column is of, by its place. Raises `ReadError` for a slip, a field given twice, or no field at all."""
    found: dict[int, str] = {}
    for at, title in enumerate(titles):
        path = _titles().get(plain(title), "")
        shown = " ".join(title.split())[:MOST_LETTERS]
        if path in found.values():
            raise ReadError(Problem("firms_column_twice", details={"column": shown}))
        if path:
            found[at] = path
        elif near := difflib.get_close_matches(title.strip(), FIELDS, 1, _NEAR):
            raise ReadError(Problem("firms_column_slip", details={"column": shown, "near": near[0]}))
    if not FIELDS.keys() & {*found.values()} - {NAME}:
        raise ReadError(Problem("firms_no_column"))
    return found


def known(titles: list[str]) -> int:
    """How many of these titles are of a field."""
    return sum(plain(title) in _titles() for title in titles)


@cache
def _titles() -> dict[str, str]:
    """What a column may be called, and its field: a path, a label, or the last word of a path where it is of one field alone."""
    labels = [(field_label(text(language), path), path) for language in LANGUAGES for path in FIELDS]
    last = [(path.rpartition(".")[2], path) for path in FIELDS]
    own = {plain(title): path for path, titles in _ALSO.items() for title in titles}
    return _sure(last) | _sure(labels) | own | {plain(path): path for path in FIELDS}


def _sure(called: list[tuple[str, str]]) -> dict[str, str]:
    """Fields by what they are called, where that is of one alone."""
    fields: dict[str, set[str]] = {}
    for name, path in called:
        fields.setdefault(plain(name), set()).add(path)
    return {name: next(iter(paths)) for name, paths in fields.items() if len(paths) == 1}


class _Reading:
    """A table while it is read."""

    def __init__(self, columns: Mapping[str, pd.Series[Any]], size: int, example: str) -> None:
        self._columns, self._size, self._example = columns, size, example
        self.refused: list[Refused] = []
        self._bad = np.zeros(size, bool)
        self._currencies: dict[str, dict[int, str]] = {}

    def _refuse(self, at: int, column: str, problem: Problem) -> None:
        self._bad[at] = True
        self.refused.append(Refused(at, column, problem))

    def names(self) -> list[str]:
        """Every row's name, empty where it has none; one that no scenario may have refuses its row."""
        if NAME not in self._columns:
            return [""] * self._size
        found = []
        for at, cell in enumerate(self._columns[NAME].fillna("").tolist()):
            name = str(cell).strip()
            if len(name) > MOST_LETTERS:
                self._refuse(at, NAME, Problem("text_too_long", details={"bound": MOST_LETTERS}))
            elif has_hidden_character(name):
                self._refuse(at, NAME, Problem("text_control"))
            elif plain(name) in _TOTALS:
                self._refuse(at, NAME, Problem("firms_total"))
            found.append(name)
        return found

    def groups(self) -> Iterator[Group]:
        """The rows that can be worked out, by what they share."""
        figures = {path: self._numbers(path, column) for path, column in self._columns.items() if path in FIGURES}
        shared = [path for path in self._columns if path == EXAMPLE or (path in FIELDS and path not in (*FIGURES, NAME))]
        codes = np.zeros((self._size, len(shared)), np.intp)
        known = []
        for place, path in enumerate(shared):
            codes[:, place], cells = pd.factorize(self._columns[path].map(_hashable))
            known.append([self._shared(path, cell, codes[:, place] == number) for number, cell in enumerate(cells)])
        kinds, kind = np.unique(codes, axis=0, return_inverse=True)
        for number, row in enumerate(kinds):
            at = np.flatnonzero((kind.ravel() == number) & ~self._bad)
            given = {path: cells[code] for path, cells, code in zip(shared, known, row.tolist(), strict=True) if code >= 0}
            if len(at) and (scenario := self._scenario(at, given)):
                yield from self._bounded(at, scenario, figures)

    def _numbers(self, path: str, column: pd.Series[Any]) -> Numbers:
        """A column of figures, NaN where nothing is written."""
        if pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_bool_dtype(column.dtype):
            found = np.array(column.to_numpy(float, na_value=np.nan))
            suspect = np.isinf(found)
        else:
            cells = column.where(~column.map(lambda cell: isinstance(cell, bool)), "bool").astype(object)
            found = np.array(pd.to_numeric(cells, errors="coerce").to_numpy(float, na_value=np.nan))
            suspect = ~np.isfinite(found) & ~_blank(cells)
        for at in np.flatnonzero(suspect).tolist():
            try:
                found[at], currency = figure(str(column.iloc[at]), FIELDS[path])
                if currency:
                    self._currencies.setdefault(path, {})[at] = currency
            except ReadError as error:
                found[at] = np.nan
                self._refuse(at, path, error.problems[0])
        return found

    def _shared(self, path: str, cell: Hashable, where: npt.NDArray[np.bool_]) -> Any:
        """What a cell that is no figure says; the rows that hold it are refused where it says nothing."""
        try:
            return shared_value(path, cell)
        except ReadError as error:
            for at in np.flatnonzero(where).tolist():
                self._refuse(at, path, error.problems[0])
            return None

    def _scenario(self, at: Places, given: Mapping[str, Any]) -> Scenario | None:
        """What these rows share, figures aside; they are refused where it is no scenario."""
        tree = _tree_of(str(given.get(EXAMPLE, self._example)))
        for path, value in given.items():
            if path != EXAMPLE:
                *parents, last = path.split(".")
                part = tree
                for name in parents:
                    part = part.setdefault(name, {})
                part[last] = value
        try:
            return validated(upgraded(tree))
        except ReadError as error:
            for row in at.tolist():
                for problem in error.problems:
                    name = ".".join(map(str, problem.path[:2]))
                    self._refuse(row, name if name in FIELDS else name.partition(".")[0], problem)
            return None

    def _bounded(self, at: Places, scenario: Scenario, figures: Mapping[str, Numbers]) -> Iterator[Group]:
        """These rows with their own figures, less those in which one is out of bounds or two disagree."""
        coin = parameters.place(scenario.jurisdiction).currency
        for path, currencies in self._currencies.items():
            for row in {*at.tolist()} & currencies.keys():
                if not (currencies[row] == coin or (currencies[row] == DOLLAR and coin in DOLLARS)):
                    self._refuse(row, path, Problem("firms_currency", details={"currency": coin}))
        own = {path: _filled(column[at], scenario.value(path)) for path, column in figures.items()}
        for path, column in own.items():
            facts = FIELDS[path]
            least = -np.inf if facts.low is None else facts.low
            low = column <= least if facts.low_open else column < least
            for row in np.flatnonzero(low | (column > (np.inf if facts.high is None else facts.high))).tolist():
                self._refuse(int(at[row]), path, _out_of_bounds(scenario, path, float(column[row])))
        spend, bought = (own.get(path, np.full(len(at), scenario.value(path))) for path in (_SPEND, _BOUGHT))
        for row in at[(bought > 0) & (spend == 0)].tolist():
            self._refuse(row, _BOUGHT, Problem("customers_without_spend"))
        kept = ~self._bad[at]
        if scenario.workload.duties is not None:  # their hours replace those typed
            own.pop("workload.hours_per_week", None)
        own.pop("advantage_volatility", None)  # no figure of the advice
        own = own or {_SPEND: np.full(len(at), scenario.value(_SPEND))}
        if kept.any():
            yield Group(at[kept], scenario, {path: column[kept] for path, column in own.items()})


def _filled(column: Numbers, otherwise: float | None) -> Numbers:
    return column if otherwise is None else np.where(np.isnan(column), otherwise, column)


def _blank(cells: pd.Series[Any]) -> npt.NDArray[np.bool_]:
    return cells.map(lambda cell: cell is None or cell != cell or not str(cell).strip()).to_numpy(bool)


def _hashable(cell: Any) -> Hashable:
    """A cell as it is told apart from others; nothing where nothing is written."""
    if isinstance(cell, (list, tuple, dict, np.ndarray)):
        return json.dumps(cell.tolist() if isinstance(cell, np.ndarray) else cell, default=str)
    if isinstance(cell, str):
        return cell.strip() or None
    return None if cell is None or cell != cell else cell if isinstance(cell, bool) else str(cell)


def figure(cell: str, facts: FieldFacts) -> tuple[float, str]:
    """A figure as people write it, a percentage where it is a share, and the currency it names. Raises `ReadError`."""
    body, times = _multiple(cell.strip(), facts)
    percent = body.endswith("%") and facts.unit.startswith("share")
    amount = read_amount(body.removesuffix("%").strip() if percent else body)
    if amount.code == "number_not_finite":
        raise ReadError(Problem("number_not_finite"))
    if amount.value is None:
        raise ReadError(Problem("firms_unit" if amount.code == "unit_unclear" else "firms_number"))
    if amount.ambiguous:
        raise ReadError(Problem("firms_ambiguous"))
    if amount.currency and not facts.unit.startswith("money"):
        raise ReadError(Problem("firms_number"))
    return amount.value / 100 if percent else times * amount.value, amount.currency


def _multiple(body: str, facts: FieldFacts) -> tuple[str, float]:
    """A figure without the word after it, and what it is counted by: thousands or millions of money, hours of hours."""
    found = _TIMES.fullmatch(body.replace("\u00a0", " ").replace("\u202f", " "))
    word = found[2].casefold() if found else ""
    if found and facts.unit == "hours_per_week" and word in _HOURS and not found[3]:
        return found[1], 1.0
    if found and facts.unit.startswith("money") and word not in _HOURS:
        return f"{found[1]}{found[3] or ''}", 1e3 if word in _THOUSANDS else 1e6
    return body, 1.0


def shared_value(path: str, cell: Hashable) -> Any:
    """What a cell that is no figure holds, as a scenario takes it. Raises `ReadError`."""
    if isinstance(cell, str) and len(cell) > MOST_CELL:
        raise ReadError(Problem("text_too_long", details={"bound": MOST_CELL}))
    if path == EXAMPLE:
        if cell not in examples.names():
            raise ReadError(Problem("example_unknown", details={"exist": ", ".join(examples.names())}))
        return cell
    facts, written = FIELDS[path], str(cell)
    if path in _JSON:
        try:
            return parsed(f'{{"cell": {written}}}')["cell"]
        except ReadError:
            raise ReadError(Problem("firms_json")) from None
    if facts.unit == "yes_no":
        if plain(written) not in _YES_NO:
            raise ReadError(Problem("firms_yes_no"))
        return _YES_NO[plain(written)]
    if facts.choices:
        return _choices(path).get(plain(written), written)
    if facts.whole:
        number = written.removesuffix(".0")
        if not (number.isascii() and number.isdigit() and len(number) <= 6):
            raise ReadError(Problem("type_whole"))
        return int(number)
    return written


@cache
def _choices(path: str) -> dict[str, str]:
    """What a choice may be called: its name, or what the screen calls it in either language."""
    choices = FIELDS[path].choices
    called = {plain(field_value(text(language), path, one)): one for language in LANGUAGES for one in choices}
    return called | {plain(one): one for one in choices}


def _tree_of(example: str) -> dict[str, Any]:
    tree = parsed(examples.source(example)) if example else {}
    tree.pop(NAME, None)
    return tree


def _out_of_bounds(scenario: Scenario, path: str, value: float) -> Problem:
    if FIELDS[path].unit.startswith("share") and FIELDS[path].high == 1 and 1 < value <= 100:
        return Problem("firms_share")
    try:
        validated(scenario.changed({path: value}))
    except ReadError as error:
        return error.problems[0]
    raise AssertionError(path)  # bounds are those of the field
