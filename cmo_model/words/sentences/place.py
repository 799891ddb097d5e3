"""What is said of the place where a firm pays its charges: whose rates, those that stand in, the usual notice and vacation."""

from __future__ import annotations

import datetime

from cmo_model import parameters
from cmo_model.scenario import Scenario
from cmo_model.words import Text

OLD = 14
"""Months since the first day of the latest known year past which its rates are told to be old."""


def rates(scenario: Scenario, t: Text) -> str:
    """Whose charges are counted: the place, and the year whose rates are used."""
    law = parameters.statutory(scenario.jurisdiction, scenario.year)
    return t("cost.rates", place=t(f"places.{law.jurisdiction}"), year=str(law.year))


def standing_in(scenario: Scenario, day: datetime.date, t: Text) -> str:
    """That the latest known year stands in for a later one, or is itself old on that day; nothing where neither is."""
    law = parameters.statutory(scenario.jurisdiction, scenario.year)
    checked = t.date(max(line.checked for line in law.lines))
    if law.year != scenario.year:
        return t("page.stands_in", year=str(scenario.year), known=str(law.year), date=checked)
    latest = parameters.available()[scenario.jurisdiction][-1] == law.year
    if latest and (day.year - law.year) * 12 + day.month - 1 >= OLD:
        return t("page.old_rates", known=str(law.year), months=str(OLD), date=checked)
    return ""


def usual(t: Text) -> list[str]:
    """The usual notice and vacation of the words' place, where it is filed."""
    return [t(key) for key in ("place.notice", "place.vacation") if t.has(key)]
