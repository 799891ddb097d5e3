"""The presenter's mode: a story of steps in large type, without a question in sight, told by the arrow keys."""

from __future__ import annotations

import datetime
from functools import partial

import plotly.graph_objects as go

from cmo_model import charts
from cmo_model.decision import Decision, plan
from cmo_model.pages import answer
from cmo_model.pages.verdict import signals_block
from cmo_model.skin import components
from cmo_model.skin.advised import glanced
from cmo_model.skin.blocks import Block, dark, draw, headline, items, picture, prose
from cmo_model.skin.components import heard, mark
from cmo_model.skin.session import Visit
from cmo_model.words import Text
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences.risk import three_flips
from cmo_model.words.sentences.verdict import hidden_cost

STEPS = ("opening", "verdict", "signals", "value", "cost", "when", "sure", "next")


def page(visit: Visit, t: Text, first: datetime.date) -> None:
    """Draw the step the presenter has come to."""
    step = min(max(visit.step or 0, 0), len(STEPS) - 1)

    def stepped() -> None:
        asked = heard("stage", "step")
        to = asked.get("step") if isinstance(asked, dict) else None
        if isinstance(to, int):
            visit.step = to if 0 <= to < len(STEPS) else None

    decision = visit.decide()
    data = {
        "step": step,
        "last": len(STEPS) - 1,
        "firm": _firm(visit, decision, t),
        "place": t("story.place", n=str(step + 1), all=str(len(STEPS))),
        "words": {name: t(f"story.{name}") for name in ("back", "next", "leave")},
    }
    components.stage(data, "stage", stepped)
    blocks, figure, alternative = _step(STEPS[step], visit, decision, t, first)
    draw(blocks, t, "story", live=True, look="large")
    if STEPS[step] == "verdict":
        visit.later = partial(_sure, visit, first, t)
    if figure is not None:
        figure.update_layout(height=1.3 * figure.layout.height, font_size=20)
        picture(figure, alternative, f"story-chart-{step}")


def _firm(visit: Visit, decision: Decision, t: Text) -> str:
    """The client's name, on every step."""
    untouched = visit.origin == "example" and not visit.changes
    return t(f"examples.{visit.example}.name") if untouched else decision.scenario.name


def _sure(visit: Visit, first: datetime.date, t: Text) -> None:
    """When, under the answer, once it is drawn."""
    draw([prose(said_of.when(glanced(visit).advice, first, t))], t, "story-sure", live=True, look="large")


def _step(name: str, visit: Visit, decision: Decision, t: Text, first: datetime.date) -> tuple[list[Block], go.Figure | None, str]:
    months = t.counted("months", decision.scenario.horizon_months)
    if name == "opening":
        return [headline(t("story.question")), prose(t("story.opening", months=months))], None, ""
    if name == "verdict":
        advice = visit.advise()
        told = [said_of.sure(advice, t)[0], *said_of.gains(advice, t)]
        return [headline(said_of.headline(advice, t)), *map(prose, told)], None, ""
    if name == "signals":
        agreed = prose(said_of.agreement(glanced(visit).advice, t, mark))
        return [headline(t("signals.title")), agreed, signals_block(decision, t)], None, ""
    if name == "value":
        advice = visit.advise()
        said = [headline(t("page.options")), prose(t("chart.title", months=months))]
        return said, charts.options(advice, t, dark()), charts.options_in_words(advice, t)
    if name == "cost":
        values = ". ".join(f"{t(f'options.{o}')}, {t.money(one.cost_pv)}" for o, one in decision.options.items())
        said = [headline(t("cost.question")), prose(hidden_cost(decision, t, mark)), prose(t("cost.chart", months=months), "label")]
        return said, charts.costs(decision, t, dark()), t("cost.alt", values=values)
    if name == "when":
        advice = glanced(visit).advice
        said = [headline(t("when.title")), prose(said_of.when(advice, first, t))]
        chances = answer.chances(advice, first, t)
        return ([said[0], chances] if chances is not None else said), None, ""
    if name == "sure":
        risk = glanced(visit)
        said = [headline(t("risk.title")), *(prose(one) for one in said_of.sure(risk.advice, t))]
        return [*said, items(three_flips(risk, decision, t))], None, ""
    steps = plan.plan(decision, glanced(visit).advice.search_month, first)
    said = [headline(t("when.plan")), prose(t("when.plan_note" if steps else "when.plan_none"))]
    if not steps:
        return [*said, prose(t("verdict.lean"))], None, ""
    dated = ". ".join(f"{t(f'when.step.{one.name}')}, {t.month(one.day)}" for one in steps)
    return said, charts.timeline(steps, t, dark()), t("when.plan_alt", values=dated)
