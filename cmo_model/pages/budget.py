"""Where each dollar goes: a history by channel comes in, what it says of each channel, and the split it can justify."""

from __future__ import annotations

import datetime
from typing import Any

import streamlit as st

from cmo_model.charts.look import round_ticks
from cmo_model.decision import Decision, quantities
from cmo_model.exports import calendar as agenda
from cmo_model.growth.allocation import BudgetError
from cmo_model.growth.arbitrage import STEP, Arbitrage, NothingToldError, arbitrate
from cmo_model.growth.channels import History, doubts
from cmo_model.growth.credit import KINDS, Credit, fits, lifetime_of
from cmo_model.growth.diagnostic import ChannelDiagnostic, Diagnostic, diagnose
from cmo_model.growth.experiments import Scheduled, free_from, plans
from cmo_model.pages.history import do, opening, reading, typed, understood
from cmo_model.pictures import bars
from cmo_model.readers import ReadError
from cmo_model.readers.history import WORKBOOKS, history_words
from cmo_model.skin.blocks import Block, draw, heading, headline, items, prose, table
from cmo_model.skin.draft import TEST
from cmo_model.skin.panel import control, panel
from cmo_model.skin.session import Visit
from cmo_model.words import Text
from cmo_model.words.sentences import budget as budget_sentences
from cmo_model.words.sentences import diagnostic as diagnosed
from cmo_model.words.sentences import experiments

_KIND = "kind:"
"""How the choice of a channel's kind begins."""
_SHARES = ("share_least", "share_most")
"""How those begin of the least and the most that its spend may have caused."""


def page(visit: Visit, t: Text, day: datetime.date) -> None:
    """Draw the page; a test put in the calendar begins with the month after `day`."""
    decision = visit.decide()
    draw([headline(t("budget.question")), prose(t("budget.note"))], t, "budget")
    opening(visit, t)
    _scheduled(visit, t, day)
    WORKBOOKS.prepare()
    if visit.draft.file is None:
        history = typed(visit, t, day)
        if history is not None and _likely(visit, decision, history, t):
            _diagnosed(visit, _read(visit, decision, history, t), t)
            draw([heading(t("budget.untold")), prose(t("budget.untold_note"))], t, "budget_untold")
        return
    name = visit.draft.file.name
    story = f"history.samples.{name.removesuffix('.csv')}.story"
    draw([prose(t("budget.file", name=name), "label"), *([prose(t(story))] if t.has(story) else [])], t, "budget_file")
    if not visit.draft.file.packed and not visit.draft.file.refused:
        draw([prose(t("budget.too_large_to_keep"), "quiet")], t, "budget_large")
    try:
        read = reading(visit, visit.draft.file)
    except ReadError as error:
        draw([prose(history_words(problem, t), "alert") for problem in error.problems], t, "budget_refused", live=True)
        return
    understood(visit, read, t)
    if read.history is None or not _likely(visit, decision, read.history, t):
        return
    found = _read(visit, decision, read.history, t)
    _diagnosed(visit, found, t)
    _experiments(visit, decision, read.history, found, t, day)
    _arbitrated(visit, decision, read.history, found, t)


def _read(visit: Visit, decision: Decision, history: History, t: Text) -> Diagnostic:
    """What the history says, and that a customer's worth has no end where it has none."""
    if _lifetime(visit, decision) is None:
        draw([prose(t("budget.endless"), "alert"), prose(t("budget.endless_meanwhile"))], t, "endless", live=True)
    return diagnosis(visit, decision, history)


def _likely(visit: Visit, decision: Decision, history: History, t: Text) -> bool:
    """Whether nothing in it looks like another figure, or whoever brought it says that it is right."""
    scenario = decision.scenario
    found = doubts(history, scenario.company.annual_revenue, scenario.acquisition.monthly_spend)
    if not found:
        return True
    ask, fix = t("diagnostic.doubts.ask"), t("diagnostic.doubts.fix")
    draw([heading(ask), items(diagnosed.doubts(found, t)), prose(fix, "quiet")], t, "budget_doubts", live=True)
    panel(visit, [{"controls": [control("check", "plausible", t("diagnostic.doubts.right"))]}], t, "doubts")
    return visit.draft.choices.get("plausible") is True


def diagnosis(visit: Visit, decision: Decision, history: History) -> Diagnostic:
    """What the history says, computed once for as long as it and the firm's own figures stay."""
    company = decision.scenario.company
    fees = float(quantities(decision.scenario)["signals.external.fees_paid"])
    given = history, company.contribution_margin, fees, company.annual_revenue
    credit = _credit(visit, decision)
    return visit.once("diagnosis", (*given, credit), lambda: diagnose(*given, credit=credit))


def _credit(visit: Visit, decision: Decision) -> Credit:
    """How the revenue is to be taken: as chosen, or as all that customers bought, each channel of the kind its name tells."""
    chosen = visit.draft.choices
    given = {name.removeprefix(_KIND): kind for name, kind in chosen.items() if name.startswith(_KIND) and kind in KINDS}
    typed = {name.removeprefix(f"{side}:") for name in chosen for side in _SHARES if name.startswith(f"{side}:")}
    shares = {one: found for one in typed if (found := _shares(chosen, one, given))}
    return Credit(given, shares, _lifetime(visit, decision) or 1.0)


def _shares(chosen: dict[str, Any], channel: str, kinds: dict[str, str]) -> tuple[float, float] | None:
    """The shares caused typed for a channel, in percent on the page, one of them its kind's; nothing where they have no meaning."""
    typed = [_number(chosen, f"{side}:{channel}") for side in _SHARES]
    usual = Credit(kinds).caused(channel)
    least, most = (own if value is None else value / 100 for value, own in zip(typed, usual, strict=True))
    return (least, most) if fits(least, most) else None


def _lifetime(visit: Visit, decision: Decision) -> float | None:
    """What a dollar of revenue is worth of a customer; None for first orders of customers whose worth has no end."""
    if visit.draft.choices.get("orders") != "first":
        return 1.0
    return lifetime_of(decision.scenario.customers.annual_retention, decision.scenario.discount_rate)


def split_today(visit: Visit, history: History, found: Diagnostic, margin: float) -> Arbitrage:
    """The split before anything is chosen, computed once for as long as the diagnosis stays. Raises `NothingToldError`."""
    return visit.once("split_today", (history, found, margin), lambda: arbitrate(history, found, margin))


def split_chosen(visit: Visit, history: History, found: Diagnostic, margin: float, plain: Arbitrage) -> Arbitrage:
    """The split under what was chosen, computed once for as long as neither changes. Raises as `arbitrate` does."""
    chosen = visit.draft.choices
    bounds = {move.channel: bounds_of(chosen, move.channel, move.today) for move in plain.moves}
    locked = [name for name in bounds if chosen.get(f"lock:{name}") is True]
    choices = _number(chosen, "budget"), chosen.get("free") is True, bounds, locked
    return visit.once("split_chosen", (history, found, margin, choices), lambda: arbitrate(history, found, margin, *choices))


def _diagnosed(visit: Visit, found: Diagnostic, t: Text) -> None:
    if not found.total:
        orders = [[one, t(f"budget.orders_{one}")] for one in ("all", "first")]
        controls = [control("select", "orders", t("budget.orders"), value="all", choices=orders)]
        panel(visit, [{"controls": controls}], t, "orders")
    rows = []
    for one in found.channels:
        low, high = (t.value(ratio, "ratio") for ratio in (one.ratio_low, one.ratio_high))
        between = t("risk.between", low=low, high=high) if one.ratio_low is not None else t("unknown")
        cells = [
            one.channel,
            t(f"diagnostic.verdicts.{one.verdict}"),
            t.money(one.spend),
            t.percent(one.share),
            t.money(one.revenue),
        ]
        rows.append((one.verdict == "scale", [*cells, t.value(one.ratio, "ratio"), between]))
    columns = [t(f"budget.{name}") for name in ("channel", "verdict", "spend", "share", "revenue", "ratio", "between")]
    blocks: list[Block] = [
        heading(t("budget.all")),
        *(prose(one) for one in diagnosed.in_all(found, t)),
        heading(t("budget.channels")),
        table(t("budget.channels"), columns, rows),
        items(diagnosed.verdict(one, t) for one in found.channels),
    ]
    draw(blocks, t, "budget_diagnostic", live=True)
    with st.expander(t("budget.details")):
        if not found.total:
            kinds = [[kind, t(f"diagnostic.kinds.{kind}")] for kind in KINDS]
            panel(visit, [_causing(one, kinds, t) for one in found.channels], t, "kinds")
            wrong = [one.channel for one in found.channels if _wrong_shares(visit.draft.choices, one)]
            draw([prose(t("budget.shares_wrong", channel=one), "alert") for one in wrong], t, "shares_wrong", live=True)
        more: list[Block] = []
        for one in found.channels:
            said = [*diagnosed.performance(one, t)[1:], *diagnosed.identification(one, found, t), *diagnosed.response(one, t)]
            more += [prose(one.channel, "claim"), items(said)]
        draw([*more, prose(diagnosed.note(found, t), "quiet")], t, "budget_details")


def _causing(one: ChannelDiagnostic, kinds: list[list[str]], t: Text) -> dict[str, Any]:
    """A channel's kind and, in percent, the least and the most of its credited revenue that its spend causes."""
    kind, name = t("budget.kind", channel=one.channel), one.channel
    boxes = [control("select", f"{_KIND}{name}", kind, value=one.kind, choices=kinds)]
    for side, share in zip(_SHARES, one.caused, strict=True):
        label = t(f"budget.{side}")
        boxes.append(
            control("number", f"{side}:{name}", label, t("cli.labelled", name=name, said=label), value=round(100 * share, 1))
        )
    return {"kind": "grid", "controls": boxes}


def _wrong_shares(chosen: dict[str, Any], one: ChannelDiagnostic) -> bool:
    typed = any(f"{side}:{one.channel}" in chosen for side in _SHARES)
    return typed and _shares(chosen, one.channel, {one.channel: one.kind}) is None


def _experiments(visit: Visit, decision: Decision, history: History, found: Diagnostic, t: Text, day: datetime.date) -> None:
    """Which tests are worth running, each a press away from the calendar."""
    given = history, found, decision.scenario.company.contribution_margin
    weighed = visit.once("experiments", given, lambda: plans(*given))
    said = experiments.weighed(weighed, found, t)
    if not said:
        return
    worth = [one for one in weighed if one.pays]
    note = [prose(one) for one in experiments.note(weighed, t)]
    draw([heading(experiments.title(weighed, t)), *note, items(said)], t, "experiments", live=True)
    if worth:
        draw([bars.tests(worth, t)], t, "experiments_bars")
    free = free_from(visit.draft.tests, day)
    asked = {one.channel: Scheduled(one.channel, one.today, one.variation, one.months, free).written() for one in worth}
    visit.tests = {f"{TEST}{channel}": written for channel, written in asked.items()}
    there = {one.channel for one in visit.draft.tests}
    buttons = [
        {"kind": "text", "label": t("experiments.there", channel=one)}
        if one in there
        else control("button", f"{TEST}{one}", t("experiments.add", channel=one))
        for one in asked
    ]
    panel(visit, [{"controls": buttons}], t, "experiments", do)


def _scheduled(visit: Visit, t: Text, day: datetime.date) -> None:
    """The tests that are in the calendar, whatever history is open: their months, the file, and a way to take each out."""
    chosen = visit.draft.tests
    if not chosen:
        return
    dated = items(line for one in chosen for line in experiments.dated(one, t))
    draw([heading(t("experiments.report")), dated, prose(t("experiments.record"))], t, "experiments_dated", live=True)
    made = agenda.calendar_of_tests(chosen, t, day, visit.called(t)).decode()
    buttons = [control("save", "calendar", t("experiments.calendar"), text=made, file=f"{t('experiments.file')}.ics")]
    buttons += [control("button", f"{TEST}{one.channel}", t("experiments.remove", channel=one.channel)) for one in chosen]
    panel(visit, [{"controls": buttons}], t, "scheduled", do)


def _arbitrated(visit: Visit, decision: Decision, history: History, found: Diagnostic, t: Text) -> None:
    margin = decision.scenario.company.contribution_margin
    draw([heading(t("budget.arbitrage"))], t, "budget_arbitrage")
    visit.offer = None
    try:
        plain = split_today(visit, history, found, margin)
        _choices(visit, plain, t)
        split = split_chosen(visit, history, found, margin, plain)
    except NothingToldError as error:
        draw([prose(budget_sentences.nothing(error, t), "large")], t, "budget_nothing", live=True)
        return
    except BudgetError as error:
        least, most = t.money(error.least), t.money(error.most)
        draw([prose(t("errors.budget", least=least, most=most), "alert")], t, "budget_wrong", live=True)
        return
    _split(split, found, t)
    _offer(visit, decision, split, t)


def _number(chosen: dict[str, Any], name: str) -> float | None:
    """A number that was chosen; nothing where there is none."""
    value = chosen.get(name)
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def bounds_of(chosen: dict[str, Any], name: str, today: float) -> tuple[float, float]:
    """The bounds typed for a channel; one step around today where none is, which gives way to the one typed. The ceiling wins."""
    low, high = _number(chosen, f"low:{name}"), _number(chosen, f"high:{name}")
    ceiling = max((1 + STEP) * today, low or 0.0) if high is None else high
    return min((1 - STEP) * today if low is None else low, ceiling), ceiling


def _choices(visit: Visit, plain: Arbitrage, t: Text) -> None:
    def chosen(kind: str, name: str, label: str, channel: str, **more: Any) -> dict[str, Any]:
        return control(kind, f"{name}:{channel}", label, t("cli.labelled", name=channel, said=label), **more)

    total = [control("number", "budget", t("budget.total"), value=plain.budget_today), control("check", "free", t("budget.free"))]
    rows: list[dict[str, Any]] = [{"controls": total}]
    for move in plain.moves:
        if move.told:
            controls = [{"kind": "text", "label": move.channel, "tone": "strong"}]
            controls.append(chosen("check", "lock", t("budget.lock"), move.channel))
            for side, value in (("low", move.low), ("high", move.high)):
                controls.append(chosen("number", side, t(f"budget.{side}"), move.channel, value=round(value, 2)))
            rows.append({"kind": "grid", "controls": controls})
    panel(visit, rows, t, "choices")


def _split(split: Arbitrage, found: Diagnostic, t: Text) -> None:
    gained, held = budget_sentences.gained(split, t), budget_sentences.held(split, found, t)
    draw([*(prose(one, "large") for one in gained), items(held)], t, "split", live=True)
    draw([bars.moves(split, t)], t, "moves")
    rows = []
    for move in split.moves:
        marginal = budget_sentences.marginal(move.marginal, t)
        cells = [move.channel, t.money(move.today), t.money(move.proposed), marginal, t(f"budget.bounds.{move.bound}")]
        rows.append((False, cells))
    columns = [t(f"budget.{name}") for name in ("channel", "today", "proposed", "marginal", "held")]
    blocks = [table(t("budget.arbitrage"), columns, rows), heading(t("budget.sweep_title"))]
    draw([*blocks, prose(budget_sentences.stops(split, t))], t, "split_table")
    draw([_sweep(split, t)], t, "sweep", look="tall")


def _sweep(split: Arbitrage, t: Text) -> Block:
    """The best sales a month at each budget, with today's and the proposed one, and where a dollar stops paying."""
    points = list(zip(split.budgets.tolist(), split.revenues.tolist(), strict=True))
    low, high = (end([sales for _, sales in points]) for end in (min, max))
    pad = 0.05 * (high - low or 1.0)

    def said(spend: float, sales: float) -> str:
        return t("budget.sweep_point", spend=t.money(spend, cents=False), sales=t.about(sales))

    ticks = round_ticks(points[0][0], points[-1][0])
    return {
        "kind": "lines",
        "title": t("budget.sweep_title"),
        "note": t("budget.axis"),
        "x": [points[0][0], points[-1][0]],
        "low": low - pad,
        "high": high + pad,
        "levels": [{"at": at, "tone": "faint", "text": t.brief(at)} for at in round_ticks(low, high)],
        "lines": [{"tone": "advised", "points": points}],
        "marks": [
            {"x": split.budget_today, "y": split.revenue_today, "tone": "today"},
            {"x": split.budget, "y": split.revenue, "tone": "advised"},
        ],
        "legend": [{"tone": "today", "text": t("budget.today")}, {"tone": "advised", "text": t("budget.proposed")}],
        "points": [{"x": spend, "y": sales, "text": said(spend, sales)} for spend, sales in points],
        "ticks": [{"at": at, "text": t.brief(at)} for at in ticks],
        "table": table(
            t("budget.sweep_title"),
            (t("budget.spend"), t("budget.revenue")),
            [(False, [t.money(spend, cents=False), t.about(sales)]) for spend, sales in points[:: max(1, len(points) // 10)]],
        ),
    }


def _offer(visit: Visit, decision: Decision, split: Arbitrage, t: Text) -> None:
    """What the scenario would become with the ratio of the split."""
    a = decision.pillars.acquisition
    if split.ratio is None or split.ratio < 0 or a.revenue_per_customer is None or not a.revenue_per_customer > 0:
        draw([prose(t("budget.cannot_take"), "quiet")], t, "offer")
        return
    spend, customers = round(split.budget, 2), round(split.ratio * split.budget / a.revenue_per_customer, 4)
    visit.offer = spend, customers
    told = t(
        "budget.takes",
        before=t.value(a.ratio, "ratio"),
        after=t.value(split.ratio, "ratio"),
        spend=t.money(spend),
        customers=t.number(customers),
    )
    draw([prose(told)], t, "offer")
    panel(visit, [{"controls": [control("button", "take", t("budget.take"))]}], t, "take", do)
