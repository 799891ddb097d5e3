"""Charts draw the decision's own figures, say them in words, and do not change when the figures do not."""

import datetime

import numpy as np
import pytest

from cmo_model import Scenario, advise, charts, decide, examples
from cmo_model.charts import tables
from cmo_model.decision import plan
from cmo_model.pages import answer
from cmo_model.readers import read_scenario
from cmo_model.uncertainty import assess
from cmo_model.words import LANGUAGES, text

ADVICE = advise(Scenario(), dates=False)
DECISION = ADVICE.decision


@pytest.mark.parametrize("language", LANGUAGES)
def test_bars_are_the_gains_of_the_options_best_last_so_that_it_is_on_top(language: str) -> None:
    t = text(language)  # type: ignore[arg-type]
    bars = charts.options(ADVICE, t).data[0]
    assert list(bars.x) == sorted(one.mean_gain for one in ADVICE.options.values())
    whiskers = [(x - down, x + up) for x, down, up in zip(bars.x, bars.error_x.arrayminus, bars.error_x.array, strict=True)]
    expected = {(one.gain_quantiles[0], one.gain_quantiles[2]) for one in ADVICE.options.values()}
    assert np.array(sorted(whiskers)) == pytest.approx(np.array(sorted(expected)))
    alternative = charts.options_in_words(ADVICE, t)
    for option, one in ADVICE.options.items():
        shown = t("chart.today") if option == DECISION.scenario.current else t.about(one.mean_gain)
        assert f"{t(f'options.{option}')}, {shown}" in alternative


def test_an_unchanged_advice_is_drawn_unchanged() -> None:
    first, second = (charts.options(advise(Scenario(), dates=False), text("fr")).to_json() for _ in range(2))
    assert first == second


def test_the_tables_carry_the_figures_of_the_advice_and_of_the_decision() -> None:
    table = tables.gains(ADVICE)
    assert table["gain"].to_dict() == {name: one.mean_gain for name, one in ADVICE.options.items()}
    assert table.index[table["best"]].tolist() == [ADVICE.advised]
    assert tables.difference(DECISION).sum() == pytest.approx(DECISION.verdict.margin, abs=0.05)


def test_the_curve_of_entry_is_the_decisions_in_the_band_of_the_draws_and_marks_the_month_named() -> None:
    advice = advise(read_scenario(examples.source(examples.FIRST).encode()))
    decision = advice.decision
    drawn = answer.entries(advice, datetime.date(2026, 11, 22), text("fr"))
    assert decision.timing is not None and advice.when is not None and advice.search_month is not None and drawn is not None
    better = [max(pair) for pair in zip(*decision.timing.advantage_by_month.values(), strict=True)]
    [line], [marked] = drawn["lines"], drawn["marks"]
    assert [month for month, _ in line["band"]["low"]] == list(advice.when.months)
    assert [gap for _, gap in line["points"]] == better and marked["x"] == advice.search_month
    assert text("fr").about(better[0]) in charts.entry_in_words(decision, text("fr"))


def test_the_tornado_draws_its_bars_and_accents_those_that_cross_zero() -> None:
    risk = assess(Scenario(), 256, flip_inputs=[])
    bars = charts.tornado(risk, text("en")).data[0]
    widest = risk.tornado[0]
    assert bars.base[-1] == widest.lead_at_low and bars.x[-1] == widest.lead_at_high - widest.lead_at_low
    accents = [colour == charts.options(ADVICE, text("en")).data[0].marker.color[-1] for colour in bars.marker.color]
    assert accents[::-1] == [min(b.lead_at_low, b.lead_at_high) < 0 for b in risk.tornado[: len(accents)]]


def test_cost_bars_add_up_to_the_real_cost_and_the_invoice_hides_the_rest() -> None:
    whole, invoice = charts.costs(DECISION, text("fr")), charts.costs(DECISION, text("fr"), invoice_only=True)
    table = tables.costs(DECISION)
    for place, outcome in enumerate(reversed(list(DECISION.options.values()))):
        assert whole.data[0].x[place] + whole.data[1].x[place] == pytest.approx(outcome.cost_pv, abs=0.005)
        assert whole.data[0].x[place] == pytest.approx(outcome.terms["fees"] + outcome.terms["pay"])
    assert len(invoice.data) == 1 and invoice.data[0].x == whole.data[0].x
    assert invoice.layout.xaxis.range == whole.layout.xaxis.range
    assert list(table["total"]) == pytest.approx([one.cost_pv for one in DECISION.options.values()], abs=0.005)


def test_the_two_sides_are_the_best_without_a_hire_and_the_better_hire() -> None:
    table = tables.sides(DECISION)
    assert table.columns.tolist() == ["hybrid", "in_house"]
    for term, row in table.iterrows():
        assert row.tolist() == [DECISION.options[name].terms[str(term)] for name in ("hybrid", "in_house")]
    drawn = [bar.x[0] for bar in charts.sides(DECISION, text("en")).data]
    assert sorted(drawn) == sorted(table.to_numpy().ravel().tolist())


def test_the_ratios_stand_on_one_scale_and_a_quote_has_no_fees_to_cover() -> None:
    a = DECISION.pillars.acquisition
    drawn = [dot.x[0] for dot in charts.ratios(DECISION, text("en")).data][::-1]
    assert drawn == [a.ratio, a.break_even_ratio, a.break_even_ratio_with_fees, a.profit_maximising_ratio]
    quote = decide(Scenario.model_validate({"current": "owner"}))
    assert "break_even_ratio_with_fees" not in tables.ratios(quote)
    spendless = {"acquisition": {"monthly_spend": 0.0, "monthly_new_customers": 0.0}}
    assert "ratio" not in tables.ratios(decide(Scenario.model_validate(spendless)))


@pytest.mark.parametrize("retention", [0.2, 0.45, 0.53, 0.55, 0.7, 0.9])
@pytest.mark.parametrize("spend", [1_000.0, 30_000.0, 200_000.0])
def test_the_map_and_the_rules_agree_on_which_side_the_firm_stands(retention: float, spend: float) -> None:
    changes = {"customers.annual_retention": retention, "acquisition.monthly_spend": spend}
    decision = decide(Scenario().with_values(changes))
    r, rate = decision.pillars.retention, decision.scenario.discount_rate
    assert r.value_to_cac is not None and r.cac_cut_equal_fixed_customers is not None and r.cac_cut_equal_fixed_budget is not None
    assert (r.value_to_cac > (1 + rate) / retention - 1.1) == (r.cac_cut_equal_fixed_customers > 0.1)
    assert (retention > (1 + rate) / 2) == (r.cac_cut_equal_fixed_budget > 0.1)
    figure = charts.retention_map(decision, text("fr"))
    assert (figure.data[-1].x[0], figure.data[-1].y[0]) == (retention, r.value_to_cac)
    curve = figure.data[2]
    assert list(curve.y) == pytest.approx([(1 + rate) / x - 1.1 for x in curve.x])


def test_the_timeline_draws_the_plans_own_months() -> None:
    decision = decide(read_scenario(examples.source(examples.FIRST).encode()))
    steps = plan.plan(decision, 43, datetime.date(2026, 11, 22))
    bars = charts.timeline(steps, text("fr")).data[0]
    assert list(bars.base)[::-1] == [step.month for step in steps]
    assert all(length > 0 for length in bars.x)


@pytest.mark.parametrize("dark", [False, True])
def test_every_chart_is_drawn_the_same_twice_for_every_example(dark: bool) -> None:
    for name in examples.names():
        decision = decide(read_scenario(examples.source(name).encode()))
        for draw in (charts.costs, charts.sides, charts.ratios, charts.retention_map):
            assert draw(decision, text("fr"), dark).to_json() == draw(decision, text("fr"), dark).to_json()
