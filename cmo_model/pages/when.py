"""When, and how sure: the chance that hiring is best by date, what to do until then, what would change the answer.

First what the draws say of dates, which is quick; then, with a bar while it is worked out, what moves the lead and what is worth
finding out before deciding.
"""

from __future__ import annotations

import datetime

from cmo_model.decision import Decision, plan
from cmo_model.pages import questions
from cmo_model.pictures import answer, bars, dates
from cmo_model.scenario import OptionName, Scenario
from cmo_model.skin.advised import assessed, glanced
from cmo_model.skin.blocks import Block, draw, fact, facts, heading, headline, items, prose
from cmo_model.skin.session import Visit
from cmo_model.uncertainty import Advice, LifePaths, Risk, life_paths
from cmo_model.words import Text
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences.risk import information, nearest_flips

FLIPS = 12
LIVES = 2048


def page(visit: Visit, t: Text, first: datetime.date) -> None:
    """Draw the page; `first` is a day of month 1."""
    advice = glanced(visit).advice
    _dates(visit, advice, t, first)
    _entries(advice, t, first)
    _plan(advice, t, first)
    _sure(visit, assessed(visit, t), t)
    names = ("judging", "in_house", "coordinator", "fractional", "effect", "assumptions")
    questions.subjects(visit, names, t, t("page.behind"))


def _dates(visit: Visit, advice: Advice, t: Text, first: datetime.date) -> None:
    said: list[Block] = [headline(t("when.title"))]
    chances = dates.chances(advice, first, t)
    if chances is None:
        said.append(prose(said_of.when(advice, first, t), "large"))
    if advice.decision.timing is not None:
        said.append(prose(said_of.stage(advice, t)))
    if chances is not None:
        said.append(chances)
    draw(said, t, "when", live=True, look="tall", made=visit.made(leads=True))


def _entries(advice: Advice, t: Text, first: datetime.date) -> None:
    """What hiring would gain over the best option without a hire, by date, with the figures as typed."""
    curve = dates.entries(advice, first, t)
    if curve is not None:
        draw([prose(said_of.curve(advice, t)), curve], t, "when_curve", look="tall")


def _plan(advice: Advice, t: Text, first: datetime.date) -> None:
    """The steps worked backwards from the date, where there is one."""
    if advice.decision.timing is None:
        return
    steps = plan.plan(advice.decision, advice.search_month, first)
    draw([heading(t("when.plan")), prose(t("when.plan_note" if steps else "when.plan_none"))], t, "plan")
    if steps:
        draw([bars.timeline(steps, t)], t, "plan_bars")


def _sure(visit: Visit, risk: Risk, t: Text) -> None:
    """How sure the answer is, what is worth finding out, what moves the lead and what would change the answer."""
    advice, decision = risk.advice, risk.advice.decision
    said = [*said_of.sure(advice, t), *said_of.beside(advice, t)]
    blocks: list[Block] = [heading(t("risk.title")), answer.shares(advice, t), *(prose(one) for one in said[1:])]
    blocks += [
        answer.gains(advice, t),
        prose(t("risk.chances_note"), "quiet"),
        *([] if advice.certain else [prose(said_of.error(advice, t), "quiet")]),
        heading(t("risk.information")),
        items(information(risk, t)),
    ]
    if risk.tornado:
        note = prose(t("risk.tornado_note", best=t(f"options.{advice.advised}")))
        blocks += [heading(t("risk.tornado")), note, bars.tornado(risk, t)]
    draw(blocks, t, "risk", live=True, made=visit.made())
    changes = nearest_flips(risk.flips, decision.scenario, t)[:FLIPS] or [t("risk.flips_none")]
    luck = [heading(t("risk.luck")), prose(t("risk.luck_note")), prose(t("risk.marks"), "label"), _luck(visit, decision, t)]
    draw([heading(t("risk.flips")), items(changes), *luck], t, "flips", made=visit.made())


def lived(visit: Visit, scenario: Scenario) -> dict[OptionName, LifePaths]:
    """What can happen to her under each option, drawn once for as long as the figures stay."""
    return visit.once("lives", scenario, lambda: life_paths(scenario, lives=LIVES))


def _luck(visit: Visit, decision: Decision, t: Text) -> Block:
    """From the 10 % to the 90 % quantile of each option's gain over today."""
    rows = []
    for option, one in lived(visit, decision.scenario).items():
        low, _, high = one.gain_quantiles
        today = option == decision.scenario.current
        rows.append(fact(t(f"options.{option}"), t("chart.today") if today else said_of.between(low, high, t)))
    return facts(rows)
