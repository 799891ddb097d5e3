"""Charts draw the decision's own figures, say them in words, and do not change when the figures do not."""

import pytest

from cmo_model import Scenario, charts, decide, examples, tables
from cmo_model.readers import read_scenario
from cmo_model.text import LANGUAGES, text
from cmo_model.uncertainty import assess

DECISION = decide(Scenario())


@pytest.mark.parametrize("language", LANGUAGES)
def test_bars_are_the_options_best_last_so_that_it_is_on_top(language: str) -> None:
    t = text(language)  # type: ignore[arg-type]
    bars = charts.options(DECISION, t).data[0]
    assert list(bars.x) == sorted(outcome.npv for outcome in DECISION.options.values())
    sentence, alternative = charts.options_in_words(DECISION, t)
    assert t("options.fractional") in sentence and t.money(DECISION.verdict.margin) in sentence
    for outcome in DECISION.options.values():
        assert t.money(outcome.npv) in alternative


def test_an_unchanged_decision_is_drawn_unchanged() -> None:
    first, second = (charts.options(decide(Scenario()), text("fr")).to_json() for _ in range(2))
    assert first == second


def test_bars_grow_to_the_right_whether_values_are_all_below_zero_or_not() -> None:
    below = charts.options(DECISION, text("en")).layout.xaxis.range
    assert below[0] == 0.0 and below[1] < 0.0
    free = decide(Scenario.model_validate({"owner": {"hourly_value": 0.0}, "company": {"annual_revenue": 3e7}, "current": "owner"}))
    values = [outcome.npv for outcome in free.options.values()]
    assert min(values) < 0 < max(values)
    assert list(charts.options(free, text("en")).layout.xaxis.range) == [min(values), max(values)]


def test_the_tables_carry_the_decisions_figures() -> None:
    table = tables.options(DECISION)
    assert table["npv"].to_dict() == {name: outcome.npv for name, outcome in DECISION.options.items()}
    assert table.index[table["best"]].tolist() == [DECISION.best]
    assert tables.difference(DECISION).sum() == pytest.approx(DECISION.verdict.margin, abs=0.05)


def test_the_curve_of_entry_is_the_decisions_and_marks_its_tipping_month() -> None:
    decision = decide(read_scenario(examples.source(examples.FIRST).encode()))
    risk = assess(decision.scenario, 256, decision=decision, flip_inputs=[], entry_draws=32)
    figure = charts.entry(decision, risk.tipping, text("fr"), dark=True)
    assert decision.timing is not None
    better = [max(pair) for pair in zip(*decision.timing.advantage_by_month.values(), strict=True)]
    assert list(figure.data[1].y) == better and list(figure.data[2].x) == [43]
    assert text("fr").money(better[0]) in charts.entry_in_words(decision, text("fr"))
    plain = charts.entry(decide(Scenario()), None, text("en"))
    assert len(plain.data) == 1


def test_the_tornado_draws_its_bars_and_accents_those_that_cross_zero() -> None:
    risk = assess(Scenario(), 256, flip_inputs=[], entry_draws=32)
    bars = charts.tornado(risk, text("en")).data[0]
    widest = risk.tornado[0]
    assert bars.base[-1] == widest.lead_at_low and bars.x[-1] == widest.lead_at_high - widest.lead_at_low
    accents = [colour == charts.options(DECISION, text("en")).data[0].marker.color[-1] for colour in bars.marker.color]
    assert accents[::-1] == [min(b.lead_at_low, b.lead_at_high) < 0 for b in risk.tornado[: len(accents)]]
