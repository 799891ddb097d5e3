"""Is it time: the three signals with their measures, the duty builder for the hours, the fifteen questions on data."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cmo_model import parameters
from cmo_model.decision import Decision
from cmo_model.pages import questions
from cmo_model.pages.verdict import signals_block
from cmo_model.scenario.parts import MOST_VOLUME
from cmo_model.skin.advised import glanced
from cmo_model.skin.blocks import Block, draw, gauge, heading, headline, items, prose
from cmo_model.skin.components import mark
from cmo_model.skin.paths import typical_duties
from cmo_model.skin.session import Visit
from cmo_model.words import Text
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences.verdict import priorities

_AXES = ("iteration", "reliability", "memory")


def page(visit: Visit, t: Text) -> None:
    """Draw the page."""
    decision = visit.decide()
    lit = t("signals.count", lit=str(decision.signals.lit))
    blocks = [
        headline(t("signals.question")),
        prose(f"{lit} {t(f'signals.reading.{decision.verdict.signals_say}')}", "large"),
        prose(said_of.agreement(glanced(visit).advice, t, mark)),
        signals_block(decision, t),
    ]
    if decision.signals.stage == "validation":
        blocks += [heading(t("stage.title")), items(priorities(t))]
    draw(blocks, t, "signals_page", live=True)
    measures, hours = st.columns(2, gap="large")
    with measures:
        draw([heading(t("signals.measures")), *_gauges(decision, t)], t, "gauges", live=True)
    with hours:
        _hours(visit, decision, t)
    if visit.current("workload.duties") is not None:
        _duties(visit, t)
    _culture(visit, t)
    questions.subjects(visit, ("firm", "fractional", "in_house"), t, t("page.behind"))


def _gauges(decision: Decision, t: Text) -> list[Block]:
    """The three axes of the culture of data, each with its threshold; the other measures stand with their signals above."""
    scores, limit = decision.signals.data_culture, parameters.thresholds()["capability_score"].value
    found = []
    for axis in _AXES:
        score = getattr(scores, axis)
        shown = t("no_answer") if score is None else mark(f"signals.data_culture.{axis}", t.value(score, "score"))
        mark_at = limit if axis != "reliability" else 0.0
        found.append(gauge(t(f"rules.signals.data_culture.{axis}.label"), shown, score, mark_at, mark_at, 100.0))
    return found


def _hours(visit: Visit, decision: Decision, t: Text) -> None:
    built = visit.current("workload.duties") is not None
    said: list[Block] = [heading(t("signals.builder")), prose(t("signals.builder_note"))]
    if built:
        spread = decision.signals.complexity
        hours = mark("signals.complexity.hours", t.value(spread.hours, "hours_per_week"))
        chance = t.percent(spread.probability_at_threshold or 0.0, 0)
        said.append(prose(t("signals.built", hours=hours, chance=chance), "large"))
    draw(said, t, "builder_said", live=True)

    def turned() -> None:
        on = st.session_state[key]
        if on:
            visit.change("workload.duties", typical_duties())
        else:
            visit.put_back("workload.duties")
            if visit.current("workload.duties") is not None:
                visit.change("workload.duties", None)

    key = f"build#{visit.round}{t.language}{built}"
    st.toggle(t("signals.build"), value=built, key=key, on_change=turned)
    if not built:
        questions.ask(visit, ("workload.hours_per_week", "workload.annual_growth"), t, "hours")


def _duties(visit: Visit, t: Text) -> None:
    """The builder's questions: of each duty, how much there is and what others do."""
    fields = [field for name in parameters.duties().duties for field in _duty(visit, name, t)]
    questions.draw(visit, fields, t, "duties")


def _duty(visit: Visit, name: str, t: Text) -> list[dict[str, Any]]:
    """The two questions of one duty: how much of it there is, and the share done by others."""
    said, driver = t(f"parameters.duties.{name}.name"), t(f"parameters.duties.{name}.driver")
    volume = _field(visit, f"workload.duties.{name}.volume", said, driver, t)
    label, help_ = t("signals.delegated", duty=said), t("signals.delegated_help")
    delegated = _field(visit, f"workload.duties.{name}.delegated", label, help_, t)
    low, high = t("field_errors.too_low", low="0"), t("field_errors.too_high", high="100")
    most = t("field_errors.too_high", high=t.number(MOST_VOLUME))
    return [
        volume | {"low": 0, "high": MOST_VOLUME, "too_low": low, "too_high": most},
        delegated | {"low": 0, "high": 1, "too_low": low, "too_high": high, "scale": "percent", "unit": t("page.percent")},
    ]


def _field(visit: Visit, path: str, label: str, said: str, t: Text) -> dict[str, Any]:
    value = visit.current(path)
    begun = visit.draft.start.workload.duties is not None
    return {
        "path": path,
        "why": "workload.duties",
        "kind": "number",
        "label": label,
        "help": said,
        "unit": "",
        "unit_first": False,
        "money": False,
        "echo": "",
        "scale": "",
        "whole": False,
        "low_open": False,
        "choices": None,
        "unknown": False,
        "value": 0.0 if value is None else value,
        "changed": begun and value != visit.origin_value(path),
        "tag": "",
        "problem": "",
        "note": "",
    }


def _culture(visit: Visit, t: Text) -> None:
    draw([heading(t("culture.title")), prose(t("culture.note"))], t, "culture_said")
    draw([prose(t("rules.signals.data_culture.need.label"), "claim")], t, "culture_need")
    need = [_answer(visit, f"data_culture.need.{place}", f"culture.need.q{place + 1}", t) for place in range(3)]
    questions.draw(visit, need, t, "need")
    for row, axis in enumerate(_AXES):
        draw([prose(t(f"rules.signals.data_culture.{axis}.label"), "claim")], t, f"culture_{axis}")
        fields = [
            _answer(visit, f"data_culture.answers.{place}", f"culture.answers.q{place + 1}", t)
            for place in range(4 * row, 4 * row + 4)
        ]
        questions.draw(visit, fields, t, axis)


def _answer(visit: Visit, path: str, words: str, t: Text) -> dict[str, Any]:
    said = [t(f"{words}.a{score}") for score in range(5)]
    choices: list[list[Any]] = [[None, t("page.unknown")], *([score, one] for score, one in enumerate(said))]
    whole = path.rsplit(".", 1)[0]
    field = _field(visit, path, t(f"{words}.ask"), "", t)
    value = visit.current(path)
    return field | {"why": whole, "choices": choices, "value": value, "changed": value != visit.origin_value(path)}
