"""The first page: a verdict at once, the three signals, the six ways, what makes the lead; and the nine questions beside it."""

from __future__ import annotations

import streamlit as st

from cmo_model import charts, examples, tables
from cmo_model.decision import Decision
from cmo_model.sentences import advice, agreement, lamps, lead, pillars, priorities, search
from cmo_model.text import Text
from cmo_model.views import why
from cmo_model.views.blocks import Block, dark, draw, heading, items, prose
from cmo_model.views.components import mark, parts, question, readout
from cmo_model.views.state import Visit

QUESTIONS = (
    "current",
    "company.annual_revenue",
    "company.contribution_margin",
    "customers.active",
    "acquisition.monthly_spend",
    "acquisition.monthly_new_customers",
    "workload.hours_per_week",
    "fractional.monthly_fee",
    "in_house.base_salary",
)


def page(visit: Visit, t: Text) -> None:
    """Draw the page."""
    decision = visit.decide()
    said, asked = st.columns([0.64, 0.36], gap="large")
    with said:
        _verdict(visit, decision, t)
        _chart(decision, t)
    with asked:
        _questions(visit, t)
    _options(decision, t)
    _pillars(decision, t)
    why.answer(decision, t)


def _verdict(visit: Visit, decision: Decision, t: Text) -> None:
    blocks = [
        prose(_notice(visit, t), "label"),
        {"kind": "headline", "parts": parts(advice(decision, t))},
        prose(lead(decision, t, mark), "large"),
        prose(search(decision, t, mark), "large"),
        prose(agreement(decision, t, mark)),
        prose(t("page.figure_hint"), "quiet"),
    ]
    if visit.notice(t):
        blocks.insert(0, prose(visit.notice(t), "alert"))
    blocks += [heading(t("signals.title"))]
    blocks += [
        {
            "kind": "lamps",
            "lamps": [
                {
                    "name": lamp.name,
                    "lit": lamp.lit,
                    "state": t("signals.lit" if lamp.lit else "signals.unlit"),
                    "measure": parts(lamp.measure),
                    "when": parts(lamp.when),
                    "limit": lamp.limit,
                }
                for lamp in lamps(decision, t, mark)
            ],
        }
    ]
    draw(blocks, t, "verdict", live=True)


def _notice(visit: Visit, t: Text) -> str:
    name = t(f"examples.{visit.example}.name")
    if visit.changes:
        return t("page.changed_notice", name=name)
    return t("page.example_notice", name=name, story=t(f"examples.{visit.example}.story").replace("\n", " "))


def _chart(decision: Decision, t: Text) -> None:
    months = t.counted("months", decision.scenario.horizon_months)
    sentence, alternative = charts.options_in_words(decision, t)
    draw(
        [
            heading(t("page.options")),
            prose(t("chart.title", months=months), "label"),
            prose(sentence),
        ],
        t,
        "options_heading",
    )
    figure = charts.options(decision, t, dark=dark())
    st.plotly_chart(figure, theme=None, config=charts.CONFIG, alt=alternative, key="options_chart")


def _options(decision: Decision, t: Text) -> None:
    months = t.counted("months", decision.scenario.horizon_months)
    rows = [
        {
            "best": bool(row.best),
            "cells": [parts(t(f"options.{row.Index}"))]
            + [parts(mark(f"options.{row.Index}.{f}", t.money(getattr(row, f)))) for f in tables.FIGURES],
        }
        for row in tables.options(decision).itertuples()
    ]
    columns = [t("table.option"), *(t(f"table.{name}") for name in tables.FIGURES)]
    other = t(f"options.{decision.verdict.runner_up}")
    weights = [
        {"label": parts(t(f"terms.{term}")), "value": parts(mark(f"verdict.difference.{term}", t.money(amount)))}
        for term, amount in tables.difference(decision).items()
    ]
    total = {
        "label": parts(t("results.margin.label")),
        "value": parts(mark("verdict.margin", t.money(decision.verdict.margin))),
    }
    blocks: list[Block] = [
        {"kind": "table", "caption": t("chart.title", months=months), "columns": columns, "rows": rows},
        heading(t("page.difference")),
        prose(t("page.difference_note", best=t(f"options.{decision.best}"), other=other)),
        {"kind": "facts", "rows": [*weights, total]},
    ]
    draw(blocks, t, "options_table")


def _pillars(decision: Decision, t: Text) -> None:
    blocks: list[Block] = [heading(t("pillars.title"))]
    if decision.signals.stage == "validation":
        blocks = [heading(t("stage.title")), items(priorities(t)), *blocks]
    for name, said in pillars(decision, t, mark):
        blocks += [prose(name, "label"), prose(said)]
    blocks += [
        heading(t("verdict.not_counted_title")),
        prose(t("verdict.not_counted")),
        prose(t("verdict.lean")),
    ]
    draw(blocks, t, "pillars")


def _questions(visit: Visit, t: Text) -> None:
    with st.container(border=True):
        readout(
            [heading(t("page.questions")), prose(t("page.questions_note"), "quiet")],
            t,
            "ask",
            lambda: None,
        )
        for path in QUESTIONS:
            key = f"{path}#{visit.round}"

            def changed(path: str = path, key: str = key) -> None:
                value = st.session_state[key].get("value")
                if value is not None:
                    visit.change(path, value)

            start = visit.start.value(path)
            question(path, visit.current(path), start, t, visit.problem_at(path, t), changed, key)


def choose_example(visit: Visit, t: Text) -> None:
    """The example firms, with their story."""
    names = examples.names()

    def chosen() -> None:
        visit.open_example(st.session_state["example"])

    st.selectbox(
        t("page.example"),
        names,
        index=names.index(visit.example),
        format_func=lambda name: t(f"examples.{name}.name"),
        key="example",
        on_change=chosen,
    )
