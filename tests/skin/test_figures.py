"""Every page draws for every firm, ordinary or extreme, and every figure that can be touched on it has an explanation."""

import datetime
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from cmo_model import Scenario, examples
from cmo_model.pages import compare, cost, method, questions, roi, signals, story, verdict, when
from cmo_model.readers import write_link
from cmo_model.skin import blocks, components
from cmo_model.skin.keeper import open_link
from cmo_model.skin.paths import typical_duties
from cmo_model.skin.session import Visit
from cmo_model.words import LANGUAGES, Text, text
from cmo_model.words.explanation import explain

FIRST = datetime.date(2026, 11, 22)
PAGES: dict[str, Callable[[Visit, Text], None]] = {
    "verdict": partial(verdict.page, first=FIRST),
    "signals": signals.page,
    "roi": roi.page,
    "cost": partial(cost.page, first=FIRST),
    "when": partial(when.page, first=FIRST),
    "compare": compare.page,
    "method": method.page,
}
EXTREMES: list[dict[str, Any]] = [
    {},
    {"current": "in_house_team", "timing_months": 1, "horizon_months": 6},
    {"current": "owner", "acquisition.monthly_spend": 0.0, "acquisition.monthly_new_customers": 0.0, "company.annual_revenue": 0.0},
    {"workload.duties": typical_duties(), "bridge": False, "year": 2025},
    {"customers.annual_retention": 1.0, "discount_rate": 0.0},
    {"in_house.base_salary": 0.0, "in_house.bonus_rate": 0.0, "in_house.benefits_rate": 0.0},
    {"data_culture.answers": [None] * 12, "data_culture.need": [None] * 3, "uncertainty": {"*": None}},
    {"company.annual_revenue": 1e12, "horizon_months": 120, "timing_months": 120},
]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The blocks of every readout, in place of the browser's component."""
    found: list[dict[str, Any]] = []

    def readout(given: list[dict[str, Any]], *_: Any, **__: Any) -> None:
        found.extend(given)

    for module in (blocks, components, verdict):
        monkeypatch.setattr(module, "readout", readout)
    monkeypatch.setattr(questions.components, "questions", lambda *_, **__: None)
    for part in ("stage", "rows"):
        monkeypatch.setattr(components, part, lambda *_: None)
    return found


def touched(tree: Any) -> Iterator[str]:
    """Names of the figures that can be touched, wherever they stand."""
    if isinstance(tree, dict):
        if "name" in tree and "text" in tree:
            yield tree["name"]
        if isinstance(tree.get("figure"), str):
            yield tree["figure"]
        for inner in tree.values():
            yield from touched(inner)
    elif isinstance(tree, (list, tuple)):
        for inner in tree:
            yield from touched(inner)


def draw_all(visit: Visit, t: Text) -> None:
    for page in PAGES.values():
        page(visit, t)
        if visit.later is not None:
            visit.later()
            visit.later = None
    for step in range(len(story.STEPS)):
        visit.step = step
        story.page(visit, t, FIRST)


def explained(visit: Visit, drawn: list[dict[str, Any]], t: Text) -> int:
    names = set(touched(drawn))
    decision = visit.decide()
    for name in names:
        assert explain(decision, name, t.language, depth=0).label
    return len(names)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", examples.names())
def test_every_page_of_every_example_draws_and_every_figure_is_explained(
    drawn: list[dict[str, Any]], name: str, language: Any
) -> None:
    visit = Visit()
    visit.open_example(name)
    visit.keep_aside("version", Scenario())
    for section in method.SECTIONS.values():
        drawn += section(text(language))
    draw_all(visit, text(language))
    assert explained(visit, drawn, text(language)) > 100


@pytest.mark.parametrize("changes", EXTREMES, ids=range(len(EXTREMES)))
def test_every_page_draws_for_an_extreme_firm(drawn: list[dict[str, Any]], changes: dict[str, Any]) -> None:
    visit, t = Visit(), text("fr")
    assert open_link(visit, write_link(Scenario().with_values(changes)))
    draw_all(visit, t)
    assert explained(visit, drawn, t) > 60
