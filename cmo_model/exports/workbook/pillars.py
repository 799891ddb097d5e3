"""The three pillars of return as live formulas (model, section 3), in the order of the model's text."""

from __future__ import annotations

from cmo_model.exports.workbook.book import Book, Page
from cmo_model.exports.workbook.formula import either, every, is_number, log, same, where
from cmo_model.exports.workbook.rules import Rules
from cmo_model.exports.workbook.words import if_known, unless_zero


def write(book: Book, page: Page) -> None:
    """Fill the sheet; afterwards `book.cells` holds every figure of the pillars by its path."""
    t, rules = book.text, Rules(book, page)
    rules.section(t("pillars.acquisition"))
    _acquisition(book, rules)
    rules.section(t("pillars.retention"))
    _retention(book, rules)
    rules.section(t("pillars.brand"))
    _brand(book, rules)


def _acquisition(book: Book, rules: Rules) -> None:
    q, words, unknown = book.cells, book.words, book.words["unknown"]
    margin, fees = q["company.contribution_margin"], q["signals.external.fees_paid"]
    spend, bought = q["acquisition.monthly_spend"], q["acquisition.monthly_new_customers"]
    low, high = q["thresholds.acquisition_low"], q["thresholds.acquisition_high"]
    name = "pillars.acquisition"
    revenue = rules.put(f"{name}.revenue_per_customer", q["company.annual_revenue"] / q["customers.active"])
    cac = rules.put(f"{name}.cac", where(either(same(spend, 0), same(bought, 0)), unknown, spend / bought))
    ratio = rules.put(f"{name}.ratio", unless_zero(book, spend, bought * revenue / spend))
    zone = where(ratio < low, words["zones.below"], where(ratio <= high, words["zones.inside"], words["zones.above"]))
    rules.put(f"{name}.zone", if_known(book, ratio, zone))
    rules.put(f"{name}.break_even_ratio", 1 / margin)
    rules.put(f"{name}.break_even_ratio_with_fees", unless_zero(book, spend, (1 + fees / spend) / margin))
    rules.put(f"{name}.contribution_roi", if_known(book, ratio, margin * ratio - 1))
    payback = cac / (revenue * margin / 12)
    rules.put(f"{name}.payback_months", if_known(book, cac, unless_zero(book, revenue, payback)))
    surplus = low * margin - 1
    rules.put(f"{name}.spend_for_low_target_to_cover_fees", where(surplus > 0, fees / surplus, unknown))
    rules.put(f"{name}.profit_maximising_ratio", 1 / (margin * q["assumptions.response_elasticity"]))


def _retention(book: Book, rules: Rules) -> None:
    q, unknown = book.cells, book.words["unknown"]
    kept, discount, gained = q["customers.annual_retention"], q["discount_rate"], q["thresholds.retention_gain"]
    margin = q["company.contribution_margin"] * q["pillars.acquisition.revenue_per_customer"]
    cac, name = q["pillars.acquisition.cac"], "pillars.retention"
    lost = 1 + discount - kept
    value = rules.put(f"{name}.customer_value", where(same(lost, 0), unknown, margin * (1 + discount) / lost))
    worth = rules.put(f"{name}.value_to_cac", where(every(is_number(value), is_number(cac)), value / cac, unknown))
    raised = (1 + gained) * kept
    gain = rules.put(f"{name}.gain_from_ten_percent", where(raised < 1, gained * kept / (1 + discount - raised), unknown))
    both = every(is_number(gain), is_number(worth))
    rules.put(f"{name}.cac_cut_equal_fixed_customers", where(both, gain * worth, unknown))
    rules.put(f"{name}.cac_cut_equal_fixed_budget", if_known(book, gain, gain / (1 + gain)))


def _brand(book: Book, rules: Rules) -> None:
    q, name = book.cells, "pillars.brand"
    margin, premium = q["company.contribution_margin"], q["leadership_effect.price_premium"]
    price = 1 + premium
    kept = price ** -q["leadership_effect.price_elasticity"]
    rules.put(f"{name}.price_premium_value", q["company.annual_revenue"] * (kept * (price - (1 - margin)) - margin))
    rules.put(f"{name}.break_even_volume_loss", premium / (margin + premium))
    rules.put(f"{name}.highest_elasticity", where(same(premium, 0), 1 / margin, log(1 + premium / margin) / log(1 + premium)))
    rules.put(f"{name}.brand_capital", q["brand.annual_brand_spend"] / q["brand.depreciation_rate"])
    rules.put(f"{name}.left_after_three_years", (1 - q["brand.depreciation_rate"]) ** 3)
    sold = q["sales.open_opportunities"] * q["sales.win_rate"] * q["sales.deal_value"]
    velocity = rules.put(f"{name}.sales_velocity_per_day", sold / q["sales.cycle_days"])
    rules.put(f"{name}.sales_velocity_led_per_day", velocity * (1 + q["leadership_effect.win_rate_lift"]))
