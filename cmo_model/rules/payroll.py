"""Loaded salary of one employee seat (model, section 1): what the employer pays in a year, all in.

Statutory lines are data, and each is interpreted here once. The law's own numbers are figures like any other, under `law.`: a
spreadsheet shows them in cells, a draft budget replaces them. Money is a year's, in the place's currency. The health services fund
is computed in whole cents and hundredths of a percent so that its half-up rounding is exact in floats.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import cast

import numpy as np

from cmo_model.graph import Function, Rule, namespace, unit
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


def exemption_levy(
    payroll: Operand, exemption: Operand, rate: Operand, ceiling: Operand | float = np.inf, rate_above: Operand | float = 0.0
) -> Operand:
    """A share of what a payroll exceeds an exemption by; past a ceiling, another share of it all."""
    return np.where(payroll > ceiling, rate_above * payroll, rate * np.maximum(payroll - exemption, 0.0))


def relief_share(pay: Operand, wage: Operand, times: Operand, least: Operand, exponent: Operand, spread: Operand) -> Operand:
    """The share of a pay that is taken off: `least + spread` up to the minimum wage, then less, and none from `times` that wage."""
    left = np.maximum(times * wage / np.maximum(pay, wage) - 1, 0.0) / (times - 1)
    return np.where(pay < times * wage, np.floor((least + spread * left**exponent) * 1e4 + 0.5) / 1e4, 0.0)


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
            found |= {f"{of}.{n}.{name}": value for name, value in _numbers(one).items()}
        for way in (line.levy, line.relief):
            if way is not None:
                numbers = way.model_dump(exclude={"low_percent", "exempt"}, exclude_none=True)
                found |= {f"{of}.{name}": float(value) for name, value in numbers.items()}
        if line.graduated:
            found |= {f"{of}.low_percent.{sector}": percent for sector, percent in line.graduated.low_percent.items()}
    return found


def _numbers(one: Band) -> dict[str, float]:
    """The law's numbers of one charge, by name, in the order they are read."""
    staff = one.staff or (None, None)
    given = {
        "amount": one.amount,
        "lower": one.lower if one.amount is None else None,
        "upper": one.upper,
        "rate": None if one.rate is None else one.multiplier * one.rate,
        "pay_above": one.pay_above,
        "staff_from": staff[0],
        "staff_to": staff[1],
    }
    return {name: float(value) for name, value in given.items() if value is not None}


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


def _line_rule(prefix: str, seat: str, before: str, line: Line) -> Rule:
    """The rule of one statutory line of a seat."""
    made = _on_payroll if line.levy else _relief if line.relief else _on_pay
    return made(f"{prefix}.lines.{line.id}", f"{prefix}.cash_pay", seat if made is not _on_payroll else before, line)


def _on_pay(name: str, pay: str, seat: str, line: Line) -> Rule:
    """Charges on the pay, or on other lines of the same seat."""
    own, of = name.removesuffix(line.id), f"law.{line.id}"
    charges = [
        (one, {key: f"{of}.{n}.{key}" for key in _numbers(one)} | ({"rate": one.rate_of} if one.rate_of else {}))
        for n, one in enumerate(line.bands, start=1)
    ]
    needs = [pay, *(f"{own}{base}" for one, _ in charges for base in one.lines)]
    needs += ["company.staff"] if any(one.staff for one, _ in charges) else []
    needs += [f"{seat}.executive"] if any(one.executive for one, _ in charges) else []
    needs += [number for _, numbers in charges for number in numbers.values()]

    @unit("money")
    def charged(*given: Operand) -> Operand:
        values = dict(zip(needs, given, strict=True))
        parts = []
        for one, numbers in charges:
            q = {key: values[number] for key, number in numbers.items()}
            base = total([values[f"{own}{base}"] for base in one.lines]) if one.lines else values[pay]
            part = q["amount"] if "amount" in q else band(base, q["lower"], q.get("upper", np.inf), q["rate"])
            part = np.where(values[f"{seat}.executive"], part, 0.0) if one.executive else part
            part = np.where(values[pay] > q["pay_above"], part, 0.0) if "pay_above" in q else part
            part = np.where(values["company.staff"] < q["staff_from"], 0.0, part) if "staff_from" in q else part
            part = np.where(values["company.staff"] > q["staff_to"], 0.0, part) if "staff_to" in q else part
            parts.append(part)
        return total(parts)

    return Rule(name, charged, tuple(needs))


def _on_payroll(name: str, pay: str, before: str, line: Line) -> Rule:
    """What a hire adds to a levy on the whole payroll: it pays for the whole step it causes."""
    levy, names = _levy(line)
    exempt = line.graduated.exempt if line.graduated else ()

    @unit("money")
    def added(cash_pay: Operand, payroll_before: Operand, *numbers: Operand) -> Operand:
        return cast("Operand", levy(payroll_before + cash_pay, *numbers)) - cast("Operand", levy(payroll_before, *numbers))

    @unit("money")
    def unless_exempt(sector: Word, *given: Operand) -> Operand:
        return np.where(reduce(np.logical_or, [np.equal(sector, one) for one in exempt]), 0.0, added(*given))

    needs = (pay, before, *(f"law.{line.id}.{one}" for one in names))
    return Rule(name, unless_exempt, ("company.sector", *needs)) if exempt else Rule(name, added, needs)


def _levy(line: Line) -> tuple[Function, tuple[str, ...]]:
    """How a line is charged on a payroll, and the law's numbers that it reads."""
    if line.graduated:
        return graduated_levy, ("low_percent", *_GRADUATED, "slope")
    if line.whole_above:
        return whole_above_levy, ("threshold", "rate")
    return exemption_levy, tuple(line.exemption.model_dump(exclude_none=True)) if line.exemption else ()


def _relief(name: str, pay: str, _: str, line: Line) -> Rule:
    """What is taken off a seat's cost, as a negative amount."""
    names = ("wage", "times", "least", "exponent", "staff", "spread_below", "spread_from")

    @unit("money")
    def taken(cash_pay: Operand, people: Operand, *numbers: Operand) -> Operand:
        wage, times, least, exponent, many, below, from_many = numbers
        spread = np.where(people < many, below, from_many)
        return -cash_pay * relief_share(cash_pay, wage, times, least, exponent, spread)

    return Rule(name, taken, (pay, "company.staff", *(f"law.{line.id}.{one}" for one in names)))


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
    charged = [_line_rule(prefix, seat, before, line) for line in lines]
    sums = Rule(f"{prefix}.employer_contributions", employer_contributions, tuple(rule.name for rule in charged))
    return [*found, *charged, sums]
