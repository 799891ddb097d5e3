"""Who sits where, month by month, in expectation (model, section 4): one block of columns a seat, shared by the six options."""

from __future__ import annotations

from cmo_model.exports.workbook.book import Book, Page
from cmo_model.exports.workbook.clock import Line
from cmo_model.exports.workbook.formula import Formula, least, of
from cmo_model.projection import CONTRACTORS, SEATS

TOP = 10
"""The row of month 0; month t stands t rows lower."""
_STATES = ("vacant", "ramping", "settled", "mishired")
_BLOCK = ("leaves", "let_go", "hires", *_STATES, "engaged", "productive")
_BRIDGE = ("unfilled", "unready", "engaged", "leaves")
COLUMNS = (*_BLOCK, *_BRIDGE)
CHANCES = ("leave", "drop", "fill", "ready")
ORDER = ("consultant", "fractional", "coordinator", "in_house")
Month = dict[str, Formula]


def bridged(book: Book) -> str:
    """The contractor of today who would cover a first hire; empty where there is none or no bridge."""
    scenario = book.decision.scenario
    return next((seat for seat in SEATS[scenario.current] if seat in CONTRACTORS and scenario.bridge), "")


def write(book: Book, page: Page) -> list[Month]:
    """Fill the sheet; cells by `seat.column` (`bridge.column` for the bridge) of each month, month 0 first."""
    t, current = book.text, SEATS[book.decision.scenario.current]
    blocks = dict.fromkeys(ORDER, _BLOCK) | ({"bridge": _BRIDGE} if bridged(book) else {})
    columns = {"month": "month"} | {f"{block}.{name}": "factor" for block, names in blocks.items() for name in names}
    places = {name: place for place, name in enumerate(columns)}
    page.widths(34, 12)
    page.put(2, 0, t("workbook.seats.note"), look="dated")
    page.put(TOP - 1, 0, t("workbook.columns.month"), look="head")
    page.sheet.set_row(TOP - 1, 48)
    for name, place in list(places.items())[1:]:
        block, column = name.split(".")
        if column == blocks[block][0]:
            page.put(3, place, t("workbook.seats.bridge") if block == "bridge" else t(f"seats.{block}"), look="section")
        page.put(TOP - 1, place, t(f"workbook.columns.{column}"), look="head", right=True)
    for row, name in enumerate(CHANCES, start=4):
        page.put(row, 0, t(f"workbook.seats.{name}"))
    for seat in ORDER:
        _rates(book, page, seat, places[f"{seat}.{_BLOCK[0]}"])
    page.sheet.freeze_panes(TOP, 1)
    page.sheet.repeat_rows(TOP - 1)
    start = Line(page, TOP, columns)
    start.put("month", 0)
    for seat in ORDER:
        for name in _STATES:
            start.put(f"{seat}.{name}", 1.0 if name == ("settled" if seat in current else "vacant") else 0.0)
        start.put(f"{seat}.engaged", 1.0 if seat in current else 0.0)
    if bridged(book):
        for name, value in (("unfilled", 1.0), ("unready", 0.0), ("engaged", 1.0)):
            start.put(f"bridge.{name}", value)
    months = [start.cells]
    for n in range(1, book.decision.scenario.horizon_months + 1):
        line = Line(page, TOP + n, columns)
        line.put("month", n)
        for seat in ORDER:
            _seat(book, line, months[-1], seat)
        if bridged(book):
            _bridge(book, line, months[-1])
        months.append(line.cells)
    return months


def _rates(book: Book, page: Page, seat: str, column: int) -> None:
    """The monthly chances of a seat: to leave, to end a mis-hire, to be filled, to be ready."""
    q = book.cells
    rates = {
        "leave": 1 / q[f"{seat}.tenure_months"],
        "drop": 1 / q[f"{seat}.mishire_months"],
        "fill": 1 / (1 + q[f"{seat}.months_to_fill"]),
        "ready": 1 / (1 + q[f"{seat}.months_to_ramp"]),
    }
    for row, (name, what) in enumerate(rates.items(), start=4):
        page.named(row, column, f"chance.{seat}.{name}", what, "factor")


def _seat(book: Book, line: Line, before: Month, seat: str) -> None:
    q = book.cells
    leave, drop, fill, ready = (q[f"chance.{seat}.{name}"] for name in CHANCES)
    vacant, ramping, settled, mishired = (before[f"{seat}.{name}"] for name in _STATES)
    fails = q[f"{seat}.mishire_probability"]
    let_go = drop * mishired
    leaves = line.put(f"{seat}.leaves", leave * (settled + ramping) + let_go)
    gone = line.put(f"{seat}.let_go", let_go)
    hires = line.put(f"{seat}.hires", (vacant + leaves) * fill)
    climbing = ramping * (1 - leave) + (1 - fails) * hires
    line.put(f"{seat}.vacant", vacant + leaves - hires)
    new_ramping = line.put(f"{seat}.ramping", climbing * (1 - ready))
    new_settled = line.put(f"{seat}.settled", settled * (1 - leave) + climbing * ready)
    new_mishired = line.put(f"{seat}.mishired", mishired - gone + fails * hires)
    line.put(f"{seat}.engaged", new_ramping + new_settled + new_mishired)
    slow = q["assumptions.ramp_productivity"] * new_ramping + q["assumptions.mishire_productivity"] * new_mishired
    line.put(f"{seat}.productive", new_settled + slow)


def _bridge(book: Book, line: Line, before: Month) -> None:
    """The contractor who covers the first hire until that hire is productive, and no later vacancy."""
    q = book.cells
    fill, ready = q["chance.in_house.fill"], q["chance.in_house.ready"]
    unfilled = line.put("bridge.unfilled", before["bridge.unfilled"] * (1 - fill))
    unready = line.put("bridge.unready", (before["bridge.unready"] + before["bridge.unfilled"] * fill) * (1 - ready))
    engaged = line.put("bridge.engaged", least(before["bridge.engaged"], unfilled + unready))
    line.put("bridge.leaves", of(before["bridge.engaged"]) - engaged)
