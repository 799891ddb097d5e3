"""The thresholds, limits and assumptions that decide what is said: to change one changes answers, so it is decided here too.

Numbers that only tune how fast or how finely something is computed are not among them.
"""

import datetime
import importlib

import pytest

DECIDED: dict[str, dict[str, object]] = {
    "rules.carried": {"UNKNOWN_MEMORY": 0.5},
    "rules.capability": {"WEEKS_A_MONTH": pytest.approx(52 / 12)},
    "rules.roles": {"WEEKS_A_YEAR": 52},
    "decision.central": {"HORIZONS": (24, 36, 60)},
    "decision.plan": {"NOTICE_MONTHS": 1},
    "uncertainty.advice": {"ADVICE_DRAWS": 1024, "WHEN_DRAWS": 512, "SETS": 16, "TOO_CLOSE": 0.6, "CLEAR": 0.8},
    "uncertainty.study": {"QUANTILES": (0.1, 0.5, 0.9)},
    "uncertainty.entry": {"EVERY": 6, "LIKELY": 0.6},
    "uncertainty.ranges": {"CORRELATION": 0.6},
    "uncertainty.risk": {"SCREEN_DRAWS": 16_384, "REPORT_DRAWS": 131_072},
    "uncertainty.zones": {"VOLATILITY": 0.2},
    "growth.arbitrage": {"STEP": 0.3, "SWEPT": 41},
    "growth.channels": {"MOST_RATIO": 30, "LEAST_RATIO": 0.02, "MOST_TIMES": 100},
    "growth.credit": {"MOST_SHARE": 10},
    "growth.curves.s_curves": {"TOLERANCE": 1e-9},
    "growth.diagnostic": {
        **{"LEAST_MONTHS_FOR_A_RATIO": 6, "LEAST_EVEN": pytest.approx(1 / 3), "LEAST_MONTHS_TO_CUT": 12, "THIN_SPEND": 500},
        **{"THIN_MONTHS": 120, "PLANNED_SPREAD": 0.5, "FEW_CHANNELS": 2},
    },
    "growth.experiments": {"VARIATIONS": (0.2, 0.3, 0.5, 0.8), "MONTHS": (1, 2, 3, 4), "MOST_WEIGHED": 8},
    "growth.identification": {
        **{"USUAL_ELASTICITY": 0.5, "LEAST_MONTHS": 8, "LEAST_SPREAD": 0.15, "MOST_NOISE": 1, "MOST_SILENT": 0.1},
        **{"MOST_INFLATION": 5, "SEASON_MONTHS": 24, "LATELY": 3},
    },
    "growth.intervals": {"BLOCK": 3, "LEAST_MONTHS_FOR_A_TREND": 12, "INTERVAL": (0.05, 0.95), "_MOST_MULTIPLIED": 4},
    "growth.response": {
        **{"CARRY_OVERS": (0.0, 0.3, 0.5, 0.7, 0.85), "CARRY_OVER_LAW": pytest.approx([0.25, 0.25, 0.25, 0.15, 0.1])},
        **{"CLOSENESS": 3, "PRIOR_VARIANCE": 0.1, "MOST_WIDTH": 4, "MODEL_ERROR": 0.05, "MOST_TIMES_NOISE": 4},
    },
    "growth.transfer": {
        **{"READY": 75, "CRITICAL_LEVEL": 4, "INSIDERS": 2, "MOST_PROCESSES": 30, "OVERLAP_TIME": 4, "MOST_EVIDENCE": 200},
        **{"MOST_AUTONOMY": 5, "MOST_CRITICALITY": 3, "MOST_INSIDERS": 99, "TARGET_MEMORY": 0.875},
        **{"FIRST_DAY": datetime.date(2000, 1, 1), "LAST_DAY": datetime.date(2100, 12, 31)},
    },
    "growth.transfer_plan": {"LONGEST_OVERLAP": 26},
}
MODULES = {name: importlib.import_module(f"cmo_model.{name}") for name in DECIDED}


@pytest.mark.parametrize("module", DECIDED)
def test_a_number_that_decides_is_as_it_was_decided(module: str) -> None:
    assert {name: getattr(MODULES[module], name) for name in DECIDED[module]} == DECIDED[module]
