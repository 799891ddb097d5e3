"""Charts draw the decision's own figures, say them in words, and do not change when the figures do not."""

import datetime
import itertools
from typing import Any

import pytest

from cmo_model import Scenario, advise, charts, decide, examples
from cmo_model.charts import answers_map, tables
from cmo_model.charts.answers import Point
from cmo_model.charts.colours import tone
from cmo_model.decision import plan
from cmo_model.pictures import answer, bars, dates
from cmo_model.readers import read_scenario
from cmo_model.uncertainty import assess, cash_paths
from cmo_model.words import LANGUAGES, text
from cmo_model.words.sentences import advice as said_of
from cmo_model.words.sentences.risk import figure

ADVICE = advise(Scenario(), dates=False)
DECISION = ADVICE.decision


@pytest.mark.parametrize("language", LANGUAGES)
def test_dots_are_the_gains_of_the_options_the_best_on_top(language: str) -> None:
    t = text(language)  # type: ignore[arg-type]
    rows = answer.gains(ADVICE, t)["rows"]
    assert [row["mid"] for row in rows] == sorted((one.mean_gain for one in ADVICE.options.values()), reverse=True)
    assert {(row["low"], row["high"]) for row in rows} == {
        (one.gain_quantiles[0], one.gain_quantiles[2]) for one in ADVICE.options.values()
    }
    alternative = said_of.options_in_words(ADVICE, t)
    for option, one in ADVICE.options.items():
        shown = t("chart.today") if option == DECISION.scenario.current else t.about(one.mean_gain)
        assert f"{t(f'options.{option}')}, {shown}" in alternative


def drawn_of(block: Any) -> list[list[tuple[float, float, str]]]:
    """The stretches of each row, all its lanes together."""
    return [[(part["from"], part["to"], part["tone"]) for line in row["lanes"] for part in line["bars"]] for row in block["rows"]]


def test_the_tables_carry_the_figures_of_the_advice_and_of_the_decision() -> None:
    table = tables.gains(ADVICE)
    assert table["gain"].to_dict() == {name: one.mean_gain for name, one in ADVICE.options.items()}
    assert table.index[table["best"]].tolist() == [ADVICE.advised]
    assert tables.difference(DECISION).sum() == pytest.approx(DECISION.verdict.margin, abs=0.05)


def test_the_curve_of_entry_is_the_decisions_in_the_band_of_the_draws_and_marks_the_month_named() -> None:
    advice = advise(read_scenario(examples.source(examples.FIRST).encode()))
    decision = advice.decision
    drawn = dates.entries(advice, datetime.date(2026, 11, 22), text("fr"))
    assert decision.timing is not None and advice.when is not None and advice.search_month is not None and drawn is not None
    better = [max(pair) for pair in zip(*decision.timing.advantage_by_month.values(), strict=True)]
    [line], [marked] = drawn["lines"], drawn["marks"]
    assert [month for month, _ in line["band"]["low"]] == list(advice.when.months)
    assert [gap for _, gap in line["points"]] == better and marked["x"] == advice.search_month
    words = said_of.entry_in_words(advice, datetime.date(2026, 11, 22), text("fr"))
    assert text("fr").about(better[0]) in words and "novembre 2026" in words


def test_the_tornado_draws_its_bars_and_parts_those_that_cross_zero() -> None:
    risk = assess(Scenario(), 256, flip_inputs=[])
    block = bars.tornado(risk, text("en"))
    for one, parts, row in zip(risk.tornado, drawn_of(block), block["rows"], strict=False):
        low, high = sorted((one.lead_at_low, one.lead_at_high))
        assert min(start for start, _, _ in parts) == low and max(end for _, end, _ in parts) == high
        assert all((tone == "other") == (end <= 0) for start, end, tone in parts if end > start)
        ends = {figure(one.path, value, text("en")) for value in (one.low, one.high)}
        assert {row["lanes"][0]["before"], row["lanes"][0]["after"]} == ends


def test_cost_bars_add_up_to_the_real_cost_and_the_invoice_hides_the_rest() -> None:
    whole, invoice = bars.costs(ADVICE, text("fr")), bars.costs(ADVICE, text("fr"), invoice_only=True)
    table = tables.costs(DECISION)
    for (option, outcome), parts in zip(DECISION.options.items(), drawn_of(whole), strict=True):
        assert parts[0][0] == 0 and parts[0][1] == pytest.approx(outcome.terms["fees"] + outcome.terms["pay"])
        assert parts[1][0] == parts[0][1] and parts[1][1] == pytest.approx(outcome.cost_pv, abs=0.005)
        assert parts[0][2] == tone(option, ADVICE) and parts[1][2] == f"{parts[0][2]} hidden"
    assert drawn_of(invoice) == [parts[:1] for parts in drawn_of(whole)]
    assert (invoice["low"], invoice["high"]) == (whole["low"], whole["high"])
    assert list(table["total"]) == pytest.approx([one.cost_pv for one in DECISION.options.values()], abs=0.005)


def test_the_two_sides_are_the_best_without_a_hire_and_the_better_hire() -> None:
    table = tables.sides(DECISION)
    assert table.columns.tolist() == ["hybrid", "in_house"]
    for term, row in table.iterrows():
        assert row.tolist() == [DECISION.options[name].terms[str(term)] for name in ("hybrid", "in_house")]
    drawn = [end or start for parts in drawn_of(bars.sides(ADVICE, text("en"))) for start, end, _ in parts]
    assert drawn == table.to_numpy().ravel().tolist()


def test_the_ratios_stand_on_one_scale_and_a_quote_has_no_fees_to_cover() -> None:
    a = DECISION.pillars.acquisition
    drawn = [end for parts in drawn_of(bars.ratios(DECISION, text("en"))) for _, end, _ in parts]
    assert drawn == [a.ratio, a.break_even_ratio, a.break_even_ratio_with_fees, a.profit_maximising_ratio]
    quote = decide(Scenario.model_validate({"current": "owner"}))
    assert "break_even_ratio_with_fees" not in tables.ratios(quote)
    spendless = {"acquisition": {"monthly_spend": 0.0, "monthly_new_customers": 0.0}}
    assert "ratio" not in tables.ratios(decide(Scenario.model_validate(spendless)))


def test_the_till_is_drawn_with_the_band_of_the_draws_and_ends_where_the_months_add_up() -> None:
    paths = cash_paths(DECISION.scenario)
    chosen = ("in_house", "hybrid")
    block = dates.cash(ADVICE, datetime.date(2026, 11, 22), text("fr"), chosen, paths)
    for option, line in zip(chosen, block["lines"], strict=True):
        assert line["points"][-1][1] == pytest.approx(sum(DECISION.months[option]["cash"]))
        assert [value for _, value in line["band"]["low"][1:]] == list(paths[option].low)
        assert all(
            low <= middle <= high
            for low, middle, high in zip(paths[option].low, paths[option].middle, paths[option].high, strict=True)
        )
        assert paths[option].chance_below(0.0) >= paths[option].chance_below(50_000.0) >= paths[option].chance_below(1e9) == 0.0
    assert len({line["tone"] for line in block["lines"]}) == 2
    cash = DECISION.options["in_house"].cash
    assert cash is not None and cash.peak_month is not None
    named = dates.dated(datetime.date(2026, 11, 22), cash.peak_month, text("fr"))
    assert block["points"][cash.peak_month]["text"].startswith(named)  # the sentence and the curve call its lowest point the same


def test_without_uncertainty_the_band_of_the_till_is_its_curve() -> None:
    certain = decide(Scenario.model_validate({"uncertainty": {"*": None}}))
    for option, path in cash_paths(certain.scenario).items():
        cash = certain.options[option].cash
        sums = list(itertools.accumulate(certain.months[option]["cash"]))
        assert path.low == path.high and list(path.middle) == pytest.approx(sums)
        assert cash is not None and -path.lowest[0] == pytest.approx(cash.peak_need)


@pytest.mark.parametrize("retention", [0.2, 0.45, 0.53, 0.55, 0.7, 0.9])
@pytest.mark.parametrize("spend", [1_000.0, 30_000.0, 200_000.0])
def test_the_map_and_the_rules_agree_on_which_side_the_firm_stands(retention: float, spend: float) -> None:
    changes = {"customers.annual_retention": retention, "acquisition.monthly_spend": spend}
    decision = decide(Scenario().with_values(changes))
    r, rate = decision.pillars.retention, decision.scenario.discount_rate
    assert r.value_to_cac is not None and r.cac_cut_equal_fixed_customers is not None and r.cac_cut_equal_fixed_budget is not None
    assert (r.value_to_cac > (1 + rate) / retention - 1.1) == (r.cac_cut_equal_fixed_customers > 0.1)
    assert (retention > (1 + rate) / 2) == (r.cac_cut_equal_fixed_budget > 0.1)
    drawn = charts.retention_map(decision, text("fr"))
    assert (drawn.data[-1].x[0], drawn.data[-1].y[0]) == (retention, r.value_to_cac)
    curve = drawn.data[2]
    assert list(curve.y) == pytest.approx([(1 + rate) / x - 1.1 for x in curve.x])


def test_the_timeline_draws_the_plans_own_months() -> None:
    decision = decide(read_scenario(examples.source(examples.FIRST).encode()))
    steps = plan.plan(decision, 43, datetime.date(2026, 11, 22))
    block = bars.timeline(steps, text("fr"))
    assert [parts[0][0] for parts in drawn_of(block)] == [step.month for step in steps]
    assert all(end > start for [(start, end, _)] in drawn_of(block))
    assert [row["lanes"][0]["after"] for row in block["rows"]] == [text("fr").month(step.day) for step in steps]


@pytest.mark.parametrize("dark", [False, True])
def test_the_map_is_drawn_the_same_twice_for_every_example(dark: bool) -> None:
    for name in examples.names():
        decision = decide(read_scenario(examples.source(name).encode()))
        assert (
            charts.retention_map(decision, text("fr"), dark).to_json() == charts.retention_map(decision, text("fr"), dark).to_json()
        )


def point(across: float, up: float, **changed: object) -> Point:
    given = {"key": 1, "reading": "hire", "changes": True, "close": False, "told": "A"} | changed
    return Point(across=across, up=up, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "kind"),
    [((1e5, 5e6), "log"), ((1e6, 2e6), "linear"), ((0.0, 5e6), "linear"), ((3.0, 3.0), "linear"), ((0.3, 0.5), "linear")],
)
def test_the_map_of_answers_holds_every_point_and_names_round_values(values: tuple[float, float], kind: str) -> None:
    t = text("fr")
    figure = answers_map([point(value, 10.0) for value in values], "company.annual_revenue", "workload.hours_per_week", t)
    axis = figure.layout.xaxis
    low, high = (10**end if kind == "log" else end for end in axis.range)
    assert axis.type == kind and low < min(values) <= max(values) < high
    assert len(axis.tickvals) >= 1 and all(low <= tick <= high for tick in axis.tickvals)
    assert len({*axis.ticktext}) == len(axis.ticktext) == len(axis.tickvals)


def test_a_point_of_the_map_says_what_it_is_by_shape_colour_and_words_that_are_no_mark_up() -> None:
    t = text("en")
    points = [
        point(1.0, 2.0, key=7, told="<b>A</b>"),
        point(2.0, 3.0, key=8, changes=False, close=True),
        point(3.0, 1.0, key=9, reading="neither_yet"),
    ]
    figure = answers_map(points, "company.annual_revenue", "workload.hours_per_week", t)
    drawn = [trace for trace in figure.data if trace.customdata is not None]
    assert [[*trace.customdata] for trace in drawn] == [[7, 8], [9]]
    assert drawn[0].hovertext[0] == "&lt;b&gt;A&lt;/b&gt;"
    assert drawn[0].marker.color[0] != drawn[0].marker.color[1] and drawn[0].marker.opacity[1] < drawn[0].marker.opacity[0] == 1
    assert drawn[0].marker.symbol != drawn[1].marker.symbol
    assert [trace.name for trace in figure.data if trace.showlegend is not False] == [t("answers.hire"), t("answers.neither_yet")]
