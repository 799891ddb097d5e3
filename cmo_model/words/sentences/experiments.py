"""The tests of channels said in sentences: which are worth running, what each costs and brings, when and at what spend."""

from __future__ import annotations

from collections.abc import Sequence

from cmo_model.growth.diagnostic import Diagnostic
from cmo_model.growth.experiments import MOST_WEIGHED, USED_MONTHS, Experiment, Scheduled, worth_trying
from cmo_model.words import Text
from cmo_model.words.sentences.advice import chance

WEIGHED = ("channel", "plan", "cost", "value", "width")
"""Columns of the tests worth running."""
DATED = ("channel", "plan", "starts", "ends", "weekly")
"""Columns of the tests that were put in the calendar."""


def note(plans: Sequence[Experiment], t: Text) -> list[str]:
    """What a test is, and what its cost and its value are; nothing where none is worth running."""
    return [t("experiments.note", months=str(USED_MONTHS))] if any(one.pays for one in plans) else []


def plan(variation: float, months: int, t: Text) -> str:
    """What is done, and for how long."""
    share = t.percent(variation, 0)
    return t("experiments.once", share=share) if months == 1 else t("experiments.turns", share=share, months=str(months))


def title(plans: Sequence[Experiment], t: Text) -> str:
    """What the section is called, by whether a test is worth running."""
    return t("experiments.title" if any(one.pays for one in plans) else "experiments.title_none")


def weighed(plans: Sequence[Experiment], found: Diagnostic, t: Text) -> list[str]:
    """The tests worth running, those that are not, and the channels of which another sort of test is needed."""
    doubted = {one.channel for one in found.channels if one.reason == "may_cause_more" and one.told is not None}
    said = [t("experiments.caused", channel=one) for one in sorted(doubted)]
    for one in plans:
        if one.pays:
            said.append(worth(one, t))
        elif one.channel not in doubted:
            said.append(t("experiments.not_worth", channel=one.channel))
    left_out = sum(worth_trying(one) for one in found.channels) > len(plans)
    return [*said, t("experiments.left_out", most=str(MOST_WEIGHED))] if left_out else said


def worth(one: Experiment, t: Text) -> str:
    """What a test that is worth running costs and brings, and how often it would tell."""
    blanks = {"cost": t.about(one.cost), "value": t.about(one.value), "told": chance(one.told, t)}
    return t("experiments.worth", channel=one.channel, plan=plan(one.variation, one.months, t), **blanks)


def cells(one: Experiment, t: Text) -> list[str]:
    """A test as a row: channel, what is done, cost, value, and how the width of the next dollar's interval narrows."""
    now, after = (t.number(width, 1) for width in (one.width_now, one.width))
    amounts = t.about(one.cost), t.about(one.value)
    return [one.channel, plan(one.variation, one.months, t), *amounts, t("experiments.narrows", now=now, after=after)]


def event(one: Scheduled, weekly: float, up: bool, firm: str, t: Text) -> str:
    """What a part of a test is called in a calendar."""
    key = "experiments.event" if up else "experiments.event_down"
    return t(key, firm=firm, channel=one.channel, spend=t.money(weekly), share=t.percent(one.variation, 0))


def dated(one: Scheduled, t: Text) -> list[str]:
    """Each part of a scheduled test, with its days and the spend of its weeks."""
    return [
        t(
            "experiments.scheduled",
            channel=one.channel,
            spend=t.money(step.weekly),
            start=t.date(step.start),
            end=t.date(step.last),
        )
        for step in one.steps()
    ]
