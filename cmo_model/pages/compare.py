"""This or that: up to four scenarios side by side, and the difference of two, input by input, with what each difference moves."""

from __future__ import annotations

import streamlit as st

from cmo_model import examples
from cmo_model.decision import Decision, decide
from cmo_model.decision.comparison import Difference, Move, difference
from cmo_model.readers import ReadError, read_link, words
from cmo_model.scenario import OPTIONS
from cmo_model.scenario.effect_share import counted
from cmo_model.skin.blocks import Block, draw, fact, facts, heading, headline, prose, table
from cmo_model.skin.session import MOST_KEPT, Kept, Visit, example_scenario
from cmo_model.words import Text
from cmo_model.words.explanation import field_label, field_value

MOST_MOVES = 12
"""Differences shown one by one; those that move less are added up."""


def page(visit: Visit, t: Text) -> None:
    """Draw the page."""
    decision = visit.decide()
    draw([headline(t("compare.question")), prose(t("compare.note"))], t, "compare")
    _adding(visit, decision, t)
    columns = [(t("compare.screen"), decision), *((_called(one, t), decide(one.scenario)) for one in visit.kept)]
    draw(_side_by_side(columns, t), t, "compare_table", live=True)
    for one in visit.kept:
        name = _called(one, t)
        st.button(t("compare.remove", name=name), key=f"remove-{name}", on_click=_remove, args=(visit, one))
    if visit.kept:
        _difference(columns, t)


def _called(one: Kept, t: Text) -> str:
    """What a scenario set aside is called: our own words and numbers only, never a name that somebody typed."""
    return t(f"examples.{one.name}.name") if one.kind == "example" else t(f"compare.{one.kind}", n=one.name)


def _remove(visit: Visit, one: Kept) -> None:
    visit.kept = [other for other in visit.kept if other is not one]


def _adding(visit: Visit, decision: Decision, t: Text) -> None:
    full = len(visit.kept) >= MOST_KEPT
    key = f"{visit.round}.{visit.counted}.{t.language}"

    def version() -> None:
        visit.keep_aside("version", decision.scenario)

    def example() -> None:
        name = st.session_state[f"example-{key}"]
        if name:
            visit.keep_aside("example", example_scenario(name), name)

    def link() -> None:
        try:
            shared = read_link(st.session_state[f"link-{key}"].split("#", 1)[-1])
        except ReadError as error:
            visit.notices = [words(problem, t) for problem in error.problems]
            return
        visit.keep_aside("link", counted(shared.scenario, shared.claim))
        visit.notices = [words(problem, t) for problem in shared.notices]

    one, two, three = st.columns([0.26, 0.3, 0.44], vertical_alignment="bottom")
    with one:
        st.button(t("compare.keep"), key="keep", on_click=version, disabled=full, width="stretch")
    with two:
        st.selectbox(
            t("compare.example"),
            [name for name in examples.names() if name not in {one.name for one in visit.kept}],
            index=None,
            placeholder=t("compare.choose"),
            format_func=lambda name: t(f"examples.{name}.name"),
            key=f"example-{key}",
            on_change=example,
            disabled=full,
        )
    with three:
        st.text_input(t("compare.received"), key=f"link-{key}", on_change=link, disabled=full, placeholder="https://…#s=1.…")
    if full:
        draw([prose(t("compare.full"), "quiet")], t, "compare_full")


def _side_by_side(columns: list[tuple[str, Decision]], t: Text) -> list[Block]:
    decisions = [decision for _, decision in columns]
    rows = {
        t("compare.reading"): [t(f"readings.{d.verdict.reading}") for d in decisions],
        t("results.best.label"): [t(f"options.{d.best}") for d in decisions],
        t("results.margin.label"): [t.money(d.verdict.margin) for d in decisions],
        t("results.hire_month.label"): [t.value(d.verdict.hire_month, "month") for d in decisions],
        t("rules.signals.lit.label"): [t("compare.lit", n=str(d.signals.lit)) for d in decisions],
        t("rules.pillars.acquisition.ratio.label"): [t.value(d.pillars.acquisition.ratio, "ratio") for d in decisions],
    }
    for option in OPTIONS:
        rows[t("compare.npv", option=t(f"options.{option}"))] = [t.money(d.options[option].npv) for d in decisions]
    names = [t("compare.figure"), *(name for name, _ in columns)]
    return [table(t("compare.question"), names, ((False, [label, *cells]) for label, cells in rows.items()))]


def _difference(columns: list[tuple[str, Decision]], t: Text) -> None:
    draw([heading(t("compare.difference"))], t, "difference_heading")
    decisions = dict(columns)
    names = list(decisions)
    one, two = st.columns(2)
    key = ".".join(names)
    first = one.selectbox(t("compare.from"), names, index=1, key=f"from-{key}")
    second = two.selectbox(t("compare.to"), names, index=0, key=f"to-{key}")
    if first == second:
        draw([prose(t("compare.same"))], t, "difference")
        return
    draw(_said(difference(decisions[first], decisions[second]), first, second, t), t, "difference", live=True)


def _said(found: Difference, first: str, second: str, t: Text) -> list[Block]:
    if not found.moves:
        return [prose(t("compare.nothing"))]
    leads = {"first": t.money(found.lead_first), "second": t.money(found.lead_second), "together": t.money(found.together)}
    said = t("compare.together", reading=t(f"readings.{found.reading}"), from_name=first, to_name=second, **leads)
    moving = [move for move in found.moves if move.moved is None or round(move.moved, 2) != 0]
    shown, smaller = moving[:MOST_MOVES], moving[MOST_MOVES:]
    rows = [_move(move, found.reading, t) for move in shown]
    if smaller:
        rows.append(fact(t("compare.smaller", n=str(len(smaller))), t.money(sum(move.moved or 0.0 for move in smaller))))
    rows.append(fact(t("compare.rest"), t.money(found.rest), t("compare.rest_note")))
    rows.append(fact(t("compare.whole"), t.money(found.together)))
    blocks = [prose(said), facts(rows)]
    still = len(found.moves) - len(moving)
    return [*blocks, prose(t("compare.still", n=str(still)), "quiet")] if still else blocks


def _move(move: Move, reading: str, t: Text) -> Block:
    name = ", ".join(field_label(t, path) for path in move.paths)
    changes = "; ".join(
        t("compare.change", first=field_value(t, path, first), second=field_value(t, path, second))
        for path, first, second in zip(move.paths, move.first, move.second, strict=True)
    )
    if move.moved is None:
        return fact(name, t("unknown"), changes)
    if move.reading is not None and move.reading != reading:
        changes = t("compare.turns", changes=changes, reading=t(f"readings.{move.reading}"))
    return fact(name, t.money(move.moved), changes)
