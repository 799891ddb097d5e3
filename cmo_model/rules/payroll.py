"""Loaded salary of one employee seat (model, section 1): what the employer pays in a year, all in.

Statutory lines are data, and each is interpreted here once. The law's own numbers are figures like any other, under `law.`: a
spreadsheet shows them in cells, a draft budget replaces them. Money is a year's dollars. The health services fund is computed in
whole cents and hundredths of a percent so that its half-up rounding is exact in floats.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from cmo_model.graph import Rule, namespace, unit
from cmo_model.operands import Operand, Word, total
from cmo_model.parameters import Line, Statutory
from cmo_model.parameters.schema import Band
from cmo_model.scenario.options import OPTIONS, SEATS, is_contractor


@unit("money")
def cash_pay(base_salary: Operand, bonus_rate: Operand) -> Operand:
    """Salary and bonus paid in the year."""
    return base_salary * (1 + bonus_rate)


@unit("money")
def benefits(base_salary: Operand, benefits_rate: Operand) -> Operand:
    """Group insurance and retirement savings; vacation is inside the salary and never added."""
    return benefits_rate * base_salary


@unit("money")
def employer_contributions(*lines: Operand) -> Operand:
    """The statutory lines together."""
    return total([*lines])


@unit("money")
def loaded_salary(cash_pay: Operand, employer_contributions: Operand, benefits: Operand) -> Operand:
    """Everything a year of the seat costs the employer in pay and charges."""
    return cash_pay + employer_contributions + benefits


@unit("money")
def payroll_before(annual_payroll: Operand, *cash_pays: Operand) -> Operand:
    """The firm's payroll once the seats hired before this one are on it."""
    return total([annual_payroll, *cash_pays])


def by_sector(sector: Word, values: Mapping[str, Operand]) -> Operand:
    """The value of the firm's sector; NaN for a sector that has none."""
    found: Operand = np.asarray(np.nan)[()]
    for name, value in values.items():
        found = np.where(np.equal(sector, name), value, found)
    return found


def band(cash_pay: Operand, lower: Operand, upper: Operand | float, rate: Operand) -> Operand:
    """A rate on the slice of pay between two bounds."""
    return rate * np.maximum(np.minimum(cash_pay, upper) - lower, 0.0)


@unit("number")
def graduated_slope(low_percent: Operand, lower: Operand, upper: Operand, high_percent: Operand) -> Operand:
    """How fast a graduated percentage climbs: ten-thousandths of a percent for each million, rounded half up."""
    return np.floor((high_percent - low_percent) / ((upper - lower) / 1e6) * 1e4 + 0.5)


def graduated_levy(
    payroll: Operand, low_percent: Operand, lower: Operand, upper: Operand, high_percent: Operand, slope: Operand
) -> Operand:
    """The levy on a whole payroll whose percentage climbs in a straight line and is rounded half up to two decimals."""
    intercept = np.rint(low_percent * 1e4) - slope * (lower / 1e6)
    between = np.floor((intercept * 1e8 + slope * np.rint(payroll * 100) + 5e9) / 1e10)  # hundredths of a percent
    above = np.where(payroll >= upper, high_percent * 100, between)
    return payroll * np.where(payroll <= lower, low_percent * 100, above) / 1e4


def whole_above_levy(payroll: Operand, threshold: Operand, rate: Operand) -> Operand:
    """A share of the whole payroll once it exceeds the threshold."""
    return np.where(payroll > threshold, rate * payroll, 0.0)


# --- the law's numbers, and the rules of its lines ---


def law(place: Statutory) -> dict[str, float]:
    """The law's own numbers by name: the sales tax on services, and those of the lines."""
    return {"law.sales_tax": place.sales_tax.rate, **law_of(place.lines)}


def law_of(lines: Iterable[Line]) -> dict[str, float]:
    """The numbers of these lines by name."""
    found: dict[str, float] = {}
    for line in lines:
        of = f"law.{line.id}"
        for n, one in enumerate(line.bands, start=1):
            found[f"{of}.{n}.lower"] = one.lower
            if one.upper is not None:
                found[f"{of}.{n}.upper"] = one.upper
            if one.rate is not None:
                found[f"{of}.{n}.rate"] = one.multiplier * one.rate
        if line.graduated:
            found |= {f"{of}.{name}": getattr(line.graduated, name) for name in ("lower", "upper", "high_percent")}
            found |= {f"{of}.low_percent.{sector}": percent for sector, percent in line.graduated.low_percent.items()}
        if line.whole_above:
            found |= {f"{of}.threshold": line.whole_above.threshold, f"{of}.rate": line.whole_above.rate}
    return found


def law_rules(lines: Iterable[Line]) -> list[Rule]:
    """What follows from the law's numbers and the firm's sector alone: where a graduated percentage starts and how it climbs."""
    found = []
    for line in lines:
        if not line.graduated:
            continue
        of, sectors = f"law.{line.id}", tuple(line.graduated.low_percent)

        @unit("percent")
        def low_percent(sector: Word, *percents: Operand, sectors: tuple[str, ...] = sectors) -> Operand:
            return by_sector(sector, dict(zip(sectors, percents, strict=True)))

        low = f"{of}.low_percent"
        found.append(Rule(low, low_percent, ("company.sector", *(f"{low}.{sector}" for sector in sectors))))
        found.append(Rule(f"{of}.slope", graduated_slope, (low, *(f"{of}.{name}" for name in _GRADUATED))))
    return found


_GRADUATED = ("lower", "upper", "high_percent")


def _line_rule(prefix: str, before: str, line: Line) -> Rule:
    """The rule of one statutory line: on the pay, or what the hire adds to a levy on the whole payroll."""
    pay, of = f"{prefix}.cash_pay", f"law.{line.id}"
    if line.bands:

        @unit("money")
        def charged(cash_pay: Operand, *numbers: Operand) -> Operand:
            left = iter(numbers)
            return total([band(cash_pay, next(left), next(left) if b.upper else np.inf, next(left)) for b in line.bands])

        needs = [f"{of}.{n}.{name}" for n, b in enumerate(line.bands, start=1) for name in _band_names(b)]
        rates = {f"{of}.{n}.rate": b.rate_of for n, b in enumerate(line.bands, start=1) if b.rate_of}
        return Rule(f"{prefix}.lines.{line.id}", charged, (pay, *(rates.get(need) or need for need in needs)))
    levy = graduated_levy if line.graduated else whole_above_levy
    names = ("low_percent", *_GRADUATED, "slope") if line.graduated else ("threshold", "rate")

    @unit("money")
    def added(cash_pay: Operand, payroll_before: Operand, *numbers: Operand) -> Operand:
        """What a hire adds to a levy on the whole payroll: it pays for the whole step it causes."""
        return levy(payroll_before + cash_pay, *numbers) - levy(payroll_before, *numbers)

    return Rule(f"{prefix}.lines.{line.id}", added, (pay, before, *(f"{of}.{name}" for name in names)))


def _band_names(one: Band) -> tuple[str, ...]:
    return ("lower", "upper", "rate") if one.upper else ("lower", "rate")


def spaces() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Each loaded salary by its name: the seat, and the seats of the same option that are on the payroll before it."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {seat: (seat, ()) for seat in SEATS if not is_contractor(seat)}
    for option in OPTIONS.values():
        for seat, space in option.salaries.items():
            earlier = option.seats[: option.seats.index(seat)]
            found[space] = (seat, tuple(one for one in earlier if not is_contractor(one)))
    return found


def seat_rules(space: str, seat: str, earlier: tuple[str, ...], lines: Iterable[Line]) -> list[Rule]:
    """The rules of one loaded salary."""
    prefix, before = f"loaded_salary.{space}", "company.annual_payroll"
    rename = {field: f"{seat}.{field}" for field in ("base_salary", "bonus_rate", "benefits_rate")}
    rename["employer_contributions"] = f"{prefix}.employer_contributions"
    found = namespace(prefix, (cash_pay, benefits, loaded_salary), rename)
    if earlier:
        pays = (f"loaded_salary.{one}.cash_pay" for one in earlier)
        found.append(Rule(f"{prefix}.payroll_before", payroll_before, (before, *pays)))
        before = f"{prefix}.payroll_before"
    charged = [_line_rule(prefix, before, line) for line in lines]
    sums = Rule(f"{prefix}.employer_contributions", employer_contributions, tuple(rule.name for rule in charged))
    return [*found, *charged, sums]
