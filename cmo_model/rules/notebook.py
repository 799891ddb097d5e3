"""Where the values of the months are written down as they are computed; what is written is what the next rule is run on.

The rules of the months call `put` for each value that has a name. The plain notebook gives the value back; a `Table` keeps columns
of them; others turn the value into a cell of a sheet, or into a name that later values rest on.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cmo_model.operands import Operand


class Notebook:
    """Writes nothing. `month` is the month being lived, 0 before the first."""

    def __init__(self) -> None:
        self.month = 0

    def constant(self, owner: str, name: str, value: Operand) -> Operand:
        """A value that no month changes."""
        del owner, name
        return value

    def put(self, owner: str, name: str, value: Operand) -> Operand:
        """A value of this month, of an option, of a seat or of the clock; month 0 is where things start from."""
        del owner, name
        return value

    def discounted(self, owner: str, name: str) -> Operand:
        """What a column adds up to, each month discounted. Abstract here: only a notebook that keeps its columns knows."""
        raise NotImplementedError


class Table(Notebook):
    """Keeps every value of the months, by owner and name, month 1 first."""

    def __init__(self) -> None:
        super().__init__()
        self.columns: dict[str, dict[str, list[Operand]]] = {}

    def put(self, owner: str, name: str, value: Operand) -> Operand:
        """Keep it."""
        if self.month:
            try:
                self.columns[owner][name].append(value)
            except KeyError:  # the first month of it: a hundred thousand later ones want no second look
                self.columns.setdefault(owner, {})[name] = [value]
        return value

    def discounted(self, owner: str, name: str) -> Operand:  # noqa: D102 - said by `Notebook`
        column = self.columns[owner].get(name)
        return np.float64(0) if column is None else np.dot(column, self.columns["clock"]["discount"])  # type: ignore[return-value]

    def stacked(self, owner: str, name: str, months: int | None = None) -> Operand:
        """One column as an array, months last; the first `months` of them."""
        return over_months(self.columns[owner][name][:months])


def over_months(values: Sequence[Operand]) -> Operand:
    """Values of successive months, numbers or arrays of cases, as one array with the months last."""
    found = np.empty((len(values), *np.broadcast_shapes(*{np.shape(value) for value in values})))
    for place, value in enumerate(values):
        found[place] = value
    return np.moveaxis(found, 0, -1)
