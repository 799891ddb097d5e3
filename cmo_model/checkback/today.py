"""A frozen scenario opened later: what happened beside what was expected, what explains the gap, and the advice as of today.

Today's scenario is the frozen one with the option followed in place, what explains the gap at the value that fits, and customers,
sales and need as they were last known: the sales of the last twelve months, or a year of those that are known, and the need of the
last three; where no customer is left, the fewest that a scenario takes. What nobody told stays as it was entered. A range that was
typed around a figure that turned out to be another goes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from cmo_model.checkback.candidates import candidates, moved
from cmo_model.checkback.expected import Measure, Paths
from cmo_model.checkback.explanation import Explanation, explained
from cmo_model.checkback.frozen import Advised, Frozen, in_brief, versions
from cmo_model.checkback.gap import Actuals
from cmo_model.scenario import Scenario
from cmo_model.scenario.fields import FIELDS
from cmo_model.uncertainty import Advice, advise

_LAST_SALES, _LAST_HOURS = 12, 3


@dataclass(frozen=True)
class Row:
    """One month of one measure: expected, the band of eight firms in ten, and what happened, None where nobody said."""

    month: int
    expected: float
    low: float
    high: float
    actual: float | None

    @property
    def inside(self) -> bool | None:
        """Whether what happened is in the band."""
        return None if self.actual is None else self.low <= self.actual <= self.high


@dataclass(frozen=True)
class CheckBack:
    """What was frozen, what happened, what explains the gap, and what is advised today, worked out anew."""

    frozen: Frozen
    actuals: Actuals
    explanation: Explanation
    advice: Advice

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Those of which something is known."""
        return tuple(self.actuals.known())

    def rows(self, measure: Measure) -> tuple[Row, ...]:
        """The months of a measure."""
        return rows_of(self.frozen, measure, zip(self.actuals.months, self.actuals.figures[measure], strict=True))

    @property
    def now(self) -> Advised:
        """The advice as of today, in brief."""
        return in_brief(self.advice)

    @property
    def changed(self) -> bool:
        """Whether another option is advised today than was then."""
        return self.advice.advised != self.frozen.advice.advised

    @property
    def other_versions(self) -> bool:
        """Whether the frozen figures come from another version of the model or of its parameters than today's."""
        return versions(self.frozen.scenario) != self.frozen.versions


def rows_of(frozen: Frozen, measure: Measure, happened: Iterable[tuple[int, float | None]]) -> tuple[Row, ...]:
    """What was expected of a measure in these months, beside what happened in each."""
    band = frozen.expected[measure]
    return tuple(
        Row(month, band.central[month - 1], band.low[month - 1], band.high[month - 1], actual) for month, actual in happened
    )


def check_back(frozen: Frozen, actuals: Actuals, lives: Paths | None = None) -> CheckBack:
    """A frozen scenario held against what happened. `lives` are said in `explained`."""
    found = explained(frozen.scenario, frozen.option, frozen.expected, actuals, frozen.seed, lives)
    return CheckBack(frozen, actuals, found, advise(as_of_today(frozen, actuals, found), seed=frozen.seed))


def as_of_today(frozen: Frozen, actuals: Actuals, found: Explanation) -> Scenario:
    """The scenario to be advised on today."""
    scenario = frozen.scenario
    of = candidates(scenario, frozen.option)
    fitted = moved(scenario, {one.path: np.array([one.fitted]) for one in found.changes}, of)
    changes: dict[str, object] = {path: float(values[0]) for path, values in fitted.items()}
    changes["current"] = frozen.option
    changes["uncertainty"] = {path: one for path, one in scenario.uncertainty.items() if path not in fitted}
    known = {measure: values for measure, (_, values) in actuals.known().items()}
    if "customers" in known:
        changes["customers.active"] = max(float(known["customers"][-1]), FIELDS["customers.active"].low or 0.0)
    if "sales" in known:
        changes["company.annual_revenue"] = 12 * float(known["sales"][-_LAST_SALES:].mean())
    if "hours" in known:
        changes["workload.hours_per_week"] = float(known["hours"][-_LAST_HOURS:].mean())
    if "workload.hours_per_week" in changes:
        changes["workload.duties"] = None
    return scenario.with_values(changes)
