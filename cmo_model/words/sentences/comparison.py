"""Scenarios side by side, in words: their answers, what differs, and what each difference moves."""

from __future__ import annotations

from collections.abc import Sequence

from cmo_model.decision.comparison import Difference, Move, differing
from cmo_model.scenario import Scenario
from cmo_model.scenario.fields import FIELDS
from cmo_model.uncertainty import Advice
from cmo_model.words import Text
from cmo_model.words.explanation import field_label, field_value
from cmo_model.words.sentences import advice as said_of

MOST_MOVES = 12
"""Differences told one by one; those that move less are added up."""


def answers(every: Sequence[tuple[Advice, Text]], t: Text) -> dict[str, list[str]]:
    """The answer of each scenario, how sure it is and what it rests on, by what it is called; each in the words of its place."""
    return {
        t("compare.reading"): [t(f"options.{one.advised}") for one, _ in every],
        t("compare.sure"): [said_of.chance(one.readings[one.reading], t) for one, _ in every],
        t("table.gain"): [said_of.gain(one, one.advised, there) for one, there in every],
        t("rules.signals.lit.label"): [t("compare.lit", n=str(one.decision.signals.lit)) for one, _ in every],
        t("roi.chart"): [_dollars(one, there) for one, there in every],
    }


def inputs(scenarios: Sequence[tuple[Scenario, Text]], t: Text) -> dict[str, list[str]]:
    """By path, in the order of the questions, what differs: what the question is called, its value in each scenario."""
    first = scenarios[0][0]
    apart = {path for other, _ in scenarios[1:] for path in differing(first, other)}
    return {
        path: [field_label(t, path), *(field_value(there, path, one.value(path)) for one, there in scenarios)]
        for path in FIELDS
        if path in apart
    }


def together(found: Difference, first: str, second: str, t: Text) -> str:
    """Where the gap goes from one scenario to another, by their names; or that they have the same figures."""
    if not found.moves:
        return t("compare.nothing")
    leads = {"first": t.about(found.lead_first), "second": t.about(found.lead_second), "together": t.about(found.together)}
    return t("compare.together", reading=t(f"answers.{found.reading}"), from_name=first, to_name=second, **leads)


def still(found: Difference, t: Text) -> str:
    """How many differences move nothing; nothing where there is none."""
    many = len(found.moves) - len(moving(found))
    return t.counted("still", many) if many else ""


def moving(found: Difference) -> list[Move]:
    """The differences that move something, or that nobody can tell apart."""
    return [move for move in found.moves if move.moved is None or round(move.moved, 2) != 0]


def steps(found: Difference, t: Text) -> list[tuple[str, float | None, str]]:
    """From the first gap to the second, a difference at a time: what it is called, what it moves, from what to what.

    Moves alone do not add up, and what is left over is the last step.
    """
    moves = moving(found)
    told = [(_name(move, t), move.moved, _changes(move, found, t)) for move in moves[:MOST_MOVES]]
    if smaller := moves[MOST_MOVES:]:
        told.append((t.counted("smaller", len(smaller)), sum(move.moved or 0.0 for move in smaller), ""))
    return [*told, (t("compare.rest"), found.rest, t("compare.rest_note"))]


def _dollars(advice: Advice, t: Text) -> str:
    ratio = advice.decision.pillars.acquisition.ratio
    return t("unknown") if ratio is None else t.money(ratio)


def _name(move: Move, t: Text) -> str:
    return ", ".join(field_label(t, path) for path in move.paths)


def _changes(move: Move, found: Difference, t: Text) -> str:
    changes = "; ".join(
        t("compare.change", first=field_value(t, path, first), second=field_value(t, path, second))
        for path, first, second in zip(move.paths, move.first, move.second, strict=True)
    )
    turned = move.reading is not None and move.reading != found.reading
    return t("compare.turns", changes=changes, reading=t(f"answers.{move.reading}")) if turned else changes
