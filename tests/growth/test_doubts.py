"""What is unlikely for a firm is asked about, and nothing else is."""

import dataclasses

import numpy as np
import pytest

from cmo_model import examples
from cmo_model.growth.channels import LEAST_RATIO, MOST_RATIO, MOST_TIMES, History, doubts
from cmo_model.readers.history import read_history
from cmo_model.words import LANGUAGES, text
from cmo_model.words.sentences import diagnostic as said_of
from tests.growth.test_diagnostic import history


def one(spend: float, revenue: float) -> History:
    return history(np.full((4, 1), spend), np.full((4, 1), revenue))


@pytest.mark.parametrize(
    ("spend", "revenue", "firm", "usual", "codes"),
    [
        (1_000.0, 4_000.0, 12_000.0, 1_000.0, []),
        (1_001.0, 4_000.0, 12_000.0, 1_000.0, ["spend_above_revenue"]),
        (1_000.0, 4_000.0, 1e9, 1_000.0 / MOST_TIMES, []),
        (1_000.0, 4_000.0, 1e9, 999.0 / MOST_TIMES, ["spend_far"]),
        (1_000.0, 1_000.0 * MOST_RATIO, 1e9, 1_000.0, []),
        (1_000.0, 1_001.0 * MOST_RATIO, 1e9, 1_000.0, ["ratio_high"]),
        (1_000.0, 1_000.0 * LEAST_RATIO, 1e9, 1_000.0, []),
        (1_000.0, 999.0 * LEAST_RATIO, 1e9, 1_000.0, ["ratio_low"]),
        (0.0, 0.0, 0.0, 0.0, []),
    ],
)
def test_each_limit_and_no_sooner(spend: float, revenue: float, firm: float, usual: float, codes: list[str]) -> None:
    found = doubts(one(spend, revenue), firm, usual)
    assert [doubt.code for doubt in found] == codes
    for language in LANGUAGES:
        assert all(line.endswith(".") and "{" not in line for line in said_of.doubts(found, text(language)))


def test_all_the_sales_of_a_firm_may_be_many_times_its_advertising() -> None:
    assert not doubts(dataclasses.replace(one(10.0, 1_000.0), total=True), 1e9, 10.0)


def test_no_example_is_doubted() -> None:
    for name in examples.histories():
        read = read_history(examples.history(name))
        assert read.history is not None and not doubts(read.history, 2_400_000.0, 1_000.0)
