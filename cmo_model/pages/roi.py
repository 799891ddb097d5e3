"""What must marketing return: the three pillars, the article's target beside the firm's own, the honest map of retention."""

from __future__ import annotations

import streamlit as st

from cmo_model import charts
from cmo_model.decision import Decision, graph_of
from cmo_model.pages import questions
from cmo_model.pictures import bars
from cmo_model.skin.blocks import Block, dark, draw, fact, facts, heading, headline, picture, prose
from cmo_model.skin.components import mark
from cmo_model.skin.session import Visit
from cmo_model.words import Text
from cmo_model.words.sentences.verdict import pillars


def page(visit: Visit, t: Text) -> None:
    """Draw the page."""
    decision = visit.decide()
    said = dict(zip(("acquisition", "retention", "brand"), pillars(decision, t, mark), strict=True))
    draw([headline(t("roi.question"))], t, "roi", live=True)
    _acquisition(said["acquisition"], decision, t)
    _retention(said["retention"], decision, t)
    brand = ("price_premium_value", "break_even_volume_loss", "highest_elasticity", "brand_capital", "left_after_three_years")
    velocity = ("sales_velocity_per_day", "sales_velocity_led_per_day")
    words, figures = st.columns(2, gap="large")
    with words:
        blocks = [heading(said["brand"][0]), prose(said["brand"][1], "large"), prose(t("roi.brand_note"), "quiet")]
        draw(blocks, t, "roi_brand")
    with figures:
        draw([_facts(decision, "brand", (*brand, *velocity), t)], t, "roi_brand_figures")
    questions.subjects(visit, ("firm", "effect", "sales"), t, t("page.behind"))


def _acquisition(said: tuple[str, str], decision: Decision, t: Text) -> None:
    names = ("cac", "revenue_per_customer", "payback_months", "contribution_roi", "spend_for_low_target_to_cover_fees")
    words, aside = st.columns(2, gap="large")
    with words:
        draw([heading(said[0]), prose(said[1], "large"), _facts(decision, "acquisition", names, t)], t, "roi_acquisition")
    with aside:
        draw([bars.ratios(decision, t)], t, "ratios")


def _retention(said: tuple[str, str], decision: Decision, t: Text) -> None:
    names = ("customer_value", "value_to_cac", "gain_from_ten_percent")
    cuts = ("cac_cut_equal_fixed_customers", "cac_cut_equal_fixed_budget")
    words, aside = st.columns(2, gap="large")
    with words:
        blocks = [heading(said[0]), prose(said[1], "large"), prose(_place_on_map(decision, t))]
        draw([*blocks, _facts(decision, "retention", (*names, *cuts), t)], t, "roi_retention")
    with aside:
        figure = charts.retention_map(decision, t, dark())
        picture(figure, t("roi.map_alt"), "retention_chart")
        draw([prose(t("roi.map_note"), "quiet")], t, "roi_map_note")


def _facts(decision: Decision, pillar: str, names: tuple[str, ...], t: Text) -> Block:
    values, rules = getattr(decision.pillars, pillar), graph_of(decision.scenario).rules
    rows = []
    for name in names:
        shown = t.rounded(getattr(values, name), rules[f"pillars.{pillar}.{name}"].unit)
        rows.append(fact(t(f"rules.pillars.{pillar}.{name}.label"), mark(f"pillars.{pillar}.{name}", shown)))
    return facts(rows)


def _place_on_map(decision: Decision, t: Text) -> str:
    """Where the firm stands on the map, in words."""
    r = decision.pillars.retention
    if r.gain_from_ten_percent is None or r.cac_cut_equal_fixed_customers is None or r.cac_cut_equal_fixed_budget is None:
        return t("roi.here.nowhere")
    customers, budget = r.cac_cut_equal_fixed_customers > 0.1, r.cac_cut_equal_fixed_budget > 0.1
    return t(f"roi.here.{'both' if customers and budget else 'customers' if customers else 'budget' if budget else 'neither'}")
