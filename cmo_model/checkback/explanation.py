"""Which assumption explains a gap: the least change of one figure that fits, else of two.

Nothing is named while the gap is inside (`gap`). Else each assumption is moved in steps over its bounds, all at once, and at each
step lives are lived with it, the rest as it was entered. What happened is likelier among some of these lives than among others
(`likeness`); against that stands how far the assumption had to be moved, in steps of its own range. The likeliest is named, with
the others that these figures do not tell from it. Where even it leaves the gap outside, the likeliest pair is looked for among the
likeliest singles, and named if it does better by more than a second figure always does. Where no assumption does better than luck
with everything as it was entered, none is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np

from cmo_model.checkback.candidates import Candidate, candidates, moved
from cmo_model.checkback.expected import Expected, Paths, drawn, walked
from cmo_model.checkback.gap import Actuals, Known, distance, furthest_inside, laid_out, places
from cmo_model.checkback.likeness import Marks, spread_of, unlikeliness
from cmo_model.decision.records import Record
from cmo_model.scenario import OptionName, Scenario
from cmo_model.uncertainty import AsEvents
from cmo_model.uncertainty.study import Array

LIVES = 48
"""Lives lived at each step."""
FINE = 12
"""Values looked at between two steps."""
ALIKE = 3.0
"""Two assumptions are told apart when one is likelier by more: e^1.5, about four and a half to one."""
_PAIRED, _COARSE = 5, np.array([-4.0, -2.0, -1.0, -0.5, 0.5, 1.0, 2.0, 4.0, 6.0])
_SECOND = 6.0
"""How much likelier a pair must be than the best single."""


class Change(Record):
    """An assumption, as it was entered and as it fits, and how far that is in steps of its range."""

    path: str
    expected: float
    fitted: float
    steps: float


class Explanation(Record):
    """What the gap is and what explains it.

    `distance` and `furthest` are as in `gap`: outside where the first is greater. `changes` is empty inside and where luck does as
    well; else one assumption, or two. `share` is the part of the distance that goes away with them, `alike` what would do as well.
    """

    distance: float
    furthest: float
    changes: tuple[Change, ...] = ()
    share: float = 0.0
    alike: tuple[Change, ...] = ()

    @property
    def inside(self) -> bool:
        """Whether the gap is one that a firm within its ranges may have."""
        return self.distance <= self.furthest


@dataclass(frozen=True)
class _Fit:
    """Values of assumptions, and how unlikely what happened is with them, their moving counted."""

    values: Mapping[str, float]
    steps: Mapping[str, float]
    score: float


@dataclass(frozen=True)
class _Search:
    """What every fit needs."""

    scenario: Scenario
    option: OptionName
    of: Mapping[str, Candidate]
    marks: Marks
    actual: Array
    least: Array
    seed: int

    def groups(self, values: Mapping[str, Array], count: int) -> tuple[Array, Array]:
        """Means and spreads of the marks of lives in which the assumptions have these values, group by group."""
        spread = {path: np.repeat(column, LIVES) for path, column in values.items()}
        seating = AsEvents(count * LIVES, self.seed, times=count)
        changes = moved(self.scenario, spread, self.of)
        lived = walked(self.scenario, self.option, changes, cases=count * LIVES, seating=seating)
        marks = self.marks.of(lived).reshape(count, LIVES, -1)
        return marks.mean(axis=1), spread_of(marks, self.least)


def explained(
    scenario: Scenario, option: OptionName, bands: Expected, actuals: Actuals, seed: int = 1, lives: Paths | None = None
) -> Explanation:
    """What explains the gap between the bands that were expected of an option and what happened.

    `lives` are the draws that the bands are made of; they are drawn again where they are not given.
    """
    known = actuals.known()
    lived = drawn(scenario, option, seed) if lives is None else lives
    actual = laid_out(known)
    found = Explanation(distance=float(distance(places(actual, bands, known))), furthest=furthest_inside(lived, bands, known))
    if found.inside:
        return found
    search = _search(scenario, option, bands, known, actual, seed)
    singles = sorted(_singles(search), key=lambda fit: fit.score)
    if not singles or _unmoved(search) - singles[0].score < ALIKE:
        return found
    best = singles[0]
    alike = [fit for fit in singles[1:] if fit.score - best.score < ALIKE]
    left = _left(search, best, bands, known, actual)
    if left > found.furthest and (pair := _pair(search, singles)) is not None and pair.score < best.score - _SECOND:
        best, alike, left = pair, [], _left(search, pair, bands, known, actual)
    return found.model_copy(
        update={
            "changes": _changes(best, search.of),
            "share": float(np.clip(1 - left / found.distance, 0.0, 1.0)),
            "alike": tuple(change for fit in alike for change in _changes(fit, search.of)),
        }
    )


def _search(scenario: Scenario, option: OptionName, bands: Expected, known: Known, actual: Paths, seed: int) -> _Search:
    marks = Marks({measure: np.array(bands[measure].central) for measure in bands}, known)
    return _Search(scenario, option, candidates(scenario, option), marks, marks.of(actual), marks.least(actual), seed)


def _unmoved(search: _Search) -> float:
    """How unlikely what happened is with every assumption as it was entered."""
    means, spreads = search.groups({}, 1)
    return float(unlikeliness(search.actual, means, spreads)[0])


def _singles(search: _Search) -> list[_Fit]:
    """The best value of each assumption that moves what is known."""
    reached = {path: one.reached() for path, one in search.of.items()}
    paths = [path for path, steps in reached.items() if len(steps) > 1]
    count = sum(len(reached[path]) for path in paths)
    changes: dict[str, Array] = {}
    begin = {}
    at = 0
    for path in paths:
        column = np.full(count, search.of[path].value)
        column[at : at + len(reached[path])] = search.of[path].at(reached[path])
        changes[path], begin[path] = column, at
        at += len(reached[path])
    means, spreads = search.groups(changes, count)
    found = []
    for path in paths:
        part = slice(begin[path], begin[path] + len(reached[path]))
        steps, of = reached[path], means[part]
        still = int(np.flatnonzero(steps == 0)[0])
        if (np.abs(of - of[still]) < search.least).all():
            continue
        found.append(_finest(search, path, steps, of, spreads[part]))
    return found


def _finest(search: _Search, path: str, steps: Array, means: Array, spreads: Array) -> _Fit:
    """The best value of one assumption, between the steps too."""
    fine = np.unique(np.concatenate([np.linspace(a, b, FINE + 1) for a, b in pairwise(steps)]))
    right = np.clip(np.searchsorted(steps, fine), 1, len(steps) - 1)
    share = (fine - steps[right - 1]) / (steps[right] - steps[right - 1])
    mean = means[right - 1] + share[:, None] * (means[right] - means[right - 1])
    spread = spreads[right - 1] + share[:, None, None] * (spreads[right] - spreads[right - 1])
    score = unlikeliness(search.actual, mean, spread) + _moving(fine)
    best = int(score.argmin())
    values = search.of[path].at(fine)
    return _Fit({path: float(values[best])}, {path: float(fine[best])}, float(score[best]))


def _moving(steps: Array) -> Array:
    """What moving an assumption so far counts for: little inside its range, ever more slowly past it."""
    return 2 * np.log1p(steps**2)


def _pair(search: _Search, singles: Sequence[_Fit]) -> _Fit | None:
    """The best pair among the best singles."""
    names = [path for fit in singles[:_PAIRED] for path in fit.values]
    rows: list[tuple[str, str, float, float]] = []
    for first, second in combinations(names, 2):
        one, two = ([step for step in _COARSE if step in search.of[path].reached()] for path in (first, second))
        rows += [(first, second, a, b) for a in one for b in two]
    if not rows:
        return None
    changes = {name: np.full(len(rows), search.of[name].value) for name in names}
    for place, (first, second, a, b) in enumerate(rows):
        changes[first][place] = search.of[first].at(np.array([a]))[0]
        changes[second][place] = search.of[second].at(np.array([b]))[0]
    means, spreads = search.groups(changes, len(rows))
    score = unlikeliness(search.actual, means, spreads) + _moving(np.array([row[2:] for row in rows])).sum(axis=1)
    best = int(score.argmin())
    first, second, a, b = rows[best]
    return _Fit({name: float(changes[name][best]) for name in (first, second)}, {first: a, second: b}, float(score[best]))


def _left(search: _Search, fit: _Fit, bands: Expected, known: Known, actual: Paths) -> float:
    """The distance that is left once the expected path is that of the fit."""
    values = {path: np.array([value]) for path, value in fit.values.items()}
    then = walked(search.scenario, search.option, moved(search.scenario, values, search.of))
    now = {measure: np.array(bands[measure].central) for measure in known}
    shifted = {measure: actual[measure] - then[measure][0] + now[measure] for measure in known}
    return float(distance(places(shifted, bands, known)))


def _changes(fit: _Fit, of: Mapping[str, Candidate]) -> tuple[Change, ...]:
    return tuple(
        Change(path=path, expected=of[path].value, fitted=value, steps=fit.steps[path]) for path, value in fit.values.items()
    )
