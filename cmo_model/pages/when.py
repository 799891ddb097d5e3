"""Now, later, never: the advantage of hiring by month of entry, what to do today, and the plan worked backwards with its dates."""

from __future__ import annotations

import datetime

from cmo_model import charts
from cmo_model.charts import tables
from cmo_model.decision import plan
from cmo_model.pages import questions
from cmo_model.skin.advised import glanced
from cmo_model.skin.blocks import Block, dark, draw, heading, headline, picture, prose, table
from cmo_model.skin.components import mark, parts
from cmo_model.skin.session import Visit
from cmo_model.words import Text
from cmo_model.words.sentences import advice as said_of


def page(visit: Visit, t: Text, first: datetime.date) -> None:
    """Draw the page; `first` is a day of month 1."""
    advice = glanced(visit).advice
    decision = advice.decision
    said = [headline(t("when.title")), prose(said_of.when(advice, first, t), "large")]
    if decision.timing is None:
        draw(said, t, "when")
        return
    stage = [prose(said_of.stage(advice, t)), heading(t("when.curve")), prose(said_of.curve(advice, t))]
    draw([*said, *stage], t, "when", live=True)
    figure = charts.entry(advice, t, dark())
    picture(figure, charts.entry_in_words(decision, t), "entry_chart")
    rows = [
        {
            "cells": [
                parts(t("units.month", n=str(month))),
                *(
                    parts(mark(f"timing.advantage_by_month.{option}.{month}", t.about(float(row[option]))))
                    for option in decision.timing.advantage_by_month
                ),
            ]
        }
        for month, (_, row) in enumerate(tables.entry(decision).iterrows(), start=1)
        if month == 1 or month % 12 == 0 or month == advice.search_month
    ]
    columns = [t("when.axis"), *(t(f"options.{option}") for option in decision.timing.advantage_by_month)]
    blocks: list[Block] = [{"kind": "table", "caption": t("when.curve"), "columns": columns, "rows": rows}]
    steps = plan.plan(decision, advice.search_month, first)
    blocks += [heading(t("when.plan")), prose(t("when.plan_note" if steps else "when.plan_none"))]
    draw(blocks, t, "when_table")
    if steps:
        dated = ". ".join(f"{t(f'when.step.{step.name}')}, {t.month(step.day)}" for step in steps)
        figure = charts.timeline(steps, t, dark())
        picture(figure, t("when.plan_alt", values=dated), "plan_chart")
        told = [(False, [t(f"when.step.{step.name}"), t.value(step.month, "month"), t.month(step.day)]) for step in steps]
        draw([table(t("when.plan"), [t("when.step_name"), t("when.step_month"), t("when.step_day")], told)], t, "plan_table")
    questions.subjects(visit, ("judging", "in_house", "coordinator", "fractional"), t, t("page.behind"))
