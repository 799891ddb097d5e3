"""Options lived through month by month, from a position, along any path (model, sections 4 to 7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cmo_model.projection.months import Clock, Market
from cmo_model.projection.seats import (
    CONTRACTORS,
    HIRES,
    SEATS,
    TERMS,
    WEEKS_A_MONTH,
    Array,
    Bridge,
    Ended,
    Occupancy,
    Quantities,
    loaded_salary,
    owners_hours,
    share,
)
from cmo_model.scenario import OPTIONS, OptionName

_HAIR = 1e-290
"""Hours too few to change any sum, so that a division by no hours needs no branch."""


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
    if np.any(need == 0):
        led, need = led + (need == 0), need + _HAIR
    covered = led / need
    return np.minimum(1.0, covered, out=covered if isinstance(covered, np.ndarray) else None) ** exponent


def start(q: Quantities, current: OptionName) -> Position:
    """Today: the current arrangement, every seat productive."""
    return Position(
        current,
        dict.fromkeys(SEATS[current], (0.0, 0.0, 1.0, 0.0)),
        capability_today(q, current),
        q["customers.active"],
        q["customers.active"],
    )


class Post:
    """A seat in an option: its occupancy, its hours and how much an hour leads, and what a month of it costs, by term."""

    def __init__(
        self, q: Quantities, seat: str, occupancy: Occupancy | Ended | Bridge, share: Any, loaded_salary: Any = None
    ) -> None:
        self.seat, self.occupancy, self.share = seat, occupancy, share
        self.hours = share * q[f"{seat}.hours_per_week"]
        self.leadership = q[f"{seat}.leadership"]
        self._serves = not isinstance(occupancy, Ended)
        if seat in CONTRACTORS:
            return
        base = q[f"{seat}.base_salary"]
        self._pay = None if loaded_salary is None else loaded_salary / 12
        self._overhead = q[f"{seat}.monthly_overhead"]
        self._search, self._onboarding = q[f"{seat}.recruiting_fee_rate"] * base, q[f"{seat}.onboarding_cost"]
        self._severance = q[f"{seat}.severance_weeks"] / 52 * base

    def costs(self, clock: Clock) -> list[tuple[str, Any]]:
        """What it costs this month. An ended contractor costs nothing; an ended employee is paid severance."""
        occupied = self.occupancy
        if self.seat in CONTRACTORS:
            return [("fees", clock.fee[self.seat] * self.share * occupied.engaged)] if self._serves else []
        index = clock.salary_index[self.seat]
        severance = ("severance", occupied.let_go * self._severance * index)
        if not self._serves:
            return [severance]
        return [
            ("pay", self._pay * index * occupied.engaged),
            ("overhead", self._overhead * occupied.engaged),
            ("recruiting", occupied.hires * (self._search * index + self._onboarding)),
            severance,
        ]


class Months:
    """The month-by-month table of one option: lists over months of what `COLUMNS` names, each a number or an array."""

    COLUMNS = (
        *("need", "led", "covered", "coverage", "loss", "capability", "customers", "customers_base", "extra_margin", "cost"),
        *TERMS,
    )

    def __init__(self) -> None:
        self.columns: dict[str, list[Any]] = {name: [] for name in self.COLUMNS}
        self.seats: list[dict[str, tuple[Any, Any, Any, Any]]] = []

    def stacked(self, name: str) -> Array:
        """One column as an array, months last."""
        return over_months(self.columns[name])


def over_months(values: Sequence[Any]) -> Array:
    """Values of successive months, numbers or arrays of cases, as one array with the months last."""
    found = np.empty((len(values), *np.broadcast_shapes(*{np.shape(value) for value in values})))
    for place, value in enumerate(values):
        found[place] = value
    return np.moveaxis(found, 0, -1)


class Lived:
    """One option lived through from a position: its state and its discounted totals."""

    def __init__(self, q: Quantities, before: Position, option: OptionName, today: Any, pool: Pool, record: bool) -> None:
        self.option = option
        self._today = today
        self.capability, self.customers = before.capability, before.customers
        self._owner_hours = owners_hours(q, option)
        self._owner_led = self._owner_hours * q["owner.leadership"]
        self._owner_cost = self._owner_hours * (q["owner.hourly_value"] * WEEKS_A_MONTH)
        self._unmet_cost = q["assumptions.unmet_hour_cost"] * WEEKS_A_MONTH
        self._exponent = q["assumptions.coverage_exponent"]
        self._forgets = 1 - q["assumptions.memory"]
        self._learns = -np.expm1(-1 / q["assumptions.learning_months"])
        self.posts = pool.posts(before, option)
        self.market = pool.market
        self.cost_pv: Any = 0.0
        self.extra_margin_pv: Any = 0.0
        self.table = Months() if record else None

    def month(self, clock: Clock) -> None:
        """One month: hours, capability, customers, margin, cost."""
        led, covered = self._owner_led, self._owner_hours
        lost, held = 0.0, self._owner_led
        terms = {"owner_time": self._owner_cost}
        for post in self.posts:
            occupied = post.occupancy
            hours = post.hours * clock.follow[post.seat] if post.seat in clock.follow else post.hours
            guided = hours * post.leadership
            led = led + guided * occupied.productive
            covered = covered + hours * occupied.productive
            lost = lost + guided * occupied.leaves
            held = held + guided * occupied.before
            for name, amount in post.costs(clock):
                terms[name] = terms[name] + amount if name in terms else amount
        covering = coverage(led, clock.need, self._exponent)
        loss = lost / (held + _HAIR)
        kept = self.capability * (1 - self._forgets * loss)
        self.capability = kept + self._learns * (covering - kept)
        self.customers, margin = self.market.month(self.customers, self.capability - self._today, clock)
        terms["unmet_hours"] = np.maximum(0.0, clock.need - covered) * self._unmet_cost
        cost = sum(terms.values())
        self.cost_pv = self.cost_pv + clock.discount * cost
        self.extra_margin_pv = self.extra_margin_pv + clock.discount * margin
        if self.table is not None:
            row = {"need": clock.need, "led": led, "covered": covered, "coverage": covering, "loss": loss}
            row |= {"capability": self.capability, "customers": self.customers, "customers_base": clock.customers_base}
            row |= {"extra_margin": margin, "cost": cost}
            for name, column in self.table.columns.items():
                column.append(terms.get(name, 0.0) if name in TERMS else row[name])
            self.table.seats.append({p.seat: p.occupancy.state() for p in self.posts if isinstance(p.occupancy, Occupancy)})

    @property
    def npv(self) -> Any:
        """Discounted margin gained less discounted cost."""
        return self.extra_margin_pv - self.cost_pv

    def position(self, customers_base: Any) -> Position:
        """Where it stands now."""
        seats = {p.seat: p.occupancy.state() for p in self.posts if isinstance(p.occupancy, Occupancy)}
        bridges = {p.seat: (p.occupancy, p.share) for p in self.posts if isinstance(p.occupancy, Bridge)}
        return Position(self.option, seats, self.capability, self.customers, customers_base, bridges)


class Pool:
    """The occupancies that options entered from one position have in common, stepped once a month for all of them."""

    def __init__(
        self,
        q: Quantities,
        bridge: bool,
        seat: Callable[..., Occupancy] = Occupancy,
        bridge_seat: Callable[..., Bridge] = Bridge,
        ended_seat: Callable[..., Ended] = Ended,
    ) -> None:
        self._q, self._bridge = q, bridge
        self._seat, self._bridge_seat, self._ended_seat = seat, bridge_seat, ended_seat
        self._shared: dict[tuple[str, str], Occupancy | Ended | Bridge] = {}
        self.market = Market(q)

    def _of(self, seat: str, kind: str, before: Position) -> Occupancy | Ended | Bridge:
        key = (seat, kind)
        if key not in self._shared:
            if kind == "new":
                made: Occupancy | Ended | Bridge = self._seat(self._q, seat, 1.0, 0.0, 0.0, 0.0)
            elif kind == "kept":
                made = self._seat(self._q, seat, *before.seats[seat])
            elif kind in ("bridging", "bridged"):
                bridge = before.bridges[seat][0]
                made = bridge if kind == "bridging" else self._ended_seat(bridge.engaged)
            else:
                _, ramping, productive, mishired = before.seats[seat]
                engaged = ramping + productive + mishired
                made = self._bridge_seat(self._q, engaged) if kind == "bridge" else self._ended_seat(engaged)
            self._shared[key] = made
        return self._shared[key]

    def posts(self, before: Position, option: OptionName) -> list[Post]:
        """The seats of an option entered from a position: kept, new, ended or bridging."""
        q, found = self._q, []
        for seat in SEATS[option]:
            kind = "kept" if seat in before.seats else "new"
            cost = None if seat in CONTRACTORS else loaded_salary(q, option, seat)
            found.append(Post(q, seat, self._of(seat, kind, before), share(q, option, seat), cost))
        for seat in before.seats:  # in the order of the table, so that sums are the same in every process
            if seat in SEATS[option]:
                continue
            kind = "bridge" if self._bridge and seat in CONTRACTORS and option in HIRES else "ended"
            found.append(Post(q, seat, self._of(seat, kind, before), share(q, before.option, seat)))
        for seat, (_, taken) in before.bridges.items():
            kind = "bridging" if option in HIRES else "bridged"  # a bridge ends with the last in-house seat
            found.append(Post(q, seat, self._of(seat, kind, before), taken))
        return found

    def step(self) -> None:
        """One month for every seat."""
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
    seat: Callable[..., Occupancy] = Occupancy,
    bridge_seat: Callable[..., Bridge] = Bridge,
    ended_seat: Callable[..., Ended] = Ended,
) -> tuple[list[Lived], Position]:
    """Enter each option from `before` in month `first` and live it `months` months; also where the first one then stands.

    Quantities and `first` may be arrays that broadcast together; `today` is the capability that margins are counted from.
    Totals are discounted to the month before entry. `seat`, `bridge_seat` and `ended_seat` make the occupancies: in expectation, as
    events, or with what leavers knew kept.
    """
    pool = Pool(q, bridge, seat, bridge_seat, ended_seat)
    clock = Clock(q, first, before.customers_base)
    lived = [Lived(q, before, option, today, pool, record) for option in options]
    for _ in range(months):
        clock.tick()
        pool.step()
        for one in lived:
            one.month(clock)
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


def all_options(q: Quantities, current: OptionName, horizon: int, bridge: bool, record: bool = False) -> list[Lived]:
    """The six ways to staff the direction, each entered in month 1, in the order of the table."""
    before = start(q, current)
    return live(q, before, OPTIONS, horizon, bridge=bridge, today=before.capability, record=record)[0]
