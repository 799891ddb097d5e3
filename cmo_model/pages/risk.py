"""How sure is it: the chance and the regret, what moves the lead, what would change the answer, what is worth finding out."""

from __future__ import annotations

from collections.abc import Mapping

from cmo_model import charts
from cmo_model.pages import questions
from cmo_model.pages.verdict import comparison
from cmo_model.scenario import OptionName, Scenario
from cmo_model.skin.advised import assessed
from cmo_model.skin.blocks import Block, dark, draw, heading, headline, items, picture, prose
from cmo_model.skin.components import parts
from cmo_model.skin.session import Visit
from cmo_model.uncertainty import LifePaths, life_paths
from cmo_model.words import Text
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences.risk import information, nearest_flips, tornado

FLIPS = 12
LIVES = 2048


def page(visit: Visit, t: Text) -> None:
    """Draw the page."""
    risk = assessed(visit, t)
    advice, decision = risk.advice, risk.advice.decision
    said = [*said_of.sure(advice, t), *said_of.beside(advice, t)]
    blocks: list[Block] = [headline(t("risk.title")), prose(said[0], "large"), *(prose(one) for one in said[1:])]
    blocks += [
        heading(t("risk.chances")),
        prose(t("risk.chances_note")),
        comparison(advice, t("risk.chances"), t),
        *([] if advice.certain else [prose(said_of.error(advice, t), "quiet")]),
        heading(t("risk.information")),
        items(information(risk, t)),
        heading(t("risk.tornado")),
        prose(t("risk.tornado_note", best=t(f"options.{advice.advised}"))),
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
        said = said_of.between(low, high, t)
        rows.append({"label": parts(t(f"options.{option}")), "value": parts(said)})
    return {"kind": "facts", "rows": rows}
