"""How sure is it: the chance and the regret, what moves the lead, what would change the answer, what is worth finding out."""

from __future__ import annotations

from collections.abc import Mapping

from cmo_model import charts
from cmo_model.pages import questions
from cmo_model.scenario import OPTIONS, OptionName, Scenario
from cmo_model.skin.blocks import Block, assessed, dark, draw, heading, items, picture, prose
from cmo_model.skin.components import parts
from cmo_model.skin.session import Visit
from cmo_model.uncertainty import LifePaths, life_paths
from cmo_model.words import Text
from cmo_model.words.sentences.risk import chance, error, information, nearest_flips, sure, tornado

FLIPS = 12
LIVES = 2048


def page(visit: Visit, t: Text) -> None:
    """Draw the page."""
    decision = visit.decide()
    risk = assessed(visit, t)
    title = {"kind": "headline", "parts": parts(t("risk.title"))}
    said = sure(risk, decision, t)
    blocks: list[Block] = [title, prose(said[0], "large"), *(prose(one) for one in said[1:])]
    columns = [t("table.option"), t("risk.chance"), t("risk.mean")]
    rows = []
    for option in OPTIONS:
        one = risk.options[option]
        cells = (t(f"options.{option}"), chance(one.p_best, t), t.money(one.mean_npv, cents=False))
        rows.append({"best": option == decision.best, "cells": [parts(cell) for cell in cells]})
    blocks += [
        heading(t("risk.chances")),
        prose(t("risk.chances_note")),
        {"kind": "table", "caption": t("risk.chances"), "columns": columns, "rows": rows},
        prose(error(risk, t), "quiet"),
        prose(t("risk.marks"), "label"),
        _between({option: one.npv_quantiles for option, one in risk.options.items()}, t),
        heading(t("risk.information")),
        items(information(risk, t)),
        heading(t("risk.tornado")),
        prose(t("risk.tornado_note", best=t(f"options.{decision.best}"))),
    ]
    draw(blocks, t, "risk", live=True)
    if risk.tornado:
        bars = tornado(risk, t)
        alternative = t("risk.tornado_alt", values=" ".join(bars))
        picture(charts.tornado(risk, t, dark()), alternative, "tornado")
        draw([items(bars)], t, "tornado_words")
    changes = nearest_flips(risk.flips, decision.scenario, t)[:FLIPS] or [t("risk.flips_none")]
    lives = lived(visit, decision.scenario)
    draw(
        [
            heading(t("risk.flips")),
            items(changes),
            heading(t("risk.luck")),
            prose(t("risk.luck_note")),
            prose(t("risk.marks"), "label"),
            _between({option: one.quantiles for option, one in lives.items()}, t),
        ],
        t,
        "flips",
    )
    questions.subjects(visit, ("effect", "assumptions", "in_house"), t, t("page.behind"))


def lived(visit: Visit, scenario: Scenario) -> dict[OptionName, LifePaths]:
    """What can happen to her under each option, drawn once for as long as the figures stay."""
    return visit.once("lives", scenario, lambda: life_paths(scenario, lives=LIVES))


def _between(marks: Mapping[OptionName, tuple[float, float, float]], t: Text) -> Block:
    """From the 10 % to the 90 % mark of each option."""
    rows = []
    for option, (low, _, high) in marks.items():
        shown = t.money(low, cents=False), t.money(high, cents=False)
        said = shown[0] if shown[0] == shown[1] else t("risk.between", low=shown[0], high=shown[1])
        rows.append({"label": parts(t(f"options.{option}")), "value": parts(said)})
    return {"kind": "facts", "rows": rows}
