"""What does each way cost, all in: the invoice or the real cost, both sides term by term, and every employer's charge line."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import streamlit as st

from cmo_model.charts import tables
from cmo_model.charts.colours import other, second
from cmo_model.decision.records import Decision
from cmo_model.pages import questions
from cmo_model.pictures import bars, dates
from cmo_model.rules.months import INVOICED, TERMS
from cmo_model.scenario import OPTIONS, OptionName
from cmo_model.skin.advised import till
from cmo_model.skin.blocks import Block, draw, fact, facts, heading, headline, prose, table
from cmo_model.skin.components import mark
from cmo_model.skin.panel import control, panel
from cmo_model.skin.session import Visit
from cmo_model.uncertainty import Advice
from cmo_model.words import Text
from cmo_model.words.explanation import explain
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences.place import rates, standing_in, usual
from cmo_model.words.sentences.verdict import hidden_cost


def page(visit: Visit, t: Text, first: datetime.date) -> None:
    """Draw the page; `first` is a day of month 1."""
    advice = visit.advise()
    decision = advice.decision
    draw([headline(t("cost.question")), prose(hidden_cost(decision, t, mark), "large")], t, "cost", live=True)
    invoice = _invoice_only(t)
    draw([bars.costs(advice, t, invoice), _terms(advice, t, invoice)], t, "cost_bars", made=visit.made(leads=True))
    _cash(visit, advice, t, first)
    draw([heading(t("cost.sides")), prose(_sides(decision, t)), bars.sides(advice, t)], t, "cost_sides", made=visit.made())
    said = (rates(decision.scenario, t), standing_in(decision.scenario, first, t), t("cost.salaries_note"))
    draw([heading(t("cost.salaries")), prose(" ".join(filter(None, said)))], t, "cost_salaries")
    for column, seat in zip(st.columns(2, gap="large"), ("in_house", "coordinator"), strict=True):
        with column:
            draw(_salary(seat, decision, t), t, f"salary_{seat}")
    if usual(t):
        draw([prose(one, "quiet") for one in usual(t)], t, "cost_usual")
    names = ("firm", "owner", "fractional", "consultant", "in_house", "coordinator", "judging")
    questions.subjects(visit, names, t, t("page.behind"))


def _cash(visit: Visit, advice: Advice, t: Text, first: datetime.date) -> None:
    """What the change takes from the till and brings back: two options of her choice with their bands, the years, a reserve."""
    decision, today = advice.decision, advice.decision.scenario.current
    choices = [[option, t(f"options.{option}")] for option in OPTIONS if option != today]
    chosen = {name: visit.draft.choices.get(name) for name in ("cash:first", "cash:second")}
    known = [name for name, _ in choices]
    one = chosen["cash:first"] if chosen["cash:first"] in known else other(advice)
    two = chosen["cash:second"] if chosen["cash:second"] in known else second(advice)
    reserve = visit.draft.choices.get("cash:reserve")
    draw([heading(t("cost.cash")), *map(prose, _told(decision, one, first, t))], t, "cost_cash")
    pair = (("first", one), ("second", two))
    controls = [control("select", f"cash:{side}", t(f"cost.{side}"), choices=choices, value=option) for side, option in pair]
    controls.append(control("number", "cash:reserve", t("cost.reserve"), value=None))
    panel(visit, [{"controls": controls}], t, "cash")
    options = tuple(dict.fromkeys((one, two)))
    place = st.container()

    def later() -> None:
        paths = till(visit)
        blocks: list[Block] = []
        if isinstance(reserve, (int, float)):
            shown = t.money(reserve, cents=False)
            for option in options:
                below = said_of.chance(paths[option].chance_below(reserve), t)
                blocks.append(prose(t("cost.below", option=t(f"options.{option}"), reserve=shown, chance=below)))
        blocks.append(dates.cash(advice, first, t, options, paths))
        with place:
            draw([*blocks, _years(decision, options, t)], t, "cost_till", look="tall", made=visit.made())

    visit.later = later


def _told(decision: Decision, option: OptionName, first: datetime.date, t: Text) -> list[str]:
    """The most cash the first option asks for, when, and when it is back."""
    cash = decision.options[option].cash
    if cash is None:
        return []
    name, peak = t(f"options.{option}"), cash.peak_month is not None and cash.peak_need > 0
    when = dates.dated(first, cash.peak_month or 1, t)
    said = t("cost.peak", option=name, amount=t.about(cash.peak_need), date=when) if peak else t("cost.no_peak", option=name)
    back = cash.payback_month
    return [said, t("cost.no_payback") if back is None else t("cost.payback", date=dates.dated(first, back, t))] if peak else [said]


def _years(decision: Decision, options: Iterable[OptionName], t: Text) -> Block:
    of = {option: cash.by_year for option in options if (cash := decision.options[option].cash) is not None}
    count = max(map(len, of.values()), default=0)
    rows = [(False, [t("cost.year", n=str(n + 1)), *(t.about(years[n]) for years in of.values())]) for n in range(count)]
    return table(t("cost.year_sum"), (t("cost.year_name"), *(t(f"options.{option}") for option in of)), rows)


def _terms(advice: Advice, t: Text, invoice: bool) -> Block:
    """Every option's cost by term; only what is invoiced or paid when asked so."""
    decision, terms = advice.decision, INVOICED if invoice else TERMS
    rows = []
    for option, outcome in decision.options.items():
        cells = [mark(f"options.{option}.terms.{term}", t.about(outcome.terms[term])) for term in terms]
        if not invoice:
            cells.append(mark(f"options.{option}.cost_pv", t.about(outcome.cost_pv)))
        rows.append((option == advice.advised, [t(f"options.{option}"), *cells]))
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
        rows.append(fact(said.label.rsplit(" (", 1)[0], mark(said.name, t.money(amount)), f"{said.formula} {source}"))
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
