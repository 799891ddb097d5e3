"""Named scenarios side by side, in the sentences of the page that compares, and the figures behind them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cmo_model.commands.assistant.answers import Said, notices_of
from cmo_model.commands.assistant.asked import Asked
from cmo_model.commands.assistant.figures import gains
from cmo_model.commands.assistant.origins import Origins, lines, origins
from cmo_model.commands.assistant.records import Compared, Side, Step, Steps
from cmo_model.decision.comparison import Difference, difference
from cmo_model.scenario import OPTIONS
from cmo_model.uncertainty import ADVICE_DRAWS, Advice, advise
from cmo_model.words import Text
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences import comparison as side_by_side

MOST_INPUTS = 20
"""Inputs that differ told with where each comes from."""


@dataclass(frozen=True)
class _Column:
    """A scenario of the comparison: its name, what was asked, its advice, the words of its place."""

    name: str
    asked: Asked
    advice: Advice
    t: Text


def compared(named: Mapping[str, Asked], t: Text) -> tuple[Said, Compared]:
    """Scenarios side by side, and what each difference from the first moves."""
    columns = [
        _Column(name, asked, advise(asked.scenario, ADVICE_DRAWS, dates=False), t.at(asked.scenario.jurisdiction))
        for name, asked in named.items()
    ]
    answers = side_by_side.answers([(one.advice, one.t) for one in columns], t)
    apart = side_by_side.inputs([(one.advice.decision.scenario, one.t) for one in columns], t)
    one_currency = len({one.t.currency for one in columns}) == 1  # else no rate is ours to choose
    found = [difference(columns[0].advice.decision, one.advice.decision) for one in columns[1:]] if one_currency else []
    inputs = _kept(apart, found)
    gained = ((t(f"options.{option}"), [said_of.gain(one.advice, option, one.t) for one in columns]) for option in OPTIONS)
    said = [*_rows(answers.items(), columns, t), t("compare.inputs")]
    said += [*_rows(((label, cells) for label, *cells in inputs.values()), columns, t)] or [t("compare.nothing")]
    said += [t("assistant.differences_left_out", n=str(len(apart) - len(inputs)))] if len(inputs) < len(apart) else []
    said += [t("compare.gains"), *_rows(gained, columns, t)]
    said += [] if one_currency else [t("compare.currencies")]
    steps = tuple(_steps(columns[0], second, one) for second, one in zip(columns[1:], found, strict=False))
    said += [line for one in steps for line in _told(one, t)]
    told = [origins(one.asked, one.advice.decision, one.t, inputs) for one in columns]
    sides = tuple(_side(one, values) for one, values in zip(columns, told, strict=True))
    printed = [t("cli.labelled", name=side.name, said=notice) for side in sides for notice in side.notices] + said
    printed += [t("cli.labelled", name=side.name, said=side.simulations.source) for side in sides]
    for column, values in zip(columns, told, strict=True):
        if values:
            printed += [t("cli.labelled", name=column.name, said=t("assistant.origins")), *lines(values, column.t)]
    left_out = len(apart) - len(inputs)
    answer = Compared(language=t.language, sentences=tuple(said), scenarios=sides, differences=steps, left_out=left_out)
    return tuple(printed), answer


def _kept(apart: Mapping[str, list[str]], found: Iterable[Difference]) -> dict[str, list[str]]:
    """The inputs that differ, in their order; of many, those that move the most."""
    size = dict.fromkeys(apart, 0.0)
    for move in (move for one in found for move in one.moves):
        for path in move.paths:
            size[path] = max(size[path], math.inf if move.moved is None else abs(move.moved))
    most = sorted(apart, key=lambda path: -size[path])[:MOST_INPUTS]
    return {path: row for path, row in apart.items() if path in most}


def _side(column: _Column, found: Origins) -> Side:
    return Side(
        name=column.name,
        currency=column.t.currency,
        advised=column.advice.advised,
        reading=column.advice.reading,
        notices=notices_of(column.asked, column.t),
        simulations=gains(column.advice, column.t),
        origins=tuple(origin for origin, _ in found),
    )


def _steps(first: _Column, second: _Column, found: Difference) -> Steps:
    t = first.t
    told = side_by_side.steps(found, t) if found.moves else []
    return Steps(
        first=first.name,
        second=second.name,
        lead_first=found.lead_first,
        lead_second=found.lead_second,
        said=side_by_side.together(found, first.name, second.name, t),
        steps=tuple(
            Step(name=name, moved=moved, shown=t("unknown") if moved is None else t.about(moved), changes=changes)
            for name, moved, changes in told
        ),
        still=side_by_side.still(found, t),
    )


def _told(steps: Steps, t: Text) -> Iterator[str]:
    yield steps.said
    for step in steps.steps:
        yield f"  {t('cli.labelled', name=step.name, said=' '.join(filter(None, (step.shown, step.changes))))}"
    if steps.still:
        yield steps.still


def _rows(rows: Iterable[tuple[str, list[str]]], columns: list[_Column], t: Text) -> Iterator[str]:
    """The rows of a table, a line each: what the row is called, then each scenario with its cell."""
    for label, cells in rows:
        pairs = zip(columns, cells, strict=True)
        yield t("cli.labelled", name=label, said="; ".join(t("cli.labelled", name=one.name, said=cell) for one, cell in pairs))
