"""The "why?" of a figure: a dialog that says the calculation in words, the source and the date, and what it rests on."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cmo_model.decision import Decision
from cmo_model.skin.components import heard, mark, net, parts, readout
from cmo_model.words import Text
from cmo_model.words.explanation import Explanation, explain

_TRAIL = "why_trail"


def ask(key: str) -> None:
    """Remember the figure touched in the readout of this key; `answer` opens it in the same run."""
    name = heard(key, "why")
    if name:
        st.session_state[_TRAIL] = [name]


def pending() -> bool:
    """Whether a figure has just been touched; a part of the page that was redrawn alone then asks for the whole."""
    return bool(st.session_state.get(_TRAIL))


def answer(decision: Decision, t: Text) -> None:
    """Open the dialog when a figure has just been touched."""
    if st.session_state.get(_TRAIL):
        trail = st.session_state.pop(_TRAIL)
        st.session_state["why_open"] = trail
        _dialog(decision, t)


def _dialog(decision: Decision, t: Text) -> None:
    @st.dialog(t("explanation.title"), width="medium")
    def show() -> None:
        with net(t):
            shown()

    def shown() -> None:
        trail: list[str] = st.session_state["why_open"]
        tree = explain(decision, trail[-1], t.language, depth=1)
        readout(_blocks(tree, t), t, "why_readout", _go_down)
        if len(trail) > 1 and st.button(t("page.back"), icon=":material/arrow_back:"):
            st.session_state["why_open"] = trail[:-1]
            st.rerun(scope="fragment")

    show()


def _go_down() -> None:
    name = heard("why_readout", "why")
    if name:
        st.session_state["why_open"] = [*st.session_state["why_open"], name]


def _blocks(tree: Explanation, t: Text) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = [
        {"kind": "prose", "tone": "label", "parts": parts(tree.label)},
        {"kind": "amount", "parts": parts(tree.shown)},
    ]
    if tree.formula:
        blocks.append({"kind": "prose", "parts": parts(tree.formula)})
    if facts := tree.facts(t):
        said = ", ".join(facts)
        blocks.append({"kind": "prose", "tone": "quiet", "parts": parts(said[0].upper() + said[1:] + ".")})
    if tree.note:
        blocks.append({"kind": "prose", "parts": parts(tree.note)})
    if tree.source:
        source = t("cli.labelled", name=t("explanation.source"), said=tree.source)
        blocks.append({"kind": "source", "text": source, "address": tree.address})
    if tree.children:
        rows = [{"label": parts(c.label), "value": parts(mark(c.name, c.shown))} for c in tree.children]
        blocks.append({"kind": "heading", "parts": parts(t("page.rests_on"))})
        blocks.append({"kind": "facts", "rows": rows})
    return blocks
