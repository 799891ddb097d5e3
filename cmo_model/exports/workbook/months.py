"""The months of one option (model, sections 4 to 7): hours, capability, customers, margin and cost, one row a month."""

from __future__ import annotations

from dataclasses import dataclass

from cmo_model.exports.workbook.book import Book, Page
from cmo_model.exports.workbook.clock import Line, coverage, owners_hours, taken
from cmo_model.exports.workbook.formula import Cells, Formula, least, most, of, plus, same, weighed, where
from cmo_model.exports.workbook.seats import Month, bridged
from cmo_model.projection import CONTRACTORS, HIRES, SEATS, TERMS
from cmo_model.scenario import OptionName

TOP = 6
"""The row of month 0; month t stands t rows lower, and what the months add up to two rows higher."""
COLUMNS = {
    "month": "month",
    "led": "hours_per_week",
    "covered": "hours_per_week",
    "coverage": "share",
    "held": "hours_per_week",
    "lost": "hours_per_week",
    "capability": "share",
    "lift": "share",
    "customers": "number",
    "extra_margin": "money",
    **dict.fromkeys(TERMS, "money"),
    "cost": "money",
    "net": "money",
}
LED = {"customers_led": "number", "margin_led": "money"}
_SUMMED = ("extra_margin", *TERMS, "cost", "net")


@dataclass(frozen=True)
class Post:
    """A seat as an option has it: hours and hours led a week, whether it goes on (`serves`) or gives way, and its columns."""

    seat: str
    hours: Formula
    column: str
    kind: str
    loaded: Formula | None

    def months(self, seats: list[Month], n: int) -> dict[str, Formula]:
        """What a month of it is: productive, leaves, engaged before and after, hires, let go."""
        if self.kind == "ended":
            first = of(1.0 if n == 1 else 0.0)
            return dict.fromkeys(("leaves", "before", "let_go"), first) | dict.fromkeys(("productive", "engaged", "hires"), of(0))
        now = {name: cell for name in _READ if (cell := seats[n].get(f"{self.column}.{name}"))}
        found = now | {"before": seats[n - 1][f"{self.column}.engaged"]}
        return found if self.kind == "seat" else found | {"productive": now["engaged"]}


_READ = ("leaves", "let_go", "hires", "engaged", "productive")


def posts(book: Book, option: OptionName) -> list[Post]:
    """The seats of an option entered today: its own, then those that end or cover the first hire."""
    q, current = book.cells, book.decision.scenario.current
    found = []
    for seat in SEATS[option]:
        space = "coordinator_in_team" if (option, seat) == ("in_house_team", "coordinator") else seat
        loaded = None if seat in CONTRACTORS else q[f"loaded_salary.{space}.loaded_salary"]
        found.append(Post(seat, taken(book, option, seat, q[f"{seat}.hours_per_week"]), seat, "seat", loaded))
    for seat in SEATS[current]:
        if seat not in SEATS[option]:
            covers = seat == bridged(book) and option in HIRES
            hours = taken(book, current, seat, q[f"{seat}.hours_per_week"])
            found.append(Post(seat, hours, "bridge" if covers else "", "bridge" if covers else "ended", None))
    return found


def write(book: Book, page: Page, option: OptionName, clock: list[Month], seats: list[Month]) -> dict[str, Formula]:
    """Fill the sheet of an option; its totals by column, discounted, and its last capability and customers."""
    t, q = book.text, book.cells
    columns = COLUMNS | (LED if option == book.decision.scenario.current else {})
    page.widths(10, 14.5)
    page.put(2, 0, t(f"options.{option}"), look="section")
    page.put(3, 0, t("workbook.months.totals_note"), look="dated")
    page.heads(TOP - 2, [t("workbook.months.totals")])
    page.heads(TOP - 1, [t(f"workbook.columns.{name}") if name not in TERMS else t(f"terms.{name}") for name in columns], height=48)
    page.sheet.freeze_panes(TOP, 1)
    page.sheet.repeat_rows(TOP - 1)
    start = Line(page, TOP, columns)
    start.put("month", 0)
    start.put("capability", q["capability_today"])
    start.put("customers", q["customers.active"])
    if "customers_led" in columns:
        start.put("customers_led", q["customers.active"])
    lines = [start.cells]
    given = posts(book, option)
    for n, common in enumerate(clock, start=1):
        line = Line(page, TOP + n, columns)
        line.put("month", n)
        _capability(book, line, lines[-1], option, given, common, seats, n)
        line.put("lift", line.cells["capability"] - q["capability_today"])
        _market(book, line, lines[-1], common, line.cells["lift"], "customers", "extra_margin")
        if "customers_led" in columns:
            _market(book, line, lines[-1], common, 1 - q["capability_today"], "customers_led", "margin_led")
        _costs(book, line, option, given, common, seats, n)
        lines.append(line.cells)
    return _totals(page, columns, lines[1:], clock)


def _hours(post: Post, common: Month) -> Formula:
    """The hours a week of a post this month; the fractional's follow the need."""
    return post.hours * common["follow"] if post.seat == "fractional" else post.hours


def _capability(
    book: Book, line: Line, before: Month, option: OptionName, given: list[Post], common: Month, seats: list[Month], n: int
) -> None:
    q, mine = book.cells, owners_hours(book, option)
    owner_led = mine * q["owner.leadership"]
    led, covered, held, lost = [owner_led], [mine], [owner_led], []
    for post in given:
        month, hours = post.months(seats, n), _hours(post, common)
        guided = hours * q[f"{post.seat}.leadership"]
        if post.kind != "ended":
            led.append(guided * month["productive"])
            covered.append(hours * month["productive"])
        if post.kind != "ended" or n == 1:
            held.append(guided * month["before"])
            lost.append(guided * month["leaves"])
    covering = line.put("coverage", coverage(line.put("led", plus(led)), common["need"], q["assumptions.coverage_exponent"]))
    line.put("covered", plus(covered))
    all_held, all_lost = line.put("held", plus(held)), line.put("lost", plus(lost))
    share = where(same(all_held, 0), 0, all_lost / all_held)
    kept = before["capability"] * (1 - q["month.forgets"] * share)
    line.put("capability", kept * (1 - q["month.learns"]) + q["month.learns"] * covering)


def _market(book: Book, line: Line, before: Month, common: Month, lift: Formula, customers: str, margin: str) -> None:
    q = book.cells
    effect = {name: lift * q[f"leadership_effect.{name}"] for name in ("retention_lift", "acquisition_lift", "win_rate_lift")}
    stays = least(q["month.ceiling"], most(0, q["customers.annual_retention"] * (1 + effect["retention_lift"])))
    bought = common["paid"] * most(0, 1 + effect["acquisition_lift"])
    won = (bought + common["organic"]) * most(0, 1 + effect["win_rate_lift"])
    count = line.put(customers, before[customers] * stays ** (of(1) / 12) + won)
    price = 1 + lift * q["month.premium"]
    unit_margin = price ** -q["leadership_effect.price_elasticity"] * (price - (1 - q["company.contribution_margin"]))
    line.put(margin, count * q["month.revenue"] * unit_margin - common["margin_base"])


def _costs(book: Book, line: Line, option: OptionName, given: list[Post], common: Month, seats: list[Month], n: int) -> None:
    q, weeks = book.cells, book.cells["month.weeks"]
    terms: dict[str, list[Formula]] = {term: [] for term in TERMS}
    terms["owner_time"].append(owners_hours(book, option) * q["owner.hourly_value"] * weeks)
    unmet = most(0, common["need"] - line.cells["covered"])
    terms["unmet_hours"].append(unmet * q["assumptions.unmet_hour_cost"] * weeks)
    for post in given:
        month, seat = post.months(seats, n), post.seat
        if seat in CONTRACTORS:
            if post.kind != "ended":
                shown = book.decision.scenario.current if post.kind == "bridge" else option
                terms["fees"].append(taken(book, shown, seat, common[f"{seat}_fee"]) * month["engaged"])
            continue
        index, base = common[f"{seat}_index"], q[f"{seat}.base_salary"]
        if post.kind != "ended" or n == 1:
            terms["severance"].append(month["let_go"] * q[f"{seat}.severance_weeks"] / 52 * base * index)
        if post.loaded is not None:
            terms["pay"].append(post.loaded / 12 * index * month["engaged"])
            terms["overhead"].append(q[f"{seat}.monthly_overhead"] * month["engaged"])
            search = q[f"{seat}.recruiting_fee_rate"] * base * index + q[f"{seat}.onboarding_cost"]
            terms["recruiting"].append(month["hires"] * search)
    cells = [line.put(term, plus(parts) if parts else 0.0) for term, parts in terms.items()]
    cost = line.put("cost", plus(cells))
    line.put("net", line.cells["extra_margin"] - cost)


def _totals(page: Page, columns: dict[str, str], lines: list[Month], clock: list[Month]) -> dict[str, Formula]:
    """The row above the months: each money column discounted and summed, capability and customers as they end."""
    places = {name: place for place, name in enumerate(columns)}
    weights = _column(clock, "discount")
    found = {}
    for name in (*_SUMMED, *(("margin_led",) if "margin_led" in columns else ())):
        found[name] = page.put(TOP - 2, places[name], weighed(_column(lines, name), weights), "money", "strong")
    for name in ("capability", "customers"):
        found[name] = page.put(TOP - 2, places[name], lines[-1][name], columns[name], "strong")
    return found


def _column(lines: list[Month], name: str) -> Cells:
    first, last = lines[0][name].text, lines[-1][name].text
    return Cells(f"{first}:{last.rsplit('!', 1)[1]}", tuple(line[name].value for line in lines))
