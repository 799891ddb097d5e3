"""How a statutory line is charged, in words: its rates, slices and thresholds, and when it holds."""

from __future__ import annotations

from cmo_model.operands import Values
from cmo_model.parameters import Line
from cmo_model.parameters.schema import Band, Exemption, Graduated, Relief
from cmo_model.words import Text


def line_formula(line: Line, values: Values, t: Text) -> str:
    """The charges of a line; `values` are the figures of the decision by full name."""
    said = [_charge(band, values, t) for band in line.bands]
    if line.graduated:
        said.append(_graduated(line.graduated, str(values["company.sector"]), t))
    if line.whole_above:
        above = line.whole_above
        said.append(t("lines.whole_above", rate=t.percent(above.rate, 4), threshold=t.money(above.threshold, cents=False)))
    if line.exemption:
        said += _exemption(line.exemption, t)
    if line.relief:
        said.append(_relief(line.relief, float(values["company.staff"]), t))
    return " ".join(said)


def _charge(band: Band, values: Values, t: Text) -> str:
    """One charge: its rate and slice, or its amount, and when it holds."""
    lower, upper = t.money(band.lower, cents=False), "" if band.upper is None else t.money(band.upper, cents=False)
    rate = t.percent(float(values[band.rate_of]) if band.rate_of else (band.rate or 0.0) * band.multiplier, 4)
    if band.amount is not None:
        said = t("lines.amount", amount=t.money(band.amount))
    elif band.lines:
        said = t("lines.of_lines", rate=rate, lines=", ".join(t.line(line) for line in band.lines))
    elif band.upper is None:
        said = t("lines.bands_open", rate=rate, lower=lower) if band.lower else t("lines.bands_all", rate=rate)
    else:
        said = t("lines.bands", rate=rate, lower=lower, upper=upper)
    first, last = band.staff or (0, None)
    when = (
        t("lines.pay_above", pay=t.money(band.pay_above, cents=False)) if band.pay_above else "",
        t("lines.executive") if band.executive else "",
        t("lines.staff_to", last=str(last)) if last is not None else t("lines.staff_from", first=str(first)) if first else "",
    )
    return t("lines.when", said=said, when=", ".join(filter(None, when))) if any(when) else f"{said}."


def _graduated(way: Graduated, sector: str, t: Text) -> str:
    if sector in way.exempt:
        return t("lines.exempt", sector=t(f"sectors.{sector}"))
    return t(
        "lines.graduated",
        low=t.percent(way.low_percent[sector] / 100, 4),
        high=t.percent(way.high_percent / 100, 4),
        lower=t.money(way.lower, cents=False),
        upper=t.money(way.upper, cents=False),
    )


def _exemption(way: Exemption, t: Text) -> list[str]:
    said = [t("lines.exemption", rate=t.percent(way.rate, 4), exemption=t.money(way.exemption, cents=False))]
    if way.ceiling is not None and way.rate_above is not None:
        above = t.percent(way.rate_above, 4)
        said.append(t("lines.exemption_lost", rate=above, ceiling=t.money(way.ceiling, cents=False)))
    return said


def _relief(way: Relief, staff: float, t: Text) -> str:
    spread = way.spread_below if staff < way.staff else way.spread_from
    return t(
        "lines.relief",
        most=t.percent(way.least + spread, 2),
        least=t.percent(way.least, 2),
        wage=t.money(way.wage, cents=False),
        until=t.money(way.times * way.wage, cents=False),
    )
