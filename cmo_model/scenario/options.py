"""The ways to staff the direction, as one table (model, section 4): adding one is a row here, its words and its cases.

The table's order is the order of every surface, and the first wins a tie. A seat is a contractor, paid by a fee, or an employee,
paid by a salary.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

OptionName = str
"""A name of the table."""
Reading = Literal["neither_yet", "fractional", "hybrid", "hire"]
SeatKind = Literal["contractor", "employee"]

SEATS: dict[str, SeatKind] = {
    "consultant": "contractor",
    "fractional": "contractor",
    "in_house": "employee",
    "coordinator": "employee",
}


@dataclass(frozen=True)
class Option:
    """One way: its seats in order, what the answer calls it, whether the owner leads.

    `shares` names the figure by which a seat's hours and fee are multiplied; `salaries` the loaded salary of a seat that is hired
    onto a payroll that holds another of the same option.
    """

    seats: tuple[str, ...]
    reading: Reading
    owner_leads: bool = False
    shares: Mapping[str, str] = field(default_factory=dict)
    salaries: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_hire(self) -> bool:
        """Whether it internalises the direction."""
        return self.reading == "hire"


OPTIONS: dict[OptionName, Option] = {
    "owner": Option((), "neither_yet", owner_leads=True),
    "consultant": Option(("consultant",), "neither_yet", owner_leads=True),
    "fractional": Option(("fractional",), "fractional"),
    "hybrid": Option(("fractional", "coordinator"), "hybrid", shares={"fractional": "hybrid_fractional_share"}),
    "in_house": Option(("in_house",), "hire"),
    "in_house_team": Option(("in_house", "coordinator"), "hire", salaries={"coordinator": "coordinator_in_team"}),
}


def is_contractor(seat: str) -> bool:
    """Whether a seat is paid by a fee."""
    return SEATS[seat] == "contractor"


def hires() -> tuple[OptionName, ...]:
    """The options that internalise the direction."""
    return tuple(name for name, option in OPTIONS.items() if option.is_hire)


def without_hire() -> tuple[OptionName, ...]:
    """The others."""
    return tuple(name for name, option in OPTIONS.items() if not option.is_hire)


def place(name: OptionName) -> int:
    """Where an option stands in the table, from 0."""
    return list(OPTIONS).index(name)
