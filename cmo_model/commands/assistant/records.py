"""The shapes of the answers: figures, where they come from, and the sentences that say them."""

from __future__ import annotations

import datetime
import math
from typing import Any, Literal

from pydantic import JsonValue

from cmo_model.decision.records import Record
from cmo_model.scenario import OptionName, Reading
from cmo_model.words import Language
from cmo_model.words.explanation import Explanation

Who = Literal["given", "client", "consultant", "example", "link", "claimed", "unknown", "default", "law"]


class Value(Record):
    """One value of a scenario, or one line of the law: its name, what it is called, the figure and how it is written."""

    name: str
    label: str
    value: JsonValue
    unit: str
    shown: str


class Origin(Record):
    """Values that come from one place: who gave them or, for defaults and the law, what was read, where, and on which day."""

    who: Who
    kind: str | None
    source: str | None
    address: str | None
    checked: datetime.date | None
    confidence: str | None
    inferred: bool
    note: str | None
    values: tuple[Value, ...]


class Drawn(Value):
    """One figure of the simulations; `explain` is what to ask the tool of that name.

    `low` and `high` hold 8 simulations in 10, where the figure differs from one to another; `error` is the half-width of the
    numerical 95 % interval.
    """

    low: float | None
    high: float | None
    error: float
    explain: str


class Simulations(Record):
    """The figures of the simulations: how they were drawn, the values that move them most, most first, and each figure."""

    source: str
    rests_on: tuple[str, ...]
    figures: tuple[Drawn, ...]


class Figure(Value):
    """One figure of the central case: its rule in words, and the names of what it rests on, which `explain` knows."""

    source: str
    rests_on: tuple[str, ...]


class Decided(Record):
    """The advice on one scenario. `firm` is the name given, none for a link's; `notices` say what of a link was left out."""

    language: Language
    firm: str
    place: str
    year: int
    currency: str
    day: datetime.date
    advised: OptionName
    reading: Reading
    label: str
    notices: tuple[str, ...]
    sentences: tuple[str, ...]
    simulations: Simulations
    central: tuple[Figure, ...]
    origins: tuple[Origin, ...]


class Explained(Record):
    """A figure and what it rests on; `left_out` counts the figures below that were left out."""

    language: Language
    notices: tuple[str, ...]
    tree: Explanation
    left_out: int


class Flipped(Record):
    """One figure, its value in the scenario and where that comes from, and every value at which the answer changes."""

    name: str
    label: str
    unit: str
    today: float
    shown: str
    who: Who
    source: str
    flips: tuple[Turn, ...]


class Turn(Record):
    """A value at which the answer changes as the figure rises."""

    value: float
    shown: str
    before: Reading
    after: Reading


class Flips(Record):
    """At which value of a figure the answer changes; `left_out` counts the figures whose flips were left out."""

    language: Language
    currency: str
    notices: tuple[str, ...]
    sentences: tuple[str, ...]
    figures: tuple[Flipped, ...]
    left_out: int


class Side(Record):
    """One scenario of a comparison, by the name it was given."""

    name: str
    currency: str
    advised: OptionName
    reading: Reading
    notices: tuple[str, ...]
    simulations: Simulations
    origins: tuple[Origin, ...]


class Step(Record):
    """What one difference moves; `moved` is none where it cannot change alone."""

    name: str
    moved: float | None
    shown: str
    changes: str


class Steps(Record):
    """From the lead of the first's answer to what it is in another, a difference at a time; `still` says what moves nothing."""

    first: str
    second: str
    lead_first: float
    lead_second: float
    said: str
    steps: tuple[Step, ...]
    still: str


class Compared(Record):
    """Named scenarios side by side; no difference is worked out between currencies.

    Origins are of what differs; `left_out` counts the inputs that differ and are not told.
    """

    language: Language
    sentences: tuple[str, ...]
    scenarios: tuple[Side, ...]
    differences: tuple[Steps, ...]
    left_out: int


def plain(value: Any) -> JsonValue:
    """A value as JSON holds it; what has no end has no number there."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return value if isinstance(value, bool | int | str) else None
