"""A second reading of the decision model (sections 1 to 7 of its specification), in plain scalar Python.

It was written from the text and the worked cases only, apart from the engine, with which it shares no code, so that
one mistake is not made twice: the tests compare the two on random scenarios. It is slow and walks the months one by
one, so that a careful accountant can hold it against the text line by line. It is an oracle, never a dependency.

Where the text leaves a choice, this is how it is read here:
- an ended or bridging seat keeps the share of the option it came from, a seat that goes on takes the new one's;
- "engaged before the month" counts every seat of the month (going on, new, ended, bridge) at that month's hours;
- a bridge goes on while the options entered keep the in-house seat, and ends with the first that has none.
"""

import math
import random
from copy import deepcopy
from decimal import ROUND_HALF_UP, Decimal

OPTIONS = {"owner": (), "consultant": ("consultant",), "fractional": ("fractional",), "hybrid": ("fractional",
           "coordinator"), "in_house": ("in_house",), "in_house_team": ("in_house", "coordinator")}
READINGS = dict(zip(OPTIONS, ("neither_yet", "neither_yet", "fractional", "hybrid", "hire", "hire"), strict=True))
HIRES, CONTRACTORS = ("in_house", "in_house_team"), ("consultant", "fractional")
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
            "wait_for_presence_days": (5 - days) ** 2 / (10 * days)}

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
    lacking = any(score[axis] is not None and score[axis] < 50 for axis in ("iteration", "memory"))
    return {**score, "lit": score["need"] is not None and score["need"] >= 60 and lacking}

def signals(scenario: dict) -> dict:
    seat = "consultant" if scenario["current"] == "consultant" else "fractional"
    share, culture = share_of(scenario, scenario["current"], seat), scenario["data_culture"]
    hours, fee = scenario[seat]["hours_per_week"] * share, scenario[seat]["monthly_fee"] * share
    parts = {"complexity": complexity(scenario["workload"], hours), "fee_ratio": fee_ratio(scenario, seat, fee),
             "data_culture": data_culture(culture["answers"], culture["need"])}
    stage = "validation" if scenario["company"]["annual_revenue"] < 1_000_000 else "growth"
    return {**parts, "stage": stage, "lit": sum(part["lit"] for part in parts.values())}

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
    return {"customer_value": value, "value_to_cac": to_cac, "gain_from_ten_percent": gain,
            "cac_cut_equal_fixed_customers": None if gain is None or to_cac is None else gain * to_cac,
            "cac_cut_equal_fixed_budget": None if gain is None else gain / (1 + gain)}

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

# ---- 4. Seats and what they cost
def owner_hours(scenario: dict, option: str) -> float:
    return scenario["owner"]["hours_per_week" if option in ("owner", "consultant") else "oversight_hours"]

def seats_in(option: str, there: float) -> list[dict]:
    """The seats of an option, all filled or all vacant. `mode`: staffed, bridge or ended; `b` and `c`: a bridge's."""
    return [{"name": name, "option": option, "mode": "staffed", "b": 1.0, "c": 0.0, "engaged_before": 0.0,
             "vacant": 1 - there, "ramping": 0.0, "productive_state": there, "mishired": 0.0, "engaged": there,
             "productive": there, "hires": 0.0, "leaves": 0.0, "let_go": 0.0} for name in OPTIONS[option]]

def size(scenario: dict, seat: dict, month: int) -> float:
    """What multiplies a seat's hours and a contractor's fee: the option's share and the growth of the days."""
    if seat["name"] != "fractional":
        return 1.0
    growth = (1 + scenario["workload"]["annual_growth"]) ** (scenario["fractional"]["follows_need"] * month / 12)
    return share_of(scenario, seat["option"], "fractional") * min(growth, most_growth(scenario))

def enter(scenario: dict, seats: list[dict], option: str) -> list[dict]:
    """The seats once `option` is entered: those going on and the new ones, then bridges and ended ones."""
    wanted, others = {seat["name"]: seat for seat in seats_in(option, 0.0)}, []
    for seat in seats:
        if seat["mode"] == "staffed" and seat["name"] in wanted:
            wanted[seat["name"]] = seat | {"option": option}
        else:
            bridges = seat["name"] in CONTRACTORS and "in_house" in wanted and scenario["bridge"]
            others.append(seat | {"mode": "bridge" if bridges else "ended"})
    return [*wanted.values(), *others]

def step(scenario: dict, seat: dict) -> dict:
    """The seat after one month."""
    terms = scenario["in_house" if seat["mode"] == "bridge" else seat["name"]]  # a bridge waits for the in-house hire
    fill, ready = 1 / (1 + terms["months_to_fill"]), 1 / (1 + terms["months_to_ramp"])
    leave, drop, wrong = 1 / terms["tenure_months"], 1 / terms["mishire_months"], terms["mishire_probability"]
    v, r, p, x = seat["vacant"], seat["ramping"], seat["productive_state"], seat["mishired"]
    before, b, c, hires, let_go = seat["engaged"], seat["b"], seat["c"], 0.0, 0.0
    if seat["mode"] == "staffed":
        leaves, let_go = leave * p + leave * r + drop * x, drop * x
        hires = (v + leaves) * fill
        ramping = r - leave * r + (1 - wrong) * hires
        v, r = v + leaves - hires, ramping * (1 - ready)
        p, x = p - leave * p + ramping * ready, x - drop * x + wrong * hires
    elif seat["mode"] == "bridge":
        b, c = b * (1 - fill), (c + b * fill) * (1 - ready)
        p, r, x = min(before, b + c), 0.0, 0.0
        v, leaves = 1 - p, before - p
    else:
        v, r, p, x, leaves, let_go = 1.0, 0.0, 0.0, 0.0, before, before
    ramp, mishire = scenario["assumptions"]["ramp_productivity"], scenario["assumptions"]["mishire_productivity"]
    return seat | {"vacant": v, "ramping": r, "productive_state": p, "mishired": x, "engaged": r + p + x,
                   "productive": p + ramp * r + mishire * x, "engaged_before": before, "b": b, "c": c,
                   "hires": hires, "leaves": leaves, "let_go": let_go}

def seat_cost(scenario: dict, seat: dict, month: int, loaded: float) -> float:
    terms, years = scenario[seat["name"]], (month - 1) / 12
    if seat["name"] in CONTRACTORS:
        return terms["monthly_fee"] * size(scenario, seat, month) * (1 + terms["fee_growth"]) ** years * seat["engaged"]
    growth = (1 + terms["salary_growth"]) ** years
    return ((loaded / 12 * growth + terms["monthly_overhead"]) * seat["engaged"]
            + seat["hires"] * (terms["recruiting_fee_rate"] * terms["base_salary"] * growth + terms["onboarding_cost"])
            + seat["let_go"] * terms["severance_weeks"] / 52 * terms["base_salary"] * growth)

# ---- 5. Capability
def hours_in(scenario: dict, option: str, seats: list[dict], month: int) -> dict[str, float]:
    """`need`, `led`, `covered` and `loss` of a month, its seats stepped; month 0 is today."""
    need = scenario["workload"]["hours_per_week"] * (1 + scenario["workload"]["annual_growth"]) ** (month / 12)
    covered, lost = owner_hours(scenario, option), 0.0
    led = held = covered * scenario["owner"]["leadership"]
    for seat in seats:
        hours = scenario[seat["name"]]["hours_per_week"] * size(scenario, seat, month)
        leading = hours * scenario[seat["name"]]["leadership"]
        led, covered = led + leading * seat["productive"], covered + hours * seat["productive"]
        lost, held = lost + leading * seat["leaves"], held + leading * seat["engaged_before"]
    return {"need": need, "led": led, "covered": covered, "loss": lost / held if held else 0.0}

def coverage(scenario: dict, hours: dict[str, float]) -> float:
    share = min(1.0, hours["led"] / hours["need"]) if hours["need"] else 1.0
    return share ** scenario["assumptions"]["coverage_exponent"]

def capability_today(scenario: dict) -> float:
    return coverage(scenario, hours_in(scenario, scenario["current"], seats_in(scenario["current"], 1.0), 0))

# ---- 6. Customers and margin
def customers_and_margins(scenario: dict, capabilities: list[float]) -> list[tuple[float, float]]:
    """The customers and the extra margin of each month, for a capability a month from month 1."""
    active, r = scenario["customers"]["active"], scenario["customers"]["annual_retention"]
    g, m = scenario["company"]["revenue_growth"], scenario["company"]["contribution_margin"]
    (arpu, cac), effect, today = arpu_and_cac(scenario), scenario["leadership_effect"], capability_today(scenario)
    premium = effect["price_premium"] if price_premium_value(scenario) > 0 else 0.0
    keep, customers, base, rows = r ** (1 / 12), active, active, []
    for t, capability in enumerate(capabilities, start=1):
        u = capability - today
        paid = 0.0 if cac is None else scenario["acquisition"]["monthly_spend"] * (1 + g) ** ((t - 1) / 12) / cac
        organic = max(0.0, active * (1 + g) ** (t / 12) - active * (1 + g) ** ((t - 1) / 12) * keep - paid)
        r_u = min(max(r, 0.995), max(0.0, r * (1 + u * effect["retention_lift"])))
        won = paid * max(0.0, 1 + u * effect["acquisition_lift"]) + organic
        customers = customers * r_u ** (1 / 12) + won * max(0.0, 1 + u * effect["win_rate_lift"])
        base = base * keep + paid + organic
        price = 1 + u * premium
        margin = customers * arpu / 12 * price ** -effect["price_elasticity"] * (price - (1 - m))
        rows.append((customers, margin - base * arpu / 12 * m))
    return rows

# ---- 7. Paths, value, timing, verdict
def loaded_by_option(scenario: dict) -> dict[tuple[str, str], float]:
    """An employee's loaded salary in each option: the coordinator of a team is priced after the in-house seat."""
    alone = {seat: loaded_salary(scenario, seat) for seat in ("in_house", "coordinator")}
    payroll = float(exact(scenario["company"]["annual_payroll"]) + exact(alone["in_house"]["cash_pay"]))
    loaded = {(option, seat): alone[seat]["loaded_salary"] for option in OPTIONS for seat in alone}
    return loaded | {("in_house_team", "coordinator"): loaded_salary(scenario, "coordinator", payroll)["loaded_salary"]}

def path_months(scenario: dict, path: list[tuple[int, str]], months: int) -> list[dict]:
    """The month table along `path`, its months in strictly rising order, from the current arrangement."""
    entries, option, seats, rows = dict(path), scenario["current"], seats_in(scenario["current"], 1.0), []
    if [month for month, _ in path] != sorted(entries):
        raise ValueError(f"The months of a path must rise strictly: {path}")
    loaded, assumptions, capability = loaded_by_option(scenario), scenario["assumptions"], capability_today(scenario)
    for month in range(1, months + 1):
        seats = [seat for seat in seats if seat["mode"] != "ended"]
        if month in entries:
            option = entries[month]
            seats = enter(scenario, seats, option)
        seats = [step(scenario, seat) for seat in seats]
        hours = hours_in(scenario, option, seats, month)
        kept = capability * (1 - (1 - assumptions["memory"]) * hours["loss"])
        capability = kept + (1 - math.exp(-1 / assumptions["learning_months"])) * (coverage(scenario, hours) - kept)
        unmet = max(0.0, hours["need"] - hours["covered"]) * assumptions["unmet_hour_cost"]
        cost = (owner_hours(scenario, option) * scenario["owner"]["hourly_value"] + unmet) * 52 / 12 + sum(
            seat_cost(scenario, seat, month, loaded.get((seat["option"], seat["name"]), 0.0)) for seat in seats)
        shown: dict[str, dict] = {}
        for seat in seats:  # a seat can be new in the month its own bridge ends
            shown[f"{seat['name']} (ended)" if seat["name"] in shown else seat["name"]] = seat
        rows.append({"month": month, "cost": cost, "capability": capability, **hours, "seats": shown})
    results = zip(rows, customers_and_margins(scenario, [row["capability"] for row in rows]), strict=True)
    return [row | {"customers": n, "extra_margin": extra, "net": extra - row["cost"]} for row, (n, extra) in results]

def present_value(scenario: dict, flows: list[float]) -> float:
    v = (1 + scenario["discount_rate"]) ** (-1 / 12)
    return sum(v ** t * flow for t, flow in enumerate(flows, start=1))

def option_value(scenario: dict, option: str) -> dict:
    rows = path_months(scenario, [(1, option)], scenario["horizon_months"])
    cost, margin = (present_value(scenario, [row[part] for row in rows]) for part in ("cost", "extra_margin"))
    return {"npv": margin - cost, "cost_pv": cost, "extra_margin_pv": margin,
            "capability_end": rows[-1]["capability"], "customers_end": rows[-1]["customers"]}

def timing_of(scenario: dict, base: str) -> dict:
    horizon, last, advantages = scenario["horizon_months"], scenario["timing_months"], {hire: [] for hire in HIRES}
    stay = path_months(scenario, [(1, base)], last + horizon - 1)
    for hire in HIRES:
        for n in range(1, last + 1):
            move = path_months(scenario, [(1, hire)] if n == 1 else [(1, base), (n, hire)], n + horizon - 1)
            pairs = zip(move[n - 1 :], stay[n - 1 : n + horizon - 1], strict=True)
            advantages[hire].append(present_value(scenario, [moved["net"] - stayed["net"] for moved, stayed in pairs]))
    tipping = next((n for n in range(1, last + 1) if any(advantages[hire][n - 1] > 0 for hire in HIRES)), None)
    option = max(HIRES, key=lambda hire: advantages[hire][tipping - 1]) if tipping else None
    return {"base": base, "advantage_by_month": advantages, "tipping_month": tipping, "tipping_option": option}

def decide(scenario: dict, timing: bool = True) -> dict:
    """Everything the worked cases expect; without `timing`, that entry is None and the verdict has no `hire_month`."""
    current, lit = scenario["current"], signals(scenario)
    options = {option: option_value(scenario, option) for option in OPTIONS}
    for figures in options.values():
        figures["advantage"] = figures["npv"] - options[current]["npv"]
    ranked = sorted(OPTIONS, key=lambda option: -options[option]["npv"])  # stable: ties keep the table's order
    base, reading = next(option for option in ranked if option not in HIRES), READINGS[ranked[0]]
    when = timing_of(scenario, base) if timing and current not in HIRES else None
    verdict = {"reading": reading, "signals_say": ("external", "external", "prepare", "internalise")[lit["lit"]]}
    if timing:
        verdict["hire_month"] = 1 if reading == "hire" else when and when["tipping_month"]
    fully_led = [margin for _, margin in customers_and_margins(scenario, [1.0] * scenario["horizon_months"])]
    return {"loaded_salary": {seat: loaded_salary(scenario, seat) for seat in ("in_house", "coordinator")},
            "signals": lit, "pillars": pillars(scenario), "capability_today": capability_today(scenario),
            "value_of_full_leadership": present_value(scenario, fully_led) - options[current]["extra_margin_pv"],
            "options": options, "best": ranked[0], "timing": when, "verdict": verdict}

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
        return person() | {"monthly_fee": draw(500, 16_000), "fee_growth": draw(-0.1, 0.25, 0.0)}
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
        "jurisdiction": "CA-QC", "year": rng.choice((2025, 2026, 2026)), "hybrid_fractional_share": draw(0.1, 1, 1.0),
        "horizon_months": rng.randint(6, 60), "timing_months": 1 + int(24 * rng.random() ** 2),
        "discount_rate": draw(0, 0.3, 0.0, 1.0), "current": rng.choice(tuple(OPTIONS)), "bridge": rng.random() < 0.5,
        "company": {"annual_revenue": draw(150_000, 30_000_000, 1_000_000.0), "annual_payroll": payroll,
                    "revenue_growth": draw(-0.5, 0.5, 0.0, -0.9), "contribution_margin": draw(0.05, 1, 1.0),
                    "sector": rng.choice(("general", "primary_manufacturing")), "accident_premium_rate": draw(0, 0.05)},
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
            "coverage_exponent": draw(0, 2, 0.0, 1.0), "learning_months": draw(0.2, 24), "memory": draw(0, 1, 0.0, 1.0),
            "ramp_productivity": draw(0, 1, 0.0, 1.0), "mishire_productivity": draw(0, 1, 0.0, 1.0),
            "response_elasticity": draw(0.05, 1, 1.0), "unmet_hour_cost": draw(0, 120, 0.0)}})
