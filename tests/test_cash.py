"""The cash of an option against carrying on as today, on months written by hand."""

from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import pytest

from cmo_model import Scenario, advise, decide
from cmo_model.operands import Operand
from cmo_model.rules.cash import CashRun
from cmo_model.rules.notebook import Notebook
from cmo_model.rules.value import _cash
from cmo_model.scenario import OPTIONS
from cmo_model.uncertainty import cash_paths


@dataclass
class Month:
    option: str
    margin: Operand = 0.0
    outlay: Operand = 0.0


def lived(margins: list[float], outlays: list[float], todays: float = 0.0) -> dict[str, Operand]:
    """Cash after so many months, today's arrangement paying `todays` in each."""
    notebook, run, today = Notebook(), Month("in_house"), Month("fractional", outlay=todays)
    cash = CashRun(run, today, notebook)
    for margin, outlay in zip(margins, outlays, strict=True):
        notebook.month += 1
        run.margin, run.outlay = margin, outlay
        cash.month(notebook)
    return _cash(cash, notebook.month)


def test_cash_is_paid_back_from_the_month_it_stays_at_zero_or_above_to_a_cent() -> None:
    found = lived([0.0, 0.25, 0.5, 0.25, 0.0], [0.5, 0.5, 0.0, 0.0, 0.0])
    assert (found["peak_need"], found["peak_month"], found["payback_month"]) == (0.75, 2, 4)


def test_a_low_that_comes_back_is_of_the_first_month_and_undoes_an_early_payback() -> None:
    found = lived([0.0, 5.0, 0.0, 3.0, 1.0], [3.0, 0.0, 5.0, 0.0, 0.0])
    assert (found["peak_need"], found["peak_month"], found["payback_month"]) == (3.0, 1, 4)


def test_cash_that_is_never_negative_is_paid_back_in_month_one_and_needs_nothing() -> None:
    found = lived([0.0, 0.5, 1.0], [2.0, 2.0, 2.0], todays=2.0)
    assert (found["peak_need"], found["payback_month"]) == (0.0, 1) and np.isnan(found["peak_month"])


def test_cash_short_by_less_than_a_dollar_is_not_paid_back() -> None:
    assert np.isnan(lived([0.0, 0.25], [0.5, 0.0])["payback_month"])


def test_each_year_adds_up_its_twelve_months_and_the_last_may_be_short() -> None:
    found = lived([float(month) for month in range(1, 27)], [0.0] * 26)
    assert [found[f"by_year.{year}"] for year in (1, 2, 3)] == pytest.approx([78, 222, 51])
    assert "by_year.4" not in found


def test_with_nothing_uncertain_every_path_is_that_of_the_central_case() -> None:
    scenario = Scenario.model_validate({"uncertainty": {"*": None}})
    months = decide(scenario).months
    found = cash_paths(scenario)
    assert cash_paths(Scenario()) == cash_paths(Scenario(), advise(Scenario(), dates=False).seed)
    assert {*found} == {*OPTIONS} - {scenario.current}
    for option, paths in found.items():
        sums = list(accumulate(months[option]["cash"]))
        assert paths.low == paths.middle == paths.high == pytest.approx(sums, abs=1e-6)
        assert [paths.lowest[0], paths.lowest[-1]] == pytest.approx(2 * [min(0.0, *sums)], abs=1e-6)
