"""This or that: up to four scenarios side by side, and the difference of two, input by input, with what each difference moves."""

from __future__ import annotations

import streamlit as st

from cmo_model import examples
from cmo_model.comparison import Difference, Move, difference
from cmo_model.decision import Decision, decide
from cmo_model.explanation import field_label
from cmo_model.fields import FIELDS
from cmo_model.readers import ReadError, read_link, words
from cmo_model.scenario import OPTIONS
from cmo_model.text import Text
from cmo_model.views.blocks import Block, draw, fact, facts, heading, headline, prose, table
from cmo_model.views.state import MOST_KEPT, Kept, Visit, example_scenario

_MOST_MOVES = 12
"""Differences shown one by one; the smaller ones are counted."""


def page(visit: Visit, t: Text) -> None:
    """Draw the page."""
    decision = visit.decide()
    draw([headline(t("compare.question")), prose(t("compare.note"))], t, "compare")
    _adding(visit, decision, t)
    columns = [(t("compare.screen"), decision), *((one.name, decide(one.scenario)) for one in visit.kept)]
    draw(_side_by_side(columns, t), t, "compare_table", live=True)
    for place, one in enumerate(visit.kept):
        st.button(
            t("compare.remove", name=_plain(one.name)),
            key=f"remove-{place}-{visit.round}",
            on_click=visit.kept.__delitem__,
            args=(place,),
            type="tertiary",
        )
    if visit.kept:
        _difference(columns, t)


def _plain(name: str) -> str:
    """A name inside a button's label, which is markdown: its signs are escaped."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()<>#+-.!|~$:&" else letter for letter in name)


def _adding(visit: Visit, decision: Decision, t: Text) -> None:
    full = len(visit.kept) >= MOST_KEPT
    key = f"compare#{visit.round}{len(visit.kept)}{t.language}"

    def keep(name: str, scenario: object = None) -> None:
        kept = decision.scenario if scenario is None else scenario
        visit.kept.append(Kept(name, kept))  # type: ignore[arg-type]
        visit.notices = []

    def from_example() -> None:
        name = st.session_state[f"example-{key}"]
        if name:
            keep(t(f"examples.{name}.name"), example_scenario(name))

    def from_link() -> None:
        typed = st.session_state[f"link-{key}"]
        try:
            shared = read_link(typed.split("#", 1)[-1])
        except ReadError as error:
            visit.notices = [words(problem, t) for problem in error.problems]
            return
        keep(t("compare.linked", n=str(len(visit.kept) + 1)), shared.scenario)
        visit.notices = [words(problem, t) for problem in shared.notices]

    one, two, three = st.columns([0.26, 0.3, 0.44], vertical_alignment="bottom")
    with one:
        name = t("compare.kept", n=str(len(visit.kept) + 1))
        st.button(t("compare.keep"), key=f"keep-{key}", on_click=keep, args=(name,), disabled=full, width="stretch")
    with two:
        st.selectbox(
            t("compare.example"),
            examples.names(),
            index=None,
            placeholder=t("compare.choose"),
            format_func=lambda name: t(f"examples.{name}.name"),
            key=f"example-{key}",
            on_change=from_example,
            disabled=full,
        )
    with three:
        st.text_input(t("compare.link"), key=f"link-{key}", on_change=from_link, disabled=full, placeholder="https://…#s=1.…")
    if full:
        draw([prose(t("compare.full"), "quiet")], t, "compare_full")


def _side_by_side(columns: list[tuple[str, Decision]], t: Text) -> list[Block]:
    def row(label: str, cells: list[str]) -> tuple[bool, list[str]]:
        return False, [label, *cells]

    decisions = [decision for _, decision in columns]
    rows = [
        row(t("compare.reading"), [t(f"readings.{d.verdict.reading}") for d in decisions]),
        row(t("results.best.label"), [t(f"options.{d.best}") for d in decisions]),
        row(t("results.margin.label"), [t.money(d.verdict.margin) for d in decisions]),
        row(t("results.hire_month.label"), [t.value(d.verdict.hire_month, "month") for d in decisions]),
        row(t("compare.signals"), [t("signals.count", lit=str(d.signals.lit)) for d in decisions]),
        row(t("rules.pillars.acquisition.ratio.label"), [t.value(d.pillars.acquisition.ratio, "ratio") for d in decisions]),
    ]
    rows += [
        row(t("compare.npv", option=t(f"options.{option}")), [t.money(d.options[option].npv) for d in decisions])
        for option in OPTIONS
    ]
    return [table(t("compare.question"), [t("compare.figure"), *(name for name, _ in columns)], rows)]


def _difference(columns: list[tuple[str, Decision]], t: Text) -> None:
    draw([heading(t("compare.difference"))], t, "difference_heading")
    names = [name for name, _ in columns]
    places = list(range(len(names)))
    key = f"{len(names)}{t.language}"
    one, two = st.columns(2)
    first = one.selectbox(t("compare.from"), places, format_func=names.__getitem__, key=f"from-{key}")
    second = two.selectbox(t("compare.to"), places, index=1, format_func=names.__getitem__, key=f"to-{key}")
    if first == second:
        draw([prose(t("compare.same"))], t, "difference")
        return
    found = difference(columns[first][1], columns[second][1])
    draw(_said(found, names[first], names[second], t), t, "difference", live=True)


def _said(found: Difference, first: str, second: str, t: Text) -> list[Block]:
    if not found.moves:
        return [prose(t("compare.nothing"))]
    reading = t(f"readings.{found.reading}")
    leads = {"first": t.money(found.lead_first), "second": t.money(found.lead_second), "together": t.money(found.together)}
    blocks = [prose(t("compare.together", reading=reading, from_name=first, to_name=second, **leads))]
    moving = [move for move in found.moves if move.moved is None or round(move.moved, 2) != 0]
    rows = [_move(move, found.reading, t) for move in moving[:_MOST_MOVES]]
    rest = found.together - sum(move.moved or 0.0 for move in moving[:_MOST_MOVES])
    rows.append(fact(t("compare.rest"), t.money(rest), t("compare.rest_note")))
    rows.append(fact(t("compare.whole"), t.money(found.together)))
    still = len(found.moves) - len(moving)
    blocks.append(facts(rows))
    if still:
        blocks.append(prose(t("compare.still", n=str(still)), "quiet"))
    return blocks


def _move(move: Move, reading: str, t: Text) -> Block:
    name = ", ".join(field_label(t, path) for path in move.paths)
    changes = "; ".join(
        t("compare.change", first=_value(path, first, t), second=_value(path, second, t))
        for path, first, second in zip(move.paths, move.first, move.second, strict=True)
    )
    if move.moved is None:
        return fact(name, t("unknown"), changes)
    if move.reading is not None and move.reading != reading:
        changes = t("compare.turns", changes=changes, reading=t(f"readings.{move.reading}"))
    return fact(name, t.money(move.moved), changes)


def _value(path: str, value: object, t: Text) -> str:
    facts = FIELDS[path]
    if path == "workload.duties":
        return t("unknown") if value is None else t("compare.duties", n=str(len(value)))  # type: ignore[arg-type]
    if path == "current":
        return t(f"options.{value}")
    if path == "company.sector":
        return t(f"sectors.{value}")
    return t.value(value, facts.unit)
