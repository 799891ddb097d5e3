"""Handouts that the tests of all files share: the examples, firms at the edges of what is allowed, and names that mean harm."""

import datetime
from functools import cache

from cmo_model import Decision, Scenario, examples
from cmo_model.exports import Handout
from cmo_model.readers import read_scenario
from cmo_model.uncertainty import Risk, advise, assess
from cmo_model.words import Language, text

DAY = datetime.date(2026, 11, 22)
LINK = "https://calcul.exemple.ca/#s=1." + "Q0FOQVJZ" * 20 + ".0a1b2c3d"
PAYLOADS = [
    '=HYPERLINK("http://evil.example")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "<img src=http://evil.example/p.png onerror=alert(1)>",
    "![x](http://evil.example/p.png)",
    "#panic() $x$ *b* _c_ `d` @ref <label>",
    "http://evil.example",
    'A "B" & \\C\\ {D} [E]',
]


def example(name: str) -> Scenario:
    return read_scenario(examples.source(name).encode())


WIDE = {
    "name": "W" * 60,
    "company.annual_revenue": 987_654_321.0,
    "company.annual_payroll": 123_456_789.0,
    "horizon_months": 120,
    "timing_months": 120,
    "in_house.base_salary": 987_654.32,
}
EDGES: dict[str, dict[str, object]] = {
    "wide": WIDE,
    "staffed": {"current": "in_house_team"},
    "no spend": {"acquisition.monthly_spend": 0.0, "acquisition.monthly_new_customers": 0.0},
    "nobody leaves": {"customers.annual_retention": 1.0, "discount_rate": 0.0},
    "no culture": {"data_culture.answers": (None,) * 12, "data_culture.need": (None,) * 3},
    "no name": {"name": ""},
}


def on(risk: Risk, decision: Decision) -> Risk:
    """A risk whose advice is on another decision: for files that print it and compute nothing with it."""
    return risk.model_copy(update={"advice": risk.advice.model_copy(update={"decision": decision})})


def made_of(scenario: Scenario, language: Language = "fr") -> Handout:
    """A handout of any scenario, in the words of its place."""
    risk = assess(scenario, draws=1024)
    return Handout(risk=risk, text=text(language, scenario.jurisdiction), day=DAY)


@cache
def handout(name: str = examples.FIRST, language: Language = "fr", edge: str = "", link: str = "") -> Handout:
    """A handout of an example, changed into one of the edges or given one of the names."""
    scenario = example(name)
    if edge:
        scenario = scenario.with_values(EDGES.get(edge) or {"name": edge})
    risk = assess(scenario, 256, advice=advise(scenario, 256))
    return Handout(risk, text(language), DAY, {"in_house.base_salary": "client"}, "example", link=link)
