"""A seeded slice of the benchmark on histories whose truth is known: intervals, bias, verdicts and splits."""

import numpy as np
import pytest

from tests.bench.truth import Maker, cell
from tests.growth.truth import hostile, recovery


@pytest.mark.parametrize(("make", "months", "told"), [(recovery, 12, 0.6), (recovery, 24, 0.85), (hostile, 24, 0.75)])
def test_the_truth_is_covered_and_the_verdicts_seldom_wrong(make: Maker, months: int, told: float) -> None:
    found = cell(make, months, 0.5, 0.15, 40)
    assert 0.83 <= np.mean(found.covered) <= 0.98
    assert abs(np.median(found.errors)) <= 0.1
    assert np.mean(found.told) >= told
    assert len(found.scales) >= 8 and sum(found.scales) <= 1
    assert len(found.cuts) >= 8 and not any(found.cuts)
    assert np.mean(found.gains) > 0 and sum(gain < -1e-4 for gain in found.clear) <= 1


def test_where_spend_hardly_moves_little_is_told_and_nothing_wrong() -> None:
    found = cell(recovery, 24, 0.03, 0.15, 15)
    assert np.mean(found.told) <= 0.35 and not any(found.cuts) and sum(found.scales) <= 1
