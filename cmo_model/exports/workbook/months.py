"""The months in cells: what every option shares, the seats, and each option, a row a month and a column a value.

The rules of the months write each value here as they compute it (see `rules.notebook`); what comes back is the cell.
"""

from __future__ import annotations

from collections.abc import Mapping

from cmo_model.exports.workbook.book import Book, Page
from cmo_model.exports.workbook.formulas import Cells, Formula, formula, weighed
from cmo_model.operands import Operand
from cmo_model.rules.market import CLOCK
from cmo_model.rules.months import COLUMNS, LED, unit_of
from cmo_model.rules.notebook import Notebook
from cmo_model.words.columns import column_name

_TOPS = {"clock": 16, "seats": 10}
_TOP = 6
"""The row of month 0, of an option unless said; month t stands t rows lower. Above it: column titles, totals, constants."""
_RATES = ("leave", "drop", "fill", "ready")
_WIDEST_SEAT = 10
_CONSTANTS = 10
"""How many stand one below the other."""


class _Table:
    """The months of one owner on a sheet: its columns from a first one on, in the order given and then as they come."""

    def __init__(self, page: Page, owner: str, first: int, names: tuple[str, ...] = (), top: int = _TOP) -> None:
        self.page, self._owner, self.first, self._top = page, owner, first, top
        self.columns: dict[str, dict[int, Formula]] = {}
        for name in names:
            self._begin(name)

    def _begin(self, name: str) -> None:
        self.columns[name] = {}
        title = column_name(self.page.book.text, self._owner, name)
        self.page.put(self._top - 1, self.place(name), title, look="head", right=True)

    def place(self, name: str) -> int:
        return self.first + list(self.columns).index(name)

    def put(self, name: str, month: int, value: Operand) -> Formula:
        if name not in self.columns:
            self._begin(name)
        given = formula(value)
        written = given if isinstance(value, Formula) else given.value
        cell = self.page.put(self._top + month, self.place(name), written, unit_of(name))
        self.columns[name][month] = cell
        return cell


class Months(Notebook):
    """Writes the months into the sheets of a book."""

    def __init__(self, book: Book, pages: Mapping[str, Page]) -> None:
        super().__init__()
        self._book, self._pages = book, pages
        self._tables: dict[str, _Table] = {}
        self._constants: dict[tuple[str, str], Operand] = {}
        self._seats = 0
        t, horizon = book.text, book.decision.scenario.horizon_months
        for key, page in pages.items():
            top = _TOPS.get(key, _TOP)
            page.put(top - 1, 0, t("workbook.columns.month"), look="head")
            page.sheet.set_row(top - 1, 48)
            page.sheet.freeze_panes(top, 1)
            page.sheet.repeat_rows(top - 1)
            for month in range(horizon + 1):
                page.put(top + month, 0, month, "month")
        pages[CLOCK].widths(34, 16)
        pages["seats"].widths(34, 12)
        pages[CLOCK].heads(2, [t("workbook.clock.derived")])
        pages["seats"].put(2, 0, t("workbook.seats.note"), look="dated")
        for row, name in enumerate(_RATES, start=4):
            pages["seats"].put(row, 0, t(f"workbook.seats.{name}"))

    def _table(self, owner: str) -> _Table:
        if owner not in self._tables:
            self._tables[owner] = self._made(owner)
        return self._tables[owner]

    def _made(self, owner: str) -> _Table:
        t = self._book.text
        if owner == CLOCK:
            return _Table(self._pages[CLOCK], owner, 1, top=_TOPS[CLOCK])
        if owner == LED:
            return _Table(self._pages[self._book.decision.scenario.current], owner, 2 + len(COLUMNS))
        if not owner.startswith("seats."):
            page = self._pages[owner]
            page.widths(10, 14.5)
            page.put(2, 0, t(f"options.{owner}"), look="section")
            page.put(3, 0, t("workbook.months.totals_note"), look="dated")
            page.heads(_TOP - 2, [t("workbook.months.totals")])
            today = owner == self._book.decision.scenario.current
            return _Table(page, owner, 1, tuple(name for name in COLUMNS if not (today and name.startswith("cash"))))
        page, first = self._pages["seats"], 1 + self._seats * _WIDEST_SEAT
        self._seats += 1
        _, seat, *kind = owner.split(".")
        title = f"{t(f'workbook.seats.{kind[0]}')} ({t(f'seats.{seat}')})" if kind else t(f"seats.{seat}")
        page.put(3, first, title, look="section")
        return _Table(page, owner, first, top=_TOPS["seats"])

    def constant(self, owner: str, name: str, value: Operand) -> Operand:
        """A value that no month changes: above the months of its seat, or of what every option shares."""
        if not isinstance(value, Formula):
            return value
        if (owner, name) not in self._constants:
            self._constants[owner, name] = self._written(owner, name, value)
        return self._constants[owner, name]

    def _written(self, owner: str, name: str, value: Formula) -> Operand:
        t = self._book.text
        if name in _RATES:
            table = self._table(owner)
            return table.page.named(4 + _RATES.index(name), table.first, f"{owner}.{name}", value, "factor")  # type: ignore[return-value]
        column, row = divmod(sum(key[1] not in _RATES for key in self._constants), _CONSTANTS)
        page, row, column, beside = self._pages[CLOCK], 3 + row, 3 * column, 1 + 5 * column
        if owner == "options":
            label = t(f"rules.{name}.label" if t.has(f"rules.{name}.label") else f"results.{name}.label")
            page.put(row, column, label)
            return page.figure(row, beside, name, label, value, unit_of(name))
        family, _, rest = name.partition(".")
        of = column_name(t, CLOCK, rest) if family == "step" else t(f"seats.{rest}") if rest else ""
        page.put(row, column, f"{t(f'workbook.clock.{family}')} ({of})" if of else t(f"workbook.clock.{family}"))
        return page.named(row, beside, f"month.{name}", value, unit_of(name))  # type: ignore[return-value]

    def put(self, owner: str, name: str, value: Operand) -> Operand:
        """A value of this month in its cell. A plain nothing stays one: what it is added to needs no cell of it."""
        cell = self._table(owner).put(name, self.month, value)
        return value if not isinstance(value, Formula) and cell.value == 0 else cell  # type: ignore[return-value]

    def discounted(self, owner: str, name: str) -> Operand:
        """A column discounted and summed, above its months; nothing for a column that has none."""
        table, months = self._table(owner), range(1, self.month + 1)
        column = table.columns[name]
        for month in months:
            if month not in column:
                table.put(name, month, 0.0)  # type: ignore[arg-type]
        discount = self._table(CLOCK).columns["discount"]
        cells, weights = (Cells(tuple(of[month] for month in months)) for of in (column, discount))
        total = weighed(cells, weights)
        return table.page.put(_TOP - 2, table.place(name), total, unit_of(name), "strong")  # type: ignore[return-value]
