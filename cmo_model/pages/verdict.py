"""The first page: a verdict at once, the three signals, the six ways, what makes the lead; and the nine questions beside it.

The verdict needs one decision; how sure it is needs thousands. Those are drawn last, into the place kept for them, when no other
visitor's page is being drawn, and a figure changed meanwhile stops them.
"""

from __future__ import annotations

import time
from functools import cache, partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cmo_model import charts
from cmo_model.charts import tables
from cmo_model.decision import Decision, decide
from cmo_model.pages import questions
from cmo_model.scenario.fields import FIELDS
from cmo_model.server.scheduler import TURNS, typed_again
from cmo_model.skin.blocks import Block, dark, draw, fact, facts, heading, headline, items, picture, prose, table
from cmo_model.skin.components import mark, parts, readout
from cmo_model.skin.session import Visit, example_scenario
from cmo_model.uncertainty import Risk, glance
from cmo_model.words import Text
from cmo_model.words.sentences.risk import sure, three_flips
from cmo_model.words.sentences.verdict import advice, agreement, lead, pillars, priorities, search, three_signals

PAINTED = 0.03
"""Seconds left to the browser to paint the verdict: what reaches it together is painted together, later."""


def page(visit: Visit, t: Text) -> None:
    """Draw the page."""
    decision = visit.decide()
    said, asked = st.columns([0.64, 0.36], gap="large")
    with said:
        draw(_verdict(visit, decision, t), t, "verdict", live=True)
        time.sleep(PAINTED)
        place = st.container()
        draw(_signals(decision, t), t, "signals")
        below = st.container()
    with asked, st.container(border=True):
        readout([heading(t("page.questions")), prose(t("page.questions_note"), "quiet")], t, "ask", lambda: None)
        questions.ask(visit, questions.FIRST, t, "nine")
    draw([*options(decision, t), *_pillars(decision, t)], t, "options_table")
    questions.subjects(visit, questions.SUBJECTS, t, t("page.rest"))
    with below:  # drawn after all that is words: it keeps the browser busy longest
        _chart(decision, t)
    visit.later = partial(_sure, place, visit, decision, t)


def _verdict(visit: Visit, decision: Decision, t: Text) -> list[Block]:
    return [
        prose(_notice(visit, t), "label"),
        headline(advice(decision, t)),
        prose(lead(decision, t, mark), "large"),
        prose(search(decision, t, mark), "large"),
        prose(agreement(decision, t, mark)),
    ]


def _notice(visit: Visit, t: Text) -> str:
    name = t(f"examples.{visit.example}.name")
    if visit.base:
        return t("page.from_link_base", name=t(f"examples.{visit.base}.name"))
    if visit.origin != "example":
        return t(f"page.from_{visit.origin}")
    if visit.changes:
        typed = set(visit.changes) | set(visit.tags)
        rest = sum(path not in typed and visit.start.value(path) != FIELDS[path].default for path in FIELDS if path != "name")
        return t("page.changed_notice", name=name, n=str(rest))
    return t("page.example_notice", name=name, story=t(f"examples.{visit.example}.story").replace("\n", " "))


def _sure(place: DeltaGenerator, visit: Visit, decision: Decision, t: Text) -> None:
    """How sure, and the three figures that matter most, each with the value at which it would change the answer."""
    risk = glanced(visit, decision)
    how_sure, *cost = sure(risk, decision, t)[:2]
    blocks = [prose(how_sure, "alert" if risk.label == "too_close" else "large"), *(prose(one) for one in cost)]
    if risk.tornado:
        blocks += [heading(t("page.matters")), items(three_flips(risk, decision, t))]
    with place:
        draw([*blocks, prose(t("page.figure_hint"), "quiet")], t, "glance", live=True)


def glanced(visit: Visit, decision: Decision) -> Risk:
    """How sure the decision on screen is, computed once for as long as the figures stay."""
    if visit.glance is None or visit.glance_of != decision.scenario:
        untouched = visit.origin == "example" and not visit.changes and visit.claim == "full"
        with TURNS.long(typed_again) as turn:
            found = example_glance(visit.example) if untouched else glance(decision.scenario, decision, progress=turn)
        visit.glance, visit.glance_of = found, decision.scenario
    return visit.glance


@cache
def example_glance(name: str) -> Risk:
    """How sure an example's verdict is; no visitor's figures are in it, so that all may share it."""
    scenario = example_scenario(name)
    return glance(scenario, decide(scenario))


def _signals(decision: Decision, t: Text) -> list[Block]:
    return [heading(t("signals.title")), signals_block(decision, t)]


def signals_block(decision: Decision, t: Text) -> Block:
    """The three signals."""
    drawn = [
        {
            "name": signal.name,
            "lit": signal.lit,
            "state": t("signals.lit" if signal.lit else "signals.unlit"),
            "measure": parts(signal.measure),
            "when": parts(signal.when),
            "limit": signal.limit,
        }
        for signal in three_signals(decision, t, mark)
    ]
    return {"kind": "signals", "signals": drawn}


def _chart(decision: Decision, t: Text) -> None:
    months = t.counted("months", decision.scenario.horizon_months)
    sentence, alternative = charts.options_in_words(decision, t)
    draw([heading(t("page.options")), prose(t("chart.title", months=months), "label"), prose(sentence)], t, "options_heading")
    figure = charts.options(decision, t, dark=dark())
    picture(figure, alternative, "options_chart")


def options(decision: Decision, t: Text) -> list[Block]:
    """The six ways in figures, and what makes the lead."""
    months = t.counted("months", decision.scenario.horizon_months)
    rows = [
        (
            bool(row.best),
            [t(f"options.{row.Index}"), *(mark(f"options.{row.Index}.{f}", t.money(getattr(row, f))) for f in tables.FIGURES)],
        )
        for row in tables.options(decision).itertuples()
    ]
    columns = [t("table.option"), *(t(f"table.{name}") for name in tables.FIGURES)]
    other = t(f"options.{decision.verdict.runner_up}")
    weights = [
        fact(t(f"terms.{term}"), mark(f"verdict.difference.{term}", t.money(amount)))
        for term, amount in tables.difference(decision).items()
    ]
    total = fact(t("results.margin.label"), mark("verdict.margin", t.money(decision.verdict.margin)))
    return [
        table(t("chart.title", months=months), columns, rows),
        heading(t("page.difference")),
        prose(t("page.difference_note", best=t(f"options.{decision.best}"), other=other)),
        facts([*weights, total]),
    ]


def _pillars(decision: Decision, t: Text) -> list[Block]:
    blocks: list[Block] = [heading(t("pillars.title"))]
    if decision.signals.stage == "validation":
        blocks = [heading(t("stage.title")), items(priorities(t)), *blocks]
    for name, said in pillars(decision, t, mark):
        blocks += [prose(name, "label"), prose(said)]
    return [
        *blocks,
        heading(t("verdict.not_counted_title")),
        prose(t("verdict.not_counted")),
        prose(t("verdict.lean")),
    ]
