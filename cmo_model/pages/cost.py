"""What does each way cost, all in: the invoice or the real cost, both sides term by term, and every employer's charge line."""

from __future__ import annotations

import datetime

import streamlit as st

from cmo_model import charts
from cmo_model.charts import tables
from cmo_model.decision.records import Decision
from cmo_model.pages import answer, questions
from cmo_model.rules.months import INVOICED, TERMS
from cmo_model.skin.blocks import Block, dark, draw, fact, facts, heading, headline, picture, prose, table
from cmo_model.skin.components import mark
from cmo_model.skin.session import Visit
from cmo_model.uncertainty import Advice
from cmo_model.words import Text
from cmo_model.words.explanation import explain
from cmo_model.words.sentences.verdict import hidden_cost


def page(visit: Visit, t: Text, first: datetime.date) -> None:
    """Draw the page; `first` is a day of month 1."""
    decision = visit.decide()
    months = t.counted("months", decision.scenario.horizon_months)
    draw([headline(t("cost.question"))], t, "cost", live=True)
    words, aside = st.columns([0.36, 0.64], gap="large")
    with words:
        draw([prose(hidden_cost(decision, t, mark), "large")], t, "cost_said", live=True)
        invoice = _invoice_only(t)
        draw([prose(t("cost.chart_invoice" if invoice else "cost.chart", months=months), "label")], t, "cost_label")
    with aside:
        shown = tables.costs(decision)["invoice" if invoice else "total"]
        values = ". ".join(f"{t(f'options.{name}')}, {t.money(float(value))}" for name, value in shown.items())
        figure = charts.costs(decision, t, dark(), invoice)
        picture(figure, t("cost.alt", values=values), "cost_chart")
    draw([_terms(decision, t, invoice)], t, "cost_terms")
    draw(_cash(visit.advise(), t, first), t, "cost_cash", look="tall")
    words, aside = st.columns([0.36, 0.64], gap="large")
    with words:
        draw([heading(t("cost.sides")), prose(_sides(decision, t))], t, "cost_sides")
    with aside:
        said = [
            t("cost.side", term=t(f"terms.{term}"), without=t.money(float(row.iloc[0])), hired=t.money(float(row.iloc[1])))
            for term, row in tables.sides(decision).iterrows()
        ]
        figure = charts.sides(decision, t, dark())
        alternative = t("cost.sides_alt", values=" ".join(said))
        picture(figure, alternative, "sides_chart")
    draw([heading(t("cost.salaries")), prose(t("cost.salaries_note"))], t, "cost_salaries")
    for column, seat in zip(st.columns(2, gap="large"), ("in_house", "coordinator"), strict=True):
        with column:
            draw(_salary(seat, decision, t), t, f"salary_{seat}")
    names = ("firm", "owner", "fractional", "consultant", "in_house", "coordinator", "judging")
    questions.subjects(visit, names, t, t("page.behind"))


def _cash(advice: Advice, t: Text, first: datetime.date) -> list[Block]:
    """What the change takes from the till and brings back: the curve, the years, the most it asks for and when it is back."""
    decision, option = advice.decision, answer.other(advice)
    cash = decision.options[option].cash
    said = []
    if cash is not None:
        peak = cash.peak_month is not None and cash.peak_need > 0
        when = answer.dated(first, cash.peak_month or 1, t)
        said.append(t("cost.peak", amount=t.about(cash.peak_need), date=when) if peak else t("cost.no_peak"))
        back = cash.payback_month
        said.append(t("cost.no_payback") if back is None else t("cost.payback", date=answer.dated(first, back, t)))
    years = [(False, [t("cost.year", n=str(n)), t.about(amount)]) for n, amount in enumerate(cash.by_year if cash else (), start=1)]
    by_year = [table(t("cost.cash"), (t("cost.year_name"), t("cost.year_sum")), years)] if years else []
    return [heading(t("cost.cash")), *(prose(one) for one in said), answer.cash(advice, first, t), *by_year]


def _terms(decision: Decision, t: Text, invoice: bool) -> Block:
    """Every option's cost by term; only what is invoiced or paid when asked so."""
    terms = INVOICED if invoice else TERMS
    rows = []
    for option, outcome in decision.options.items():
        cells = [mark(f"options.{option}.terms.{term}", t.money(outcome.terms[term])) for term in terms]
        if not invoice:
            cells.append(mark(f"options.{option}.cost_pv", t.money(outcome.cost_pv)))
        rows.append((option == decision.best, [t(f"options.{option}"), *cells]))
    columns = [t("table.option"), *(t(f"terms.{term}") for term in terms)]
    return table(t("cost.terms"), columns if invoice else [*columns, t("table.cost_pv")], rows)


def _sides(decision: Decision, t: Text) -> str:
    without, hired = tables.sides(decision).columns
    return t("cost.sides_note", without=t(f"options.{without}"), hired=t(f"options.{hired}"))


def _salary(seat: str, decision: Decision, t: Text) -> list[Block]:
    """A seat's loaded salary, line by line, each with its rate, its ceiling and its source."""
    one = decision.loaded_salary[seat]
    space = f"loaded_salary.{seat}"
    rows = [fact(t("rules.loaded_salary.cash_pay.label"), mark(f"{space}.cash_pay", t.money(one.cash_pay)))]
    for line, amount in one.lines.items():
        said = explain(decision, f"{space}.lines.{line}", t.language, depth=0)
        source = t("cost.line_source", source=said.source or "", date=t.date(said.checked) if said.checked else "")
        rows.append(fact(said.label.split(" (")[0], mark(said.name, t.money(amount)), f"{said.formula} {source}"))
    for name in ("benefits", "loaded_salary"):
        rows.append(fact(t(f"rules.loaded_salary.{name}.label"), mark(f"{space}.{name}", t.money(getattr(one, name)))))
    return [prose(t(f"seats.{seat}"), "claim"), facts(rows)]


def _invoice_only(t: Text) -> bool:
    """The switch between the invoice and the real cost."""
    sight = {"real": t("cost.real"), "invoice": t("cost.invoice")}
    key = f"sight-{t.language}"

    def seen() -> None:
        st.session_state["cost_sight"] = st.session_state[key]

    chosen = st.segmented_control(
        t("cost.sight"),
        list(sight),
        format_func=sight.__getitem__,
        default=st.session_state.get("cost_sight", "real"),
        required=True,
        key=key,
        on_change=seen,
        label_visibility="collapsed",
    )
    return bool(chosen == "invoice")
