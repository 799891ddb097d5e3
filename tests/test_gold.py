"""Worked cases that follow the specification: the engine's, the payroll's, and the evidence's on pillars and signals."""

import math
from typing import Any

import numpy as np
import pytest

from cmo_model import Scenario, decide, parameters
from cmo_model.decision import quantities
from cmo_model.rules import payroll
from cmo_model.rules.pillars import acquisition, brand, retention
from tests.conftest import case_file

ENGINE = case_file("engine.json")
PAYROLL = case_file("payroll.json")
EVIDENCE = {case["id"]: case for case in case_file("evidence.json")}
MONEY = (
    "npv",
    "pv",
    "advantage",
    "salary",
    "pay",
    "contributions",
    "benefits",
    "lines",
    "fee",
    "margin",
    "cash",
    "value",
    "cac",
    "capital",
)


def differences(path: str, found: Any, expected: Any) -> list[str]:
    """Where a decision's JSON is not the case's: 1e-6 relative, or a cent for money."""
    if isinstance(expected, dict):
        out = []
        for key, value in expected.items():
            inner = found[int(key) - 1] if isinstance(found, list) else found[key]
            out += differences(f"{path}.{key}", inner, value)
        return out
    if isinstance(expected, list) and isinstance(found, list) and len(found) == len(expected):
        pairs = enumerate(zip(found, expected, strict=True))
        return [one for n, (mine, theirs) in pairs for one in differences(f"{path}.{n}", mine, theirs)]
    if isinstance(expected, float) and isinstance(found, (int, float)) and not isinstance(found, bool):
        money = any(word in path for word in MONEY)
        near = math.isclose(found, expected, rel_tol=1e-6, abs_tol=0.005 if money else 1e-9)
        return [] if near else [f"{path}: {found} is not {expected}"]
    return [] if found == expected else [f"{path}: {found!r} is not {expected!r}"]


@pytest.mark.parametrize("case", ENGINE, ids=[case["id"] for case in ENGINE])
def test_the_engine_gives_the_worked_case(case: dict[str, Any]) -> None:
    decision = decide(Scenario.model_validate(case["overrides"]))
    assert differences("", decision.model_dump(mode="json"), case["expected"]) == []


def test_the_defaults_are_the_reference_scenario() -> None:
    reference = case_file("reference.json")
    assert Scenario().model_dump(mode="json") == reference
    assert list(Scenario().model_dump()) == list(reference)


QUEBEC = [case for case in PAYROLL if case["jurisdiction"] == "CA-QC"]


def lines_of(scenario: Scenario) -> dict[str, float]:
    values = quantities(scenario)
    prefix = "loaded_salary.in_house.lines."
    return {name.removeprefix(prefix): float(value) for name, value in values.items() if name.startswith(prefix)}


@pytest.mark.parametrize("case", QUEBEC, ids=[case["id"] for case in QUEBEC])
def test_quebec_payroll_is_the_published_figure(case: dict[str, Any]) -> None:
    (name, expected), *rest = case["expected_output"].items()
    assert not rest
    if name == "fss":
        line = next(x for x in parameters.statutory("CA-QC", case["year"]).lines if x.id == "health_services_fund")
        terms = line.graduated
        assert terms is not None
        levy = (terms.low_percent["general"], terms.lower, terms.upper, terms.high_percent)
        slope = payroll.graduated_slope(*levy)  # type: ignore[arg-type]
        found = float(payroll.graduated_levy(case["inputs"]["qc_payroll"], *levy, slope))  # type: ignore[arg-type]
    else:
        salary = {"base_salary": float(case["inputs"]["salary"]), "bonus_rate": 0.0}
        lines = lines_of(Scenario.model_validate({"year": case["year"], "in_house": salary}))
        parts = {"qpp_base": ["qpp_base"], "qpp_additional_1_and_2": ["qpp_first_additional", "qpp_second_additional"]}
        found = sum(lines[part] for part in parts[name])
    assert found == pytest.approx(expected, abs=case["tolerance"])


def test_a_sector_that_a_levy_leaves_out_pays_none_of_it() -> None:
    for year in parameters.available()["CA-QC"]:
        for line in parameters.statutory("CA-QC", year).lines:
            for sector in line.graduated.exempt if line.graduated else ():
                firm = Scenario.model_validate({"year": year, "company": {"sector": sector}})
                assert lines_of(firm)[line.id] == 0.0 < lines_of(Scenario(year=year))[line.id]


def test_a_graduated_levy_has_the_rates_of_its_ends_there_and_beyond() -> None:
    """Bounds so far apart that the slope, rounded, does not quite reach the upper one: the law names both ends."""
    levy = (1.0, 1e6, 301e6, 2.0)
    slope = payroll.graduated_slope(*levy)
    found = payroll.graduated_levy(np.array([5e5, 1e6, 301e6 - 1, 301e6, 400e6]), *levy, slope)
    assert found == pytest.approx([5e3, 1e4, 0.0199 * (301e6 - 1), 6.02e6, 8e6])
    half = payroll.graduated_levy(np.array([2e6 - 1, 2e6]), 1.0, 1e6, 201e6, 2.0, 50.0)  # 1.005 %, to two decimals
    assert half == pytest.approx([0.01 * (2e6 - 1), 0.0101 * 2e6])


def tolerance(case: dict[str, Any]) -> dict[str, float]:
    return {"abs": case["tolerance"]}


def test_break_even_ratios_are_the_published_ones() -> None:
    for name in ("be_roas_49", "be_roas_40"):
        case = EVIDENCE[name]
        found = float(acquisition.break_even_ratio(case["inputs"]["m"]))
        assert found == pytest.approx(case["expected"], **tolerance(case))


def test_the_ratio_of_most_profit_is_the_derived_one() -> None:
    case = EVIDENCE["optimal_average_roas"]
    found = acquisition.profit_maximising_ratio(np.array(case["inputs"]["m"]), np.array(case["inputs"]["eta"]))
    assert found.tolist() == pytest.approx(case["expected"], **tolerance(case))


def test_the_cut_in_acquisition_cost_worth_ten_percent_of_retention() -> None:
    case = EVIDENCE["ret_vs_cac_xstar"]
    given = case["inputs"]
    gain = retention.gain_from_ten_percent(np.array(given["r"]), given["d"], given["p"])
    found = retention.cac_cut_equal_fixed_customers(gain, given["rho"])
    assert found.tolist() == pytest.approx(case["expected"], **tolerance(case))


def test_at_a_fixed_budget_ten_percent_ties_at_the_critical_retention() -> None:
    case = EVIDENCE["ret_vs_cac_fixed_budget"]
    gain = retention.gain_from_ten_percent(case["expected"], case["inputs"]["d"], case["inputs"]["p"])
    assert float(retention.cac_cut_equal_fixed_budget(gain)) == pytest.approx(case["inputs"]["x"], abs=1e-9)


def test_customer_value_agrees_with_the_published_margin_multiples() -> None:
    """Ours has the first margin certain; the published table starts at the first renewal, r / (1 + i) of ours."""
    table = EVIDENCE["margin_multiple_table"]
    for rate, row in table["expected"].items():
        found = [float(retention.customer_value(1.0, 1.0, i, float(rate)) * float(rate) / (1 + i)) for i in table["inputs"]["i"]]
        assert found == pytest.approx(row, **tolerance(table))
    cell = EVIDENCE["margin_multiple_cell"]
    r, i = cell["inputs"]["r"], cell["inputs"]["i"]
    assert float(retention.customer_value(1.0, 1.0, i, r) * r / (1 + i)) == pytest.approx(cell["expected"], **tolerance(cell))


def test_halving_churn_doubles_an_undiscounted_customer() -> None:
    case = EVIDENCE["skok_half_churn"]
    before, after = (float(retention.customer_value(1.0, 1.0, 0.0, 1 - churn)) for churn in case["inputs"]["churn"])
    assert after / before == pytest.approx(case["expected"], abs=1e-12)


def test_discounting_shrinks_the_famous_five_points() -> None:
    case = EVIDENCE["reichheld_discounted"]
    given = case["inputs"]
    before, after = (float(retention.customer_value(1.0, 1.0, given["d"], given[r])) for r in ("r0", "r1"))
    assert after / before == pytest.approx(case["expected"], **tolerance(case))


def test_elasticity_of_value_to_retention_is_the_mean_age() -> None:
    case = EVIDENCE["pfeifer_farris_duration"]
    r, d, step = case["inputs"]["r"], case["inputs"]["d"], 1e-6
    up, down = (float(retention.customer_value(1.0, 1.0, d, r * (1 + s))) for s in (step, -step))
    assert (math.log(up) - math.log(down)) / (2 * step) == pytest.approx(case["expected"], rel=1e-6)


def test_sales_velocity_is_the_published_one() -> None:
    case = EVIDENCE["sales_velocity_a"]
    n, v, w, days = (case["inputs"][key] for key in ("n", "v", "w", "L"))
    a_day = float(brand.sales_velocity_per_day(n, w, v, days))
    assert [a_day, 30 * a_day] == pytest.approx(case["expected"], **tolerance(case))
    cut = EVIDENCE["cycle_minus20"]
    shorter = float(brand.sales_velocity_per_day(n, w, v, days * (1 - cut["inputs"]["cut"])))
    assert shorter / a_day - 1 == pytest.approx(cut["expected"], abs=1e-9)
