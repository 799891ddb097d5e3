"""The questions as a page asks them: nine first, the rest by subject, each with its unit, its bounds, who gave it and why.

Bounds, units and defaults come from the scenario's own fields. A contractor's hours are asked in days a month, because a mandate is
sold in days, and echoed in hours a week, because signals and months count hours.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import streamlit as st

from cmo_model import parameters
from cmo_model.rules.capability import WEEKS_A_MONTH
from cmo_model.scenario import MOST_YEARS_AHEAD, OPTIONS
from cmo_model.scenario.checks import MOST_LETTERS
from cmo_model.scenario.fields import FIELDS, unread
from cmo_model.skin import blocks, components, why
from cmo_model.skin.components import heard, net
from cmo_model.skin.session import Visit
from cmo_model.words import Text
from cmo_model.words.explanation import default_origin, field_help, field_label

FIRST = (
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


def _of(prefix: str) -> tuple[str, ...]:
    return tuple(path for path in FIELDS if path.startswith(f"{prefix}.") and path not in FIRST and path != "workload.duties")


SUBJECTS: dict[str, tuple[str, ...]] = {
    "firm": (
        *("name", "company.revenue_growth", "customers.annual_retention", "workload.annual_growth"),
        *("jurisdiction", "year", "company.annual_payroll", "company.sector", "company.staff", "company.accident_premium_rate"),
        "company.recovers_sales_tax",
    ),
    "judging": ("horizon_months", "timing_months", "discount_rate", "bridge", "advantage_volatility"),
    "effect": _of("leadership_effect"),
    "sales": (*_of("sales"), *_of("brand")),
    "owner": _of("owner"),
    "fractional": (*_of("fractional"), "hybrid_fractional_share"),
    "consultant": ("consultant.monthly_fee", *(p for p in _of("consultant") if p != "consultant.monthly_fee")),
    "in_house": _of("in_house"),
    "coordinator": ("coordinator.base_salary", *(p for p in _of("coordinator") if p != "coordinator.base_salary")),
    "assumptions": _of("assumptions"),
}
"""Every question beyond the nine, but for the answers and the duties, which have their places on the Signals page."""

LEFT = "left"
"""The subject of what is still an example's, or came with a link or a file."""


def left(visit: Visit) -> tuple[str, ...]:
    """The questions whose value is still the example's: nobody here gave it, and it is not our default either."""
    if visit.draft.origin != "example":
        return ()
    paths = (*FIRST, *(path for name in SUBJECTS for path in _asked_of(visit, name)))
    start = visit.draft.start
    given = {*visit.draft.changes, *visit.draft.tags, "name"}
    return tuple(path for path in paths if path not in given and start.value(path) != start.default(path))


def _asked_of(visit: Visit, subject: str) -> tuple[str, ...]:
    """The questions of a subject that the place's law leaves standing."""
    hidden = unread(visit.typed.jurisdiction, visit.typed.year)
    return tuple(path for path in SUBJECTS[subject] if path not in hidden)


IN_DAYS = ("consultant.hours_per_week", "fractional.hours_per_week", "fractional.most_hours_per_week")

_DAYS = WEEKS_A_MONTH / 8
"""Days of eight hours a month in an hour a week."""
_SUFFIX = {"money_per_year": "$", "money_per_month": "$", "money": "$", "money_per_hour": "$", "share": "%", "share_per_year": "%"}
_ECHO = {"money_per_year": "units.per_year", "money_per_month": "units.per_month", "money_per_hour": "units.per_hour"}


def _years(t: Text) -> list[list[Any]]:
    """The years whose rates are known, and those that the latest may stand in for."""
    known = parameters.available()[t.place]
    return [[year, str(year)] for year in range(known[0], known[-1] + MOST_YEARS_AHEAD + 1)]


_YES_NO = ("bridge", "company.recovers_sales_tax", "in_house.executive", "coordinator.executive")
_CHOICES: dict[str, Callable[[Text], list[list[Any]]]] = {
    "current": lambda t: [[option, t(f"options.{option}")] for option in OPTIONS],
    "company.sector": lambda t: [[name, t(f"sectors.{name}")] for name in FIELDS["company.sector"].choices],
    "jurisdiction": lambda t: [[place, t(f"places.{place}")] for place in parameters.available()],
    "year": _years,
    **dict.fromkeys(_YES_NO, lambda t: [[True, t("yes_no.yes")], [False, t("yes_no.no")]]),
}


@cache
def facts(path: str, t: Text) -> dict[str, Any]:
    """What does not change while a field is asked: its words, unit, bounds and choices."""
    field = FIELDS[path]
    days = path in IN_DAYS
    percent = field.unit.startswith("share")

    def shown(bound: float | None) -> str:
        scaled = 0.0 if bound is None else bound * _DAYS if days else bound * 100 if percent else bound
        return "" if bound is None else t.number(scaled, 6)

    units = {"$": t.sign, "%": t("page.percent")}
    unit = units.get(_SUFFIX.get(field.unit, ""), "")
    if field.unit == "hours_per_week":
        unit = t("page.days_a_month" if days else "page.hours")
    elif field.unit in ("months", "weeks", "days"):
        unit = t(f"page.{field.unit}")
    echo = t("units.hours_per_week", n=t("page.number")) if days else ""
    if field.unit in _ECHO:
        echo = t(_ECHO[field.unit], n=t("page.amount"))
    elif field.unit == "money":
        echo = t("page.amount")
    return {
        "path": path,
        "why": path,
        "kind": "text" if field.unit == "text" else "number",
        "label": t(f"days.{path}") if days else field_label(t, path),
        "help": field_help(t, path),
        "unit": unit,
        "unit_first": t.money_first and unit == units["$"],
        "money": unit == units["$"],
        "echo": echo,
        "days": _DAYS,
        "scale": "days" if days else "percent" if percent else "",
        "whole": field.whole,
        "low": field.low,
        "high": field.high,
        "low_open": field.low_open,
        "too_low": t(f"field_errors.{'above' if field.low_open else 'too_low'}", low=shown(field.low)),
        "too_high": t("field_errors.too_high", high=shown(field.high)),
        "choices": _CHOICES[path](t) if path in _CHOICES else None,
        "most": MOST_LETTERS,
        "unknown": field.default is not None and path not in ("name", "current", "jurisdiction", "year"),
    }


def asked(visit: Visit, path: str, t: Text) -> dict[str, Any]:
    """One field as the browser draws it, with its value and who gave it."""
    value = visit.current(path)
    tag = visit.tag(path)
    changed = value != visit.origin_value(path) or tag == "unknown"
    if tag == "default" and value != visit.typed.default(path):
        tag = "example" if visit.draft.base else visit.draft.origin
    given = {
        "value": value,
        "changed": changed,
        "tag": t(f"tags.{tag}"),
        "problem": visit.problem_at(path, t),
        "note": visit.remark_at(path, t),
    }
    return facts(path, t) | given


def words(t: Text) -> dict[str, str]:
    """The words that all questions share."""
    return {
        "reset": t("page.reset"),
        "unknown": t("page.unknown"),
        "why": t("explanation.title"),
        "not_a_number": t("field_errors.not_a_number"),
        "which": t("field_errors.which"),
        "whole": t("field_errors.whole"),
    }


def draw(
    visit: Visit,
    fields: Iterable[dict[str, Any]],
    t: Text,
    key: str,
    then: Callable[[], None] | None = None,
    curved: bool = False,
    look: str = "",
) -> None:
    """Ask for these fields; those that are `curved` dim their curves while they wait. `then` is told when something was edited."""
    place = f"{key}#{visit.round}"

    def edited() -> None:
        visit.take(heard(place, "edits"))
        if then is not None:
            then()

    data = {
        "fields": list(fields),
        "words": words(t),
        "locale": t.tag,
        "currency": t.currency,
        "figures": visit.draft.figures,
        "look": look,
    }
    components.questions(data, place, edited, lambda: why.ask(place), visit.made() if curved else None)


def ask(
    visit: Visit,
    paths: Iterable[str],
    t: Text,
    key: str,
    then: Callable[[], None] | None = None,
    curves: Mapping[str, Any] | None = None,
    look: str = "",
) -> None:
    """Ask for the fields at these paths, each with its curve where it has one."""
    drawn = curves or {}
    draw(visit, [asked(visit, path, t) | {"curve": drawn.get(path)} for path in paths], t, key, then, bool(drawn), look)


def subjects(visit: Visit, names: Iterable[str], t: Text, title: str) -> None:
    """Folded subjects; only an open one is drawn, and opening one redraws nothing else."""
    names = tuple(names)

    @st.fragment
    def folded() -> None:
        if st.session_state.pop("stale", False):
            st.rerun()
        blocks.draw([blocks.heading(title)], t, "subjects")
        for name in names:
            paths = tuple(path for path in left(visit) if path not in FIRST) if name == LEFT else _asked_of(visit, name)
            if not paths:
                continue
            count = 0 if name == LEFT else sum(visit.tag(path) != "default" for path in paths)
            fold = st.expander(t(f"subjects.{name}"), key=f"subject-{name}", on_change="rerun")
            if fold.open:
                with fold, net(t):
                    mine = t.counted("yours", count) if count else ""
                    if name != LEFT:
                        blocks.draw([blocks.prose(f"{mine} {_basis(paths, t)}".strip(), "quiet")], t, f"basis-{name}")
                    ask(visit, paths, t, f"ask-{name}", _stale)
        if why.pending():
            st.rerun()

    folded()


def _stale() -> None:
    st.session_state["stale"] = True


def _basis(paths: Iterable[str], t: Text) -> str:
    """Where the defaults of a subject come from, and the day they were last checked."""
    origins = [default_origin(t, path)[0] for path in paths if path in parameters.defaults()]
    sources = sorted({origin.source.title for origin in origins if origin.source.title})
    checked: datetime.date = max(origin.checked for origin in origins)
    said = t("page.basis_own", date=t.date(checked))
    return said if not sources else t("page.basis", sources="; ".join(sources), date=t.date(checked))
