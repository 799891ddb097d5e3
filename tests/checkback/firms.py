"""Firms whose truth is known: one assumption is another than the one entered, and their seats live their own lives."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cmo_model import Scenario, examples
from cmo_model.checkback.candidates import EFFECT, candidates
from cmo_model.checkback.expected import MEASURES, Expected, drawn, expected, walked
from cmo_model.checkback.explanation import Explanation, explained
from cmo_model.checkback.gap import Actuals
from cmo_model.readers import read_scenario
from cmo_model.scenario import OPTIONS, OptionName, is_contractor
from cmo_model.uncertainty import AsEvents
from cmo_model.uncertainty.study import Array

KINDS = ("effect", "retention", "need", "fee", "tenure")
_FIRMS: dict[tuple[str, OptionName], tuple[Scenario, Expected, dict[str, Array]]] = {}
NAMES = ("", *examples.names())
FAR = {"effect": (0.0, 5.0), "retention": (-0.35, 0.12), "need": (0.4, 2.5), "fee": (0.5, 2.5), "tenure": (0.05, 0.35)}
"""Between what the truth is drawn, in multiples of what was entered; for retention, in addition to it."""


@dataclass(frozen=True)
class Firm:
    """What a firm entered, what it followed, what was true, and what happened."""

    kind: str
    scenario: Scenario
    option: OptionName
    bands: Expected
    lives: dict[str, Array]
    truth: float
    actuals: Actuals

    @cached_property
    def explanation(self) -> Explanation:
        return explained(self.scenario, self.option, self.bands, self.actuals, lives=self.lives)


def prepared(name: str, option: OptionName) -> tuple[Scenario, Expected, dict[str, Array]]:
    if (name, option) not in _FIRMS:
        scenario = read_scenario(examples.source(name).encode()) if name else Scenario()
        _FIRMS[name, option] = scenario, expected(scenario, option), drawn(scenario, option)
    return _FIRMS[name, option]


def path_of(kind: str, option: OptionName) -> str | None:
    """The assumption of a kind; none where the option has none."""
    seats = OPTIONS[option].seats
    if kind in ("fee", "tenure"):
        seat = next((one for one in seats if kind == "tenure" or is_contractor(one)), None)
        return None if seat is None else f"{seat}.{'monthly_fee' if kind == 'fee' else 'tenure_months'}"
    return {"effect": EFFECT, "retention": "customers.annual_retention", "need": "workload.hours_per_week"}[kind]


def actuals_of(
    lived: dict[str, Array], months: int, case: int = 0, noise: float = 0.0, random: np.random.Generator | None = None
) -> Actuals:
    figures = {}
    for measure in MEASURES:
        column = lived[measure][case, :months]
        if noise and random is not None:
            column = column * np.exp(random.normal(0, noise, months))
        figures[measure] = tuple(column.tolist())
    return Actuals(months=tuple(range(1, months + 1)), figures=figures)


def firm_of(kind: str, random: np.random.Generator, noise: float = 0.0) -> Firm:
    """A firm of a kind, with 12 to 24 months."""
    while True:
        name, option = str(random.choice(NAMES)), str(random.choice([*OPTIONS]))
        path = path_of(kind, option)
        if path is None:
            continue
        scenario, bands, lives = prepared(name, option)
        of = candidates(scenario, option)
        if path not in of:
            continue
        low, high = FAR[kind]
        one = of[path]
        drawn_at = (
            random.uniform(low, high) if kind in ("effect", "retention") else np.exp(random.uniform(np.log(low), np.log(high)))
        )
        truth = one.value + drawn_at if kind == "retention" else one.value * drawn_at
        truth = float(np.clip(truth, one.least, one.most))
        months = int(random.integers(12, 25))
        changes = one.changes(scenario, np.array([truth]))
        lived = walked(scenario, option, changes, seating=AsEvents(1, int(random.integers(2**31))))
        return Firm(kind, scenario, option, bands, lives, truth, actuals_of(lived, months, 0, noise, random))


def is_right(firm: Firm) -> bool:
    """Whether the assumption named, alone, is the one that changed."""
    return [one.path for one in firm.explanation.changes] == [path_of(firm.kind, firm.option)]


def is_among(firm: Firm) -> bool:
    """Whether it is named, alone or in a pair, or said not to be told apart from what is."""
    found = firm.explanation
    return path_of(firm.kind, firm.option) in {one.path for one in (*found.changes, *found.alike)}
