"""The engine against an independent reading of the specification, on random scenarios (2,000 in all, every figure)."""

import random
from typing import Any

import pytest

from cmo_model import Scenario, decide
from cmo_model.scenario import OPTIONS
from tests import plain_reading
from tests.conftest import case_file
from tests.lived import path_months
from tests.test_gold import differences

DEFAULTS = case_file("reference.json")
BATCHES, EACH = 40, 50


def as_json(found: dict[str, Any]) -> dict[str, Any]:
    """The reading's lists keyed by month, as the worked cases are."""
    timing = found["timing"]
    if timing:
        curves = timing["advantage_by_month"]
        timing["advantage_by_month"] = {h: {str(n): x for n, x in enumerate(c, 1)} for h, c in curves.items()}
    return found


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_engine_agrees_with_the_plain_reading(batch: int) -> None:
    for seed in range(batch * EACH, (batch + 1) * EACH):
        given = plain_reading.random_scenario(random.Random(seed), DEFAULTS)
        found = decide(Scenario.model_validate(given)).model_dump(mode="json")
        assert differences(f"seed {seed}", found, as_json(plain_reading.decide(given))) == []


def test_months_along_any_path_agree_with_the_plain_reading() -> None:
    for seed in range(300):
        rng = random.Random(10_000 + seed)
        given = plain_reading.random_scenario(rng, DEFAULTS)
        scenario = Scenario.model_validate(given)
        months = rng.randint(2, 40)
        entries = sorted(rng.sample(range(1, months + 1), k=rng.randint(0, min(4, months))))
        path = [(month, rng.choice(list(OPTIONS))) for month in entries]
        columns, _ = path_months(scenario, path, months)
        expected = plain_reading.path_months(given, path, months)
        for name in ("need", "led", "covered", "loss", "capability", "customers", "extra_margin", "cost"):
            wanted = [row[name] for row in expected]
            assert columns[name] == pytest.approx(wanted, rel=1e-8, abs=1e-6), (seed, name, path)
