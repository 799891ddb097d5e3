"""The difference of two scenarios, input by input: what each difference moves, one at a time and together.

The measure is the lead of the first decision's reading: the best net present value among the options of that reading less the best
among all others. Positive, the first's verdict stands; negative, the answer is another. Each input that differs is given the
second's value while everything else stays the first's. Moves taken alone do not add up to the move of all of them, so what comes of
their being together is told apart, as `rest`, rather than shared out by some rule.

Left out are the name and the version of the file, which are no figures, and the ranges of uncertainty, which change no figure of
the decision. The hours a week and the duties are one question asked in two ways: when both differ they are one move, for hours
that duties replace would otherwise count for something.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from pydantic import ValidationError

from cmo_model.decision.central import Array, evaluate
from cmo_model.decision.records import Decision, Record
from cmo_model.scenario import OPTIONS, Reading, Scenario
from cmo_model.scenario.fields import FIELDS

LEFT_OUT = frozenset({"schema_version", "name", "uncertainty"})
_ONE_QUESTION = ("workload.hours_per_week", "workload.duties")

Paths = tuple[str, ...]


class Move(Record):
    """One input that differs, or several that can only change together, in the order of the fields.

    `first` and `second` are their values in each scenario, in the order of `paths`. `moved` is the lead when only these differ less
    the first's lead, in dollars, and `reading` the reading then; both `None` when no valid scenario differs in these alone.
    """

    paths: Paths
    first: tuple[object, ...]
    second: tuple[object, ...]
    moved: float | None
    reading: Reading | None


class Difference(Record):
    """Two decisions by the lead of the first's `reading`, in dollars.

    `together` is the second's lead less the first's: the sum of the moves, and `rest`. The largest move comes first.
    """

    reading: Reading
    lead_first: float
    lead_second: float
    together: float
    rest: float
    moves: tuple[Move, ...]


def difference(first: Decision, second: Decision) -> Difference:
    """What moves the lead of the first decision's reading on the way to the second, both decided under their jurisdiction's lines.

    Costs about one decision, and a part of one for each difference that is not a plain figure.
    """
    reading = first.verdict.reading
    lead_first, lead_second = (_lead(_npv(one), reading) for one in (first, second))
    moves = _moves(first.scenario, second.scenario, reading)
    together = lead_second - lead_first
    return Difference(
        reading=reading,
        lead_first=lead_first,
        lead_second=lead_second,
        together=together,
        rest=together - math.fsum(move.moved for move in moves if move.moved is not None),
        moves=tuple(sorted(moves, key=_largest_first)),
    )


def differing(first: Scenario, second: Scenario) -> Paths:
    """Paths of the inputs whose values are not equal, in the order of the fields."""
    return tuple(path for path in FIELDS if path not in LEFT_OUT and first.value(path) != second.value(path))


def _npv(decision: Decision) -> Array:
    return np.array([decision.options[option].npv for option in OPTIONS])


def _lead(npv: Array, reading: str) -> float:
    """The lead of a reading, from the net value of each option."""
    mine = np.array([option.reading == reading for option in OPTIONS.values()])
    return float(npv[mine].max() - npv[~mine].max())


def _moves(first: Scenario, second: Scenario, reading: str) -> list[Move]:
    groups = _groups(first, second)
    npv = _npv_alone(first, second, groups)
    moves = []
    for paths in groups:
        values = {"paths": paths, "first": _values(first, paths), "second": _values(second, paths)}
        if paths in npv:
            row, unchanged = npv[paths]
            moved = _lead(row, reading) - _lead(unchanged, reading)
            moves.append(Move(**values, moved=moved, reading=[*OPTIONS.values()][int(row.argmax())].reading))
        else:
            moves.append(Move(**values, moved=None, reading=None))
    return moves


def _largest_first(move: Move) -> tuple[bool, float, int]:
    size = 0.0 if move.moved is None else abs(move.moved)
    return move.moved is None, -size, _place(move.paths)


def _place(paths: Paths) -> int:
    return list(FIELDS).index(paths[0])


def _values(scenario: Scenario, paths: Iterable[str]) -> tuple[object, ...]:
    return tuple(scenario.value(path) for path in paths)


def _alone(first: Scenario, second: Scenario, paths: Sequence[str]) -> Scenario | None:
    """The first scenario with the second's values at these paths, or nothing when that is not a scenario."""
    try:
        return first.with_values(dict(zip(paths, _values(second, paths), strict=True)))
    except ValidationError:
        return None


def _groups(first: Scenario, second: Scenario) -> list[Paths]:
    """Every differing path once, with those of its record that it cannot change without: one of them if that does, or all."""
    paths = differing(first, second)
    one_question = tuple(path for path in _ONE_QUESTION if path in paths)
    left = [(path,) for path in paths if path not in one_question] + ([one_question] if one_question else [])
    for group in [group for group in left if _alone(first, second, group) is None]:
        if group not in left:
            continue  # it went with another
        record = group[0].rpartition(".")[0]
        others = [other for other in left if other != group and other[0].rpartition(".")[0] == record]
        for taken in (*([other] for other in others), others):
            joined = tuple(path for path in paths if any(path in part for part in (group, *taken)))
            if _alone(first, second, joined) is not None:
                left = [part for part in left if part != group and part not in taken] + [joined]
                break
    return sorted(left, key=_place)


def _npv_alone(first: Scenario, second: Scenario, groups: Iterable[Paths]) -> dict[Paths, tuple[Array, Array]]:
    """The options' net present values when only a group differs and when nothing does; no entry where that is not a scenario.

    Arrays have the shape (options,). Plain figures go through one batch, in which each case changes its own group and the first
    changes none, so that what moves nothing moves exactly nothing. The hours that duties replace are no such figure.
    """
    scenarios = {paths: _alone(first, second, paths) for paths in groups}
    figures = {path: value for path, value in first.quantities().items() if isinstance(value, float)}
    if first.workload.duties is not None:
        del figures["workload.hours_per_week"]
    batch = [paths for paths, one in scenarios.items() if one is not None and all(path in figures for path in paths)]
    changes = {path: np.full(1 + len(batch), figures[path]) for paths in batch for path in paths}
    for case, paths in enumerate(batch, start=1):
        for path in paths:
            changes[path][case] = second.value(path)
    npv = evaluate(first, changes)["npv"]
    found = {paths: (row, npv[0]) for paths, row in zip(batch, npv[1:], strict=True)}
    unchanged = evaluate(first, {})["npv"][0]
    rest = {paths: one for paths, one in scenarios.items() if one is not None and paths not in found}
    return found | {paths: (evaluate(one, {})["npv"][0], unchanged) for paths, one in rest.items()}
