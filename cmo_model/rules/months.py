"""Options lived through month by month, from a position (model, sections 4 to 7): hours, capability, customers, margin, cost, cash.

`Lives` walks options for one case, for symbols, or for arrays of cases, which are worked out for every option together. The timing
of a hire uses the same walk with the months of entry as cases: each entry starts from where the base option stood the month before
and lives one horizon, so sixty entries cost one walk. No walk changes the position that it starts from.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy as np
import numpy.typing as npt

from cmo_model.operands import ZERO, Operand, Values, total
from cmo_model.rules.capability import WEEKS_A_MONTH, Growth, owners_hours
from cmo_model.rules.cash import CashRun
from cmo_model.rules.market import Clock, Market
from cmo_model.rules.notebook import Notebook
from cmo_model.rules.roles import Position, Seating, SharedRoles
from cmo_model.rules.seats import Bridge, Seat
from cmo_model.scenario.options import OptionName

TERMS = ("owner_time", "unmet_hours", "fees", "pay", "overhead", "recruiting", "severance")
"""The parts of a month's cost, in the order they are shown."""
INVOICED = ("fees", "pay")
"""What an invoice or a pay slip shows; every other term of the cost is hidden from both."""
LED = "led"
"""The name under which the notebook finds the firm fully led from month 1."""


class OptionRun:
    """One option lived through from a position: its hours and what its seats cost; what comes of them is in its growth."""

    def __init__(
        self, q: Values, before: Position, option: OptionName, roles: SharedRoles, growth: Growth, place: int | None
    ) -> None:
        """`place` is that of the option in a growth that several share."""
        self.option, self._growth, self._place = option, growth, place
        self.own_hours = self.owner_hours = owners_hours(q, option)
        self.handed, self._first = roles.handing_over(before, option, self.own_hours)
        self._owner_leads, self._hour = q["owner.leadership"], q["owner.hourly_value"] * WEEKS_A_MONTH
        self.roles = roles.of(before, option)
        self.outlay = self.paid = self.tail_pv = ZERO
        self.hours = (ZERO, ZERO, ZERO, ZERO)

    def month(self, clock: Clock, notebook: Notebook) -> None:
        """One month: hours led, covered, held before it and lost in it; time and seats paid."""
        put = partial(notebook.put, self.option)
        if self.handed is not None and self._first is not None:
            self.owner_hours = self.own_hours + self.handed * self._first.awaited
        covered = put("owner_hours", self.owner_hours)
        led = held = covered * self._owner_leads
        lost = ZERO
        paid: dict[str, Operand] = {}
        for role in self.roles:
            occupied = role.occupancy
            if not occupied.gone:
                hours = role.hours * clock.follow[role.seat] if role.seat in clock.follow else role.hours
                guided = hours * role.leadership
                led = led + guided * occupied.productive
                covered = covered + hours * occupied.productive
                lost = lost + guided * occupied.leaves
                held = held + guided * occupied.before
            for name, amount in role.costs(clock).items():
                paid[name] = paid[name] + amount if name in paid else amount
        self.hours = (put("led", led), put("covered", covered), put("held", held), put("lost", lost))
        time = put("owner_time", self.owner_hours * self._hour)
        self.outlay = put("outlay", total([put(name, amount) for name, amount in paid.items()]))
        self.paid = time + self.outlay

    def _own(self, value: Operand) -> Operand:
        return value if self._place is None else value[self._place]

    @property
    def capability(self) -> Operand:
        """How much of what leadership could bring the firm has."""
        return self._own(self._growth.capability)

    @property
    def customers(self) -> Operand:
        """Customers at the end of the month."""
        return self._own(self._growth.customers)

    @property
    def sales(self) -> Operand:
        """Sales of the month."""
        return self._own(self._growth.sales)

    @property
    def margin(self) -> Operand:
        """Margin of the month above that of a firm led as today."""
        return self._own(self._growth.margin)

    @property
    def cost_pv(self) -> Operand:
        """Discounted cost."""
        return self._own(self._growth.cost_pv)

    @property
    def extra_margin_pv(self) -> Operand:
        """Discounted margin gained."""
        return self._own(self._growth.extra_margin_pv)

    @property
    def npv(self) -> Operand:
        """Discounted margin gained less discounted cost, and the tail as of the last month lived."""
        return self.extra_margin_pv - self.cost_pv + self.tail_pv

    def position(self, customers_base: Operand) -> Position:
        """Where it stands now."""
        occupied = [(role.seat, role.occupancy, role.share) for role in self.roles]  # a seat may be new as its own bridge ends
        seats = {seat: there.state() for seat, there, _ in occupied if isinstance(there, Seat)}
        bridges = {seat: (there.engaged, there.months, share) for seat, there, share in occupied if isinstance(there, Bridge)}
        stands = (self.owner_hours, self.capability, self.customers, customers_base)
        return Position(self.option, seats, *stands, self.handed, bridges=bridges)


class LedRun:
    """A firm fully led from month 1: capability fixed at 1."""

    def __init__(self, q: Values, today: Operand, market: Market, notebook: Notebook) -> None:
        self._lift, self._market = 1 - today, market
        self.customers = notebook.put(LED, "customers", q["customers.active"])
        self.extra_margin_pv = ZERO

    def month(self, clock: Clock, notebook: Notebook) -> None:
        """One month."""
        customers, margin = self._market.month(self.customers, self._lift, clock)
        self.customers, margin = notebook.put(LED, "customers", customers), notebook.put(LED, "extra_margin", margin)
        self.extra_margin_pv = notebook.put(LED, "extra_margin_pv", self.extra_margin_pv + clock.discount * margin)


class Lives:
    """Options entered from one position and lived on, as far as `advance` has gone."""

    def __init__(
        self,
        q: Values,
        before: Position,
        options: Iterable[OptionName],
        *,
        bridge: bool,
        today: Operand,
        first: npt.ArrayLike = 1,
        notebook: Notebook | None = None,
        seating: Seating | None = None,
        led: bool = False,
        against: OptionName | None = None,
        cases: tuple[int, ...] = (),
        reckoned: Values | None = None,
    ) -> None:
        """Each option is entered from `before` in month `first`.

        Figures and `first` may be arrays that broadcast to the shape of `cases`, which is then needed; `today` is the capability
        that margins are counted from. Totals are discounted to the month before entry. `led` lives the firm fully led beside the
        options; `against` names the option that cash is counted against; `reckoned` is said in `Clock`.
        """
        self.months, self.today = 0, today
        self._notebook = notebook = notebook or Notebook()
        self._roles, market = SharedRoles(q, bridge, seating or Seating(), notebook), Market(q, notebook)
        self.clock = Clock(q, np.asarray(first, float), before.customers_base, notebook, reckoned)
        names, state = tuple(options), (before.capability, before.customers)
        together = bool(cases) and type(notebook) is Notebook
        owners = ("together",) * len(names) if together else names
        self._growths = {owner: Growth(q, owner, state, today, market, notebook) for owner in owners}
        self._buffers = np.empty((5, len(names), *cases)) if together else None
        self.options = {
            option: OptionRun(q, before, option, self._roles, self._growths[owners[place]], place if together else None)
            for place, option in enumerate(names)
        }
        self.led = LedRun(q, today, market, notebook) if led else None
        self._tail_margin = q["tail_margin"]
        others = [name for name in names if name != against] if against else []
        self.cash = {name: CashRun(self.options[name], self.options[against], notebook) for name in others if against}

    def advance(self, months: int) -> Lives:
        """Live so many months more."""
        clock, notebook, led = self.clock, self._notebook, self.led
        for _ in range(months):
            self.months = notebook.month = self.months + 1
            clock.tick(notebook)
            self._roles.step(notebook)
            for run in self.options.values():
                run.month(clock, notebook)
            self._grow(clock, notebook)
            if led:
                led.month(clock, notebook)
            for cash in self.cash.values():
                cash.month(notebook)
        for run in self.options.values():
            run.tail_pv = tail_pv(run.customers, clock.customers_base, clock.discount, self._tail_margin)
        return self

    def _grow(self, clock: Clock, notebook: Notebook) -> None:
        """What comes of the month's hours: option by option, or for all of them together."""
        if self._buffers is None:
            for option, run in self.options.items():
                self._growths[option].month(run.hours, run.paid, clock, notebook)
            return
        for place, run in enumerate(self.options.values()):
            for buffer, value in zip(self._buffers, (*run.hours, run.paid), strict=True):
                buffer[place] = value
        led, covered, held, lost, paid = self._buffers
        self._growths["together"].month((led, covered, held, lost), paid, clock, notebook)

    def unwritten(self) -> Lives:
        """From here on nothing is written down; cash and the firm fully led stay where they are."""
        self._notebook, self.led, self.cash = Notebook(), None, {}
        return self

    def position(self, option: OptionName) -> Position:
        """Where an option stands now."""
        found = self.options[option].position(self.clock.customers_base)
        found.first_hires = {seat: hire.state() for seat, hire in self._roles.first_hires.items()}
        return found


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
    cases: tuple[int, ...] = (),
) -> Lives:
    """Options lived so many months from a position; see `Lives`."""
    lives = Lives(q, before, options, bridge=bridge, today=today, first=first, notebook=notebook, seating=seating, cases=cases)
    return lives.advance(months)


def tail_pv(customers: Operand, customers_base: Operand, discount: Operand, margin: Operand) -> Operand:
    """What customers won or lost by the horizon are worth after it, seen from today (model, section 7)."""
    return discount * (customers - customers_base) * margin


COLUMNS = (
    *("owner_hours", "led", "covered", "coverage", "held", "lost", "loss", "capability", "lift", "customers", "extra_margin"),
    *(*TERMS, "outlay", "cost", "cost_pv", "extra_margin_pv", "cash", "cash_total", "cash_low", "cash_low_month", "cash_even"),
)
"""What the notebook hears of an option each month, in the order of a month."""
_UNITS = {
    **dict.fromkeys(("need", "owner_hours", "led", "covered", "held", "lost"), "hours_per_week"),
    **dict.fromkeys(
        ("memory", "sales_tax", "coverage", "loss", "capability", "capability_today", "lift", "premium", "learns"), "share"
    ),
    **dict.fromkeys(("customers", "customers_base", "paid", "organic", "bought"), "number"),
    **dict.fromkeys((*TERMS, "outlay", "cost", "cost_pv", "extra_margin", "extra_margin_pv", "margin_base"), "money"),
    **dict.fromkeys(("tail_margin", "fee", "revenue", "unled_margin", "cash", "cash_total", "cash_low"), "money"),
    **dict.fromkeys(("cash_low_month", "cash_even"), "month"),
}


def unit_of(name: str) -> str:
    """The unit of a value in the notebook; shares of a seat and indices are factors."""
    return _UNITS.get(name.partition(".")[0], "factor")
