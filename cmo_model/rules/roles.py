"""Who fills an option's seats as it is entered: seats that go on, new ones, those that end, and who bridges a first hire.

A seat's months do not depend on the option it serves, so options entered from one position share their seats.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from cmo_model.operands import ONE, ZERO, Operand, Values
from cmo_model.rules.capability import owners_hours, share
from cmo_model.rules.market import Clock
from cmo_model.rules.notebook import Notebook
from cmo_model.rules.seats import DIRECTOR, Bridge, Ended, FirstHire, Occupancy, Seat, State
from cmo_model.scenario.options import OPTIONS, OptionName, is_contractor

WEEKS_A_YEAR = 52


def loaded_salary(q: Values, option: OptionName, seat: str) -> Operand:
    """A year of an employee seat in an option, hired onto the payroll that the table says."""
    return q[f"loaded_salary.{OPTIONS[option].salaries.get(seat, seat)}.loaded_salary"]


@dataclass
class Position:
    """Where a firm stands at the end of a month: its option, each seat's state, the owner's hours, capability, customers.

    `handed` is what the owner gives above the option's own hours while its first hire is awaited, whole; `first_hires` how far each
    such hire is; `bridges` who still covers one: engaged, months since the change, share taken.
    """

    option: OptionName
    seats: dict[str, State]
    owner_hours: Operand
    capability: Operand
    customers: Operand
    customers_base: Operand
    handed: Operand | None = None
    first_hires: dict[str, tuple[Operand, Operand]] = field(default_factory=dict)
    bridges: dict[str, tuple[Operand, int, Operand]] = field(default_factory=dict)


def start(q: Values, current: OptionName, today: Operand) -> Position:
    """Today: the current arrangement, every seat productive, its capability given."""
    productive: State = (ZERO, ZERO, ONE, ZERO)
    seats = dict.fromkeys(OPTIONS[current].seats, productive)
    active = q["customers.active"]
    return Position(current, seats, owners_hours(q, current), today, active, active)


class Seating:
    """How seats are made: in expectation, as events, or with what leavers knew kept."""

    def seat(self, q: Values, seat: str, state: State, notebook: Notebook) -> Seat:
        """A seat that goes on, or a new one."""
        return Seat(q, seat, state, notebook)

    def first_hire(self, q: Values, seat: str, state: tuple[Operand, Operand], notebook: Notebook) -> FirstHire:
        """The first hire of a new seat."""
        return FirstHire(q, seat, state, notebook)

    ended: type[Ended] = Ended
    """A seat that ends as the option is entered."""
    bridge: type[Bridge] = Bridge
    """A contractor who covers a first hire."""


class Role:
    """A seat in an option: its occupancy, its hours and how much an hour leads, and what a month of it costs, by term."""

    def __init__(self, q: Values, seat: str, occupancy: Occupancy, share: Operand, salary: Operand | None = None) -> None:
        self.seat, self.occupancy, self.share = seat, occupancy, share
        self.hours = share * q[f"{seat}.hours_per_week"]
        self.leadership = q[f"{seat}.leadership"]
        if is_contractor(seat):
            return
        base = q[f"{seat}.base_salary"]
        self._pay = None if salary is None else salary / 12
        self._overhead = q[f"{seat}.monthly_overhead"]
        self._search = q[f"{seat}.recruiting_fee_rate"] * (1 + q["sales_tax"]) * base
        self._onboarding = q[f"{seat}.onboarding_cost"]
        self._severance = q[f"{seat}.severance_weeks"] / WEEKS_A_YEAR * base

    def costs(self, clock: Clock) -> dict[str, Operand]:
        """What it costs this month: a contractor its fee, an employee pay and the rest; one who ends is paid severance alone."""
        occupied = self.occupancy
        if occupied.gone:
            return {"fees" if is_contractor(self.seat) else "severance": ZERO}
        if is_contractor(self.seat):
            return {"fees": clock.fee[self.seat] * self.share * occupied.paid}
        index = clock.salary_index[self.seat]
        severance = occupied.let_go * self._severance * index
        if self._pay is None:
            return {"severance": severance}
        return {
            "pay": self._pay * index * occupied.engaged,
            "overhead": self._overhead * occupied.engaged,
            "recruiting": occupied.hires * (self._search * index + self._onboarding),
            "severance": severance,
        }


class SharedRoles:
    """The seats that options entered from one position have in common, stepped once a month for all of them."""

    def __init__(self, q: Values, bridge: bool, seating: Seating, notebook: Notebook) -> None:
        self._q, self._bridge, self._seating, self.notebook = q, bridge, seating, notebook
        self._shared: dict[tuple[str, str], Occupancy] = {}
        self.first_hires: dict[str, FirstHire] = {}

    def _first_hire(self, seat: str, before: Position) -> FirstHire:
        """The first hire of a seat: as far as it is where the seat goes on, or its search just opened."""
        if seat not in self.first_hires:
            state = before.first_hires.get(seat, (ZERO, ZERO)) if seat in before.seats else (ONE, ZERO)
            self.first_hires[seat] = self._seating.first_hire(self._q, seat, state, self.notebook)
        return self.first_hires[seat]

    def handing_over(self, before: Position, option: OptionName, own_hours: Operand) -> tuple[Operand | None, FirstHire | None]:
        """What the owner gives beyond the option's hours until its first seat's first hire is productive, and that hire.

        None where the first seat goes on without a hand-over under way, or there is none: the option's hours then hold at once.
        """
        seats = OPTIONS[option].seats
        if not seats:
            return None, None
        if seats[0] not in before.seats:
            return np.maximum(0.0, before.owner_hours - own_hours), self._first_hire(seats[0], before)
        if before.handed is None or seats[0] not in before.first_hires:
            return None, None
        return before.handed, self._first_hire(seats[0], before)

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
        notice = q[f"{seat}.notice_months"] if is_contractor(seat) else ZERO
        if kind in ("bridging", "bridged"):
            engaged, months, _ = before.bridges[seat]
            if kind == "bridging":
                return self._seating.bridge(seat, engaged, self._first_hire(DIRECTOR, before), notice, months, notebook)
            return self._seating.ended(engaged, np.maximum(0.0, notice - months))
        _, ramping, productive, mishired = before.seats[seat]
        engaged = ramping + productive + mishired
        if kind == "bridge":
            return self._seating.bridge(seat, engaged, self._first_hire(DIRECTOR, before), notice, 0, notebook)
        return self._seating.ended(engaged, notice)

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
        for seat, (_, _, taken) in before.bridges.items():
            kind = "bridging" if row.is_hire else "bridged"  # a bridge ends with the last in-house seat
            found.append(Role(q, seat, self._of(seat, kind, before), taken))
        return found

    def step(self, notebook: Notebook) -> None:
        """One month for every first hire, and then for every seat."""
        for hire in self.first_hires.values():
            hire.step(notebook)
        for occupancy in self._shared.values():
            occupancy.step(notebook)
