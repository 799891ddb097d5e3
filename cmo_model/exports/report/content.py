"""What the report says, page by page, as finished text: sentences and cells already written in the reader's language.

Sentences come from `sentences` and `risk_sentences`, figures from the one decision and risk of the handout; nothing is computed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from cmo_model import parameters
from cmo_model.charts import tables
from cmo_model.exports.handout import Handout
from cmo_model.exports.report import drawings
from cmo_model.exports.report.pieces import Content, Figure, Section, Signal, Table
from cmo_model.exports.report.register import register
from cmo_model.exports.report.typography import printable, printed
from cmo_model.growth.transfer import documenting
from cmo_model.growth.transfer_plan import transfer_plan
from cmo_model.words import Text
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences import experiments
from cmo_model.words.sentences import transfer as transfer_sentences
from cmo_model.words.sentences.place import standing_in
from cmo_model.words.sentences.risk import information, nearest_flips, three_flips
from cmo_model.words.sentences.verdict import hidden_cost, pillars, three_signals

WIDTH = 484.0
"""Of the text, in points, on both papers."""
_CURVE = 165.0
_FLIPS, _WORTH = 8, 5
_WITH_DETAIL = 340.0
"""Points that the costs take with their detail: they stand on one page."""
_LINK_IN_FOOT = 300
"""Characters of a link beyond which it would push the text off the page: it is then printed on the last page only."""


def content(handout: Handout) -> Content:
    """Everything the report says."""
    handout = replace(handout, text=printed(handout.text.language, handout.text.place))
    t, advice = handout.text, handout.advice
    language, region = t.tag.split("-")
    firm, link = printable(handout.firm), printable(handout.link)
    long = len(link) > _LINK_IN_FOOT
    return Content(
        language=language,
        region=region,
        title=t("report.title", firm=firm),
        product=t("product"),
        firm=firm,
        date=t.date(handout.day),
        headline=said_of.headline(advice, t),
        note=" ".join(filter(None, (_claimed(handout, t), standing_in(handout.decision.scenario, handout.day, t)))),
        lead=(*said_of.gains(advice, t), said_of.when(advice, handout.day, t)),
        sections=(
            *_first_page(handout, t),
            _costs(handout, t),
            _sides(handout, t),
            _difference(handout, t),
            *_months(handout, t),
            *_transfer(handout, t),
            *_tests(handout, t),
            *_risk(handout, t),
            *_rest(handout, t),
        ),
        register=register(handout),
        link_words=t("bar.link") if link else "",
        link=handout.link if re.match(r"https?://", handout.link) else "",
        foot_link=t("report.link_last") if long else link,
        end_link=link if long else "",
        ink=drawings.INK,
        accent=drawings.ACCENT,
    )


def _claimed(handout: Handout, t: Text) -> str:
    return "" if handout.claim == "full" else t(f"page.claim.{handout.claim}")


def _names(t: Text, options: Iterable[object]) -> list[str]:
    return [t(f"options.{option}") for option in options]


def _first_page(handout: Handout, t: Text) -> list[Section]:
    decision, risk, advice = handout.decision, handout.risk, handout.advice
    months = t.counted("months", decision.scenario.horizon_months)
    table = tables.gains(advice).sort_values("gain", ascending=False, kind="stable")
    rows = said_of.compared(advice, t)
    ways = Table(
        columns=tuple(map(t, said_of.COMPARED)),
        rows=tuple(rows.values()),
        best=list(rows).index(advice.advised),
        bars=Figure(drawings.options(table), said_of.options_in_words(advice, t)),
        caption=t("chart.title", months=months),
    )
    sure = said_of.sure(advice, t)
    error = () if advice.certain else (said_of.error(advice, t),)
    found = [
        Section(t("risk.title"), (*sure, *said_of.beside(advice, t), *error)),
        Section(t("report.agreement"), (said_of.agreement(advice, t),)),
        Section(t("page.options"), (t("risk.chances_note"),), table=ways),
    ]
    if risk.tornado:
        found.append(Section(t("page.matters"), items=tuple(three_flips(risk, decision, t))))
    signals = [
        Signal(one.name, one.lit, t("signals.lit" if one.lit else "signals.unlit"), (one.measure, one.when), one.limit)
        for one in three_signals(decision, t)
    ]
    return [*found, Section(t("signals.title"), signals=tuple(signals))]


def _costs(handout: Handout, t: Text) -> Section:
    decision = handout.decision
    months = t.counted("months", decision.scenario.horizon_months)
    costs = tables.costs(decision)
    best = list(costs.index).index(handout.advice.advised)
    values = ". ".join(f"{t(f'options.{name}')}, {t.about(value)}" for name, value in costs["total"].items())
    whole = Table(
        columns=(t("table.option"), t("report.invoice"), t("report.hidden"), t("table.cost_pv")),
        rows=tuple(
            (name, *map(t.about, amounts))
            for name, amounts in zip(_names(t, costs.index), costs.itertuples(index=False), strict=True)
        ),
        best=best,
        bars=Figure(drawings.costs(costs, handout.advice), t("cost.alt", values=values)),
        caption=t("cost.chart", months=months),
    )
    terms = tables.cost_terms(decision)
    by_term = [(t(f"terms.{term}"), *map(t.about, terms[term])) for term in terms.columns]
    detail = Table(
        columns=("", *_names(t, terms.index)),
        rows=(*by_term, (t("table.cost_pv"), *map(t.about, costs["total"]))),
        total=True,
        caption=t("cost.terms"),
    )
    return Section(t("cost.question"), (hidden_cost(decision, t),), table=whole, more=detail, room=_WITH_DETAIL)


def _sides(handout: Handout, t: Text) -> Section:
    sides = tables.sides(handout.decision)
    names = [t(f"terms.{term}") for term in sides.index]
    without, hired = _names(t, sides.columns)
    said = [
        t("cost.side", term=name, without=t.about(left), hired=t.about(right))
        for name, (left, right) in zip(names, sides.itertuples(index=False), strict=True)
    ]
    table = Table(
        columns=("", without, hired),
        rows=tuple(
            (name, t.about(left), t.about(right)) for name, (left, right) in zip(names, sides.itertuples(index=False), strict=True)
        ),
        bars=Figure(drawings.sides(sides, handout.advice), t("cost.sides_alt", values=" ".join(said))),
        bars_at=2,
    )
    prose = t("cost.sides_note", without=without, hired=hired)
    return Section(t("cost.sides"), (prose,), table=table if said else None)


def _difference(handout: Handout, t: Text) -> Section:
    decision = handout.decision
    difference = tables.difference(decision)
    rows = [(t(f"terms.{term}"), t.about(amount)) for term, amount in difference.items()]
    values = ". ".join(", ".join(row) for row in rows)
    table = Table(
        columns=("", t("report.part")),
        rows=(*rows, (t("results.margin.label"), t.about(decision.verdict.margin))),
        bars=Figure(drawings.amounts(difference.tolist()), t("report.difference_alt", values=values)) if rows else None,
        total=True,
    )
    names = {"best": t(f"options.{decision.best}"), "other": t(f"options.{decision.verdict.runner_up}")}
    return Section(t("page.difference"), (t("page.difference_note", **names),), table=table)


def _months(handout: Handout, t: Text) -> list[Section]:
    decision, advice = handout.decision, handout.advice
    said = [said_of.when(advice, handout.day, t)]
    if decision.timing is None:
        return [Section(t("when.title"), tuple(said))]
    figure = None
    if decision.scenario.timing_months > 1:  # one month makes no curve
        said.append(said_of.curve(advice, t))
        drawn = drawings.entry(advice, handout.day, t, WIDTH, _CURVE)
        figure = Figure(drawn, said_of.entry_in_words(advice, handout.day, t), _CURVE)
    found = [Section(t("when.title"), tuple(said), figure=figure), Section(t("when.zones"), (said_of.stage(advice, t),))]
    steps = handout.plan
    if not steps:
        return [*found, Section(t("when.plan"), (t("when.plan_none"),))]
    rows = [(t(f"when.step.{step.name}"), t.month(step.day)) for step in steps]
    dated = ". ".join(", ".join(row) for row in rows)
    table = Table(
        columns=(t("when.step_name"), t("when.step_day")),
        rows=tuple(rows),
        bars=Figure(drawings.timeline(steps), t("when.plan_alt", values=dated)),
    )
    return [*found, Section(t("when.plan"), (t("when.plan_note"),), table=table)]


def _transfer(handout: Handout, t: Text) -> list[Section]:
    """Where the transfer stands and its dates, when something of it was answered."""
    if handout.transfer is None:
        return []
    decision, given = handout.decision, handout.transfer
    said = [*transfer_sentences.standing(given, t), transfer_sentences.documenting(decision, documenting(decision), t)]
    plan = transfer_plan(handout.advice, handout.day)
    rows = [(transfer_sentences.phase(one.name, plan, t), t.date(one.start), t.date(one.end)) for one in plan.phases]
    table = Table(columns=(t("transfer.phase"), t("transfer.starts"), t("transfer.ends")), rows=tuple(rows))
    missing = tuple(transfer_sentences.missing(given, t))
    return [
        Section(t("transfer.question"), tuple(said), items=missing),
        Section(t("transfer.plan_title"), (transfer_sentences.planned(plan, t),), table=table),
    ]


def _tests(handout: Handout, t: Text) -> list[Section]:
    """The tests put in the calendar: what to spend each week, from when to when, and what to record."""
    if not handout.tests:
        return []
    rows = [
        (
            printable(one.channel),
            t("experiments.more" if step.up else "experiments.less", share=t.percent(one.variation, 0)),
            t.date(step.start),
            t.date(step.last),
            t.money(step.weekly),
        )
        for one in handout.tests
        for step in one.steps()
    ]
    table = Table(columns=tuple(t(f"experiments.{head}") for head in experiments.DATED), rows=tuple(rows))
    return [Section(t("experiments.report"), (t("experiments.record"),), table=table)]


def _risk(handout: Handout, t: Text) -> list[Section]:
    decision, risk = handout.decision, handout.risk
    found = [Section(t("risk.information"), items=tuple(information(risk, t)[:_WORTH]))] if risk.ranges else []
    changes = nearest_flips(risk.flips, decision.scenario, t)[:_FLIPS] or [t("risk.flips_none")]
    return [*found, Section(t("risk.flips"), items=tuple(changes))]


def _rest(handout: Handout, t: Text) -> list[Section]:
    """The pillars, what is not counted, what the articles do not show; the last gives way to a transfer and to tests."""
    found = [
        Section(t("pillars.title"), pairs=tuple(pillars(handout.decision, t))),
        Section(t("verdict.not_counted_title"), (t("verdict.not_counted"), t("verdict.lean"))),
    ]
    if handout.transfer is not None or handout.tests:
        return found
    shaky = [f"parameters.claims.{claim.id}" for claim in parameters.claims().claims if claim.stands == "not_shown"]
    pairs = tuple((t(f"{words}.claim"), t(f"{words}.when")) for words in shaky)
    return [*found, Section(t("report.claims"), (t("method.claims_note"),), pairs=pairs)]
