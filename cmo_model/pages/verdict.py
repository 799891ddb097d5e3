"""The first page: the advice at once, the three signals, the options, what makes the lead; and the nine questions beside it.

The decision is one; what is advised, and how sure, needs a thousand more. Those are drawn last, into the place kept for them, when
no other visitor's page is being drawn, and a figure changed meanwhile stops them.
"""

from __future__ import annotations

import datetime
import time
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cmo_model import charts
from cmo_model.charts import tables
from cmo_model.decision import Decision
from cmo_model.pages import questions
from cmo_model.scenario.fields import FIELDS
from cmo_model.skin.advised import glanced
from cmo_model.skin.blocks import Block, dark, draw, fact, facts, heading, headline, items, picture, prose, table
from cmo_model.skin.components import mark, parts, readout
from cmo_model.skin.session import Visit
from cmo_model.uncertainty import Advice
from cmo_model.words import Text
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences.risk import three_flips
from cmo_model.words.sentences.verdict import pillars, priorities, three_signals

PAINTED = 0.03
"""Seconds left to the browser to paint the verdict: what reaches it together is painted together, later."""


def page(visit: Visit, t: Text, first: datetime.date) -> None:
    """Draw the page; `first` is a day of month 1."""
    advice = visit.advise()
    decision = advice.decision
    said, asked = st.columns([0.64, 0.36], gap="large")
    with said:
        draw(_verdict(visit, advice, t), t, "verdict", live=True)
        time.sleep(PAINTED)
        place = st.container()
        draw(_signals(decision, t), t, "signals")
        below = st.container()
    with asked, st.container(border=True):
        readout([heading(t("page.questions")), prose(t("page.questions_note"), "quiet")], t, "ask", lambda: None)
        questions.ask(visit, questions.FIRST, t, "nine")
    draw([*options(advice, t), *_pillars(decision, t)], t, "options_table")
    questions.subjects(visit, questions.SUBJECTS, t, t("page.rest"))
    with below:  # drawn after all that is words: it keeps the browser busy longest
        _chart(advice, t)
    visit.later = partial(_sure, place, visit, first, t)


def _verdict(visit: Visit, advice: Advice, t: Text) -> list[Block]:
    how_sure, *cost = said_of.sure(advice, t)
    return [
        prose(_notice(visit, t), "label"),
        headline(said_of.headline(advice, t)),
        prose(how_sure, "alert" if advice.label == "too_close" else "large"),
        *(prose(said, "large") for said in said_of.gains(advice, t)),
        *(prose(said) for said in (*cost, *said_of.beside(advice, t))),
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


def _sure(place: DeltaGenerator, visit: Visit, first: datetime.date, t: Text) -> None:
    """When, what the signals say, and the three figures that matter most, each with where it would change the answer."""
    risk = glanced(visit)
    blocks = [
        prose(said_of.when(risk.advice, first, t), "large"),
        prose(said_of.agreement(risk.advice, t, mark)),
    ]
    if risk.tornado:
        blocks += [heading(t("page.matters")), items(three_flips(risk, risk.advice.decision, t))]
    with place:
        draw([*blocks, prose(t("page.figure_hint"), "quiet")], t, "glance", live=True)


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


def _chart(advice: Advice, t: Text) -> None:
    months = t.counted("months", advice.decision.scenario.horizon_months)
    draw([heading(t("page.options")), prose(t("chart.title", months=months), "label")], t, "options_heading")
    picture(charts.options(advice, t, dark=dark()), charts.options_in_words(advice, t), "options_chart")


def options(advice: Advice, t: Text) -> list[Block]:
    """The six options by what they would gain, and what makes the gap with every figure as typed."""
    decision = advice.decision
    months = t.counted("months", decision.scenario.horizon_months)
    other = t(f"options.{decision.verdict.runner_up}")
    weights = [
        fact(t(f"terms.{term}"), mark(f"verdict.difference.{term}", t.about(amount)))
        for term, amount in tables.difference(decision).items()
    ]
    total = fact(t("results.margin.label"), mark("verdict.margin", t.about(decision.verdict.margin)))
    return [
        comparison(advice, t("chart.title", months=months), t),
        heading(t("page.difference")),
        prose(t("page.difference_note", best=t(f"options.{decision.best}"), other=other)),
        facts([*weights, total]),
    ]


def comparison(advice: Advice, caption: str, t: Text) -> Block:
    """The options by what they would gain over today, the advised one marked; a gain can be asked where it comes from."""
    rows = [
        (option == advice.advised, [name, mark(f"options.{option}.advantage", shown), *cells])
        for option, (name, shown, *cells) in said_of.compared(advice, t).items()
    ]
    return table(caption, map(t, said_of.COMPARED), rows)


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
