"""The months: seats, capability, customers, margin and cost of each way to staff the direction (model, sections 4 to 7).

One function, `live`, walks options month by month from a `Position`, for one case or for an array of them (cases first). Every
quantity may be a number or an array that broadcasts to the cases. Options entered from the same position share their seats'
occupancies, because a seat's months do not depend on the option it serves. Growth and discount factors advance in place, one
multiplication a month, so that no power is taken that does not have to be: only coverage, retention and price take one.

The timing of a hire uses the same function with the months of entry as cases: each entry starts from where the base option
stood the month before and lives one horizon, so sixty entries cost one walk. The order of the sums follows the model's text, so
a figure can be followed month by month in `Months`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from cmo_model.scenario import OPTIONS, OptionName

Array = npt.NDArray[np.float64]
Quantities = Mapping[str, Any]
"""Scenario figures and results of the formulas by path: floats, or arrays of cases."""

SEATS: dict[OptionName, tuple[str, ...]] = {
    "owner": (),
    "consultant": ("consultant",),
    "fractional": ("fractional",),
    "hybrid": ("fractional", "coordinator"),
    "in_house": ("in_house",),
    "in_house_team": ("in_house", "coordinator"),
}
READING: dict[OptionName, str] = {
    "owner": "neither_yet",
    "consultant": "neither_yet",
    "fractional": "fractional",
    "hybrid": "hybrid",
    "in_house": "hire",
    "in_house_team": "hire",
}
HIRES: tuple[OptionName, ...] = ("in_house", "in_house_team")
CONTRACTORS = frozenset({"consultant", "fractional"})
TERMS = ("owner_time", "unmet_hours", "fees", "pay", "overhead", "recruiting", "severance")
"""The parts of a month's cost, in the order they are shown."""

WEEKS_A_MONTH = 52 / 12


def owners_hours(q: Quantities, option: OptionName) -> Any:
    """Hours a week the owner gives to marketing in an option."""
    return q["owner.hours_per_week"] if READING[option] == "neither_yet" else q["owner.oversight_hours"]


def share(q: Quantities, option: OptionName, seat: str) -> Any:
    """How much of a seat an option takes: all of it, but the hybrid's share of the fractional."""
    return q["hybrid_fractional_share"] if option == "hybrid" and seat == "fractional" else 1.0


def loaded_salary(q: Quantities, option: OptionName, seat: str) -> Any:
    """A year of an employee seat in an option; a team's coordinator is hired onto a payroll that holds the director."""
    space = "coordinator_in_team" if (option, seat) == ("in_house_team", "coordinator") else seat
    return q[f"loaded_salary.{space}.loaded_salary"]


# --- seats -----------------------------------------------------------------------------------------------------------------


class Occupancy:
    """A seat in expectation: vacant, ramping, productive or mis-hired, with what a month brings. Steps in place."""

    def __init__(self, q: Quantities, seat: str, vacant: Any, ramping: Any, productive: Any, mishired: Any) -> None:
        self.vacant, self.ramping, self.settled, self.mishired = vacant, ramping, productive, mishired
        self._leave = 1 / q[f"{seat}.tenure_months"]
        self._drop = 1 / q[f"{seat}.mishire_months"]
        self._fill = 1 / (1 + q[f"{seat}.months_to_fill"])
        self._ready = 1 / (1 + q[f"{seat}.months_to_ramp"])
        self._fails = q[f"{seat}.mishire_probability"]
        self._ramp_worth = q["assumptions.ramp_productivity"]
        self._mishire_worth = q["assumptions.mishire_productivity"]
        self.engaged: Any = ramping + productive + mishired
        self.before: Any = self.engaged
        self.productive: Any = 0.0
        self.leaves: Any = 0.0
        self.hires: Any = 0.0
        self.let_go: Any = 0.0

    def step(self) -> None:
        """One month."""
        self.before = self.engaged
        gone = self._leave * self.settled
        lost = self._leave * self.ramping
        dropped = self._drop * self.mishired
        self.leaves = gone + lost + dropped
        self.let_go = dropped
        vacant = self.vacant + self.leaves
        self.hires = vacant * self._fill
        failed = self._fails * self.hires
        ramping = self.ramping - lost + self.hires - failed
        ready = ramping * self._ready
        self.vacant = vacant - self.hires
        self.ramping = ramping - ready
        self.settled = self.settled - gone + ready
        self.mishired = self.mishired - dropped + failed
        self.engaged = self.ramping + self.settled + self.mishired
        self.productive = self.settled + self._ramp_worth * self.ramping + self._mishire_worth * self.mishired

    def state(self) -> tuple[Any, Any, Any, Any]:
        """Vacant, ramping, productive and mis-hired, as they stand."""
        return self.vacant, self.ramping, self.settled, self.mishired


class Ended:
    """A seat that ends as the option is entered: all that was engaged leaves in the first month, then nothing."""

    def __init__(self, engaged: Any) -> None:
        self.before, self.engaged, self.productive, self.hires = 0.0, engaged, 0.0, 0.0
        self.leaves: Any = 0.0
        self.let_go: Any = 0.0

    def step(self) -> None:
        """One month."""
        self.before = self.leaves = self.let_go = self.engaged
        self.engaged = 0.0


class Bridge:
    """A contractor who covers the first hire until that hire is productive, and no later vacancy."""

    def __init__(self, q: Quantities, engaged: Any) -> None:
        self._unfilled: Any = 1.0
        self._unready: Any = 0.0
        self._fill = 1 / (1 + q["in_house.months_to_fill"])
        self._ready = 1 / (1 + q["in_house.months_to_ramp"])
        self.engaged, self.before, self.productive, self.leaves = engaged, engaged, engaged, 0.0
        self.hires = self.let_go = 0.0

    def step(self) -> None:
        """One month."""
        filled = self._unfilled * self._fill
        self._unready = (self._unready + filled) * (1 - self._ready)
        self._unfilled = self._unfilled - filled
        self.before = self.engaged
        self.engaged = np.minimum(self.before, self._unfilled + self._unready)
        self.productive = self.engaged
        self.leaves = self.before - self.engaged


# --- the clock: what a month is worth, whoever leads -----------------------------------------------------------------------


class Clock:
    """What month `t` brings to every option alike: need, prices, customers bought, the base without any change of leadership.

    `first` is the month of entry, a number or an array of them. Factors stand at the month before and advance by `tick`.
    """

    def __init__(self, q: Quantities, first: Any, customers_base: Any) -> None:
        past = (np.asarray(first, float) - 1)[()]

        def index(rate: Any) -> tuple[Any, Any]:
            monthly = (1 + rate) ** (1 / 12)
            return monthly, monthly**past

        self.q = q
        self._need_step, need = index(q["workload.annual_growth"])
        self.need = q["workload.hours_per_week"] * need
        self._follow_step, self._follow = index((1 + q["workload.annual_growth"]) ** q["fractional.follows_need"] - 1)
        self._most = np.maximum(1.0, q["fractional.most_hours_per_week"] / q["fractional.hours_per_week"])
        self._fees = {seat: index(q[f"{seat}.fee_growth"]) for seat in sorted(CONTRACTORS)}
        self._salaries = {seat: index(q[f"{seat}.salary_growth"]) for seat in ("coordinator", "in_house")}
        self._revenue_step, revenue = index(q["company.revenue_growth"])
        self._active = q["customers.active"] * revenue
        self._paid = q["acquisition.monthly_new_customers"] * revenue
        self.keep = q["customers.annual_retention"] ** (1 / 12)
        self.customers_base = customers_base
        self._discount_step = (1 + q["discount_rate"]) ** (-1 / 12)
        self.discount: Any = 1.0
        self.month = 0
        self.fee: dict[str, Any] = {}
        self.follow: dict[str, Any] = {"consultant": 1.0}
        self.salary_index: dict[str, Any] = {}
        self.paid: Any = 0.0
        self.organic: Any = 0.0
        margin = q["company.contribution_margin"]
        self._monthly_revenue = q["company.annual_revenue"] / q["customers.active"] / 12
        self._unled_margin = self._monthly_revenue * margin
        self.base_margin: Any = 0.0

    def tick(self) -> None:
        """Advance to the next month."""
        q, first = self.q, self.month == 0
        self.month += 1
        self.discount = self.discount * self._discount_step
        self.need = self.need * self._need_step
        self._follow = self._follow * self._follow_step
        self.follow["fractional"] = np.minimum(self._follow, self._most)
        for seat, (step, level) in self._fees.items():
            level = level if first else level * step
            self._fees[seat] = step, level
            self.fee[seat] = q[f"{seat}.monthly_fee"] * self.follow[seat] * level
        for seat, (step, level) in self._salaries.items():
            level = level if first else level * step
            self._salaries[seat] = step, level
            self.salary_index[seat] = level
        self.paid = self._paid
        grown = self._active * self._revenue_step
        self.organic = np.maximum(0.0, grown - self._active * self.keep - self.paid)
        self._active = grown
        self._paid = self._paid * self._revenue_step
        self.customers_base = self.customers_base * self.keep + self.paid + self.organic
        self.base_margin = self.customers_base * self._unled_margin


class Market:
    """What leadership does to customers and margin (model, section 6), given capability above or below today's."""

    def __init__(self, q: Quantities) -> None:
        self._q = q
        self._retention = q["customers.annual_retention"]
        self._ceiling = np.maximum(self._retention, 0.995)
        gains = np.asarray(q["pillars.brand.price_premium_value"]) > 0
        self._premium = np.where(gains, q["leadership_effect.price_premium"], 0.0)[()]
        self._priced = bool(np.any(self._premium > 0))
        self._variable = 1 - q["company.contribution_margin"]
        self._revenue = q["company.annual_revenue"] / q["customers.active"] / 12

    def month(self, customers: Any, lift: Any, clock: Clock) -> tuple[Any, Any]:
        """Customers at the end of the month and the margin above the base's, `lift` being capability less today's."""
        q = self._q
        won = np.maximum(0.0, 1 + lift * q["leadership_effect.win_rate_lift"])
        bought = clock.paid * np.maximum(0.0, 1 + lift * q["leadership_effect.acquisition_lift"])
        kept = np.maximum(0.0, self._retention * (1 + lift * q["leadership_effect.retention_lift"]))
        kept = np.minimum(self._ceiling, kept) ** (1 / 12)
        customers = customers * kept + (bought + clock.organic) * won
        if not self._priced:
            unit_margin = 1 - self._variable
        else:
            price = 1 + lift * self._premium
            unit_margin = price ** -q["leadership_effect.price_elasticity"] * (price - self._variable)
        return customers, customers * self._revenue * unit_margin - clock.base_margin


# --- positions and options -------------------------------------------------------------------------------------------------


@dataclass
class Position:
    """Where a firm stands at the end of a month: its option, each seat's state, a bridge still on, capability, customers."""

    option: OptionName
    seats: dict[str, tuple[Any, Any, Any, Any]]
    capability: Any
    customers: Any
    customers_base: Any
    bridges: dict[str, tuple[Bridge, Any]] = field(default_factory=dict)


def capability_today(q: Quantities, current: OptionName) -> Any:
    """Coverage of the current arrangement, fully productive, at today's hours."""
    led = owners_hours(q, current) * q["owner.leadership"]
    for seat in SEATS[current]:
        led = led + share(q, current, seat) * q[f"{seat}.hours_per_week"] * q[f"{seat}.leadership"]
    return coverage(led, q["workload.hours_per_week"], q["assumptions.coverage_exponent"])


def coverage(led: Any, need: Any, exponent: Any) -> Any:
    """Share of the need that is led, to the exponent; 1 when there is no need."""
    led, need = np.broadcast_arrays(np.asarray(led, float), need)
    ratio = np.divide(led, need, out=np.ones(led.shape), where=need > 0)
    return (np.minimum(ratio, 1.0, out=ratio) ** exponent)[()]


def start(q: Quantities, current: OptionName) -> Position:
    """Today: the current arrangement, every seat productive."""
    return Position(
        current,
        {seat: (0.0, 0.0, 1.0, 0.0) for seat in SEATS[current]},
        capability_today(q, current),
        q["customers.active"],
        q["customers.active"],
    )


@dataclass
class Post:
    """A seat in an option: its occupancy, and what one of it gives and costs."""

    seat: str
    occupancy: Occupancy | Ended | Bridge
    share: Any
    loaded_salary: Any


class Months:
    """The month-by-month table of one option: lists over months of what `COLUMNS` names, each a number or an array."""

    COLUMNS = (
        *("need", "led", "covered", "coverage", "loss", "capability", "customers", "extra_margin", "cost"),
        *TERMS,
    )

    def __init__(self) -> None:
        self.columns: dict[str, list[Any]] = {name: [] for name in self.COLUMNS}
        self.seats: list[dict[str, tuple[Any, Any, Any, Any]]] = []

    def stacked(self, name: str) -> Array:
        """One column as an array, months last."""
        return np.stack(np.broadcast_arrays(*map(np.asarray, self.columns[name])), axis=-1).astype(float)


class Lived:
    """One option lived through from a position: its state and its discounted totals."""

    def __init__(
        self, q: Quantities, before: Position, option: OptionName, today: Any, pool: _Pool, record: bool
    ) -> None:
        self.option = option
        self._q, self._today = q, today
        self.capability, self.customers = before.capability, before.customers
        self.owner_hours = owners_hours(q, option)
        self._owner_led = self.owner_hours * q["owner.leadership"]
        self.posts = pool.posts(before, option)
        self.market = pool.market
        self.cost_pv: Any = 0.0
        self.extra_margin_pv: Any = 0.0
        self.table = Months() if record else None

    def month(self, clock: Clock, learning: Any) -> None:
        """One month: hours, capability, customers, margin, cost."""
        q = self._q
        led, covered = self._owner_led, self.owner_hours
        lost, held = 0.0, self._owner_led
        for post in self.posts:
            seat, occupied = post.seat, post.occupancy
            hours = post.share * q[f"{seat}.hours_per_week"] * clock.follow.get(seat, 1.0)
            worked = hours * occupied.productive
            guided = hours * q[f"{seat}.leadership"]
            led = led + worked * q[f"{seat}.leadership"]
            covered = covered + worked
            lost = lost + guided * occupied.leaves
            held = held + guided * occupied.before
        covering = coverage(led, clock.need, q["assumptions.coverage_exponent"])
        loss = _share_of(lost, held)
        kept = self.capability * (1 - (1 - q["assumptions.memory"]) * loss)
        self.capability = kept + learning * (covering - kept)
        self.customers, margin = self.market.month(self.customers, self.capability - self._today, clock)
        if self.table is None:
            cost = self.owner_hours * (q["owner.hourly_value"] * WEEKS_A_MONTH)
            cost = cost + np.maximum(0.0, clock.need - covered) * (q["assumptions.unmet_hour_cost"] * WEEKS_A_MONTH)
            for post in self.posts:
                for _, amount in self._post_costs(post, clock):
                    cost = cost + amount
        else:
            terms = dict.fromkeys(TERMS, 0.0)
            terms["owner_time"] = self.owner_hours * (q["owner.hourly_value"] * WEEKS_A_MONTH)
            terms["unmet_hours"] = np.maximum(0.0, clock.need - covered) * (
                q["assumptions.unmet_hour_cost"] * WEEKS_A_MONTH
            )
            for post in self.posts:
                for name, amount in self._post_costs(post, clock):
                    terms[name] = terms[name] + amount
            cost = sum(terms.values())
            row = {"need": clock.need, "led": led, "covered": covered, "coverage": covering, "loss": loss}
            row |= {"capability": self.capability, "customers": self.customers, "extra_margin": margin, "cost": cost}
            for name, value in (row | terms).items():
                self.table.columns[name].append(value)
            self.table.seats.append({p.seat: p.occupancy.state() for p in self.posts if isinstance(p.occupancy, Occupancy)})
        self.cost_pv = self.cost_pv + clock.discount * cost
        self.extra_margin_pv = self.extra_margin_pv + clock.discount * margin

    def _post_costs(self, post: Post, clock: Clock) -> Iterable[tuple[str, Any]]:
        """What a seat costs this month, by term. An ended contractor costs nothing; an ended employee is paid severance."""
        q, seat, occupied = self._q, post.seat, post.occupancy
        if seat in CONTRACTORS:
            if not isinstance(occupied, Ended):
                yield "fees", clock.fee[seat] * post.share * occupied.engaged
            return
        index = clock.salary_index[seat]
        salary = q[f"{seat}.base_salary"] * index
        if not isinstance(occupied, Ended):
            yield "pay", post.loaded_salary / 12 * index * occupied.engaged
            yield "overhead", q[f"{seat}.monthly_overhead"] * occupied.engaged
            yield "recruiting", occupied.hires * (q[f"{seat}.recruiting_fee_rate"] * salary + q[f"{seat}.onboarding_cost"])
        yield "severance", occupied.let_go * (q[f"{seat}.severance_weeks"] / 52) * salary

    @property
    def npv(self) -> Any:
        """Discounted margin gained less discounted cost."""
        return self.extra_margin_pv - self.cost_pv

    def position(self, customers_base: Any) -> Position:
        """Where it stands now."""
        seats = {p.seat: p.occupancy.state() for p in self.posts if isinstance(p.occupancy, Occupancy)}
        bridges = {p.seat: (p.occupancy, p.share) for p in self.posts if isinstance(p.occupancy, Bridge)}
        return Position(self.option, seats, self.capability, self.customers, customers_base, bridges)


def _share_of(part: Any, whole: Any) -> Any:
    """`part / whole`, 0 where the whole is 0."""
    part, whole = np.broadcast_arrays(np.asarray(part, float), whole)
    return np.divide(part, whole, out=np.zeros(part.shape), where=whole > 0)[()]


class _Pool:
    """The occupancies that options entered from one position have in common, stepped once a month for all of them."""

    def __init__(self, q: Quantities, bridge: bool) -> None:
        self._q, self._bridge = q, bridge
        self._shared: dict[tuple[str, str], Occupancy | Ended | Bridge] = {}
        self.market = Market(q)

    def _of(self, seat: str, kind: str, before: Position) -> Occupancy | Ended | Bridge:
        key = (seat, kind)
        if key not in self._shared:
            if kind == "new":
                made: Occupancy | Ended | Bridge = Occupancy(self._q, seat, 1.0, 0.0, 0.0, 0.0)
            elif kind == "kept":
                made = Occupancy(self._q, seat, *before.seats[seat])
            elif kind in ("bridging", "bridged"):
                bridge = before.bridges[seat][0]
                made = bridge if kind == "bridging" else Ended(bridge.engaged)
            else:
                _, ramping, productive, mishired = before.seats[seat]
                engaged = ramping + productive + mishired
                made = Bridge(self._q, engaged) if kind == "bridge" else Ended(engaged)
            self._shared[key] = made
        return self._shared[key]

    def posts(self, before: Position, option: OptionName) -> list[Post]:
        """The seats of an option entered from a position: kept, new, ended or bridging."""
        q, found = self._q, []
        for seat in SEATS[option]:
            kind = "kept" if seat in before.seats else "new"
            cost = None if seat in CONTRACTORS else loaded_salary(q, option, seat)
            found.append(Post(seat, self._of(seat, kind, before), share(q, option, seat), cost))
        for seat in before.seats.keys() - set(SEATS[option]):
            kind = "bridge" if self._bridge and seat in CONTRACTORS and option in HIRES else "ended"
            found.append(Post(seat, self._of(seat, kind, before), share(q, before.option, seat), None))
        for seat, (_, taken) in before.bridges.items():
            kind = "bridging" if option in HIRES else "bridged"  # a bridge ends with the last in-house seat
            found.append(Post(seat, self._of(seat, kind, before), taken, None))
        return found

    def step(self) -> None:
        for occupancy in self._shared.values():
            occupancy.step()


def live(
    q: Quantities,
    before: Position,
    options: Sequence[OptionName],
    months: int,
    *,
    bridge: bool,
    today: Any,
    first: Any = 1,
    record: bool = False,
) -> tuple[list[Lived], Position]:
    """Enter each option from `before` in month `first` and live it `months` months; also where the first one then stands.

    Quantities and `first` may be arrays that broadcast together; `today` is the capability that margins are counted from.
    Totals are discounted to the month before entry.
    """
    pool = _Pool(q, bridge)
    clock = Clock(q, first, before.customers_base)
    lived = [Lived(q, before, option, today, pool, record) for option in options]
    learning = 1 - np.exp(-1 / np.asarray(q["assumptions.learning_months"]))[()]
    for _ in range(months):
        clock.tick()
        pool.step()
        for one in lived:
            one.month(clock, learning)
    return lived, lived[0].position(clock.customers_base)


def full_leadership_margin(q: Quantities, today: Any, months: int) -> Any:
    """Discounted extra margin of a firm fully led from month 1 (capability fixed at 1)."""
    clock, market = Clock(q, 1, q["customers.active"]), Market(q)
    customers, total = q["customers.active"], 0.0
    for _ in range(months):
        clock.tick()
        customers, margin = market.month(customers, 1 - today, clock)
        total = total + clock.discount * margin
    return total


def path_months(q: Quantities, current: OptionName, path: Sequence[tuple[int, OptionName]], months: int, bridge: bool) -> Months:
    """The month table along a path, a list of (month, option) that starts from the current arrangement."""
    position, table = start(q, current), Months()
    today = position.capability
    entries = [(1, current), *path] if not path or path[0][0] > 1 else list(path)
    for (first, option), (end, _) in zip(entries, [*entries[1:], (months + 1, current)], strict=True):
        span = min(end, months + 1) - first
        if span <= 0:
            continue
        (lived, *_), position = live(q, position, [option], span, bridge=bridge, today=today, first=first, record=True)
        assert lived.table is not None  # noqa: S101 - recorded two lines above
        for name in Months.COLUMNS:
            table.columns[name] += lived.table.columns[name]
        table.seats += lived.table.seats
    return table


# --- the timing of a hire --------------------------------------------------------------------------------------------------


def _column(value: Any) -> Any:
    """A quantity of cases turned so that months of entry can stand beside it."""
    return value[:, None] if isinstance(value, np.ndarray) and value.ndim else value


def entry_advantages(
    q: Quantities, current: OptionName, base: OptionName, horizon: int, entries: int, bridge: bool
) -> dict[OptionName, Array]:
    """Advantage of each hire over the base option, by month of entry: arrays of shape (cases, entries).

    Every entry is judged over the same horizon, discounted to the month before it.
    """
    before = start(q, current)
    today = before.capability
    now, _ = live(q, before, [base, *HIRES], horizon, bridge=bridge, today=today)
    first = [np.asarray(one.npv - now[0].npv)[..., None] for one in now[1:]]
    if entries == 1:
        return dict(zip(HIRES, first, strict=True))
    # The base option's life is long: one horizon after the last entry.
    pool, clock = _Pool(q, bridge), Clock(q, 1, before.customers_base)
    along = Lived(q, before, base, today, pool, record=True)
    learning = 1 - np.exp(-1 / np.asarray(q["assumptions.learning_months"]))[()]
    base_customers: list[Any] = []
    for month in range(1, entries + horizon):
        clock.tick()
        pool.step()
        along.month(clock, learning)
        if month < entries:
            base_customers.append(clock.customers_base)
    table = along.table
    assert table is not None  # noqa: S101 - recorded above
    net = table.stacked("extra_margin") - table.stacked("cost")
    weights = np.asarray((1 + np.asarray(q["discount_rate"])) ** (-1 / 12))[..., None] ** np.arange(1, horizon + 1)
    windows = np.lib.stride_tricks.sliding_window_view(net, horizon, axis=-1)[..., 1:, :]
    base_npv = (windows * weights[..., None, :]).sum(axis=-1)

    def at_entry(values: Iterable[Any]) -> Array:
        return np.stack(np.broadcast_arrays(*map(np.asarray, values)), axis=-1).astype(float)

    ahead = entries - 1
    columns = {name: _column(value) for name, value in q.items()}
    seats = {
        seat: tuple(at_entry(row[seat][part] for row in table.seats[:ahead]) for part in range(4)) for seat in SEATS[base]
    }
    stood = Position(
        base,
        seats,  # type: ignore[arg-type]
        table.stacked("capability")[..., :ahead],
        table.stacked("customers")[..., :ahead],
        at_entry(base_customers),
    )
    later, _ = live(
        columns, stood, HIRES, horizon, bridge=bridge, today=_column(today), first=np.arange(2, entries + 1)
    )
    return {
        option: np.concatenate((now_one, np.asarray(one.npv) - base_npv), axis=-1)
        for option, now_one, one in zip(HIRES, first, later, strict=True)
    }


def all_options(q: Quantities, current: OptionName, horizon: int, bridge: bool, record: bool = False) -> list[Lived]:
    """The six ways to staff the direction, each entered in month 1, in the order of the table."""
    before = start(q, current)
    return live(q, before, OPTIONS, horizon, bridge=bridge, today=before.capability, record=record)[0]
