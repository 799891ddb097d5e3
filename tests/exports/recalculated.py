"""A workbook recalculated from its formulas alone, by the pure-Python package `formulas`, and scenarios to try it on."""

import gc
import io
import random
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from cmo_model import Decision, Scenario
from cmo_model.exports.workbook.audit import screen
from cmo_model.parameters import HOME, available
from cmo_model.scenario import OPTIONS
from cmo_model.scenario.fields import FIELDS, unread
from cmo_model.words import Text

NEAR = 1e-6
"""The largest difference of any figure, amounts included, or the noise of a float where the figure is above a hundred thousand."""


def opened(data: bytes, *, values: bool = False) -> Workbook:
    """The workbook as openpyxl reads it: its formulas, or the values cached beside them."""
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def named_cell(book: Workbook, path: str) -> tuple[str, str]:
    """The sheet and the address of a named cell."""
    [(sheet, cell)] = book.defined_names[path.replace(".", "_")].destinations
    return sheet, cell.replace("$", "")


def audit_rows(book: Workbook, t: Text) -> dict[str, int]:
    """The row of each figure on the reconciliation sheet, by its path."""
    rows = book[t("workbook.sheets.audit")].iter_rows(min_row=6, min_col=5, max_col=5)
    return {cell.value: cell.row for (cell,) in rows if cell.value}


def disagreements(found: Mapping[str, Any], decision: Decision, t: Text) -> list[str]:
    """What a recalculation and the engine say differently; every live figure of the decision must be there."""
    shown = screen(decision, t)
    assert found.keys() == shown.keys()
    wrong = []
    for path, expected in shown.items():
        got = found[path]
        if isinstance(expected, str) or isinstance(got, str):
            if got != expected:
                wrong.append(f"{path}: {got!r} is not {expected!r}")
            continue
        if abs(got - expected) > max(NEAR, 1e-11 * abs(expected)):
            wrong.append(f"{path}: {got!r} is not {expected!r}")
    return wrong


@contextmanager
def _in_one_go() -> Iterator[None]:
    """Without warnings of the package's own, nor pauses to look for garbage among its millions of objects."""
    gc.disable()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
    gc.enable()


class Recalculation:
    """One file, its formulas parsed once, to be worked out with any of its inputs changed."""

    def __init__(self, data: bytes, t: Text, folder: Path) -> None:
        with _in_one_go():
            import formulas

            book = opened(data)
            self._rows = audit_rows(book, t)
            self._audit, words = t("workbook.sheets.audit"), t("workbook.sheets.words")
            self._places = {path: named_cell(book, path) for path in FIELDS if path.replace(".", "_") in book.defined_names}
            for group, most in (("need", 3), ("answers", 12)):
                for n in range(1, most + 1):
                    path = f"data_culture.{group}.{n}"
                    self._places[path] = named_cell(book, path)
            self._agrees = named_cell(book, "audit.agrees")
            for sheet in book.worksheets:  # titles and notes stand in no formula; without them the file is read twice as fast
                for row in sheet.iter_rows():
                    for cell in row:
                        if cell.data_type == "s" and sheet.title != words and (sheet.title, cell.column) != (self._audit, 2):
                            cell.value = None
            for path in self._places:
                if path.startswith("data_culture."):  # a name of a blank cell is logged as a failure, and no formula reads it
                    del book.defined_names[path.replace(".", "_")]
            self._name = "recalculated.xlsx"
            book.save(folder / self._name)  # openpyxl keeps no cached value: what is read below was worked out
            self._model = formulas.ExcelModel().loads(str(folder / self._name)).finish()

    def _key(self, sheet: str, cell: str) -> str:
        return f"'[{self._name}]{sheet.upper()}'!{cell}"

    def __call__(self, changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Every figure of the reconciliation sheet by path, with these inputs changed; `agrees` is its sentence."""
        # `formulas` cannot empty a cell: a word of no letters, which no count and no sum takes either, stands for a blank one.
        given = {self._key(*self._places[path]): "" if value is None else value for path, value in (changes or {}).items()}
        with _in_one_go():
            solved = self._model.calculate(inputs=given)

        def value(sheet: str, cell: str) -> Any:
            worth = solved[self._key(sheet, cell)].value[0, 0]
            return str(worth) if isinstance(worth, str) else float(worth)

        self.sentence = value(*self._agrees)
        return {path: value(self._audit, f"C{row}") for path, row in self._rows.items()}


def cells_of(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes of a scenario as changes of cells: the answers one by one."""
    found: dict[str, Any] = {}
    for path, value in changes.items():
        found |= {f"{path}.{n}": one for n, one in enumerate(value, 1)} if isinstance(value, tuple) else {path: value}
    return found


def varied(rng: random.Random, many: int = 20, place: str = HOME, year: int = 2026) -> dict[str, Any]:
    """About so many figures changed within plausible bounds, answers among them, of those that the law of a place reads."""
    left_out = {"advantage_volatility", "acquisition.monthly_new_customers"} | unread(place, year)
    free = [path for path, facts in FIELDS.items() if isinstance(facts.default, float) and path not in left_out]
    found: dict[str, Any] = {}
    for path in rng.sample(free, many):
        facts = FIELDS[path]
        value = float(facts.default) * rng.uniform(0.4, 1.9) + (rng.uniform(-0.1, 0.1) if facts.low_open else 0.0)
        found[path] = round(min(max(value, facts.low or 0.0), facts.high or value), 4)
    for path, most in (("data_culture.answers", 12), ("data_culture.need", 3)):
        found[path] = tuple(rng.choice((None, 0, 1, 2, 3, 4)) for _ in range(most))
    return found


def random_scenario(rng: random.Random, **shape: Any) -> Scenario:
    """A scenario of any arrangement; `shape` settles what the formulas are shaped by."""
    named = {path.replace("__", "."): value for path, value in shape.items()}
    place = named.setdefault("jurisdiction", rng.choice((HOME, *available())))
    years = available()[place]
    settled = {
        "current": rng.choice(list(OPTIONS)),
        "bridge": rng.random() < 0.7,
        "company.sector": rng.choice(("general", "primary_manufacturing", "primary_on_holiday")),
        "in_house.executive": rng.random() < 0.5,
        "coordinator.executive": rng.random() < 0.5,
        "year": rng.choice(years),
        "horizon_months": 6,
        "timing_months": 6,
    }
    found = settled | named
    return Scenario(jurisdiction=place).with_values(varied(rng, place=place, year=found["year"]) | found)
