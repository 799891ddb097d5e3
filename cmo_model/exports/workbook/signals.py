"""The three signals as live formulas (model, section 2), in the order of the model's text."""

from __future__ import annotations

from cmo_model.exports.workbook.book import Book, Page
from cmo_model.exports.workbook.formula import (
    Cells,
    Formula,
    count,
    either,
    every,
    is_number,
    least,
    log,
    most,
    plus,
    same,
    total,
    where,
)
from cmo_model.exports.workbook.rules import Rules
from cmo_model.exports.workbook.words import if_known, unless_zero


def write(book: Book, page: Page) -> None:
    """Fill the sheet; afterwards `book.cells` holds every figure of the signals by its path."""
    t, rules = book.text, Rules(book, page)
    rules.section(t("workbook.signals.external"))
    _external(book, rules)
    rules.section(t("signals.complexity.name"), t("signals.complexity.limit"))
    _complexity(book, rules)
    rules.section(t("signals.fee_ratio.name"), t("signals.fee_ratio.limit"))
    _fee_ratio(book, rules)
    rules.section(t("signals.data_culture.name"), t("signals.data_culture.limit"))
    _data_culture(book, rules)
    rules.section(t("signals.title"))
    _together(book, rules)


def _lamp(book: Book, test: Formula) -> Formula:
    return where(test, book.words["signals.lit"], book.words["signals.unlit"])


def _external(book: Book, rules: Rules) -> None:
    q, current = book.cells, book.decision.scenario.current
    seat = "consultant" if current == "consultant" else "fractional"
    engaged = current in ("consultant", "fractional", "hybrid")
    name = "signals.external"
    share = rules.put(f"{name}.share", q["hybrid_fractional_share"] if current == "hybrid" else 1)
    fee = rules.put(f"{name}.monthly_fee", share * q[f"{seat}.monthly_fee"])
    rules.put(f"{name}.hours_per_week", share * q[f"{seat}.hours_per_week"])
    rules.put(f"{name}.is_quote", book.words["yes_no.no" if engaged else "yes_no.yes"])
    rules.put(f"{name}.fees_paid", fee if engaged else 0)


def _complexity(book: Book, rules: Rules) -> None:
    q, unknown = book.cells, book.words["unknown"]
    threshold, growth = q["thresholds.hours_full_time"], q["workload.annual_growth"]
    name = "signals.complexity"
    hours = rules.put(f"{name}.hours", q["workload.hours_per_week"])
    full = hours >= threshold
    rules.put(f"{name}.lit", _lamp(book, full))
    wait = 12 * log(threshold / hours) / log(1 + growth)
    never = either(growth <= 0, hours <= 0)
    rules.put(f"{name}.months_to_threshold", where(full, 0, where(never, unknown, wait)))
    days = least(5, q["signals.external.hours_per_week"] / 8)
    rules.put(f"{name}.wait_for_presence_days", (5 - days) ** 2 / (10 * days))


def _fee_ratio(book: Book, rules: Rules) -> None:
    q, words = book.cells, book.words
    loaded, consultant = q["loaded_salary.in_house.loaded_salary"], book.decision.scenario.current == "consultant"
    low, high = q["thresholds.fee_ratio_low"], q["thresholds.fee_ratio_high"]
    name = "signals.fee_ratio"
    ratio = rules.put(f"{name}.ratio", unless_zero(book, loaded, 12 * q["signals.external.monthly_fee"] / loaded))
    rules.put(f"{name}.lit", where(is_number(ratio), _lamp(book, ratio >= low), words["signals.unlit"]))
    zone = where(ratio < low, words["zones.below"], where(ratio < high, words["zones.band"], words["zones.above"]))
    rules.put(f"{name}.zone", if_known(book, ratio, zone))
    rules.put(f"{name}.fee_at_low", low * loaded / 12)
    rules.put(f"{name}.fee_at_high", high * loaded / 12)
    seat = "consultant" if consultant else "fractional"
    salaries = log(1 + q["in_house.salary_growth"])
    drift = rules.put(f"{name}.yearly_drift", log(1 + q[f"{seat}.fee_growth"]) - salaries)
    need = log(1 + q["workload.annual_growth"])
    follow = rules.put(f"{name}.yearly_follow", 0 if consultant else q["fractional.follows_need"] * need)
    ceiling = log(most(1, q["fractional.most_hours_per_week"] / q["fractional.hours_per_week"]))
    cap = rules.put(f"{name}.follow_cap", 0 if consultant else ceiling)
    for end, target in (("low", low), ("high", high)):
        climb = log(target / ratio)
        late = where(every(follow > 0, drift > 0), 12 * (climb - cap) / drift, words["unknown"])
        early = 12 * (climb / (drift + follow))
        soon = where(follow <= 0, early, where(climb / (drift + follow) <= cap / follow, early, late))
        climbs = where(drift + follow > 0, soon, late)
        reached = where(ratio >= target, 0, where(ratio <= 0, words["unknown"], climbs))
        rules.put(f"{name}.months_to_{end}", if_known(book, ratio, reached))


def _score(book: Book, answers: Cells) -> Formula:
    """25 times the mean of the answers known."""
    known = count(answers)
    return unless_zero(book, known, 25 * total(answers) / known)


def _data_culture(book: Book, rules: Rules) -> None:
    q, name = book.cells, "signals.data_culture"
    scores = {
        axis: rules.put(f"{name}.{axis}", _score(book, book.runs[axis])) for axis in ("iteration", "reliability", "memory", "need")
    }
    capability, need = q["thresholds.capability_score"], q["thresholds.need_score"]
    lacks = [every(is_number(scores[axis]), scores[axis] < capability) for axis in ("iteration", "memory")]
    needs = every(is_number(scores["need"]), scores["need"] >= need)
    rules.put(f"{name}.lit", _lamp(book, every(needs, either(*lacks))))


def _together(book: Book, rules: Rules) -> None:
    q, words = book.cells, book.words
    small = q["company.annual_revenue"] < q["thresholds.growth_revenue"]
    rules.put("signals.stage", where(small, words["stages.validation"], words["stages.growth"]))
    lamps = [q[f"signals.{signal}.lit"] for signal in ("complexity", "fee_ratio", "data_culture")]
    lit = rules.put("signals.lit", plus([where(same(lamp, words["signals.lit"]), 1, 0) for lamp in lamps]))
    some = where(same(lit, 2), words["says.prepare"], words["says.external"])
    rules.put("signals.say", where(same(lit, 3), words["says.internalise"], some))
