"""Why should I believe it: what the articles claim and where it holds, every formula in words, every parameter with its date."""

from __future__ import annotations

import streamlit as st

from cmo_model import parameters
from cmo_model.scenario import Scenario
from cmo_model.scenario.fields import unread
from cmo_model.skin import why
from cmo_model.skin.blocks import Block, draw, fact, facts, heading, headline, items, prose, source
from cmo_model.skin.components import mark, net
from cmo_model.skin.session import Visit
from cmo_model.words import Text, catalogue
from cmo_model.words.explanation import default_origin, field_label, field_value

LIMITS = ("effects", "thresholds", "tenure", "attribution", "data", "memory", "hours")


def page(visit: Visit, t: Text) -> None:
    """Draw the page."""
    draw(
        [
            headline(t("method.question")),
            prose(t("method.how"), "large"),
            items([t(f"method.step{n}") for n in range(1, 6)]),
            heading(t("method.claims")),
            prose(t("method.claims_note")),
            *_claims(t),
            heading(t("method.limits")),
            items([t(f"method.limit.{name}") for name in LIMITS]),
        ],
        t,
        "method",
    )

    @st.fragment
    def folded() -> None:
        for name, section in SECTIONS.items():
            fold = st.expander(t(f"method.{name}"), key=f"method-{name}", on_change="rerun")
            if fold.open:
                with fold, net(t):
                    draw(section(t), t, f"method_{name}")
        if why.pending():
            st.rerun()

    folded()


def _claims(t: Text) -> list[Block]:
    found = parameters.claims()
    blocks: list[Block] = []
    for claim in found.claims:
        words = f"parameters.claims.{claim.id}"
        blocks.append(
            {
                "kind": "pair",
                "head": t(f"{words}.claim"),
                "word": t(f"stands.{claim.stands}"),
                "texts": [t(f"{words}.when"), t("method.tool", how=t(f"{words}.how"))],
                "note": t("method.claim_source", article=found.articles[claim.article].title, date=t.date(claim.checked)),
                "links": [{"text": one.title, "address": one.address} for one in claim.sources],
            }
        )
    articles = [
        source(", ".join(filter(None, (one.title, one.author, t.date(one.date) if one.date else ""))), one.address)
        for one in found.articles.values()
    ]
    return [*blocks, prose(t("method.articles"), "claim"), prose(t("method.articles_note"), "quiet"), *articles]


def _formulas(t: Text) -> list[Block]:
    """Every rule and result: what it is called and how it is computed, in words."""
    blanks = {"base": t("results.base.label"), "other": t("results.comparator_by_month.label")}
    blanks |= dict.fromkeys(("month", "months", "year"), "n")
    rows = []
    for key in catalogue(t.language):
        if key.endswith(".formula") and key.startswith(("rules.", "results.")):
            rows.append(fact(t(key.removesuffix("formula") + "label", **blanks), "", t(key, **blanks)))
    return [prose(t("method.formulas_note"), "quiet"), facts(rows)]


def _sourced(one: parameters.Sourced, t: Text, note: str | None = None) -> str:
    title = one.source.title or t(f"kinds.{one.kind}")
    said = t("cost.line_source", source=title, date=t.date(one.checked))
    return " ".join(filter(None, (said, note or t.note(one.note))))


def _parameters(t: Text) -> list[Block]:
    """Thresholds and statutory lines, each with its source and the day it was last checked."""
    rows = [
        fact(t(f"thresholds.{name}"), mark(f"thresholds.{name}", t.value(one.value, one.unit)), _sourced(one, t))
        for name, one in parameters.thresholds().items()
    ]
    blocks: list[Block] = [facts(rows), prose(t("method.channels"), "claim"), facts(_channels(t))]
    for year in parameters.available()[t.place]:
        law = parameters.statutory(t.place, year)
        said = [fact(t.line(line.id), t(f"confidences.{line.confidence}"), _sourced(line, t)) for line in law.lines]
        said.append(fact(t("workbook.salaries.sales_tax"), t.percent(law.sales_tax.rate, 3), _sourced(law.sales_tax, t)))
        blocks += [prose(t("method.lines", place=t(f"places.{t.place}"), year=str(year)), "claim"), facts(said)]
    return blocks


def _channels(t: Text) -> list[Block]:
    """What Budget takes from elsewhere of any channel, and the shares of credited revenue that each kind is supposed to cause."""
    said = [
        fact(t(f"channels.{name}"), t.value(one.value, one.unit), _sourced(one, t))
        for name, one in parameters.channel_figures().items()
    ]
    for name, kind in parameters.channel_kinds().items():
        low, high = (t.percent(share, 0) for share in kind.caused)
        label = t("channels.caused", kind=t(f"diagnostic.kinds.{name}"))
        said.append(fact(label, t("risk.between", low=low, high=high), t("kinds.assumption")))
    return said


def _defaults(t: Text) -> list[Block]:
    """Every question's default, and where it comes from."""
    rows = []
    hidden = {"schema_version", "workload.duties", "uncertainty"} | unread(t.place, parameters.available()[t.place][-1])
    for path in parameters.defaults():
        if path in hidden:
            continue
        value = Scenario(jurisdiction=t.place).default(path)
        origin, note = default_origin(t, path)
        rows.append(fact(field_label(t, path), field_value(t, path, value), _sourced(origin, t, note)))
    return [facts(rows)]


def _ranges(t: Text) -> list[Block]:
    """How far each uncertain figure is supposed to be from what is entered."""
    rows = []
    for path, one in parameters.uncertainty().items():
        spread = one.spread
        low, high = spread.times or spread.plus or (0.0, 0.0)
        key = "method.times" if spread.times else "method.plus"
        rows.append(fact(field_label(t, path), t(key, low=t.number(low), high=t.number(high)), _sourced(one, t)))
    return [facts(rows)]


def _privacy(t: Text) -> list[Block]:
    return [items([t(f"method.private{n}") for n in range(1, 6)])]


SECTIONS = {"formulas": _formulas, "parameters": _parameters, "defaults": _defaults, "ranges": _ranges, "privacy": _privacy}
"""What is folded at the foot of the page."""
