"""What a decision says: frozen, closed records, whose fields are the names of the JSON. Every surface shows figures of these."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from cmo_model.scenario import OptionName, Reading, Scenario

Saying = Literal["external", "prepare", "internalise"]


class Record(BaseModel):
    """A frozen, closed record."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LoadedSalary(Record):
    """One employee seat, a year, in dollars."""

    cash_pay: float
    lines: dict[str, float]
    employer_contributions: float
    benefits: float
    loaded_salary: float


class External(Record):
    """The external contract that signals 1 and 2 speak of; a quote when nobody external is engaged."""

    monthly_fee: float
    hours_per_week: float
    is_quote: bool


class Complexity(Record):
    """Signal 1. The spread and the probability exist when the hours are built from duties."""

    hours: float
    lit: bool
    months_to_threshold: float | None
    wait_for_presence_days: float | None
    hours_spread: float | None
    probability_at_threshold: float | None


class FeeRatio(Record):
    """Signal 2."""

    ratio: float | None
    lit: bool
    zone: Literal["below", "band", "above"] | None
    months_to_low: float | None
    months_to_high: float | None
    fee_at_low: float
    fee_at_high: float


class DataCulture(Record):
    """Signal 3: scores out of 100; `document_first` where speed or memory is short or unknown."""

    iteration: float | None
    reliability: float | None
    memory: float | None
    need: float | None
    lit: bool
    document_first: bool


class Signals(Record):
    """The three signals, how many are lit, how many of them say something of their own, and the stage."""

    external: External
    complexity: Complexity
    fee_ratio: FeeRatio
    data_culture: DataCulture
    stage: Literal["validation", "growth"]
    lit: int
    independent: int


class Acquisition(Record):
    """Pillar 1."""

    cac: float | None
    ratio: float | None
    zone: Literal["below", "inside", "above"] | None
    break_even_ratio: float
    break_even_ratio_with_fees: float | None
    contribution_roi: float | None
    payback_months: float | None
    spend_for_low_target_to_cover_fees: float | None
    profit_maximising_ratio: float
    revenue_per_customer: float


class Retention(Record):
    """Pillar 2."""

    customer_value: float | None
    value_to_cac: float | None
    gain_from_ten_percent: float | None
    cac_cut_equal_fixed_customers: float | None
    cac_cut_equal_fixed_budget: float | None
    gain_from_ten_percent_fewer_leavers: float | None
    cac_cut_equal_fewer_leavers: float | None


class Brand(Record):
    """Pillar 3."""

    price_premium_value: float
    break_even_volume_loss: float
    highest_elasticity: float
    brand_capital: float
    left_after_three_years: float
    sales_velocity_per_day: float
    sales_velocity_led_per_day: float


class Pillars(Record):
    """The three pillars of ROI."""

    acquisition: Acquisition
    retention: Retention
    brand: Brand


class Cash(Record):
    """What the firm earns and pays against carrying on as today: by year, the most it must find and when, and when it is back."""

    by_year: tuple[float, ...]
    peak_need: float
    peak_month: int | None
    payback_month: int | None


class Outcome(Record):
    """One option entered in month 1 and judged over the horizon; `terms` are the parts of `cost_pv`. Today's has no cash."""

    npv: float
    cost_pv: float
    extra_margin_pv: float
    tail_pv: float
    capability_end: float
    customers_end: float
    advantage: float
    terms: dict[str, float]
    cash: Cash | None


class Timing(Record):
    """The lead of each hire over the best option without one, by month of entry, month 1 first; until then `base` is followed."""

    base: OptionName
    advantage_by_month: dict[OptionName, tuple[float, ...]]
    comparator_by_month: tuple[OptionName, ...]
    tipping_month: int | None
    tipping_option: OptionName | None


class Verdict(Record):
    """The two readings, side by side, and what makes the difference.

    `margin` is the best option's npv less that of `runner_up`, the best of the others; `difference` splits it into the parts of the
    sum, signed so that they add up to it. `reading_runner_up` is the best option of another reading, `reading_margin` the lead over
    it. `rival` is the best option across the line of the hire (a hire when the best is none, and the reverse), which is what
    signals and money disagree about; `rival_difference` splits that lead likewise. `reading_by_horizon` is what the reading would
    be over 24, 36 and 60 months, `cash_best` the best option when the owner's time and unmet hours are left out.
    """

    reading: Reading
    hire_month: int | None
    signals_say: Saying
    runner_up: OptionName
    margin: float
    difference: dict[str, float]
    reading_runner_up: OptionName
    reading_margin: float
    rival: OptionName
    rival_difference: dict[str, float]
    reading_by_horizon: dict[str, Reading]
    cash_best: OptionName


class Decision(Record):
    """Everything the engine says of one scenario; every surface shows figures of this object."""

    scenario: Scenario
    loaded_salary: dict[str, LoadedSalary]
    signals: Signals
    pillars: Pillars
    memory: float
    capability_today: float
    value_of_full_leadership: float
    options: dict[OptionName, Outcome]
    best: OptionName
    timing: Timing | None
    verdict: Verdict
    months: dict[OptionName, dict[str, tuple[float, ...]]]


_MADE = ("signals_say", "hire_month", "reading_by_horizon", "difference", "rival_difference")
PLAIN = tuple(name for name in Verdict.model_fields if name not in _MADE)
"""What of a verdict is the result of one rule."""
