"""A spreadsheet formula and what it is worth now, made together so that the cached value of a cell can never say something else.

`a / b` of two cells is a `Formula` whose text is Excel's and whose value is Python's. Only what Excel 2010 and the pure-Python
recalculation of the tests both know is here. What has no answer (a division by zero not guarded by `where`) is worth NaN.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

_COMPARED, _SUMMED, _MULTIPLIED, _RAISED, _ATOM = range(5)
"""How tightly a formula holds together, so that only the brackets it needs are written."""


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """Excel's text without its equals sign, and the value (a number, a word, a yes or no, or none for a blank cell)."""

    text: str
    value: Any
    rank: int = _ATOM

    def __add__(self, other: Operand) -> Formula:
        return _joined(self, "+", other, _SUMMED, operator.add)

    def __radd__(self, other: Operand) -> Formula:
        return _joined(other, "+", self, _SUMMED, operator.add)

    def __sub__(self, other: Operand) -> Formula:
        return _joined(self, "-", other, _SUMMED, operator.sub)

    def __rsub__(self, other: Operand) -> Formula:
        return _joined(other, "-", self, _SUMMED, operator.sub)

    def __mul__(self, other: Operand) -> Formula:
        return _joined(self, "*", other, _MULTIPLIED, operator.mul)

    def __rmul__(self, other: Operand) -> Formula:
        return _joined(other, "*", self, _MULTIPLIED, operator.mul)

    def __truediv__(self, other: Operand) -> Formula:
        return _joined(self, "/", other, _MULTIPLIED, operator.truediv)

    def __rtruediv__(self, other: Operand) -> Formula:
        return _joined(other, "/", self, _MULTIPLIED, operator.truediv)

    def __pow__(self, other: Operand) -> Formula:
        return _joined(self, "^", other, _RAISED, math.pow)

    def __neg__(self) -> Formula:
        """Minus binds tighter than a power in a spreadsheet, and looser everywhere else: it always stands in brackets."""
        return Formula(f"(-{_held(self, _ATOM)})", _worth(operator.neg, self.value))

    def __lt__(self, other: Operand) -> Formula:
        return _joined(self, "<", other, _COMPARED, operator.lt)

    def __le__(self, other: Operand) -> Formula:
        return _joined(self, "<=", other, _COMPARED, operator.le)

    def __gt__(self, other: Operand) -> Formula:
        return _joined(self, ">", other, _COMPARED, operator.gt)

    def __ge__(self, other: Operand) -> Formula:
        return _joined(self, ">=", other, _COMPARED, operator.ge)


Operand = Formula | float


BLANK = Formula('""', "")
"""No word: neither the largest nor the sum of a run counts it."""


@dataclass(frozen=True)
class Cells:
    """A run of cells in one row or one column, and what each is worth."""

    text: str
    values: tuple[Any, ...]


def of(value: Operand) -> Formula:
    """A number as it stands in a formula."""
    if isinstance(value, Formula):
        return value
    text = repr(int(value)) if float(value).is_integer() else repr(value)
    return Formula(f"({text})" if value < 0 else text, value)


def _held(part: Formula, rank: int) -> str:
    return part.text if part.rank >= rank else f"({part.text})"


def _worth(do: Callable[..., Any], *values: Any) -> Any:
    """NaN where the arithmetic has no answer, as for a word where a number is needed; a blank counts as zero."""
    try:
        return do(*(0 if value is None else value for value in values))
    except (ArithmeticError, TypeError, ValueError):
        return math.nan


def _joined(left: Operand, sign: str, right: Operand, rank: int, do: Callable[[Any, Any], Any]) -> Formula:
    one, other = of(left), of(right)
    after = rank if sign in "+*" else rank + 1
    before = rank + 1 if rank == _RAISED else rank
    return Formula(f"{_held(one, before)}{sign}{_held(other, after)}", _worth(do, one.value, other.value), rank)


def _call(name: str, do: Callable[..., Any], *given: Operand) -> Formula:
    parts = [of(one) for one in given]
    return Formula(f"{name}({','.join(part.text for part in parts)})", _worth(do, *(part.value for part in parts)))


def same(left: Formula, right: Operand) -> Formula:
    """Whether two cells are worth the same."""
    return _joined(left, "=", right, _COMPARED, operator.eq)


def where(test: Formula, yes: Operand, no: Operand) -> Formula:
    """One or the other; what is not taken may have no answer."""
    one, other = of(yes), of(no)
    taken = one if test.value is True else other
    return Formula(f"IF({test.text},{one.text},{other.text})", taken.value)


def is_number(cell: Formula) -> Formula:
    """Whether a cell holds a figure and not a word."""
    known = isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool)
    return Formula(f"ISNUMBER({cell.text})", known)


def every(*tests: Formula) -> Formula:
    """All of them; each is worked out, so none may fail."""
    return _call("AND", lambda *values: all(values), *tests)


def either(*tests: Formula) -> Formula:
    """At least one of them; each is worked out, so none may fail."""
    return _call("OR", lambda *values: any(values), *tests)


def least(*given: Operand) -> Formula:
    """The smallest."""
    return _call("MIN", min, *given)


def most(*given: Operand) -> Formula:
    """The largest."""
    return _call("MAX", max, *given)


def log(given: Operand) -> Formula:
    """The natural logarithm."""
    return _call("LN", math.log, given)


def exp(given: Operand) -> Formula:
    """The exponential."""
    return _call("EXP", math.exp, given)


def whole(given: Operand) -> Formula:
    """The whole number at or below."""
    return _call("INT", math.floor, given)


def rounded(given: Operand, decimals: int) -> Formula:
    """Rounded half away from zero, as spreadsheets do."""

    def away(value: float, places: float) -> float:
        scale = 10.0 ** int(places)
        return math.copysign(math.floor(abs(value) * scale + 0.5) / scale, value)

    return _call("ROUND", away, given, decimals)


def _over(name: str, cells: Cells, value: Any) -> Formula:
    return Formula(f"{name}({cells.text})", value)


def total(cells: Cells) -> Formula:
    """The sum of the figures; blanks and words count for nothing."""
    return _over("SUM", cells, math.fsum(_numbers(cells)))


def count(cells: Cells) -> Formula:
    """How many of the cells hold a figure."""
    return _over("COUNT", cells, len(_numbers(cells)))


def largest(cells: Cells) -> Formula:
    """The largest figure of a run."""
    return _over("MAX", cells, max(_numbers(cells), default=0))


def smallest(cells: Cells) -> Formula:
    """The smallest figure of a run."""
    return _over("MIN", cells, min(_numbers(cells), default=0))


def place(cell: Formula, cells: Cells) -> Formula:
    """Where a value first stands in a run, from 1."""
    return Formula(f"MATCH({cell.text},{cells.text},0)", _worth(lambda value: cells.values.index(value) + 1, cell.value))


def pick(cells: Cells, position: Formula) -> Formula:
    """What stands at a position of a run of one row or one column, from 1."""
    return Formula(f"INDEX({cells.text},{position.text})", _worth(lambda n: cells.values[n - 1], position.value))


def weighed(one: Cells, other: Cells) -> Formula:
    """The sum of the products of two runs."""
    value = math.fsum(a * b for a, b in zip(one.values, other.values, strict=True))
    return Formula(f"SUMPRODUCT({one.text},{other.text})", value)


def plus(terms: Sequence[Operand]) -> Formula:
    """A sum of terms written out; zero when there is none."""
    found = of(terms[0]) if terms else of(0)
    for term in terms[1:]:
        found = found + term
    return found


def _numbers(cells: Cells) -> list[float]:
    return [value for value in cells.values if isinstance(value, (int, float)) and not isinstance(value, bool)]
