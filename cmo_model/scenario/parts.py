"""The parts of a scenario: the firm, its market, its need, the seats, the assumptions; each field's unit, bounds and default.

Shares are fractions, money is today's, in the currency of the jurisdiction. `None` among the answers is "I don't know". Words
(labels, help) live in `words/`, where a default comes from in `parameters/defaults.yaml`; tests keep both complete.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from cmo_model import parameters
from cmo_model.scenario.checks import MOST_MONEY
from cmo_model.scenario.options import OPTIONS

MOST_VOLUME = 10_000
"""Of a family of tasks in a week."""
STAFF = 15.0
"""People of the firm, where nobody said."""


@dataclass(frozen=True)
class Unit:
    """How a field is measured; surfaces print and ask by it (`share` is printed in percent)."""

    name: str


Money = Annotated[float, Field(ge=0, le=MOST_MONEY), Unit("money")]
YearlyMoney = Annotated[float, Field(ge=0, le=MOST_MONEY), Unit("money_per_year")]
MonthlyMoney = Annotated[float, Field(ge=0, le=1e10), Unit("money_per_month")]
HourlyMoney = Annotated[float, Field(ge=0, le=1e5), Unit("money_per_hour")]
Share = Annotated[float, Field(ge=0, le=1), Unit("share")]
PositiveShare = Annotated[float, Field(ge=0.0001, le=1), Unit("share")]
Rate = Annotated[float, Field(ge=0, le=5), Unit("share")]
Lift = Annotated[float, Field(ge=0, le=5), Unit("share")]
Growth = Annotated[float, Field(gt=-1, le=5), Unit("share_per_year")]
Count = Annotated[float, Field(ge=0, le=1e9), Unit("count")]
PositiveCount = Annotated[float, Field(ge=0.001, le=1e9), Unit("count")]
WeekHours = Annotated[float, Field(ge=0, le=1000), Unit("hours_per_week")]
PositiveWeekHours = Annotated[float, Field(ge=0.01, le=1000), Unit("hours_per_week")]
Months = Annotated[float, Field(ge=0, le=120), Unit("months")]
MonthsFromOne = Annotated[float, Field(ge=1, le=600), Unit("months")]
Notice = Annotated[float, Field(ge=0, le=12), Unit("months")]
Weeks = Annotated[float, Field(ge=0, le=260), Unit("weeks")]
Pure = Annotated[float, Field(ge=0, le=20), Unit("number")]
Range = Annotated[tuple[float, float, float], Field(strict=False)]
"""Low, likely and high of an uncertain figure."""
Answer = Annotated[int, Field(ge=0, le=4)] | None


def known_way(name: str) -> str:
    """A way of the table."""
    if name not in OPTIONS:
        raise PydanticCustomError("choice", "no such way")
    return name


class Part(BaseModel):
    """A closed, frozen record of strict, finite values; an error never repeats what was typed."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", allow_inf_nan=False, hide_input_in_errors=True, validate_default=True
    )


class Company(Part):
    """The firm's size and margin."""

    annual_revenue: YearlyMoney = 2_400_000.0
    revenue_growth: Growth = 0.10
    contribution_margin: PositiveShare = 0.45
    annual_payroll: YearlyMoney = 900_000.0
    sector: Annotated[Literal["general", "primary_manufacturing", "primary_on_holiday"], Unit("sector")] = "general"
    staff: Annotated[float, Field(ge=1, le=1e6), Unit("people")] = Field(STAFF, exclude_if=lambda value: value == STAFF)
    accident_premium_rate: Annotated[float, Field(ge=0, le=0.5), Unit("share")] = 0.0048
    recovers_sales_tax: Annotated[bool, Unit("yes_no")] = True


class Customers(Part):
    """Who buys today and how many stay a year."""

    active: PositiveCount = 480.0
    annual_retention: Share = 0.80


class Acquisition(Part):
    """Paid media and the customers it brings, each month."""

    monthly_spend: MonthlyMoney = 5_000.0
    monthly_new_customers: Count = 3.0


class Sales(Part):
    """The pipeline."""

    open_opportunities: Count = 25.0
    win_rate: Share = 0.22
    deal_value: Money = 5_000.0
    cycle_days: Annotated[float, Field(ge=0.01, le=3_650), Unit("days")] = 60.0


class Brand(Part):
    """Spend on the brand and how fast it fades."""

    annual_brand_spend: YearlyMoney = 12_000.0
    depreciation_rate: PositiveShare = 0.55


class LeadershipEffect(Part):
    """What going from no marketing leadership to full leadership would change; assumptions, every one."""

    acquisition_lift: Lift = 0.30
    retention_lift: Lift = 0.06
    price_premium: Annotated[float, Field(ge=0, le=0.5), Unit("share")] = 0.03
    price_elasticity: Pure = 1.5
    win_rate_lift: Share = 0.10


class Duty(Part):
    """How much of one family of tasks there is, and the share of it done by others."""

    volume: Annotated[float, Field(ge=0, le=MOST_VOLUME), Unit("number")]
    delegated: Share = 0.0


class Workload(Part):
    """The weekly need for marketing leadership: a number of hours, or the duties that make it up.

    With `duties` given, their hours replace `hours_per_week` everywhere.
    """

    hours_per_week: WeekHours = 28.0
    annual_growth: Growth = 0.08
    duties: Annotated[dict[str, Duty], Field(min_length=1)] | None = Field(None, exclude_if=lambda value: value is None)

    @model_validator(mode="after")
    def _duties_exist(self) -> Self:
        known = parameters.duties().duties
        for name in self.duties or ():
            if name not in known:
                raise PydanticCustomError("duty_unknown", "unknown duty", {"name": name, "known": ", ".join(known)})
        return self


class DataCulture(Part):
    """Twelve answers, four each on iteration, reliability and memory, and three on need; `None` is "I don't know"."""

    answers: Annotated[tuple[Answer, ...], Field(strict=False, min_length=12, max_length=12), Unit("answers")] = (
        *(2, 1, 2, 2),
        *(1, 2, 1, 0),
        *(1, 1, 1, 3),
    )
    need: Annotated[tuple[Answer, ...], Field(strict=False, min_length=3, max_length=3), Unit("answers")] = (3, 2, 2)


class Owner(Part):
    """The owner's own time in marketing."""

    hours_per_week: WeekHours = 6.0
    oversight_hours: WeekHours = 2.0
    leadership: Share = 0.6
    hourly_value: HourlyMoney = 100.0


class Seat(Part):
    """What every seat has: its hours, how much an hour leads, and how it fills, ramps and empties. Bounds stand with each seat."""

    hours_per_week: float
    leadership: float
    months_to_fill: float
    months_to_ramp: float
    tenure_months: float
    mishire_probability: float
    mishire_months: float


class Contractor(Seat):
    """A seat paid by a monthly fee."""

    monthly_fee: float
    fee_growth: float
    notice_months: float


class Employee(Seat):
    """A seat paid by a salary."""

    base_salary: float
    bonus_rate: float
    benefits_rate: float
    salary_growth: float
    recruiting_fee_rate: float
    onboarding_cost: float
    severance_weeks: float
    monthly_overhead: float
    executive: bool


class Consultant(Contractor):
    """A consultant who advises while the owner leads."""

    monthly_fee: MonthlyMoney = 2_500.0
    fee_growth: Growth = 0.01
    hours_per_week: PositiveWeekHours = 5.0
    leadership: Share = 0.5
    months_to_fill: Months = 0.5
    months_to_ramp: Months = 1.0
    tenure_months: MonthsFromOne = 12.0
    mishire_probability: Share = 0.1
    mishire_months: MonthsFromOne = 3.0
    notice_months: Notice = 0.0


class Fractional(Contractor):
    """A fractional marketing director; the days bought may follow the need, up to a most."""

    monthly_fee: MonthlyMoney = 7_300.0
    fee_growth: Growth = 0.01
    hours_per_week: PositiveWeekHours = 14.0
    leadership: Share = 1.0
    follows_need: Share = 1.0
    most_hours_per_week: PositiveWeekHours = 24.0
    months_to_fill: Months = 0.5
    months_to_ramp: Months = 1.0
    tenure_months: MonthsFromOne = 30.0
    mishire_probability: Share = 0.1
    mishire_months: MonthsFromOne = 3.0
    notice_months: Notice = 1.0


class Coordinator(Employee):
    """An employed marketing coordinator who executes under a director."""

    base_salary: YearlyMoney = 58_000.0
    bonus_rate: Rate = 0.0
    benefits_rate: Rate = 0.05
    salary_growth: Growth = 0.01
    hours_per_week: PositiveWeekHours = 32.0
    leadership: Share = 0.35
    months_to_fill: Months = 2.0
    months_to_ramp: Months = 3.0
    tenure_months: MonthsFromOne = 30.0
    mishire_probability: Share = 0.2
    mishire_months: MonthsFromOne = 4.0
    recruiting_fee_rate: Rate = 0.1
    onboarding_cost: Money = 3_000.0
    severance_weeks: Weeks = 2.0
    monthly_overhead: MonthlyMoney = 400.0
    executive: Annotated[bool, Unit("yes_no")] = Field(False, exclude_if=lambda value: value is False)


class InHouse(Employee):
    """An employed marketing director."""

    base_salary: YearlyMoney = 120_000.0
    bonus_rate: Rate = 0.05
    benefits_rate: Rate = 0.06
    salary_growth: Growth = 0.01
    hours_per_week: PositiveWeekHours = 28.0
    leadership: Share = 0.9
    months_to_fill: Months = 4.0
    months_to_ramp: Months = 6.0
    tenure_months: MonthsFromOne = 42.0
    mishire_probability: Share = 0.3
    mishire_months: MonthsFromOne = 9.0
    recruiting_fee_rate: Rate = 0.25
    onboarding_cost: Money = 5_000.0
    severance_weeks: Weeks = 6.0
    monthly_overhead: MonthlyMoney = 500.0
    executive: Annotated[bool, Unit("yes_no")] = Field(True, exclude_if=lambda value: value is True)


class Assumptions(Part):
    """The model's own assumptions, on screen as such."""

    coverage_exponent: Annotated[float, Field(ge=0, le=10), Unit("number")] = 0.7
    learning_months: Annotated[float, Field(ge=0.01, le=600), Unit("months")] = 9.0
    memory: Annotated[float | None, Field(ge=0, le=1), Unit("share")] = None
    ramp_productivity: Share = 0.5
    mishire_productivity: Share = 0.3
    response_elasticity: PositiveShare = 0.5
    unmet_hour_cost: HourlyMoney = 60.0
    unmet_share: Share = 0.5
    tail_months: Annotated[int, Field(ge=0, le=120), Unit("months")] = 60
