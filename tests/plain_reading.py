"""A second reading of the decision model, version 2 (sections 1 to 7 of its specification), in plain scalar Python.

It was written from the text and the worked cases only, apart from the engine, with which it shares no code, so that
one mistake is not made twice: the tests compare the two on random scenarios. It is one file, and long, for it is
read from top to bottom beside the text, in its order of sections. It is slow and walks the months one by
one, so that a careful accountant can hold it against the text line by line. It is an oracle, never a dependency.

Where the text leaves a choice, this is how it is read here:
- an ended or bridging seat keeps the share of the option it came from, a seat that goes on takes the new one's;
- "engaged before the month" counts every seat of the month (going on, new, ended, bridge) at that month's hours, and
  the owner's hours in `loss` are the month's own, after the hand-over's step;
- a bridge goes on while the options entered keep the in-house seat, and ends with the first that has none; its k, b
  and c run on from its own change. It is no seat of the option: should the new one have such a seat, that one is new;
- a bridge ended so in its k-th month had its notice at its own change: it is owed what is left of it,
  max(0, `notice_months` - (k - 1)) x what was engaged, and nothing is paid beside it;
- what a bridge counts as its fall is paid at the fee of the month, like the notice of a seat that ends;
- "entering the option in place changes nothing" holds in any month: no seat, bridge or hand-over is touched;
- the hand-over goes to the new first seat of any option that has one, the consultant and a fractional of share 0 too;
  a hand-over under way to a seat that ends or bridges stops there: h holds its hours, and a new one may start;
- sums of months are discounted with the month they fall in, notice and severance in full in the month of the end;
- in the timing, month 2 and later start from the base entered in month 1, even where that is today's arrangement.
"""

import itertools
import math
import random
from copy import deepcopy
from decimal import ROUND_HALF_UP, Decimal

OPTIONS = {"owner": (), "consultant": ("consultant",), "fractional": ("fractional",), "hybrid": ("fractional",
           "coordinator"), "in_house": ("in_house",), "in_house_team": ("in_house", "coordinator")}
READINGS = dict(zip(OPTIONS, ("neither_yet", "neither_yet", "fractional", "hybrid", "hire", "hire"), strict=True))
HIRES, CONTRACTORS = ("in_house", "in_house_team"), ("consultant", "fractional")
STAYS = tuple(option for option in OPTIONS if option not in HIRES)
SALES_TAX = {"CA-QC": 0.14975}
TERMS = ("owner_time", "unmet_hours", "fees", "pay", "overhead", "recruiting", "severance")
# Québec's lines: rate, from, up to, by year. No rate: the firm's own. No bands: on the firm's payroll.
LINES: dict[str, dict[int, tuple[float | None, float, float]]] = {
    "qpp_base": {2025: (0.054, 3_500, 71_300), 2026: (0.053, 3_500, 74_600)},
    "qpp_first_additional": {2025: (0.01, 3_500, 71_300), 2026: (0.01, 3_500, 74_600)},
    "qpp_second_additional": {2025: (0.04, 71_300, 81_200), 2026: (0.04, 74_600, 85_000)},
    "qpip": {2025: (0.00692, 0, 98_000), 2026: (0.00602, 0, 103_000)},
    "employment_insurance": {2025: (1.4 * 0.0131, 0, 65_700), 2026: (1.4 * 0.0130, 0, 68_900)},
    "health_services_fund": {},
    "labour_standards": {2025: (0.0006, 0, 98_000), 2026: (0.0006, 0, 103_000)},
    "workers_compensation": {2025: (None, 0, 98_000), 2026: (None, 0, 103_000)},
    "training_levy": {},
}

def merged(defaults: dict, overrides: dict) -> dict:
    """A new scenario: `overrides` over `defaults`, dictionaries merged, everything else replaced."""
    result = deepcopy(defaults)
    for key, value in overrides.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = merged(result[key], value) if both else deepcopy(value)
    return result

# ---- 1. Loaded salary
def exact(number: float) -> Decimal:
    return Decimal(str(number))

def payroll_levy(line: str, payroll: Decimal, sector: str) -> Decimal:
    if line == "training_levy":
        return payroll / 100 if payroll > 2_000_000 else Decimal(0)
    low, high = Decimal("1.25" if sector == "primary_manufacturing" else "1.65"), Decimal("4.26")
    slope = ((high - low) / (Decimal("7.8") - 1)).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    percent = (low - slope + slope * payroll / 1_000_000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    percent = low if payroll <= 1_000_000 else high if payroll >= 7_800_000 else percent
    return payroll * percent / 100

def loaded_salary(scenario: dict, seat: str, payroll: float | None = None) -> dict:
    """`payroll` is the firm's payroll before this hire (by default `annual_payroll`)."""
    company, employee, lines = scenario["company"], scenario[seat], {}
    pay = float(exact(employee["base_salary"]) * (1 + exact(employee["bonus_rate"])))
    before = exact(company["annual_payroll"] if payroll is None else payroll)
    for line, bands in LINES.items():
        if bands:
            rate, lower, upper = bands[scenario["year"]]
            rate = company["accident_premium_rate"] if rate is None else rate
            lines[line] = rate * max(0.0, min(pay, upper) - lower)
        else:
            levies = [payroll_levy(line, total, company["sector"]) for total in (before, before + exact(pay))]
            lines[line] = float(levies[1] - levies[0])
    contributions, benefits = sum(lines.values()), employee["benefits_rate"] * employee["base_salary"]
    return {"cash_pay": pay, "lines": lines, "employer_contributions": contributions, "benefits": benefits,
            "loaded_salary": pay + contributions + benefits}

# ---- 2. The three signals
def share_of(scenario: dict, option: str, seat: str) -> float:
    return scenario["hybrid_fractional_share"] if (option, seat) == ("hybrid", "fractional") else 1.0

def most_growth(scenario: dict) -> float:
    """How far the fractional's days can grow, as a multiple of today's."""
    return max(1.0, scenario["fractional"]["most_hours_per_week"] / scenario["fractional"]["hours_per_week"])

def complexity(workload: dict, external_hours: float) -> dict:
    hours, growth = workload["hours_per_week"], workload["annual_growth"]
    days, months = min(5.0, external_hours / 8), 0.0 if hours >= 40 else None
    if 0 < hours < 40 and growth > 0:
        months = 12 * math.log(40 / hours) / math.log(1 + growth)
    return {"hours": hours, "lit": hours >= 40, "months_to_threshold": months,
            "wait_for_presence_days": (5 - days) ** 2 / (10 * days) if days > 0 else None}

def months_to_ratio(ratio: float, target: float, d: float, f: float, most: float) -> float | None:
    """First month at which ratio × d^y × min(f^y, most) is `target`: in logarithms, a broken straight line."""
    if ratio >= target or ratio <= 0:
        return 0.0 if ratio >= target else None
    missing, slope, later_slope = math.log(target / ratio), math.log(d) + math.log(f), math.log(d)
    bend = math.log(most) / math.log(f) if f > 1 else math.inf  # years until the days are all bought
    if slope > 0 and missing / slope <= bend:
        return 12 * missing / slope
    return 12 * (missing - math.log(most)) / later_slope if bend < math.inf and later_slope > 0 else None

def fee_ratio(scenario: dict, seat: str, fee: float) -> dict:
    in_house = loaded_salary(scenario, "in_house")["loaded_salary"]
    ratio, d = 12 * fee / in_house, (1 + scenario[seat]["fee_growth"]) / (1 + scenario["in_house"]["salary_growth"])
    f = most = 1.0
    if seat == "fractional":
        f, most = (1 + scenario["workload"]["annual_growth"]) ** scenario[seat]["follows_need"], most_growth(scenario)
    zone = "below" if ratio < 0.60 else "band" if ratio < 0.70 else "above"
    return {"ratio": ratio, "lit": ratio >= 0.60, "zone": zone, "fee_at_low": 0.60 * in_house / 12,
            "fee_at_high": 0.70 * in_house / 12, "months_to_low": months_to_ratio(ratio, 0.60, d, f, most),
            "months_to_high": months_to_ratio(ratio, 0.70, d, f, most)}

def data_culture(answers: list[int | None], need: list[int | None]) -> dict:
    axes = {"iteration": answers[0:4], "reliability": answers[4:8], "memory": answers[8:12], "need": need}
    known = {axis: [answer for answer in given if answer is not None] for axis, given in axes.items()}
    score = {axis: 25 * sum(given) / len(given) if given else None for axis, given in known.items()}
    lacking = any(score[axis] is None or score[axis] < 50 for axis in ("iteration", "memory"))
    return {**score, "lit": score["need"] is not None and score["need"] >= 60, "document_first": lacking}

def signals(scenario: dict) -> dict:
    seat = "consultant" if scenario["current"] == "consultant" else "fractional"
    share, culture = share_of(scenario, scenario["current"], seat), scenario["data_culture"]
    hours, fee = scenario[seat]["hours_per_week"] * share, scenario[seat]["monthly_fee"] * share
    parts = {"complexity": complexity(scenario["workload"], hours), "fee_ratio": fee_ratio(scenario, seat, fee),
             "data_culture": data_culture(culture["answers"], culture["need"])}
    stage = "validation" if scenario["company"]["annual_revenue"] < 1_000_000 else "growth"
    price_per_hour = parts["complexity"]["lit"] or parts["fee_ratio"]["lit"]  # signals 1 and 2 say much the same
    return {**parts, "stage": stage, "lit": sum(part["lit"] for part in parts.values()),
            "independent": int(price_per_hour) + int(parts["data_culture"]["lit"])}

# ---- 3. The three pillars
def arpu_and_cac(scenario: dict) -> tuple[float, float | None]:
    spend, new = scenario["acquisition"]["monthly_spend"], scenario["acquisition"]["monthly_new_customers"]
    arpu = scenario["company"]["annual_revenue"] / scenario["customers"]["active"]
    return arpu, spend / new if spend > 0 and new > 0 else None

def price_premium_value(scenario: dict) -> float:
    margin, effect = scenario["company"]["contribution_margin"], scenario["leadership_effect"]
    price = 1 + effect["price_premium"]
    kept = price ** -effect["price_elasticity"] * (price - (1 - margin))
    return scenario["company"]["annual_revenue"] * (kept - margin)

def acquisition(scenario: dict) -> dict:
    (arpu, cac), m = arpu_and_cac(scenario), scenario["company"]["contribution_margin"]
    spend = scenario["acquisition"]["monthly_spend"]
    external = [seat for seat in OPTIONS[scenario["current"]] if seat in CONTRACTORS]
    fees = sum(scenario[seat]["monthly_fee"] * share_of(scenario, scenario["current"], seat) for seat in external)
    ratio = scenario["acquisition"]["monthly_new_customers"] * arpu / spend if spend > 0 else None
    zone = None if ratio is None else "below" if ratio < 3 else "inside" if ratio <= 5 else "above"
    return {"cac": cac, "ratio": ratio, "zone": zone, "break_even_ratio": 1 / m,
            "break_even_ratio_with_fees": (1 + fees / spend) / m if spend > 0 else None,
            "contribution_roi": None if ratio is None else m * ratio - 1,
            "payback_months": None if cac is None or arpu == 0 else cac / (arpu * m / 12),
            "spend_for_low_target_to_cover_fees": fees / (3 * m - 1) if 3 * m > 1 else None,
            "profit_maximising_ratio": 1 / (m * scenario["assumptions"]["response_elasticity"])}

def retention(scenario: dict) -> dict:
    (arpu, cac), r, i = arpu_and_cac(scenario), scenario["customers"]["annual_retention"], scenario["discount_rate"]
    value = None if i == 0 and r == 1 else scenario["company"]["contribution_margin"] * arpu * (1 + i) / (1 + i - r)
    gain = None if 1.1 * r >= 1 else 0.1 * r / (1 + i - 1.1 * r)
    to_cac = None if value is None or cac is None else value / cac
    leaving = i + 0.9 * (1 - r)
    fewer = 0.1 * (1 - r) / leaving if leaving else None
    return {"customer_value": value, "value_to_cac": to_cac, "gain_from_ten_percent": gain,
            "cac_cut_equal_fixed_customers": None if gain is None or to_cac is None else gain * to_cac,
            "cac_cut_equal_fixed_budget": None if gain is None else gain / (1 + gain),
            "gain_from_ten_percent_fewer_leavers": fewer,
            "cac_cut_equal_fewer_leavers": None if fewer is None else fewer / (1 + fewer)}

def brand(scenario: dict) -> dict:
    m, effect, sales = scenario["company"]["contribution_margin"], scenario["leadership_effect"], scenario["sales"]
    premium, forgotten = effect["price_premium"], scenario["brand"]["depreciation_rate"]
    velocity = sales["open_opportunities"] * sales["win_rate"] * sales["deal_value"] / sales["cycle_days"]
    return {"price_premium_value": price_premium_value(scenario), "break_even_volume_loss": premium / (m + premium),
            "highest_elasticity": math.log((m + premium) / m) / math.log(1 + premium) if premium > 0 else 1 / m,
            "brand_capital": scenario["brand"]["annual_brand_spend"] / forgotten,
            "left_after_three_years": (1 - forgotten) ** 3, "sales_velocity_per_day": velocity,
            "sales_velocity_led_per_day": velocity * (1 + effect["win_rate_lift"])}

def pillars(scenario: dict) -> dict:
    return {"acquisition": acquisition(scenario), "retention": retention(scenario), "brand": brand(scenario)}

# ---- 4. Seats, the owner's hand-over, and what they cost
def facts_of(scenario: dict) -> dict:
    """The scenario, and what sections 4 to 7 ask of it every month: worked out once."""
    tax = 0.0 if scenario["company"]["recovers_sales_tax"] else SALES_TAX[scenario["jurisdiction"]]
    (arpu, cac), effect = arpu_and_cac(scenario), scenario["leadership_effect"]
    facts = {"scenario": scenario, "tax": tax, "loaded": loaded_by_option(scenario), "memory": memory_of(scenario),
             "learning": 1 - math.exp(-1 / scenario["assumptions"]["learning_months"]), "arpu": arpu, "cac": cac,
             "premium": effect["price_premium"] if price_premium_value(scenario) > 0 else 0.0,
             "v": (1 + scenario["discount_rate"]) ** (-1 / 12)}
    kappa = facts["v"] * scenario["customers"]["annual_retention"] ** (1 / 12)
    facts["tail_factor"] = sum(kappa ** k for k in range(1, scenario["assumptions"]["tail_months"] + 1))
    return facts | {"today": capability_today(scenario)}

def loaded_by_option(scenario: dict) -> dict[tuple[str, str], float]:
    """An employee's loaded salary in each option: the coordinator of a team is priced after the in-house seat."""
    alone = {seat: loaded_salary(scenario, seat) for seat in ("in_house", "coordinator")}
    payroll = float(exact(scenario["company"]["annual_payroll"]) + exact(alone["in_house"]["cash_pay"]))
    loaded = {(option, seat): alone[seat]["loaded_salary"] for option in OPTIONS for seat in alone}
    return loaded | {("in_house_team", "coordinator"): loaded_salary(scenario, "coordinator", payroll)["loaded_salary"]}

def owner_hours(scenario: dict, option: str) -> float:
    """The owner's hours of the table: o."""
    return scenario["owner"]["hours_per_week" if option in ("owner", "consultant") else "oversight_hours"]

def seats_in(option: str, there: float) -> dict[str, dict]:
    """The seats of an option, all filled or all vacant. `mode`: staffed, bridge or ended; `b` and `c`: a bridge's;
    `given`: the month in which it was given notice."""
    return {name: {"name": name, "option": option, "mode": "staffed", "b": 1.0, "c": 0.0, "given": None,
                   "vacant": 1 - there, "ramping": 0.0, "productive_state": there, "mishired": 0.0, "engaged": there,
                   "productive": there, "engaged_before": 0.0, "hires": 0.0, "leaves": 0.0, "let_go": 0.0}
            for name in OPTIONS[option]}

def size(scenario: dict, seat: dict, month: int) -> float:
    """What multiplies a seat's hours and a contractor's fee: the option's share and the growth of the days."""
    if seat["name"] != "fractional":
        return 1.0
    growth = (1 + scenario["workload"]["annual_growth"]) ** (scenario["fractional"]["follows_need"] * month / 12)
    return share_of(scenario, seat["option"], "fractional") * min(growth, most_growth(scenario))

def start(facts: dict) -> dict:
    """Month 0: the current arrangement, fully productive, no hand-over under way."""
    scenario = facts["scenario"]
    option, active = scenario["current"], scenario["customers"]["active"]
    return {"month": 0, "option": option, "seats": seats_in(option, 1.0), "owner_hours": owner_hours(scenario, option),
            "handed": 0.0, "b": 1.0, "c": 0.0, "capability": facts["today"], "customers": active, "base": active}

def enter(scenario: dict, state: dict, option: str, month: int) -> dict:
    """The state once `option` is entered, before the month's step: seats going on and new, then bridges and ended;
    `handed` = the hours the owner still has to hand to the first seat, of which b + c are not taken over yet."""
    if option == state["option"]:
        return state
    going_on = {name: seat for name, seat in state["seats"].items() if seat["mode"] == "staffed" and name in OPTIONS[option]}
    seats = seats_in(option, 0.0) | {name: seat | {"option": option} for name, seat in going_on.items()}
    for name, seat in state["seats"].items():
        if name in going_on:
            continue
        bridges = name in CONTRACTORS and "in_house" in OPTIONS[option] and scenario["bridge"]
        key = f"{name} (ended)" if name in seats else name  # a seat can be new in the month its own bridge ends
        seats[key] = seat | {"mode": "bridge" if bridges else "ended",
                             "given": month if seat["given"] is None else seat["given"]}
    first = OPTIONS[option][:1]
    if first and first[0] in going_on:  # a hand-over to it goes on as it stood
        handed, b, c = state["handed"], state["b"], state["c"]
    else:  # all at once where there is nobody to hand over to
        handed, b, c = max(0.0, state["owner_hours"] - owner_hours(scenario, option)) if first else 0.0, 1.0, 0.0
    return state | {"option": option, "seats": seats, "handed": handed, "b": b, "c": c}

def first_hire(terms: dict, b: float, c: float) -> tuple[float, float]:
    """One month of waiting for the first hire: b = nobody hired yet, c = hired and not productive yet."""
    fill, ready = 1 / (1 + terms["months_to_fill"]), 1 / (1 + terms["months_to_ramp"])
    return b * (1 - fill), (c + b * fill) * (1 - ready)

def step(scenario: dict, seat: dict) -> dict:
    """The seat after one month."""
    terms, assumptions = scenario[seat["name"]], scenario["assumptions"]
    v, r, p, x = seat["vacant"], seat["ramping"], seat["productive_state"], seat["mishired"]
    before, b, c, hires, let_go = seat["engaged"], seat["b"], seat["c"], 0.0, 0.0
    if seat["mode"] == "staffed":
        fill, ready = 1 / (1 + terms["months_to_fill"]), 1 / (1 + terms["months_to_ramp"])
        leave, drop, wrong = 1 / terms["tenure_months"], 1 / terms["mishire_months"], terms["mishire_probability"]
        leaves, let_go = leave * p + leave * r + drop * x, drop * x
        hires = (v + leaves) * fill
        ramping = r - leave * r + (1 - wrong) * hires
        v, r = v + leaves - hires, ramping * (1 - ready)
        p, x = p - leave * p + ramping * ready, x - drop * x + wrong * hires
    elif seat["mode"] == "bridge":
        b, c = first_hire(scenario["in_house"], b, c)
        p, r, x = min(before, b + c), 0.0, 0.0
        v, leaves = 1 - p, before - p
    else:
        v, r, p, x, leaves, let_go = 1.0, 0.0, 0.0, 0.0, before, before
    return seat | {"vacant": v, "ramping": r, "productive_state": p, "mishired": x, "engaged": r + p + x,
                   "productive": p + assumptions["ramp_productivity"] * r + assumptions["mishire_productivity"] * x,
                   "engaged_before": before, "b": b, "c": c, "hires": hires, "leaves": leaves, "let_go": let_go}

def seat_costs(facts: dict, seat: dict, month: int) -> dict[str, float]:
    """A seat's cost in a month, by term. Notice given in month n has `notice_months` - (t - n) months left in month t."""
    scenario, tax, years = facts["scenario"], facts["tax"], (month - 1) / 12
    terms = scenario[seat["name"]]
    if seat["name"] in CONTRACTORS:
        paid = seat["engaged"]
        if seat["mode"] != "staffed":
            paid += seat["leaves"] * max(0.0, terms["notice_months"] - (month - seat["given"]))
        fee = terms["monthly_fee"] * size(scenario, seat, month) * (1 + terms["fee_growth"]) ** years
        return {"fees": fee * (1 + tax) * paid}
    growth = (1 + terms["salary_growth"]) ** years
    search = terms["recruiting_fee_rate"] * terms["base_salary"] * growth * (1 + tax)
    return {"pay": facts["loaded"][seat["option"], seat["name"]] / 12 * growth * seat["engaged"],
            "overhead": terms["monthly_overhead"] * seat["engaged"],
            "recruiting": seat["hires"] * (search + terms["onboarding_cost"]),
            "severance": seat["let_go"] * terms["severance_weeks"] / 52 * terms["base_salary"] * growth}

# ---- 5. Capability
def memory_of(scenario: dict) -> float:
    typed, culture = scenario["assumptions"]["memory"], scenario["data_culture"]
    score = data_culture(culture["answers"], culture["need"])["memory"]
    return typed if typed is not None else score / 100 if score is not None else 0.5

def hours_in(scenario: dict, owner: float, seats: dict[str, dict], month: int) -> dict[str, float]:
    """`need`, `led`, `covered` and `loss` of a month, its seats stepped; month 0 is today."""
    need = scenario["workload"]["hours_per_week"] * (1 + scenario["workload"]["annual_growth"]) ** (month / 12)
    covered, lost = owner, 0.0
    led = held = owner * scenario["owner"]["leadership"]
    for seat in seats.values():
        hours = scenario[seat["name"]]["hours_per_week"] * size(scenario, seat, month)
        leading = hours * scenario[seat["name"]]["leadership"]
        led, covered = led + leading * seat["productive"], covered + hours * seat["productive"]
        lost, held = lost + leading * seat["leaves"], held + leading * seat["engaged_before"]
    return {"need": need, "led": led, "covered": covered, "loss": lost / held if held else 0.0}

def coverage(scenario: dict, hours: dict[str, float]) -> float:
    share = min(1.0, hours["led"] / hours["need"]) if hours["need"] else 1.0
    return share ** scenario["assumptions"]["coverage_exponent"]

def capability_today(scenario: dict) -> float:
    option = scenario["current"]
    return coverage(scenario, hours_in(scenario, owner_hours(scenario, option), seats_in(option, 1.0), 0))

# ---- 6. Customers and margin
def customers_in(facts: dict, month: int, customers: float, base: float, capability: float) -> dict[str, float]:
    """The customers of a month and those of the base, from the month before's, and the extra margin."""
    scenario, effect, t = facts["scenario"], facts["scenario"]["leadership_effect"], month
    active, r = scenario["customers"]["active"], scenario["customers"]["annual_retention"]
    g, m, a_month = scenario["company"]["revenue_growth"], scenario["company"]["contribution_margin"], facts["arpu"] / 12
    keep, u = r ** (1 / 12), capability - facts["today"]
    spend = scenario["acquisition"]["monthly_spend"] * (1 + g) ** ((t - 1) / 12)
    paid = 0.0 if facts["cac"] is None else spend / facts["cac"]
    organic = max(0.0, active * (1 + g) ** (t / 12) - active * (1 + g) ** ((t - 1) / 12) * keep - paid)
    r_u = min(max(r, 0.995), max(0.0, r * (1 + u * effect["retention_lift"])))
    won = paid * max(0.0, 1 + u * effect["acquisition_lift"]) + organic
    customers = customers * r_u ** (1 / 12) + won * max(0.0, 1 + u * effect["win_rate_lift"])
    base = base * keep + paid + organic
    price = 1 + u * facts["premium"]
    margin = customers * a_month * price ** -effect["price_elasticity"] * (price - (1 - m))
    return {"customers": customers, "base": base, "extra_margin": margin - base * a_month * m}

# ---- 7. Paths, value, cash, timing, verdict
def next_month(facts: dict, state: dict, option: str | None = None) -> dict:
    """The month after `state`, an option entered in it or not: its row, which is also the state that follows from."""
    scenario, assumptions, month = facts["scenario"], facts["scenario"]["assumptions"], state["month"] + 1
    state = state | {"seats": {name: seat for name, seat in state["seats"].items() if seat["mode"] != "ended"}}
    if option is not None:
        state = enter(scenario, state, option, month)
    option, b, c = state["option"], state["b"], state["c"]
    owner = owner_hours(scenario, option)
    if state["handed"] > 0:
        b, c = first_hire(scenario[OPTIONS[option][0]], b, c)
        owner += state["handed"] * (b + c)
    seats = {name: step(scenario, seat) for name, seat in state["seats"].items()}
    hours = hours_in(scenario, owner, seats, month)
    kept = state["capability"] * (1 - (1 - facts["memory"]) * hours["loss"])
    capability = kept + facts["learning"] * (coverage(scenario, hours) - kept)
    unmet = max(0.0, hours["need"] - hours["covered"]) * assumptions["unmet_share"]
    terms = dict.fromkeys(TERMS, 0.0)
    terms["owner_time"] = owner * scenario["owner"]["hourly_value"] * 52 / 12
    terms["unmet_hours"] = unmet * assumptions["unmet_hour_cost"] * 52 / 12
    for seat in seats.values():
        for term, amount in seat_costs(facts, seat, month).items():
            terms[term] += amount
    market, cost = customers_in(facts, month, state["customers"], state["base"], capability), sum(terms.values())
    return {"month": month, "option": option, "seats": seats, "owner_hours": owner, "handed": state["handed"], "b": b, "c": c,
            "capability": capability, **hours, "unmet": unmet, **market, "terms": terms, "cost": cost,
            "net": market["extra_margin"] - cost}

def months_along(facts: dict, path: list[tuple[int, str]], months: int) -> list[dict]:
    entries, state, rows = dict(path), start(facts), []
    for month in range(1, months + 1):
        state = next_month(facts, state, entries.get(month))
        rows.append(state)
    return rows

def path_months(scenario: dict, path: list[tuple[int, str]], months: int) -> list[dict]:
    """The month table along `path`, its months in strictly rising order, from the current arrangement."""
    if any(late <= early for (early, _), (late, _) in itertools.pairwise(path)):
        raise ValueError(f"The months of a path must rise strictly: {path}")
    return months_along(facts_of(scenario), path, months)

def tail(facts: dict, customers: float, base: float) -> float:
    return (customers - base) * facts["arpu"] / 12 * facts["scenario"]["company"]["contribution_margin"] * facts["tail_factor"]

def present_value(facts: dict, flows: list[float]) -> float:
    return sum(facts["v"] ** t * flow for t, flow in enumerate(flows, start=1))

def option_value(facts: dict, rows: list[dict]) -> dict:
    """The figures of an option from its months, entered in month 1, to the horizon."""
    terms = {term: present_value(facts, [row["terms"][term] for row in rows]) for term in TERMS}
    cost, margin = (present_value(facts, [row[part] for row in rows]) for part in ("cost", "extra_margin"))
    end = rows[-1]
    tail_pv = facts["v"] ** len(rows) * tail(facts, end["customers"], end["base"])
    return {"npv": margin - cost + tail_pv, "cost_pv": cost, "extra_margin_pv": margin, "tail_pv": tail_pv, "terms": terms,
            "capability_end": end["capability"], "customers_end": end["customers"]}

def value_fully_led(facts: dict, months: int) -> float:
    """extra_margin_pv + tail_pv with the capability fixed at 1."""
    customers, base, margins = facts["scenario"]["customers"]["active"], facts["scenario"]["customers"]["active"], []
    for month in range(1, months + 1):
        market = customers_in(facts, month, customers, base, 1.0)
        customers, base = market["customers"], market["base"]
        margins.append(market["extra_margin"])
    return present_value(facts, margins) + facts["v"] ** months * tail(facts, customers, base)

def cash(rows: list[dict], today: list[dict]) -> dict:
    """What the firm earns and pays against carrying on as today (`today`: the months of that), month by month."""
    def flow(row: dict) -> float:
        seats = sum(amount for term, amount in row["terms"].items() if term not in ("owner_time", "unmet_hours"))
        return row["extra_margin"] - seats
    flows = [flow(row) - flow(same) for row, same in zip(rows, today, strict=True)]
    running = [sum(flows[:t]) for t in range(1, len(flows) + 1)]
    lowest = min(running)
    below = [month for month, total in enumerate(running, start=1) if total < 0]
    last_below = below[-1] if below else 0
    return {"by_year": [sum(flows[t : t + 12]) for t in range(0, len(flows), 12)], "peak_need": max(0.0, -lowest),
            "peak_month": running.index(lowest) + 1 if lowest < 0 else None,
            "payback_month": last_below + 1 if last_below < len(flows) else None}

def greatest(worth: dict[str, float], among: tuple[str, ...]) -> str:
    """The option of greatest worth; the first in the table on a tie."""
    return max((option for option in OPTIONS if option in among), key=lambda option: worth[option])

def worth_from(facts: dict, state: dict, option: str, horizon: int) -> float:
    """What entering `option` in the month after `state` is worth over the horizon that begins then."""
    v, total = facts["v"], 0.0
    for k in range(1, horizon + 1):
        state = next_month(facts, state, option if k == 1 else None)
        total += v ** k * state["net"]
    return total + v ** horizon * tail(facts, state["customers"], state["base"])

def timing_of(facts: dict, base: str) -> dict:
    scenario, advantages, comparators, state = facts["scenario"], {hire: [] for hire in HIRES}, [], start(facts)
    tipping = option = None
    for n in range(1, scenario["timing_months"] + 1):
        worth = {each: worth_from(facts, state, each, scenario["horizon_months"]) for each in OPTIONS}
        comparators.append(greatest(worth, STAYS))
        for hire in HIRES:
            advantages[hire].append(worth[hire] - worth[comparators[-1]])
        better = greatest(worth, HIRES)
        if tipping is None and advantages[better][-1] > 0:
            tipping, option = n, better
        state = next_month(facts, state, base if n == 1 else None)  # base is followed from month 1
    return {"base": base, "advantage_by_month": advantages, "comparator_by_month": comparators,
            "tipping_month": tipping, "tipping_option": option}

def values_at(facts: dict, horizon: int) -> tuple[dict[str, list[dict]], dict[str, dict]]:
    """The months of each option entered in month 1, and their figures."""
    rows = {option: months_along(facts, [(1, option)], horizon) for option in OPTIONS}
    return rows, {option: option_value(facts, rows[option]) for option in OPTIONS}

def verdict_of(facts: dict, options: dict[str, dict], lit: dict) -> dict:
    npv = {option: figures["npv"] for option, figures in options.items()}
    seats = [term for term in TERMS if term not in ("owner_time", "unmet_hours")]
    money = {option: figures["extra_margin_pv"] + figures["tail_pv"] - sum(figures["terms"][term] for term in seats)
             for option, figures in options.items()}
    best = greatest(npv, tuple(OPTIONS))
    second = greatest(npv, tuple(option for option in OPTIONS if option != best))
    other = greatest(npv, tuple(option for option in OPTIONS if READINGS[option] != READINGS[best]))
    by_horizon = {}
    for horizon in (24, 36, 60):
        again = {option: figures["npv"] for option, figures in values_at(facts, horizon)[1].items()}
        by_horizon[str(horizon)] = READINGS[greatest(again, tuple(OPTIONS))]
    return {"reading": READINGS[best], "runner_up": second, "margin": npv[best] - npv[second], "reading_runner_up": other,
            "reading_margin": npv[best] - npv[other], "cash_best": greatest(money, tuple(OPTIONS)),
            "reading_by_horizon": by_horizon, "signals_say": ("external", "prepare", "internalise")[lit["independent"]]}

def decide(scenario: dict, timing: bool = True) -> dict:
    """Everything the worked cases expect; without `timing`, that entry is None and the verdict has no `hire_month`."""
    facts, current, horizon, lit = facts_of(scenario), scenario["current"], scenario["horizon_months"], signals(scenario)
    rows, options = values_at(facts, horizon)
    for option, figures in options.items():
        figures["advantage"] = figures["npv"] - options[current]["npv"]
        figures["cash"] = None if option == current else cash(rows[option], rows[current])
    npv, verdict = {option: figures["npv"] for option, figures in options.items()}, verdict_of(facts, options, lit)
    when = timing_of(facts, greatest(npv, STAYS)) if timing and current not in HIRES else None
    if timing:
        verdict["hire_month"] = None if when is None else 1 if verdict["reading"] == "hire" else when["tipping_month"]
    led_today = options[current]["extra_margin_pv"] + options[current]["tail_pv"]
    return {"loaded_salary": {seat: loaded_salary(scenario, seat) for seat in ("in_house", "coordinator")},
            "signals": lit, "pillars": pillars(scenario), "memory": facts["memory"], "capability_today": facts["today"],
            "value_of_full_leadership": value_fully_led(facts, horizon) - led_today, "options": options,
            "best": greatest(npv, tuple(OPTIONS)), "timing": when, "verdict": verdict}

def random_scenario(rng: random.Random, defaults: dict) -> dict:
    """A complete valid scenario, over the bounds the text states, their corners drawn often."""
    def draw(low: float, high: float, *corners: float) -> float:
        return rng.choice(corners) if corners and rng.random() < 0.25 else round(rng.uniform(low, high), 4)
    def answers(count: int) -> list[int | None]:
        return [None] * count if rng.random() < 0.1 else rng.choices((0, 1, 2, 3, 4, None), k=count)
    def person() -> dict:
        return {"hours_per_week": draw(2, 45), "leadership": draw(0, 1, 0.0, 1.0), "months_to_fill": draw(0, 8, 0.0),
                "months_to_ramp": draw(0, 12, 0.0), "tenure_months": draw(1, 80, 1.0),
                "mishire_probability": draw(0, 0.6, 0.0, 1.0), "mishire_months": draw(1, 12, 1.0)}
    def contractor() -> dict:
        return person() | {"monthly_fee": draw(500, 16_000) if rng.random() < 0.95 else 0.0,
                           "fee_growth": draw(-0.1, 0.25, 0.0), "notice_months": draw(0, 12, 0.0, 1.0, 3.0, 12.0)}
    def employee(low: float, high: float, bonus: float) -> dict:
        return person() | {
            "base_salary": int(draw(low, high, 74_600, 85_000, 103_000)), "bonus_rate": bonus,
            "benefits_rate": draw(0, 0.15), "salary_growth": draw(-0.05, 0.1, 0.0), "onboarding_cost": draw(0, 9_000),
            "recruiting_fee_rate": draw(0, 0.3), "severance_weeks": draw(0, 26, 0.0), "monthly_overhead": draw(0, 900)}

    near = rng.random() < 0.5  # the payroll, alone or with hires, a dollar around a threshold: whole dollars, no bonus
    in_house = employee(60_000, 220_000, 0.0 if near else draw(0, 0.3, 0.0))
    coordinator = employee(35_000, 110_000, 0.0 if near else draw(0, 0.1, 0.0))
    seats = rng.choice(((), (in_house,), (coordinator,), (in_house, coordinator)))
    threshold = rng.choice((1_000_000, 2_000_000, 7_800_000)) - sum(seat["base_salary"] for seat in seats)
    payroll = float(threshold + rng.choice((-1, 0, 1))) if near else draw(50_000, 9_000_000)
    spend, active, fractional = draw(100, 60_000, 0.0), rng.randint(5, 20_000), contractor()
    most_hours = fractional["hours_per_week"] * draw(0.8, 3, 1.0)
    return merged(defaults, {
        "jurisdiction": "CA-QC", "year": rng.choice((2025, 2026, 2026)), "hybrid_fractional_share": draw(0.1, 1, 0.0, 1.0),
        "horizon_months": rng.choice((6, 24, 36, 60, rng.randint(6, 66))), "timing_months": 1 + int(24 * rng.random() ** 2),
        "discount_rate": draw(0, 0.3, 0.0, 1.0), "current": rng.choice(tuple(OPTIONS)), "bridge": rng.random() < 0.5,
        "company": {"annual_revenue": draw(150_000, 30_000_000, 1_000_000.0), "annual_payroll": payroll,
                    "revenue_growth": draw(-0.5, 0.5, 0.0, -0.9), "contribution_margin": draw(0.05, 1, 1.0),
                    "sector": rng.choice(("general", "primary_manufacturing")), "accident_premium_rate": draw(0, 0.05),
                    "recovers_sales_tax": rng.random() < 0.5},
        "customers": {"active": active, "annual_retention": draw(0, 1, 0.0, 1.0)},
        "acquisition": {"monthly_spend": spend, "monthly_new_customers": draw(0, active / 20, 0.0) if spend else 0.0},
        "sales": {"open_opportunities": draw(0, 60, 0.0), "win_rate": draw(0, 1), "deal_value": draw(100, 50_000),
                  "cycle_days": draw(1, 200)},
        "brand": {"annual_brand_spend": draw(0, 200_000, 0.0), "depreciation_rate": draw(0.05, 1, 1.0)},
        "leadership_effect": {"acquisition_lift": draw(0, 1, 0.0, 5.0), "retention_lift": draw(0, 0.3, 0.0, 5.0),
                              "win_rate_lift": draw(0, 0.5, 0.0, 1.0), "price_premium": draw(0, 0.15, 0.0, 0.5),
                              "price_elasticity": draw(0, 5, 0.0, 1.0)},
        "workload": {"hours_per_week": draw(2, 90, 0.0, 40.0), "annual_growth": draw(-0.4, 0.5, 0.0)},
        "data_culture": {"answers": answers(4) + answers(4) + answers(4), "need": answers(3)},
        "owner": {"hours_per_week": draw(0, 25, 0.0), "oversight_hours": draw(0, 6, 0.0),
                  "leadership": draw(0, 1, 0.0, 1.0), "hourly_value": draw(0, 250, 0.0)},
        "consultant": contractor(), "coordinator": coordinator, "in_house": in_house,
        "fractional": fractional | {"follows_need": draw(0, 1, 0.0, 1.0), "most_hours_per_week": most_hours},
        "assumptions": {
            "coverage_exponent": draw(0, 2, 0.0, 1.0), "learning_months": draw(0.2, 24),
            "memory": None if rng.random() < 0.5 else draw(0, 1, 0.0, 1.0), "unmet_share": draw(0, 1, 0.0, 1.0),
            "tail_months": int(draw(0, 120, 0, 1, 60, 120)),
            "ramp_productivity": draw(0, 1, 0.0, 1.0), "mishire_productivity": draw(0, 1, 0.0, 1.0),
            "response_elasticity": draw(0.05, 1, 1.0), "unmet_hour_cost": draw(0, 120, 0.0)}})
