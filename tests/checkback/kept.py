"""A decision frozen once for the tests, and files of what happened after it."""

import datetime
from functools import cache

import numpy as np

from cmo_model import Scenario
from cmo_model.checkback import CheckBack, Frozen, check_back, frozen
from cmo_model.checkback.expected import walked
from cmo_model.readers.actuals import read_actuals
from cmo_model.uncertainty.study import Array

DAY = datetime.date(2025, 11, 12)
TITLES = {"fr": "Mois;Clients;Ventes;Coût;Heures", "en": "Month;Customers;Sales;Cost;Hours"}


@cache
def kept(option: str = "fractional") -> Frozen:
    return frozen(Scenario(), DAY, option)


def lived(changes: dict[str, float] | None = None, option: str = "fractional") -> dict[str, Array]:
    found = walked(Scenario(), option, {path: np.array([value]) for path, value in (changes or {}).items()})
    return {measure: column[0] for measure, column in found.items()}


def as_csv(changes: dict[str, float] | None = None, months: int = 12, language: str = "fr", option: str = "fractional") -> bytes:
    """What happened, as the owner would write it: whole customers, cents, tenths of hours; decimal commas in French."""
    path, rows = lived(changes, option), [TITLES[language]]
    for at in range(months):
        money = (f"{path[name][at]:.2f}" for name in ("sales", "cost"))
        figures = (f"{path['customers'][at]:.0f}", *money, f"{path['hours'][at]:.1f}")
        row = ";".join((f"{kept(option).month(at + 1):%Y-%m}", *figures))
        rows.append(row.replace(".", ",") if language == "fr" else row)
    return "\n".join(rows).encode()


@cache
def checked(changes: tuple[tuple[str, float], ...] = (), months: int = 12, option: str = "fractional") -> CheckBack:
    read = read_actuals(as_csv(dict(changes), months, option=option), kept(option))
    assert read.actuals is not None, read.problems
    return check_back(kept(option), read.actuals)


FEWER_STAY = (("customers.annual_retention", 0.55),)
DEAR = (("fractional.monthly_fee", 13_000.0),)
BOTH = (*FEWER_STAY, ("fractional.monthly_fee", 15_000.0))
