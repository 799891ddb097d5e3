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

from cmo_model import parameters
from cmo_model.charts import tables
from cmo_model.decision import Decision
from cmo_model.pages import questions
from cmo_model.pictures import answer, dates
from cmo_model.scenario.fields import FIELDS
from cmo_model.server.scheduler import TURNS
from cmo_model.skin.advised import by_effect, drawn_curves, glanced
from cmo_model.skin.blocks import Block, draw, fact, facts, gauge, heading, headline, items, prose
from cmo_model.skin.components import heard, mark, parts, readout
from cmo_model.skin.controls import do
from cmo_model.skin.session import Visit
from cmo_model.uncertainty import Advice
from cmo_model.words import Text
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences.place import rates, standing_in
from cmo_model.words.sentences.risk import three_flips
from cmo_model.words.sentences.verdict import three_signals

PAINTED = 0.03
"""Seconds left to the browser to paint the verdict: what reaches it together is painted together, later."""


def page(visit: Visit, t: Text, first: datetime.date) -> None:
    """Draw the page; `first` is a day of month 1."""
    advice = visit.advise()
    with st.container(key="first"):
        with st.container(key="said"):
            with st.container(key="answer"):
                draw(_answer(visit, advice, first, t), t, "verdict", live=True, made=visit.made(leads=True))
            with st.container(key="gains"):
                draw([answer.gains(advice, t)], t, "gains_dots", made=visit.made())
            with TURNS.aside():
                time.sleep(PAINTED)
            place = st.container(key="more")
        with st.container(key="asking"):
            with st.container(key="ask"):
                readout([heading(t("page.questions")), prose(t("page.legend"), "quiet")], t, "ask_said", lambda: None)
                curves = {path: answer.beside(one, advice, t) for path, one in drawn_curves(visit, CURVED).items()}
                questions.ask(visit, questions.FIRST, t, "nine", curves=curves)
                note = f"{rates(advice.decision.scenario, t)} {t('page.questions_note')}"
                readout([prose(note, "quiet")], t, "ask_note", lambda: None)
            with st.container(key="rest"):
                questions.subjects(visit, (questions.LEFT, *questions.SUBJECTS), t, t("page.rest"))
    with st.container(key="pin"):
        draw(
            [answer.shares(advice, t, titled=False), prose(said_of.headline(advice, t), "one")],
            t,
            "pinned",
            look="pin",
            made=visit.made(),
        )
    below = st.container()
    draw([*weights(advice, t), *_not_counted(t)], t, "difference", made=visit.made())
    visit.later = partial(_later, place, below, visit, first, t)


CURVED = tuple(path for path in questions.FIRST if isinstance(FIELDS[path].default, float))


def _answer(visit: Visit, advice: Advice, day: datetime.date, t: Text) -> list[Block]:
    close = advice.label == "too_close"
    decides = said_of.deciding(drawn_curves(visit, CURVED), advice, t) if close else ""
    return [
        prose(_notice(visit, t), "label"),
        *(prose(said, "quiet") for said in (standing_in(advice.decision.scenario, day, t),) if said),
        headline(said_of.headline(advice, t)),
        *(prose(said, "large") for said in (*said_of.gains(advice, t), decides) if said),
        answer.shares(advice, t),
    ]


def _notice(visit: Visit, t: Text) -> str:
    name = t(f"examples.{visit.draft.example}.name")
    if visit.draft.base:
        return t("page.from_link_base", name=t(f"examples.{visit.draft.base}.name"))
    if visit.draft.origin != "example":
        return t(f"page.from_{visit.draft.origin}")
    if visit.draft.changes:
        mine = len({*visit.draft.changes, *visit.draft.tags})
        borrowed = len(questions.left(visit))
        rest = f"; {t.counted('borrowed', borrowed)} {name}" if borrowed else ""
        return f"{t.counted('mine', mine)}{rest}."
    return t("page.example_notice", name=name, story=t(f"examples.{visit.draft.example}.story").splitlines()[0])


def _later(place: DeltaGenerator, below: DeltaGenerator, visit: Visit, first: datetime.date, t: Text) -> None:
    """What the month costs, what the answer hangs on, when; then what the signals say and what would change the answer."""
    risk = glanced(visit)
    advice = risk.advice
    cards = [answer.outlay(advice, first, t), answer.effects(by_effect(visit), visit.told_claim, t), answer.horizons(advice, t)]
    blocks: list[Block] = [{"kind": "cards", "cards": cards}]
    if (chances := dates.chances(advice, first, t)) is not None:
        blocks.append(chances)
    else:
        blocks.append(prose(said_of.when(advice, first, t)))
    blocks += [prose(said, "quiet") for said in said_of.beside(advice, t)]

    def did() -> None:
        do(visit, t, heard("glance", "did"))

    with place:
        draw(blocks, t, "glance", live=True, made=visit.made(), did=did)
    under = [*_signals(advice.decision, t), prose(said_of.agreement(advice, t, mark)), dates.cash(advice, first, t)]
    if risk.tornado:
        under += [heading(t("page.matters")), items(three_flips(risk, advice.decision, t))]
    with below:
        draw([*under, prose(t("page.figure_hint"), "quiet")], t, "under", look="tall", made=visit.made())


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
            "gauge": gauge("", "", *scaled),
        }
        for signal, scaled in zip(three_signals(decision, t, mark), _scales(decision), strict=True)
    ]
    return {"kind": "signals", "signals": drawn}


def _scales(decision: Decision) -> list[tuple[float | None, float, float, float]]:
    """Of each signal its figure, the threshold or band, and the end of its gauge."""
    s, limits = decision.signals, {name: entry.value for name, entry in parameters.thresholds().items()}
    hours, ratio, full = s.complexity.hours, s.fee_ratio.ratio, limits["hours_full_time"]
    return [
        (hours, full, full, max(1.5 * full, hours)),
        (ratio, limits["fee_ratio_low"], limits["fee_ratio_high"], max(1.2, ratio or 0.0)),
        (s.data_culture.need, limits["need_score"], limits["need_score"], 100.0),
    ]


def weights(advice: Advice, t: Text) -> list[Block]:
    """What makes the gap between the two best options, with every figure as typed."""
    decision = advice.decision
    other = t(f"options.{decision.verdict.runner_up}")
    rows = [
        fact(t(f"terms.{term}"), mark(f"verdict.difference.{term}", t.about(amount)))
        for term, amount in tables.difference(decision).items()
    ]
    total = fact(t("results.margin.label"), mark("verdict.margin", t.about(decision.verdict.margin)))
    note = prose(t("page.difference_note", best=t(f"options.{decision.best}"), other=other))
    return [heading(t("page.difference")), note, facts([*rows, total])]


def _not_counted(t: Text) -> list[Block]:
    return [heading(t("verdict.not_counted_title")), prose(t("verdict.not_counted")), prose(t("verdict.lean"))]
