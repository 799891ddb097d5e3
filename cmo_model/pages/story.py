"""The presenter's mode: eight slides told by the arrow keys, each a picture with a line to say, and two figures to move live.

The figures to move are the two that change the answer most; they are chosen as the presentation opens, so that none goes away
under the presenter's fingers.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

import streamlit as st

from cmo_model.charts.colours import other, second
from cmo_model.decision import plan
from cmo_model.pages import questions
from cmo_model.pages.verdict import CURVED, signals_block
from cmo_model.pictures import answer, bars, dates
from cmo_model.skin import components
from cmo_model.skin.advised import by_effect, drawn_curves, glanced, till
from cmo_model.skin.blocks import Block, draw, fact, facts, headline, items, prose
from cmo_model.skin.components import heard, mark
from cmo_model.skin.session import Visit
from cmo_model.uncertainty import Advice, deciding
from cmo_model.words import Text
from cmo_model.words.explanation import field_label, field_value
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences.risk import three_flips
from cmo_model.words.sentences.verdict import hidden_cost

LEVERS = 2
"""Figures to move while presenting."""


def stage(visit: Visit, t: Text) -> None:
    """The presenter's place, at the head of every slide."""
    step = _step(visit)

    def stepped() -> None:
        asked = heard("stage", "step")
        to = asked.get("step") if isinstance(asked, dict) else None
        if isinstance(to, int):
            visit.step = to if 0 <= to < len(STEPS) else None

    data = {
        "step": step,
        "last": len(STEPS) - 1,
        "firm": visit.called(t),
        "place": t("story.place", n=str(step + 1), all=str(len(STEPS))),
        "words": {name: t(f"story.{name}") for name in ("back", "next", "leave")},
    }
    components.stage(data, "stage", stepped)


def _step(visit: Visit) -> int:
    return min(max(visit.step or 0, 0), len(STEPS) - 1)


def page(visit: Visit, t: Text, first: datetime.date) -> None:
    """Draw the slide the presenter has come to."""
    name = list(STEPS)[_step(visit)]
    advice = glanced(visit).advice
    with st.container(key="slide"):
        blocks = STEPS[name](visit, advice, first, t)
        look = "large two" if sum(block["kind"] in ("lines", "spans") for block in blocks) > 1 else "large"
        draw(blocks, t, "story", live=True, look=look, made=visit.made(leads=True))
    with st.container(key="levers"):
        levers = _levers(visit)
        curves = {path: answer.beside(one, advice, t) for path, one in drawn_curves(visit, CURVED).items() if path in levers}
        questions.ask(visit, levers, t, "levers", curves=curves, look="levers")
        draw([prose(t(f"story.say.{name}"), "quiet")], t, "story_say")


def _levers(visit: Visit) -> tuple[str, ...]:
    """The figures to move: those that change the answer most, then those whose flip is nearest; the hours and the fee else."""
    if not visit.levers:
        risk = glanced(visit)
        found = [bar.path for bar in deciding(risk.tornado, risk.advice.decision.verdict.reading) if bar.path in CURVED]
        found += [path for path, curve in drawn_curves(visit, CURVED).items() if curve.flips]
        found += ["workload.hours_per_week", "fractional.monthly_fee"]
        visit.levers = tuple(dict.fromkeys(found))[:LEVERS]
    return visit.levers


def _situation(visit: Visit, advice: Advice, first: datetime.date, t: Text) -> list[Block]:
    del visit, first
    scenario = advice.decision.scenario
    rows = [fact(field_label(t, path), field_value(t, path, scenario.value(path))) for path in questions.FIRST]
    return [headline(t("story.question")), facts(rows)]


def _answer(visit: Visit, advice: Advice, first: datetime.date, t: Text) -> list[Block]:
    cards = [answer.outlay(advice, first, t), answer.effects(by_effect(visit), visit.told_claim, t, act=False)]
    return [
        headline(said_of.headline(advice, t)),
        *map(prose, said_of.gains(advice, t)),
        answer.shares(advice, t),
        {"kind": "cards", "cards": cards},
    ]


def _gains(visit: Visit, advice: Advice, first: datetime.date, t: Text) -> list[Block]:
    del visit, first
    return [headline(t("page.options")), answer.gains(advice, t)]


def _signals(visit: Visit, advice: Advice, first: datetime.date, t: Text) -> list[Block]:
    del visit, first
    return [headline(t("signals.title")), prose(said_of.agreement(advice, t, mark)), signals_block(advice.decision, t)]


def _cost(visit: Visit, advice: Advice, first: datetime.date, t: Text) -> list[Block]:
    del visit, first
    return [headline(t("cost.question")), prose(hidden_cost(advice.decision, t, mark)), bars.costs(advice, t)]


def _cash(visit: Visit, advice: Advice, first: datetime.date, t: Text) -> list[Block]:
    return [headline(t("cost.cash")), dates.cash(advice, first, t, (other(advice), second(advice)), till(visit))]


def _when(visit: Visit, advice: Advice, first: datetime.date, t: Text) -> list[Block]:
    del visit
    chances = dates.chances(advice, first, t)
    blocks: list[Block] = [headline(t("when.title")), chances or prose(said_of.when(advice, first, t))]
    if advice.decision.timing is not None:
        blocks.append(prose(said_of.stage(advice, t)))
    steps = plan.plan(advice.decision, advice.search_month, first)
    return [*blocks, bars.timeline(steps, t)] if steps else blocks


def _sure(visit: Visit, advice: Advice, first: datetime.date, t: Text) -> list[Block]:
    del first
    risk = glanced(visit)
    drawn = [bars.tornado(risk, t, most=5)] if risk.tornado else []
    return [headline(t("risk.flips")), items(three_flips(risk, advice.decision, t)), *drawn]


STEPS: dict[str, Callable[[Visit, Advice, datetime.date, Text], list[Block]]] = {
    "situation": _situation,
    "answer": _answer,
    "gains": _gains,
    "signals": _signals,
    "cost": _cost,
    "cash": _cash,
    "when": _when,
    "sure": _sure,
}
"""The slides by name, in order."""
