"""The project's two components: a question (`question`) and a readout (`readout`), both plain text in and plain values out.

Streamlit's own number widget shows no grouping and reads the decimal comma by the browser's language, not the page's: hence our
field. The readout draws sentences, lamps and tables whose figures can be touched; text is set as text, never as mark-up.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from cmo_model.explanation import field_help, field_label
from cmo_model.fields import FIELDS
from cmo_model.scenario import OPTIONS
from cmo_model.text import Text

_HERE = Path(__file__).parent
_FIELD = """
<div class="field">
  <label></label>
  <div class="box"><span class="unit"></span><button type="button" hidden>↺</button></div>
  <div class="under"><span class="help" id="help"></span><span class="echo" id="echo"></span></div>
  <div class="alert" id="alert" role="alert"></div>
</div>
"""
_MARKED = re.compile("\ue000([^\ue001]*)\ue001([^\ue002]*)\ue002")


def _read(name: str) -> str:
    return (_HERE / name).read_text("utf-8")


_field = st.components.v2.component("cmo_field", html=_FIELD, css=_read("field.css"), js=_read("field.js"))
_readout = st.components.v2.component(
    "cmo_readout", html='<div class="readout">\n</div>', css=_read("readout.css"), js=_read("readout.js")
)

_SUFFIX = {"money_per_year": "$", "money_per_month": "$", "money": "$", "money_per_hour": "$", "share": "%"}
_ECHO = {"money_per_year": "units.per_year", "money_per_month": "units.per_month", "money_per_hour": "units.per_hour"}


def question(path: str, value: Any, start: Any, t: Text, problem: str, on_change: Callable[[], None], key: str) -> Any:
    """Ask for one field. Bounds, unit and words come from the field itself; the result holds `value`."""
    facts = FIELDS[path]
    percent = facts.unit.startswith("share")
    bounds = {"low": facts.low, "high": facts.high}

    def shown(bound: float | None) -> str:
        return "" if bound is None else t.number(bound * 100 if percent else bound, 6)

    units = {"$": t("page.currency"), "%": t("page.percent")}
    suffix = units.get(_SUFFIX.get(facts.unit, ""), "")
    if facts.unit == "hours_per_week":
        suffix = t("page.hours")
    echo = t(_ECHO[facts.unit], n=t("page.amount")) if facts.unit in _ECHO else ""
    choices = [[option, t(f"options.{option}")] for option in OPTIONS] if path == "current" else None
    return _field(
        key=key,
        data={
            "label": field_label(t, path),
            "help": field_help(t, path),
            "unit": suffix,
            "unit_first": t.language == "en" and suffix == units["$"],
            "echo": echo,
            "value": value,
            "start": start,
            "choices": choices,
            "percent": percent,
            "money": suffix == units["$"],
            "whole": facts.whole,
            "low_open": facts.low_open,
            "language": t.language,
            "locale": t.tag,
            "problem": problem,
            "reset": t("page.reset"),
            "messages": {
                "not_a_number": t("field_errors.not_a_number"),
                "too_low": t(f"field_errors.{'above' if facts.low_open else 'too_low'}", low=shown(facts.low)),
                "too_high": t("field_errors.too_high", high=shown(facts.high)),
            },
            **bounds,
        },
        on_value_change=on_change,
    )


def mark(name: str, shown: str) -> str:
    """A figure set apart inside a sentence, to be cut out again by `parts`; the marks are private characters."""
    return f"\ue000{name}\ue001{shown}\ue002"


def parts(sentence: str) -> list[dict[str, str]]:
    """A sentence cut into plain text and figures that can be touched."""
    found, at = [], 0
    for match in _MARKED.finditer(sentence):
        if match.start() > at:
            found.append({"text": sentence[at : match.start()]})
        found.append({"name": match[1], "text": match[2]})
        at = match.end()
    if at < len(sentence):
        found.append({"text": sentence[at:]})
    return found


def readout(blocks: list[dict[str, Any]], t: Text, key: str, on_why: Callable[[], None], live: bool = False) -> Any:
    """Draw blocks of text and figures; a touched figure arrives as the trigger `why`, its name."""
    data = {"blocks": blocks, "why": t("explanation.title"), "page": t.tag, "live": live}
    return _readout(key=key, data=data, on_why_change=on_why)
