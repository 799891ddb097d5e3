"""Which assumption explains a gap: the least change of one figure that fits, else of two.

Nothing is named while the gap is inside (`gap`). Else each assumption is moved in steps over its bounds, all at once, and at each
step lives are lived with it, the rest as it was entered. What happened is likelier among some of these lives than among others
(`likeness`); against that stands how far the assumption had to be moved, in steps of its own range. The likeliest is named, with
the others that these figures do not tell from it. Where even it leaves the gap outside, the likeliest pair is looked for among the
likeliest singles, and named if it does better by more than a second figure always does. Where no assumption does better than luck
with everything as it was entered, none is named; nor where even the likeliest leaves the firm far from any life lived with it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from cmo_model.checkback.candidates import Candidate, candidates, moved
from cmo_model.checkback.expected import Expected, Paths, drawn, walked
from cmo_model.checkback.gap import Actuals, Known, distance, furthest_inside, laid_out, places
from cmo_model.checkback.likeness import Marks, away, spread_of, unlikeliness
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
_FIRSTS, _ROUNDS = 4, 2
"""The likeliest singles beside which another is looked for, and how many times both are then looked at again."""
_SECOND = 6.0
"""How much likelier a pair must be than the best single."""
_FITS = 10.0
"""Squared distance a mark, in its spread, past which a change does not fit: one is usual, and the right one stays under nine."""


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
    `beyond`: no change of one figure, nor of two, leads there.
    """

    distance: float
    furthest: float
    beyond: bool = False
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
    away: float


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
    singles = _fits(search)
    if not singles or _unmoved(search) - singles[0].score < ALIKE:
        return found
    best = singles[0]
    alike = [fit for fit in singles[1:] if fit.score - best.score < ALIKE]
    left = _left(search, best, bands, known, actual)
    if left > found.furthest and (pair := _pair(search, singles)) is not None and pair.score < best.score - _SECOND:
        best, alike, left = pair, [], _left(search, pair, bands, known, actual)
    if best.away > _FITS * len(search.actual):
        return found.model_copy(update={"beyond": True})
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


def _fits(search: _Search, beside: _Fit | None = None, only: Collection[str] = ()) -> list[_Fit]:
    """The best value of each assumption that moves what is known, or of those named; the ones `beside` stay."""
    held = beside.values if beside else {}
    reached = {path: one.reached() for path, one in search.of.items() if path not in held and (not only or path in only)}
    paths = [path for path, steps in reached.items() if len(steps) > 1]
    count = sum(len(reached[path]) for path in paths)
    changes: dict[str, Array] = {path: np.full(count, value) for path, value in held.items()}
    part: dict[str, slice[int, int, None]] = {}
    at = 0
    for path in paths:
        part[path] = slice(at, at + len(reached[path]))
        changes[path] = np.full(count, search.of[path].value)
        changes[path][part[path]] = search.of[path].at(reached[path])
        at += len(reached[path])
    means, spreads = search.groups(changes, count)
    found = []
    for path in paths:
        of = means[part[path]]
        still = int(np.flatnonzero(reached[path] == 0)[0])
        if (np.abs(of - of[still]) >= search.least).any():
            found.append(_finest(search, path, reached[path], (of, spreads[part[path]]), beside))
    return sorted(found, key=lambda fit: fit.score)


def _finest(search: _Search, path: str, steps: Array, groups: tuple[Array, Array], beside: _Fit | None) -> _Fit:
    """The best value of one assumption, between the steps too."""
    fine = np.unique(np.concatenate([np.linspace(a, b, FINE + 1) for a, b in pairwise(steps)]))
    right = np.clip(np.searchsorted(steps, fine), 1, len(steps) - 1)
    share = (fine - steps[right - 1]) / (steps[right] - steps[right - 1])
    means, spreads = groups
    mean = means[right - 1] + share[:, None] * (means[right] - means[right - 1])
    spread = spreads[right - 1] + share[:, None, None] * (spreads[right] - spreads[right - 1])
    values, moves = (dict(beside.values), dict(beside.steps)) if beside else ({}, {})
    others = _moving(np.array([*moves.values()])).sum()
    score = unlikeliness(search.actual, mean, spread) + _moving(fine) + others
    best = int(score.argmin())
    value = float(search.of[path].at(fine)[best])
    left = float(away(search.actual, mean[best], spread[best]))
    return _Fit(values | {path: value}, moves | {path: float(fine[best])}, float(score[best]), left)


def _moving(steps: Array) -> Array:
    """What moving an assumption so far counts for: little inside its range, ever more slowly past it."""
    return 2 * np.log1p(steps**2)


def _pair(search: _Search, singles: Sequence[_Fit]) -> _Fit | None:
    """The best pair: beside each of the best singles the best other, then each of the two once more beside the other."""
    found = []
    for first in singles[:_FIRSTS]:
        for pair in _fits(search, first)[:1]:
            for _ in range(_ROUNDS):
                for path in tuple(pair.values):
                    pair = next(iter(_fits(search, _without(pair, path), {path})), pair)
            found.append(pair)
    return min(found, key=lambda fit: fit.score, default=None)


def _without(pair: _Fit, path: str) -> _Fit:
    values, steps = ({name: one for name, one in of.items() if name != path} for of in (pair.values, pair.steps))
    return _Fit(values, steps, pair.score, pair.away)


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
