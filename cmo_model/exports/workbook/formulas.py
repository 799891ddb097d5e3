"""A spreadsheet formula and what it is worth now, made together, so that a cell's cached value can never say something else.

The rules of the decision run on formulas as they run on numbers: numpy hands each operation over (see `operands`), and here it
becomes Excel's text. Only what Excel 2010 and the pure-Python recalculation of the tests both know is used. What has no answer is
NaN in the rules, `NA()` in a formula, and in a cell the word for it. A comparison with what has no answer is false, as in the
rules. Codes that rules answer with (`below`, `hire`) are quoted text until a cell shows the reader's word for them.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

import numpy as np

from cmo_model.operands import Operand, Symbol, quotient

Value = float | int | bool | str | None
_COMPARED, _SUMMED, _MULTIPLIED, _RAISED, _ATOM = range(5)
"""How tightly a formula holds together, so that only the brackets it needs are written."""
_COMPARISONS: dict[np.ufunc, str] = {
    np.less: "<",
    np.less_equal: "<=",
    np.greater: ">",
    np.greater_equal: ">=",
    np.equal: "=",
    np.not_equal: "<>",
}
_OPERATORS: dict[np.ufunc, tuple[str, int]] = {
    np.add: ("+", _SUMMED),
    np.subtract: ("-", _SUMMED),
    np.multiply: ("*", _MULTIPLIED),
    np.divide: ("/", _MULTIPLIED),
}
_CALLS: dict[np.ufunc, str] = {
    np.minimum: "MIN",
    np.maximum: "MAX",
    np.log: "LN",
    np.exp: "EXP",
    np.floor: "INT",
    np.logical_and: "AND",
    np.logical_or: "OR",
    np.logical_not: "NOT",
}
_QUOTED = re.compile(r'"(\w*)"')


@dataclass(frozen=True, eq=False)
class Formula(Symbol):
    """Excel's text without its equals sign, and the value: a number, a code, a yes or no, or none for a blank cell.

    `nullable` says whether it may have no answer, whatever it is worth now; `words` are the cells of the words by their codes, when
    the formula is a cell that shows one.
    """

    text: str
    value: Value
    rank: int = _ATOM
    nullable: bool = False
    words: Mapping[str, Formula] = field(default_factory=dict)

    def apply(self, ufunc: np.ufunc, *given: object) -> object:  # noqa: D102 - said by `Symbol`
        if len(given) == 1:
            [part] = given
            return _call(_CALLS[ufunc], ufunc, formula(part)) if ufunc in _CALLS else _OTHERS[ufunc](formula(part))
        left, right = given
        if not (isinstance(left, Formula) and isinstance(right, Formula)):
            folded = _folded(ufunc, left, right)
            if folded is not None:
                return folded
        if ufunc in _OPERATORS:
            return _joined(ufunc, formula(left), formula(right))
        if ufunc in _COMPARISONS:
            return _compared(ufunc, left, right)
        if ufunc is np.power:
            return _raised(formula(left), formula(right), plain=not isinstance(right, Formula))
        parts = (formula(left), formula(right))
        return _call(_CALLS[ufunc], ufunc, *(map(_coerced, parts) if ufunc in (np.minimum, np.maximum) else parts))

    def choose(self, test: object, yes: object, no: object) -> object:  # noqa: D102
        if not isinstance(test, Formula):
            return yes if test else no
        one, other = formula(yes), formula(no)
        taken = one if test.value else other
        text = f"IF({test.text},{one.text},{other.text})"
        return Formula(text, taken.value, nullable=one.nullable or other.nullable)

    def known_mean(self) -> object:  # noqa: D102
        raise TypeError("one cell is no run of answers")


@dataclass(frozen=True, eq=False)
class Cells(Symbol):
    """A run of cells in one row or one column, and what each is worth; a blank is worth none."""

    cells: tuple[Formula, ...]

    @property
    def text(self) -> str:
        """The run as a formula refers to it."""
        first, last = self.cells[0].text, self.cells[-1].text
        return f"{first}:{last.rsplit('!', 1)[-1]}"

    @property
    def numbers(self) -> list[float]:
        """What of it is a figure."""
        values = (cell.value for cell in self.cells)
        return [value for value in values if isinstance(value, (int, float)) and not isinstance(value, bool)]

    def apply(self, ufunc: np.ufunc, *given: object) -> object:  # noqa: D102
        return NotImplemented

    def choose(self, test: object, yes: object, no: object) -> object:  # noqa: D102
        raise TypeError("a run of cells is no choice")

    def known_mean(self) -> object:  # noqa: D102
        known = Formula(f"COUNT({self.text})", len(self.numbers))
        return quotient(cast("Operand", over_cells("SUM", self)), cast("Operand", known))

    def __getitem__(self, part: tuple[object, slice]) -> Cells:
        return Cells(self.cells[part[1]])


LARGEST = 1e300
"""What stands for the infinite, which a spreadsheet does not have."""
BLANK = Formula('""', "")
"""No word."""


def over_cells(name: str, cells: Cells) -> Formula:
    """Sum, largest or smallest of a run; blanks and words count for nothing."""
    numbers = cells.numbers or [0.0]
    value = math.fsum(numbers) if name == "SUM" else max(numbers) if name == "MAX" else min(numbers)
    return Formula(f"{name}({cells.text})", value)


def same(left: Formula, right: Formula | float) -> Formula:
    """Whether two cells are worth the same."""
    return _compared(np.equal, left, right)


def both(left: Formula, right: Formula) -> Formula:
    """Whether both hold; each is worked out, so none may fail."""
    return _call("AND", np.logical_and, left, right)


def where(test: Formula, yes: Formula | float, no: Formula | float) -> Formula:
    """One or the other."""
    return cast("Formula", test.choose(test, yes, no))


def weighed(one: Cells, other: Cells) -> Formula:
    """The sum of the products of two runs."""
    value = math.fsum(a * b for a, b in zip(one.numbers, other.numbers, strict=True))
    return Formula(f"SUMPRODUCT({one.text},{other.text})", value)


def is_number(given: Formula) -> Formula:
    """Whether a cell holds a figure and not a word."""
    known = isinstance(given.value, (int, float)) and not isinstance(given.value, bool) and given.value == given.value
    return Formula(f"ISNUMBER({given.text})", known)


def rounded(given: Formula, decimals: int) -> Formula:
    """Rounded half away from zero, as spreadsheets do."""
    scale = 10.0**decimals
    worth = given.value if isinstance(given.value, (int, float)) else math.nan
    value = math.copysign(math.floor(abs(worth) * scale + 0.5) / scale, worth) if math.isfinite(worth) else math.nan
    return Formula(f"ROUND({given.text},{decimals})", value)


def formula(given: object) -> Formula:
    """An operand as it stands in a formula."""
    if isinstance(given, Formula):
        return given
    value = _literal(given)
    if isinstance(value, str):
        return Formula(f'"{value}"', value)
    if isinstance(value, bool):
        return Formula("TRUE" if value else "FALSE", value)
    if value is None or math.isnan(value):
        return Formula("NA()", math.nan, nullable=True)
    if math.isinf(value):
        return Formula("1E+300" if value > 0 else "(-1E+300)", math.copysign(LARGEST, value))
    if not float(value).is_integer() and float(value * 12).is_integer():
        text, rank = f"{int(value * 12)}/12", _MULTIPLIED
    else:
        text, rank = repr(int(value) if float(value).is_integer() and abs(value) < 1e15 else float(value)), _ATOM
    return Formula(f"({text})", value) if value < 0 else Formula(text, value, rank)


def shown(given: Formula, words: Mapping[str, Formula], unknown: Formula) -> Formula:
    """A formula as a cell holds it: codes as the reader's words, yes and no as theirs, and the word for none where it has none."""
    if isinstance(given.value, bool):
        yes, no = words["yes"], words["no"]
        if given.text in ("TRUE", "FALSE"):
            return yes if given.value else no
        return Formula(f"IF({given.text},{yes.text},{no.text})", yes.value if given.value else no.value)
    if isinstance(given.value, str) and given.words:
        return replace(given, value=given.words[given.value].value if given.value else unknown.value)
    if isinstance(given.value, str):
        text = _QUOTED.sub(lambda code: (words[code[1]] if code[1] else unknown).text, given.text)
        given = Formula(text, words[given.value].value if given.value else unknown.value, nullable=given.nullable)
    if not given.nullable:
        return given
    value = unknown.value if isinstance(given.value, float) and math.isnan(given.value) else given.value
    return Formula(f"IFERROR({given.text},{unknown.text})", value)


def held(cell: Formula, given: Formula, words: Mapping[str, Formula]) -> Formula:
    """What later rules read of a cell that shows a formula: the figure itself, the code, or the yes."""
    if isinstance(given.value, bool):
        return Formula(f"{cell.text}={words['yes'].text}", given.value, _COMPARED)
    if isinstance(given.value, str):
        return replace(cell, value=given.value, words=words)
    return replace(cell, value=given.value, nullable=given.nullable)


# --- how each operation is written ---


def _literal(given: object) -> Value:
    """The plain value of an operand that is no symbol."""
    value: Value = given.item() if isinstance(given, (np.ndarray, np.generic)) else given  # type: ignore[assignment]
    return value


def _folded(ufunc: np.ufunc, left: object, right: object) -> object | None:
    """What an operation with a plain nothing, one or infinity comes to; none when it has to be written."""
    for plain, other, first in ((left, right, True), (right, left, False)):
        if isinstance(plain, Symbol):
            continue
        value = _literal(plain)
        if (ufunc, value) in ((np.multiply, 0), (np.divide, 0)) and (first or ufunc is np.multiply):
            return 0.0
        if (ufunc, value) == (np.power, 0) and not first:
            return 1.0
        if (ufunc, value) in ((np.add, 0), (np.multiply, 1), (np.minimum, math.inf), (np.maximum, -math.inf)):
            return other
        if (ufunc, value) in ((np.subtract, 0), (np.divide, 1), (np.power, 1)) and not first:
            return other
    return None


def _unless_unknown(do: Callable[[float, float], float]) -> Callable[[float, float], float]:
    return lambda left, right: math.nan if left != left or right != right else do(left, right)


_PLAIN: dict[np.ufunc, Callable[..., Value]] = {
    **{np.add: operator.add, np.subtract: operator.sub, np.multiply: operator.mul, np.divide: operator.truediv},
    **{np.less: operator.lt, np.less_equal: operator.le, np.greater: operator.gt, np.greater_equal: operator.ge},
    **{np.equal: operator.eq, np.not_equal: operator.ne, np.negative: operator.neg, np.logical_not: operator.not_},
    **{np.minimum: _unless_unknown(min), np.maximum: _unless_unknown(max), np.power: math.pow, np.rint: round},
    **{np.log: math.log, np.log1p: math.log1p, np.exp: math.exp, np.expm1: math.expm1, np.floor: math.floor},
    **{np.logical_and: lambda left, right: bool(left and right), np.logical_or: lambda left, right: bool(left or right)},
}
"""The same operations on plain values: thirty thousand of them are worked out one by one."""


def _worth(ufunc: np.ufunc, *values: Value) -> Value:
    """NaN where the arithmetic has no answer, as for a word where a number is needed; a blank counts as zero."""
    try:
        return _PLAIN[ufunc](*(0.0 if one is None else one for one in values))
    except (ArithmeticError, TypeError, ValueError):
        return math.nan


def _inside(part: Formula, rank: int) -> str:
    return part.text if part.rank >= rank else f"({part.text})"


def _either(*parts: Formula) -> bool:
    return any(part.nullable for part in parts)


def _joined(ufunc: np.ufunc, left: Formula, right: Formula) -> Formula:
    sign, rank = _OPERATORS[ufunc]
    after = rank if sign in "+*" else rank + 1
    value = _worth(ufunc, left.value, right.value)
    text = f"{_inside(left, rank)}{sign}{_inside(right, after)}"
    return Formula(text, value, rank, left.nullable or right.nullable)


def _raised(base: Formula, exponent: Formula, plain: bool) -> Formula:
    """A power; nothing to the power of nothing, which a spreadsheet refuses, is one."""
    value = _worth(np.power, base.value, exponent.value)
    text = f"{_inside(base, _RAISED + 1)}^{_inside(exponent, _RAISED + 1)}"
    if plain:
        return Formula(text, value, _RAISED, base.nullable)
    return Formula(f"IF({exponent.text}=0,1,{text})", value, nullable=_either(base, exponent))


def _compared(ufunc: np.ufunc, left: object, right: object) -> Formula:
    """A comparison; of a word by its code, and false of what has no answer."""
    words = {code: word for side in (left, right) if isinstance(side, Formula) for code, word in side.words.items()}
    one, other = (words.get(str(side), formula(side)) if isinstance(side, str) else formula(side) for side in (left, right))
    codes = [side if isinstance(side, str) else formula(side).value for side in (left, right)]
    value = _worth(ufunc, *codes)
    text = f"{_inside(one, _SUMMED)}{_COMPARISONS[ufunc]}{_inside(other, _SUMMED)}"
    if not _either(one, other):
        return Formula(text, bool(value), _COMPARED)
    known = ",".join(f"ISNUMBER({part.text})" for part in (one, other) if part.nullable)
    test = f"AND({known})" if "," in known else known
    return Formula(f"IF({test},{text},FALSE)", bool(value))


def _coerced(part: Formula) -> Formula:
    """A cell that may hold a word, as a number or an error: a largest or smallest would pass over the word."""
    return Formula(f"{_inside(part, _SUMMED)}+0", part.value, _SUMMED, True) if part.nullable else part


def _call(name: str, ufunc: np.ufunc, *parts: Formula) -> Formula:
    texts = ",".join(part.text for part in parts)
    return Formula(f"{name}({texts})", _worth(ufunc, *(part.value for part in parts)), nullable=_either(*parts))


def _unary(write: Callable[[str], str], ufunc: np.ufunc, rank: int = _ATOM) -> Callable[[Formula], Formula]:
    return lambda part: Formula(write(_inside(part, _ATOM)), _worth(ufunc, part.value), rank, part.nullable)


_OTHERS: dict[np.ufunc, Callable[[Formula], Formula]] = {
    # minus binds tighter than a power in a spreadsheet, and looser everywhere else: it always stands in brackets
    np.negative: _unary("(-{})".format, np.negative),
    np.log1p: _unary("LN(1+{})".format, np.log1p),
    np.expm1: _unary("EXP({})-1".format, np.expm1, _SUMMED),
    np.rint: _unary("ROUND({},0)".format, np.rint),
    np.isnan: lambda part: Formula(f"NOT(ISNUMBER({part.text}))", not is_number(part).value),
}
