"""Options lived through month by month, from a position (model, sections 4 to 7): capability, customers, margin and cost.

One function, `live`, walks options for one case or for an array of them (cases first). Every figure may be a number, an array that
broadcasts to the cases, or a symbol. Options entered from one position share their seats, because a seat's months do not depend
on the option it serves. The timing of a hire uses the same function with the months of entry as cases: each entry starts from
where the base option stood the month before and lives one horizon, so sixty entries cost one walk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import numpy.typing as npt

from cmo_model.operands import ONE, ZERO, Operand, Values, quotient, total
from cmo_model.rules.market import Clock, Market
from cmo_model.rules.notebook import Notebook
from cmo_model.rules.seats import Bridge, Ended, Occupancy, Seat, State
from cmo_model.scenario.options import OPTIONS, OptionName, is_contractor

TERMS = ("owner_time", "unmet_hours", "fees", "pay", "overhead", "recruiting", "severance")
"""The parts of a month's cost, in the order they are shown."""
INVOICED = ("fees", "pay")
"""What an invoice or a pay slip shows; every other term of the cost is hidden from both."""
WEEKS_A_YEAR = 52
WEEKS_A_MONTH = WEEKS_A_YEAR / 12
LED = "led"
"""The name under which the notebook finds the firm fully led from month 1."""


def owners_hours(q: Values, option: OptionName) -> Operand:
    """Hours a week the owner gives to marketing in an option."""
    return q["owner.hours_per_week"] if OPTIONS[option].owner_leads else q["owner.oversight_hours"]


def share(q: Values, option: OptionName, seat: str) -> Operand:
    """How much of a seat an option takes: all of it, unless the table names a share."""
    named = OPTIONS[option].shares.get(seat)
    return ONE if named is None else q[named]


def loaded_salary(q: Values, option: OptionName, seat: str) -> Operand:
    """A year of an employee seat in an option, hired onto the payroll that the table says."""
    return q[f"loaded_salary.{OPTIONS[option].salaries.get(seat, seat)}.loaded_salary"]


def coverage(led: Operand, need: Operand, exponent: Operand) -> Operand:
    """Share of the need that is led, to the exponent; 1 when there is no need."""
    return np.minimum(1.0, quotient(led, need, ONE)) ** exponent


def capability_today(q: Values, current: OptionName) -> Operand:
    """Coverage of the current arrangement, fully productive, at today's hours."""
    led = [owners_hours(q, current) * q["owner.leadership"]]
    for seat in OPTIONS[current].seats:
        led.append(share(q, current, seat) * q[f"{seat}.hours_per_week"] * q[f"{seat}.leadership"])
    return coverage(total(led), q["workload.hours_per_week"], q["assumptions.coverage_exponent"])


@dataclass
class Position:
    """Where a firm stands at the end of a month: its option, each seat's state, a bridge still on, capability, customers."""

    option: OptionName
    seats: dict[str, State]
    capability: Operand
    customers: Operand
    customers_base: Operand
    bridges: dict[str, tuple[Bridge, Operand]] = field(default_factory=dict)


def start(q: Values, current: OptionName, today: Operand) -> Position:
    """Today: the current arrangement, every seat productive, its capability given."""
    productive: State = (ZERO, ZERO, ONE, ZERO)
    seats = dict.fromkeys(OPTIONS[current].seats, productive)
    return Position(current, seats, today, q["customers.active"], q["customers.active"])


class Seating:
    """How seats are made: in expectation, as events, or with what leavers knew kept."""

    def seat(self, q: Values, seat: str, state: State, notebook: Notebook) -> Seat:
        """A seat that goes on, or a new one."""
        return Seat(q, seat, state, notebook)

    def bridge(self, q: Values, seat: str, engaged: Operand, notebook: Notebook) -> Bridge:
        """A contractor who covers the first hire."""
        return Bridge(q, seat, engaged, notebook)

    def ended(self, engaged: Operand) -> Ended:
        """A seat that ends as the option is entered."""
        return Ended(engaged)


class Role:
    """A seat in an option: its occupancy, its hours and how much an hour leads, and what a month of it costs, by term."""

    def __init__(self, q: Values, seat: str, occupancy: Occupancy, share: Operand, salary: Operand | None = None) -> None:
        self.seat, self.occupancy, self.share = seat, occupancy, share
        self.hours = share * q[f"{seat}.hours_per_week"]
        self.leadership = q[f"{seat}.leadership"]
        self._serves = not isinstance(occupancy, Ended)
        if is_contractor(seat):
            return
        base = q[f"{seat}.base_salary"]
        self._pay = None if salary is None else salary / 12
        self._overhead = q[f"{seat}.monthly_overhead"]
        self._search, self._onboarding = q[f"{seat}.recruiting_fee_rate"] * base, q[f"{seat}.onboarding_cost"]
        self._severance = q[f"{seat}.severance_weeks"] / WEEKS_A_YEAR * base

    def costs(self, clock: Clock) -> dict[str, Operand]:
        """What it costs this month. An ended contractor costs nothing; an ended employee is paid severance."""
        occupied = self.occupancy
        if is_contractor(self.seat):
            return {"fees": clock.fee[self.seat] * self.share * occupied.engaged} if self._serves else {}
        index = clock.salary_index[self.seat]
        severance = occupied.let_go * self._severance * index
        if not self._serves or self._pay is None:
            return {"severance": severance}
        return {
            "pay": self._pay * index * occupied.engaged,
            "overhead": self._overhead * occupied.engaged,
            "recruiting": occupied.hires * (self._search * index + self._onboarding),
            "severance": severance,
        }


class OptionRun:
    """One option lived through from a position: its state and its discounted totals."""

    def __init__(self, q: Values, before: Position, option: OptionName, today: Operand, roles: SharedRoles) -> None:
        self.option = option
        self._today = today
        self.capability = roles.notebook.put(option, "capability", before.capability)
        self.customers = roles.notebook.put(option, "customers", before.customers)
        self._owner_hours = owners_hours(q, option)
        self._owner_led = self._owner_hours * q["owner.leadership"]
        self._owner_cost = self._owner_hours * (q["owner.hourly_value"] * WEEKS_A_MONTH)
        self._unmet_cost = q["assumptions.unmet_hour_cost"] * WEEKS_A_MONTH
        self._exponent = q["assumptions.coverage_exponent"]
        self._forgets = 1 - q["assumptions.memory"]
        self._learns = roles.notebook.constant("clock", "learns", -np.expm1(-1 / q["assumptions.learning_months"]))
        self.roles = roles.of(before, option)
        self._market = roles.market
        self.cost_pv = self.extra_margin_pv = ZERO

    def month(self, clock: Clock, notebook: Notebook) -> None:
        """One month: hours, capability, customers, margin, cost."""
        put = partial(notebook.put, self.option)
        led, covered, held, lost = self._owner_led, self._owner_hours, self._owner_led, ZERO
        terms = {"owner_time": self._owner_cost}
        for role in self.roles:
            occupied = role.occupancy
            hours = role.hours * clock.follow[role.seat] if role.seat in clock.follow else role.hours
            guided = hours * role.leadership
            led = led + guided * occupied.productive
            covered = covered + hours * occupied.productive
            lost = lost + guided * occupied.leaves
            held = held + guided * occupied.before
            for name, amount in role.costs(clock).items():
                terms[name] = terms[name] + amount if name in terms else amount
        led, covered, held, lost = put("led", led), put("covered", covered), put("held", held), put("lost", lost)
        covering = put("coverage", coverage(led, clock.need, self._exponent))
        kept = self.capability * (1 - self._forgets * put("loss", quotient(lost, held, ZERO)))
        self.capability = put("capability", kept + self._learns * (covering - kept))
        lift = put("lift", self.capability - self._today)
        customers, margin = self._market.month(self.customers, lift, clock)
        self.customers, margin = put("customers", customers), put("extra_margin", margin)
        terms["unmet_hours"] = np.maximum(0.0, clock.need - covered) * self._unmet_cost
        cost = put("cost", total([put(name, amount) for name, amount in terms.items()]))
        self.cost_pv = put("cost_pv", self.cost_pv + clock.discount * cost)
        self.extra_margin_pv = put("extra_margin_pv", self.extra_margin_pv + clock.discount * margin)

    @property
    def npv(self) -> Operand:
        """Discounted margin gained less discounted cost."""
        return self.extra_margin_pv - self.cost_pv

    def position(self, customers_base: Operand) -> Position:
        """Where it stands now."""
        seats = {role.seat: role.occupancy.state() for role in self.roles if isinstance(role.occupancy, Seat)}
        bridges = {role.seat: (role.occupancy, role.share) for role in self.roles if isinstance(role.occupancy, Bridge)}
        return Position(self.option, seats, self.capability, self.customers, customers_base, bridges)


class LedRun:
    """A firm fully led from month 1: capability fixed at 1."""

    def __init__(self, q: Values, today: Operand, roles: SharedRoles) -> None:
        self._lift, self._market = 1 - today, roles.market
        self._customers = roles.notebook.put(LED, "customers", q["customers.active"])
        self.extra_margin_pv = ZERO

    def month(self, clock: Clock, notebook: Notebook) -> None:
        """One month."""
        customers, margin = self._market.month(self._customers, self._lift, clock)
        self._customers, margin = notebook.put(LED, "customers", customers), notebook.put(LED, "extra_margin", margin)
        self.extra_margin_pv = notebook.put(LED, "extra_margin_pv", self.extra_margin_pv + clock.discount * margin)


class SharedRoles:
    """The seats that options entered from one position have in common, stepped once a month for all of them."""

    def __init__(self, q: Values, bridge: bool, seating: Seating, notebook: Notebook) -> None:
        self._q, self._bridge, self._seating, self.notebook = q, bridge, seating, notebook
        self._shared: dict[tuple[str, str], Occupancy] = {}
        self.market = Market(q, notebook)

    def _of(self, seat: str, kind: str, before: Position) -> Occupancy:
        if (seat, kind) not in self._shared:
            self._shared[seat, kind] = self._made(seat, kind, before)
        return self._shared[seat, kind]

    def _made(self, seat: str, kind: str, before: Position) -> Occupancy:
        q, notebook = self._q, self.notebook
        if kind == "new":
            return self._seating.seat(q, seat, (ONE, ZERO, ZERO, ZERO), notebook)
        if kind == "kept":
            return self._seating.seat(q, seat, before.seats[seat], notebook)
        if kind == "bridging":
            return before.bridges[seat][0]
        if kind == "bridged":
            return self._seating.ended(before.bridges[seat][0].engaged)
        _, ramping, productive, mishired = before.seats[seat]
        engaged = ramping + productive + mishired
        return self._seating.bridge(q, seat, engaged, notebook) if kind == "bridge" else self._seating.ended(engaged)

    def of(self, before: Position, option: OptionName) -> list[Role]:
        """The seats of an option entered from a position: kept, new, ended or bridging."""
        q, found, row = self._q, [], OPTIONS[option]
        for seat in row.seats:
            kind = "kept" if seat in before.seats else "new"
            salary = None if is_contractor(seat) else loaded_salary(q, option, seat)
            found.append(Role(q, seat, self._of(seat, kind, before), share(q, option, seat), salary))
        for seat in before.seats:  # in the order of the table, so that sums are the same in every process
            if seat not in row.seats:
                kind = "bridge" if self._bridge and is_contractor(seat) and row.is_hire else "ended"
                found.append(Role(q, seat, self._of(seat, kind, before), share(q, before.option, seat)))
        for seat, (_, taken) in before.bridges.items():
            kind = "bridging" if row.is_hire else "bridged"  # a bridge ends with the last in-house seat
            found.append(Role(q, seat, self._of(seat, kind, before), taken))
        return found

    def step(self) -> None:
        """One month for every seat."""
        for occupancy in self._shared.values():
            occupancy.step(self.notebook)


@dataclass(frozen=True)
class Lives:
    """The options lived through, by name; the firm fully led beside them; where the first option then stands."""

    options: dict[OptionName, OptionRun]
    led: LedRun
    position: Position


def live(
    q: Values,
    before: Position,
    options: Iterable[OptionName],
    months: int,
    *,
    bridge: bool,
    today: Operand,
    first: npt.ArrayLike = 1,
    notebook: Notebook | None = None,
    seating: Seating | None = None,
    led: bool = False,
) -> Lives:
    """Enter each option from `before` in month `first` and live it `months` months.

    Figures and `first` may be arrays that broadcast together; `today` is the capability that margins are counted from. Totals are
    discounted to the month before entry. `led` lives the firm fully led as well, beside them.
    """
    notebook = notebook or Notebook()
    roles = SharedRoles(q, bridge, seating or Seating(), notebook)
    clock = Clock(q, np.asarray(first, float), before.customers_base, notebook)
    runs = {option: OptionRun(q, before, option, today, roles) for option in options}
    fully = LedRun(q, today, roles)
    every: list[OptionRun | LedRun] = [*runs.values(), *([fully] if led else [])]
    for _ in range(months):
        notebook.month += 1
        clock.tick()
        roles.step()
        for run in every:
            run.month(clock, notebook)
    return Lives(runs, fully, next(iter(runs.values())).position(clock.customers_base))


COLUMNS = (
    *("led", "covered", "coverage", "held", "lost", "loss", "capability", "lift", "customers", "extra_margin"),
    *(*TERMS, "cost", "cost_pv", "extra_margin_pv"),
)
"""What the notebook hears of an option each month, in the order of a month."""
_UNITS = {
    **dict.fromkeys(("need", "led", "covered", "held", "lost"), "hours_per_week"),
    **dict.fromkeys(("coverage", "loss", "capability", "capability_today", "lift", "premium", "learns"), "share"),
    **dict.fromkeys(("customers", "customers_base", "paid", "organic", "bought"), "number"),
    **dict.fromkeys((*TERMS, "cost", "cost_pv", "extra_margin", "extra_margin_pv", "margin_base"), "money"),
    **dict.fromkeys(("fee", "revenue", "unled_margin"), "money"),
}


def unit_of(name: str) -> str:
    """The unit of a value in the notebook; shares of a seat and indices are factors."""
    return _UNITS.get(name.partition(".")[0], "factor")
