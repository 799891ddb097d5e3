"""A workbook worked out from its formulas alone, quickly: the few functions that it uses, read by a reader of our own.

The package `formulas` reads the same files, one in twenty seconds; this reads one in one, so that forty can be tried with ten
changes each. What has no answer raises, as an error travels in a spreadsheet; words take part in no arithmetic.
"""

import math
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from typing import Any

from openpyxl.utils.cell import get_column_letter, range_boundaries

from cmo_model.words import Text
from tests.exports.recalculated import audit_rows, named_cell, opened

TOKEN = re.compile(
    r"""(?P<text>"[^"]*")
      | (?P<range>('[^']+'!)?\$?[A-Z]{1,3}\$?\d+(:\$?[A-Z]{1,3}\$?\d+)?(?![A-Za-z0-9_(]))
      | (?P<call>[A-Z]+\()
      | (?P<number>\d+(\.\d+)?(E[+-]?\d+)?)
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<sign><>|<=|>=|[-+*/^=<>(),])
      | \s""",
    re.VERBOSE,
)
SIGNS = {"^": "**", "=": "==", "<>": "!="}


class Word:
    """A text: equal to itself, and nothing else can be done with it."""

    def __init__(self, said: str) -> None:
        self.said = said

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Word) and other.said.lower() == self.said.lower()

    __hash__ = None  # type: ignore[assignment]


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _numbers(*given: Any) -> list[float]:
    flat = [one for part in given for one in (part if isinstance(part, list) else [part])]
    return [one for one in flat if _is_number(one)]


def _if_error(value: Callable[[], Any], otherwise: Callable[[], Any]) -> Any:
    try:
        return value()
    except (ArithmeticError, TypeError, ValueError):
        return otherwise()


def _known(value: Callable[[], Any]) -> bool:
    return _is_number(_if_error(value, lambda: None))


def _none() -> Any:
    raise ValueError("no answer")


def _rounded(value: float, places: int) -> float:
    scale = 10.0**places
    return math.copysign(math.floor(abs(value) * scale + 0.5) / scale, value)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "IF": lambda test, yes, no: yes() if test() else no(),
    "IFERROR": _if_error,
    "ISNUMBER": _known,
    "NA": _none,
    "AND": lambda *tests: sum(not test() for test in tests) == 0,
    "OR": lambda *tests: sum(bool(test()) for test in tests) > 0,
    "NOT": lambda test: not test(),
    "MIN": lambda *given: min(_numbers(*(one() for one in given)), default=0),
    "MAX": lambda *given: max(_numbers(*(one() for one in given)), default=0),
    "SUM": lambda cells: math.fsum(_numbers(cells())),
    "COUNT": lambda cells: len(_numbers(cells())),
    "SUMPRODUCT": lambda one, other: math.fsum(a * b for a, b in zip(one(), other(), strict=True)),
    "LN": lambda value: math.log(value()),
    "EXP": lambda value: math.exp(value()),
    "INT": lambda value: math.floor(value()),
    "ROUND": lambda value, places: _rounded(value(), places()),
}


@contextmanager
def _deep() -> Any:
    """Months rest on months: a chain longer than the interpreter allows by itself."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(100_000)
    yield
    sys.setrecursionlimit(before)


class Evaluation:
    """One file, its formulas read once, to be worked out with any of its inputs changed."""

    def __init__(self, data: bytes, t: Text) -> None:
        book = opened(data)
        self._names = {name: named_cell(book, name) for name in book.defined_names}
        self._audit, self._rows = t("workbook.sheets.audit"), audit_rows(book, t)
        self._given: dict[tuple[str, str], Any] = {}
        self._formulas: dict[tuple[str, str], Callable[[], Any]] = {}
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    at = (sheet.title, cell.coordinate)
                    if cell.data_type == "f":
                        self._formulas[at] = self._read(str(cell.value)[1:], sheet.title)
                    elif cell.value is not None:
                        self._given[at] = Word(cell.value) if isinstance(cell.value, str) else cell.value

    def _read(self, formula: str, sheet: str) -> Callable[[], Any]:
        """A formula as a function of nothing; every argument of a call is one too, so that what is not taken is not worked out."""
        out, place, depths = [], 0, [False]
        while place < len(formula):
            token = TOKEN.match(formula, place)
            assert token, formula[place:]
            place, kind, said = token.end(), token.lastgroup, token.group()
            if kind == "text":
                out.append(f"Word({said!r}[1:-1])")
            elif kind == "range":
                on, _, cells = said.rpartition("!")
                out.append(f"{'many' if ':' in cells else 'one'}({on.strip(chr(39)) or sheet!r}, {cells.replace('$', '')!r})")
            elif kind == "call":
                out.append(f"call[{said[:-1]!r}]({'' if formula[place] == ')' else 'lambda: '}")
                depths.append(True)
            elif kind == "name" and said not in ("TRUE", "FALSE"):
                out.append(f"one(*{self._names[said]!r})")
            elif said == "(":
                out.append(said)
                depths.append(False)
            elif said == ")":
                out.append(said)
                depths.pop()
            elif said == ",":
                out.append(", lambda: ")
            else:
                out.append(SIGNS.get(said, said.title() if kind == "name" else said))
        scope = {"one": self._one, "many": self._many, "call": FUNCTIONS, "Word": Word}
        found: Callable[[], Any] = eval("lambda: " + "".join(out), scope)  # noqa: S307 - our own formulas, token by token
        return found

    def _one(self, sheet: str, cell: str) -> Any:
        at = (sheet, cell)
        if at not in self._worth:
            formula = self._formulas.get(at)
            self._worth[at] = self._given.get(at) if formula is None else formula()
        return self._worth[at]

    def _many(self, sheet: str, cells: str) -> list[Any]:
        left, top, right, bottom = range_boundaries(cells)
        assert left and top and right and bottom
        return [self._one(sheet, f"{get_column_letter(c)}{r}") for r in range(top, bottom + 1) for c in range(left, right + 1)]

    def __call__(self, changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Every figure of the reconciliation sheet by path, with these inputs changed."""
        self._worth = {self._names[path.replace(".", "_")]: value for path, value in (changes or {}).items()}
        with _deep():
            found = {path: self._one(self._audit, f"C{row}") for path, row in self._rows.items()}
        return {path: value.said if isinstance(value, Word) else value for path, value in found.items()}
