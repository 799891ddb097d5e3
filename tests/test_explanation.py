"""Every figure of a decision explains itself, in both languages, down to a source or an entered figure."""

from graphlib import TopologicalSorter

import pytest

from cmo_model import Scenario, decide, explain
from cmo_model.words import LANGUAGES
from cmo_model.words.explanation import Explanation, UnknownValueError, explainable

DECISION = decide(Scenario())
SITUATIONS = [
    Scenario(),
    Scenario.model_validate({"current": "in_house_team"}),
    Scenario.model_validate({"current": "owner", "customers": {"annual_retention": 1.0}}),
    Scenario.model_validate({"current": "hybrid", "acquisition": {"monthly_spend": 0.0, "monthly_new_customers": 0.0}}),
    Scenario.model_validate({"current": "consultant", "workload": {"duties": {"people": {"volume": 3.0}}}}),
]


def nodes(tree: Explanation) -> list[Explanation]:
    return [tree, *(node for child in tree.children for node in nodes(child))]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scenario", SITUATIONS, ids=[s.current for s in SITUATIONS])
def test_every_figure_has_a_name_a_value_and_words_and_every_tree_ends(scenario: Scenario, language: str) -> None:
    """A tree ends when no figure rests on itself: what each rests on is looked up once, and followed."""
    decision = decide(scenario)
    rests: dict[str, set[str]] = {}
    for name in explainable(decision):
        if name.startswith(("months.", "timing.advantage_by_month.")) and not name.endswith((".1", ".2")):
            continue
        tree = explain(decision, name, language, depth=1)  # type: ignore[arg-type]
        assert tree.label and tree.shown and tree.unit, name
        assert tree.formula or tree.kind or name == "workload.duties", name
        rests[name] = {child.name for child in tree.children}
    assert sum(map(len, rests.values())) > 1_000
    assert [*TopologicalSorter(rests).static_order()]  # raises CycleError where one does


def test_hours_built_from_duties_are_not_called_entered() -> None:
    tree = explain(SITUATIONS[-1], "workload.hours_per_week", "en")
    assert tree.kind is None and tree.formula is not None and "duties" in tree.formula
    duties = tree.children[0]
    assert duties.kind == "assumption" and "1–1.5–3" in duties.shown


def leaves_of(tree: Explanation) -> list[Explanation]:
    return [node for node in nodes(tree) if not node.children]


@pytest.mark.parametrize("name", ["options.in_house.npv", "signals.fee_ratio.ratio", "verdict.hire_month", "verdict.reading"])
def test_an_explanation_ends_in_sources_and_entered_figures(name: str) -> None:
    scenario = Scenario.model_validate({"in_house": {"base_salary": 99_000.0}})
    ends = leaves_of(explain(scenario, name))
    assert all(node.kind for node in ends)
    assert any(node.source and node.checked for node in nodes(explain(scenario, name)))
    entered = [node for node in ends if node.name == "in_house.base_salary"]
    assert entered and all(node.kind == "given" for node in entered)


def test_the_tree_shows_the_decisions_own_values() -> None:
    tree = explain(DECISION, "verdict.margin")
    best, other = tree.children
    assert tree.value == DECISION.verdict.margin == best.value - other.value
    ratio = explain(DECISION, "signals.fee_ratio.ratio")
    assert ratio.value == DECISION.signals.fee_ratio.ratio
    assert [child.name for child in ratio.children] == [
        "signals.external.monthly_fee",
        "loaded_salary.in_house.loaded_salary",
    ]


def test_weak_lines_say_so_in_their_explanation() -> None:
    for name in ("workers_compensation", "labour_standards"):
        for language in LANGUAGES:
            line = explain(DECISION, f"loaded_salary.in_house.lines.{name}", language, depth=0)
            assert line.inferred and line.confidence in ("low", "medium") and line.note


def test_a_line_says_its_bands_in_the_readers_numbers() -> None:
    french = explain(DECISION, "loaded_salary.in_house.lines.qpp_base", "fr", depth=0)
    english = explain(DECISION, "loaded_salary.in_house.lines.qpp_base", "en", depth=0)
    assert french.formula == "5,3\u00a0% de la tranche de 3\u00a0500\u00a0$ à 74\u00a0600\u00a0$."
    assert english.formula == "5.3% of the slice from $3,500 to $74,600."
    assert french.shown == "3\u00a0768,30\u00a0$" and english.shown == "$3,768.30"


def test_a_band_without_a_ceiling_says_so() -> None:
    from tests.test_properties import UNCAPPED

    tree = explain(Scenario(), "loaded_salary.in_house.lines.flat", "en", statutory=UNCAPPED, depth=0)
    assert tree.formula == "10% of all pay."


def test_an_unknown_name_gives_the_nearest() -> None:
    with pytest.raises(UnknownValueError) as caught:
        explain(DECISION, "signals.fee_ratio.ration")
    assert "signals.fee_ratio.ratio" in caught.value.near
