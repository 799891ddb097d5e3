"""The advice on many firms at once: the draws of several of them go through the months together.

The firms share what is no figure (place, horizon, today's way) and differ by their figures. Each is given what `advise` says of it
alone, from the same points; a firm's answer does not hang on those it is worked out with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from cmo_model.decision import HORIZONS, evaluate
from cmo_model.operands import Operand
from cmo_model.scenario import OPTIONS, OptionName, Reading, Scenario, place, without_hire
from cmo_model.scenario.effect_share import CLAIMED
from cmo_model.uncertainty.advice import ADVICE_DRAWS, WHEN_DRAWS, Label, by_reading, in_sets, label, shape_of
from cmo_model.uncertainty.entry import hire_from, leads, when
from cmo_model.uncertainty.ranges import CORRELATION, peak, spans, unit_inverse
from cmo_model.uncertainty.study import Array, Codes, Inputs, Progress, Study, studied

TOGETHER = 8192
"""Cases that go through the months together: the draws of as many firms as fit."""
_NAMES = tuple(OPTIONS)


@dataclass(frozen=True)
class Answer:
    """What `advise` says of one firm, in brief: amounts in dollars, `hire_from` a month of entry, `p_ever` a share of the draws."""

    advised: OptionName
    reading: Reading
    label: Label
    gain_over_today: float
    regret: float
    hire_from: int | None = None
    p_ever: float | None = None


def central_worth(scenario: Scenario, figures: Mapping[str, Array], months: int | None = None) -> Array:
    """Net value of each option in the central case, of shape (firms, options), over the scenario's horizon or so many months."""
    lived = scenario if months is None else scenario.model_copy(update={"horizon_months": months})
    return evaluate(lived, figures)["npv"]


def advise_many(scenario: Scenario, figures: Mapping[str, Array], seed: int = 1, progress: Progress | None = None) -> list[Answer]:
    """The advice on each firm: the scenario with these figures, at least one, of shape (firms,), at their paths.

    `progress` hears the share done, between firms that go through the months together; it may raise to give up.
    """
    worth = central_worth(scenario, figures)
    horizons = {str(months): central_worth(scenario, figures, months).argmax(axis=1) for months in HORIZONS}
    asked = not OPTIONS[scenario.current].is_hire  # whether to hire is still a question
    found: dict[int, Answer] = {}
    left = whole = len(worth) * (2 if asked else 1)

    def done(firms: Codes) -> None:
        nonlocal left
        left -= len(firms)
        if progress:
            progress(1 - left / whole)

    for alike in _alike(scenario, figures, len(worth)):
        drawn = alike.drawn(ADVICE_DRAWS, seed)
        for firms in drawn.blocks(alike.firms):
            npv = evaluate(scenario, drawn.values(firms))["npv"].reshape(len(firms), drawn.sets, -1, len(OPTIONS))
            for firm, one in zip(firms.tolist(), npv, strict=True):
                read = {months: _reading(best[firm]) for months, best in horizons.items()}
                found[firm] = _told(scenario, studied(one, seed), read)
            done(firms)
        drawn = alike.drawn(WHEN_DRAWS, seed)
        for base, ours in _by_base(worth[alike.firms]) if asked else ():
            for firms in drawn.blocks(alike.firms[ours]):
                ahead = leads(scenario, base, drawn.values(firms)).reshape(len(firms), len(drawn.points), -1)
                for firm, one in zip(firms.tolist(), ahead, strict=True):
                    ever = float(in_sets((one > 0).any(axis=1).astype(float)).value)
                    found[firm] = replace(found[firm], hire_from=hire_from(when(scenario, one)), p_ever=ever)
                done(firms)
    return [found[firm] for firm in range(len(worth))]


def _reading(option: int) -> Reading:
    return OPTIONS[_NAMES[option]].reading


def _told(scenario: Scenario, study: Study, by_horizon: Mapping[str, str]) -> Answer:
    best = int(study.mean.value.argmax())
    reading = _reading(best)
    return Answer(
        advised=_NAMES[best],
        reading=reading,
        label=label(by_reading(study.best.value)[reading], reading, by_horizon),
        gain_over_today=float(study.gaps.value[best, place(scenario.current)]),
        regret=max(0.0, float(study.regret.value)),
    )


def _by_base(worth: Array) -> Iterator[tuple[OptionName, Codes]]:
    """The best option without a hire in the central case, and the places of the firms of which it is the one."""
    stays = without_hire()
    best = worth[:, [place(name) for name in stays]].argmax(axis=1)
    for at, name in enumerate(stays):
        if len(firms := np.flatnonzero(best == at)):
            yield name, firms


# --- draws of several firms ---

Span = tuple[Array, Array, Array]
"""Low, width and peak of an uncertain figure, each of shape (firms,)."""


@dataclass(frozen=True)
class _Alike:
    """Firms in which the same figures are uncertain: their places among all, and the spans of these figures, of all firms."""

    firms: Codes
    figures: Mapping[str, Array]
    spans: Mapping[str, Span]

    def drawn(self, draws: int, seed: int) -> _Drawn:
        """The points at which they are drawn, the same for every firm."""
        named = Inputs(dict.fromkeys(self.spans, np.asarray), CLAIMED, CORRELATION)
        sets, power = shape_of(draws)
        points = [named.points(power if named.names else 0, seed, which) for which in range(sets)]
        return _Drawn(self.figures, self.spans, named.names, np.concatenate(points), sets)


@dataclass(frozen=True)
class _Drawn:
    """Points of shape (draws, figures), and what makes values of them."""

    figures: Mapping[str, Array]
    spans: Mapping[str, Span]
    names: tuple[str, ...]
    points: Array
    sets: int

    def blocks(self, firms: Codes) -> Iterator[Codes]:
        """The firms, as many at a time as go through the months together."""
        many = TOGETHER // len(self.points)
        for begin in range(0, len(firms), many):
            yield firms[begin : begin + many]

    def values(self, firms: Codes) -> dict[str, Array]:
        """Figures of shape (firms × draws,), the draws of a firm side by side."""
        found = {path: np.repeat(column[firms], len(self.points)) for path, column in self.figures.items()}
        for at, name in enumerate(self.names):
            low, width, peaks = (of[firms, None] for of in self.spans[name])
            units = {one: unit_inverse(one, self.points[:, at]) for one in np.unique(peaks).tolist()}
            found[name] = (low + width * np.array([units[one] for one in peaks[:, 0].tolist()])).ravel()
        return found


def _alike(scenario: Scenario, figures: Mapping[str, Array], size: int) -> Iterator[_Alike]:
    """The firms, by which of their figures are uncertain."""

    def full(value: Operand) -> Array:
        return np.broadcast_to(np.asarray(value, float), (size,))

    every = {name: tuple(map(full, span)) for name, span in spans(scenario, figures).items()}
    drawn = np.array([low < high for low, _, high in every.values()], bool).reshape(len(every), size)
    kinds, kind = np.unique(drawn, axis=1, return_inverse=True)
    for number, uncertain in enumerate(kinds.T):
        kept: dict[str, Span] = {}
        for (name, (low, likely, high)), is_uncertain in zip(every.items(), uncertain, strict=True):
            if is_uncertain:
                with np.errstate(all="ignore"):  # firms of other kinds, that nobody asks for, may have no width
                    kept[name] = (low, high - low, peak(low, likely, high))
        yield _Alike(np.flatnonzero(kind.ravel() == number), figures, kept)
