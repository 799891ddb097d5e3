"""What each month brings to every option alike (model, sections 4 to 6): need, prices, customers bought, and the firm unchanged."""

from __future__ import annotations

from cmo_model.exports.workbook.book import Book, Page
from cmo_model.exports.workbook.formula import Formula, exp, least, most, of, plus, same, where
from cmo_model.projection import CONTRACTORS, READING, SEATS
from cmo_model.scenario import OptionName

TOP = 14
"""The row of the column titles; month t stands t rows lower."""
COLUMNS = {
    "month": "month",
    "discount": "factor",
    "need": "hours_per_week",
    "follow": "factor",
    "consultant_fee": "money",
    "fractional_fee": "money",
    "coordinator_index": "factor",
    "in_house_index": "factor",
    "paid": "number",
    "organic": "number",
    "customers_base": "number",
    "margin_base": "money",
}

DERIVED = ("revenue", "keep", "ceiling", "premium", "follow_cap", "learns", "forgets", "bought", "weeks")
"""What every month uses and no month changes."""


class Line:
    """One row of a table of months, filled column by column; `cells` finds what stands in it by the column's name."""

    def __init__(self, page: Page, row: int, columns: dict[str, str]) -> None:
        self._page, self._row, self._columns = page, row, columns
        self._places = {name: place for place, name in enumerate(columns)}
        self.cells: dict[str, Formula] = {}

    def put(self, column: str, what: Formula | float) -> Formula:
        """Write one cell of the row."""
        found = self._page.put(self._row, self._places[column], what, self._columns[column])
        self.cells[column] = found
        return found


def owners_hours(book: Book, option: OptionName) -> Formula:
    """Hours a week the owner gives to marketing in an option."""
    return book.cells["owner.hours_per_week" if READING[option] == "neither_yet" else "owner.oversight_hours"]


def taken(book: Book, option: OptionName, seat: str, of_seat: Formula) -> Formula:
    """What an option takes of a seat's figure: all of it, but the hybrid's share of the fractional."""
    return book.cells["hybrid_fractional_share"] * of_seat if (option, seat) == ("hybrid", "fractional") else of_seat


def coverage(led: Formula, need: Formula, exponent: Formula) -> Formula:
    """Share of the need that is led, to the exponent; 1 when there is no need, or no exponent (nothing to the power of nothing)."""
    return where(same(need, 0), 1, where(same(exponent, 0), 1, least(1, led / need) ** exponent))


def write(book: Book, page: Page) -> list[dict[str, Formula]]:
    """Fill the sheet; the cells of each month by the column's name, month 1 first."""
    t, q = book.text, book.cells
    page.widths(34, 16)
    page.heads(2, [t("workbook.clock.derived")])
    _derived(book, page)
    page.heads(TOP, [t(f"workbook.columns.{name}") for name in COLUMNS], height=48)
    page.sheet.freeze_panes(TOP + 1, 1)
    page.sheet.repeat_rows(TOP)
    months: list[dict[str, Formula]] = []
    active = base = q["customers.active"]
    for n in range(1, book.decision.scenario.horizon_months + 1):
        line = Line(page, TOP + n, COLUMNS)
        now = line.put("month", n)
        line.put("discount", (1 + q["discount_rate"]) ** -(now / 12))
        line.put("need", q["workload.hours_per_week"] * (1 + q["workload.annual_growth"]) ** (now / 12))
        follow = (1 + q["workload.annual_growth"]) ** (q["fractional.follows_need"] * now / 12)
        line.put("follow", least(follow, q["month.follow_cap"]))
        for seat in sorted(CONTRACTORS):
            fee = q[f"{seat}.monthly_fee"] * (1 + q[f"{seat}.fee_growth"]) ** ((now - 1) / 12)
            line.put(f"{seat}_fee", fee * line.cells["follow"] if seat == "fractional" else fee)
        for seat in ("coordinator", "in_house"):
            line.put(f"{seat}_index", (1 + q[f"{seat}.salary_growth"]) ** ((now - 1) / 12))
        growth = 1 + q["company.revenue_growth"]
        paid = line.put("paid", q["month.bought"] * growth ** ((now - 1) / 12))
        grown, before = active * growth ** (now / 12), active * growth ** ((now - 1) / 12)
        organic = line.put("organic", most(0, grown - before * q["month.keep"] - paid))
        base = line.put("customers_base", base * q["month.keep"] + paid + organic)
        line.put("margin_base", base * q["month.revenue"] * q["company.contribution_margin"])
        months.append(line.cells)
    return months


def _derived(book: Book, page: Page) -> None:
    """Capability today, then what `DERIVED` names."""
    t, q = book.text, book.cells
    current = book.decision.scenario.current
    need, retention = q["workload.hours_per_week"], q["customers.annual_retention"]
    seats = [taken(book, current, seat, q[f"{seat}.hours_per_week"]) * q[f"{seat}.leadership"] for seat in SEATS[current]]
    led = plus([owners_hours(book, current) * q["owner.leadership"], *seats])
    today = coverage(led, need, q["assumptions.coverage_exponent"])
    page.put(3, 0, t("results.capability_today.label"))
    page.figure(3, 1, "capability_today", t("results.capability_today.label"), today, "share")
    worth = q["pillars.brand.price_premium_value"]
    rest: dict[str, tuple[Formula, str]] = {
        "revenue": (q["company.annual_revenue"] / q["customers.active"] / 12, "money"),
        "keep": (retention ** (of(1) / 12), "factor"),
        "ceiling": (most(retention, 0.995), "factor"),
        "premium": (where(worth > 0, q["leadership_effect.price_premium"], 0), "share"),
        "follow_cap": (most(1, q["fractional.most_hours_per_week"] / q["fractional.hours_per_week"]), "factor"),
        "learns": (1 - exp(-(1 / q["assumptions.learning_months"])), "factor"),
        "forgets": (1 - q["assumptions.memory"], "share"),
        "bought": (where(same(q["acquisition.monthly_spend"], 0), 0, q["acquisition.monthly_new_customers"]), "number"),
        "weeks": (of(52) / 12, "factor"),
    }
    for row, name in enumerate(DERIVED, start=4):
        what, unit = rest[name]
        page.put(row, 0, t(f"workbook.clock.{name}"))
        page.named(row, 1, f"month.{name}", what, unit)
