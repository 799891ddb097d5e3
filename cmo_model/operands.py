"""What a rule can be run on: numbers, arrays of cases, or symbols that answer the same numpy operations in their own kind.

Rules are plain numpy. Fed floats they give floats, fed arrays they give arrays; fed a `Symbol` (a spreadsheet cell, a tracer of
dependencies) every ufunc, every operator and `np.where` gives a `Symbol`, because numpy hands the operation over. A rule
therefore never asks what it was given, never branches on a value and never writes in place into anything but an array.

Three operations that numpy lacks stand here. What has no answer (nothing over nothing, the logarithm of nothing, the mean of no
answer) is NaN inside and `null` in the JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import cast

import numpy as np
import numpy.typing as npt

Operand = npt.NDArray[np.float64]
"""A number, an array of cases or a symbol: typed as the array, whose operations all three have."""
Condition = npt.NDArray[np.bool_]
Word = npt.NDArray[np.str_]
Values = Mapping[str, Operand]
"""Figures and results by full name."""

ZERO, ONE, NAN = (cast("Operand", plain) for plain in (0.0, 1.0, np.nan))


class Symbol(np.lib.mixins.NDArrayOperatorsMixin):
    """Something that stands for a number. Abstract: `apply` is every ufunc and operator, `choose` is `np.where`, by kind."""

    def apply(self, ufunc: np.ufunc, *given: object) -> object:
        """The result of an element-wise operation on these, of which one at least is of this kind."""
        raise NotImplementedError

    def choose(self, test: object, yes: object, no: object) -> object:
        """One or the other, by a condition."""
        raise NotImplementedError

    def known_mean(self) -> object:
        """Mean of what is known of a run of answers."""
        raise NotImplementedError

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: object, **_: object) -> object:
        return self.apply(ufunc, *inputs) if method == "__call__" else NotImplemented

    def __array_function__(self, function: object, types: object, inputs: tuple[object, ...], _: Mapping[str, object]) -> object:
        if function is np.where:
            return self.choose(*inputs)
        if function is np.any:  # whether it could be: a symbol stands for every value
            return True
        return NotImplemented


def quotient(over: Operand | float, under: Operand | float, none: Operand = NAN) -> Operand:
    """`over / under`; `none` where `under` is zero."""
    if isinstance(over, float) and isinstance(under, float):
        return cast("Operand", over / under) if under else none
    if isinstance(over, Symbol) or isinstance(under, Symbol):
        return cast("Operand", np.where(np.equal(under, 0), none, np.divide(over, under)))
    if np.all(under):
        return cast("Operand", np.divide(over, under))
    over, under = np.broadcast_arrays(np.asarray(over, float), np.asarray(under, float))
    return np.asarray(np.divide(over, under, out=np.full(over.shape, none, float), where=under != 0))


def logarithm(x: Operand) -> Operand:
    """Natural logarithm; NaN where it has none (zero and below)."""
    if isinstance(x, Symbol):
        return cast("Operand", np.where(np.greater(x, 0), np.log(x), NAN))
    x = np.asarray(x, float)
    return np.log(x, out=np.full(x.shape, np.nan), where=x > 0)


def known_mean(answers: Operand) -> Operand:
    """Mean over the last axis of the answers that are known; NaN when none is."""
    if isinstance(answers, Symbol):
        return cast("Operand", answers.known_mean())
    return quotient(np.nansum(answers, axis=-1), np.count_nonzero(~np.isnan(answers), axis=-1).astype(float))


def total(terms: list[Operand]) -> Operand:
    """Sum of terms, in their order; 0 when there is none."""
    return sum(terms[1:], terms[0]) if terms else ZERO


def pick(name: Word, of: Mapping[str, Operand]) -> Operand:
    """The figure of the name given, among figures by name. A traced one rests on what was picked."""
    if isinstance(name, Traced):
        taken = of[str(name.value)]
        return cast("Operand", taken if isinstance(taken, Traced) else Traced(taken, name.needs))
    *before, last = of.values()
    found = last
    for key, value in zip(reversed(list(of)[:-1]), reversed(before), strict=True):
        found = np.where(np.equal(name, key), value, found)
    return found


def first_greatest(worth: Mapping[str, Operand]) -> Word:
    """The name of the greatest; the first of them on a tie."""
    most = reduce(np.maximum, worth.values())
    *names, found = worth
    answer: Word = np.asarray(found)[()]
    for name in reversed(names):
        answer = np.where(np.equal(worth[name], most), name, answer)
    return answer


class Traced(Symbol):
    """A value, and the names of what it was computed from. A choice rests on its condition and on what was taken."""

    def __init__(self, value: object, needs: tuple[str, ...]) -> None:
        self.value, self.needs = value, needs

    def apply(self, ufunc: np.ufunc, *given: object) -> Traced:  # noqa: D102 - said by `Symbol`
        with np.errstate(all="ignore"):
            return Traced(ufunc(*(plain(one) for one in given)), _needs(*given))

    def choose(self, test: object, yes: object, no: object) -> Traced:  # noqa: D102
        taken = yes if plain(test) else no
        return Traced(plain(taken), _needs(test, taken))

    def known_mean(self) -> Traced:  # noqa: D102
        return Traced(known_mean(cast("Operand", self.value)), self.needs)

    def __getitem__(self, part: tuple[object, ...]) -> Traced:
        return Traced(np.asarray(self.value)[part], self.needs)  # type: ignore[index]


def plain(given: object) -> object:
    """The value of a traced operand, or the operand itself."""
    return given.value if isinstance(given, Traced) else given


def _needs(*given: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in given if isinstance(one, Traced) for name in one.needs))
