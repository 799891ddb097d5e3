"""Books of firms made up for the tests, and thirty ways in which a row cannot be read."""

import numpy as np
import pandas as pd

PLACES = ("CA-QC", "CA-ON", "FR")


def book(size: int, seed: int = 1) -> pd.DataFrame:
    """Firms that differ in figures, places, horizons and ways; some cells are empty."""
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "name": [f"Firme {number}" for number in range(size)],
            "jurisdiction": rng.choice(PLACES, size),
            "current": rng.choice(["owner", "fractional", "consultant", "in_house"], size),
            "horizon_months": rng.choice([24, 36], size),
            "company.annual_revenue": rng.uniform(4e5, 2e7, size).round(2),
            "company.contribution_margin": rng.uniform(0.1, 0.9, size).round(4),
            "workload.hours_per_week": rng.uniform(2, 60, size).round(1),
            "leadership_effect.price_premium": np.where(rng.random(size) < 0.3, 0.0, 0.03),
            "assumptions.memory": np.where(rng.random(size) < 0.5, np.nan, 0.3),
            "in_house.base_salary": np.where(rng.random(size) < 0.5, np.nan, rng.uniform(8e4, 2e5, size).round(2)),
        }
    )


BAD: tuple[tuple[str, object], ...] = (
    ("company.annual_revenue", "beaucoup"),
    ("company.annual_revenue", "4,5 Mo"),
    ("company.annual_revenue", "1,234"),
    ("company.annual_revenue", "-1"),
    ("company.annual_revenue", "1e300"),
    ("company.annual_revenue", "inf"),
    ("company.annual_revenue", "nan"),
    ("company.annual_revenue", "12 34"),
    ("company.annual_revenue", "GBP 2000000"),
    ("company.annual_revenue", "#REF!"),
    ("company.contribution_margin", "0"),
    ("company.contribution_margin", "45"),
    ("company.contribution_margin", "450 %"),
    ("company.contribution_margin", "0.45 $"),
    ("workload.hours_per_week", "1001"),
    ("workload.hours_per_week", "12 min"),
    ("current", "boss"),
    ("current", "Mr Owner"),
    ("jurisdiction", "Mars"),
    ("jurisdiction", "QC"),
    ("horizon_months", "5"),
    ("horizon_months", "121"),
    ("horizon_months", "36.5"),
    ("horizon_months", "trois ans"),
    ("bridge", "peut-être"),
    ("year", "1999"),
    ("data_culture.answers", "[1, 2]"),
    ("workload.duties", "{oui}"),
    ("uncertainty", '{"in_house.tenure_months": [3, 2, 1]}'),
    ("name", "x" * 61),
    ("name", "a\u202eb"),
    ("name", "TOTAL"),
    ("example", "nobody"),
    ("acquisition.monthly_spend", "0"),
)
"""A cell each that refuses its row."""


def spoiled(size: int, seed: int = 1) -> tuple[pd.DataFrame, dict[int, str]]:
    """A book as text with one bad row in twenty, of every kind in turn; the bad rows, from 1, and the column of each."""
    table = book(size, seed).astype(object).where(lambda cells: cells.notna(), "").astype(str)
    for column, _ in BAD:
        if column not in table:
            table[column] = ""
    bad = {}
    for number, at in enumerate(range(7, size, 20)):
        column, cell = BAD[number % len(BAD)]
        table.loc[at, column] = cell
        bad[at + 1] = "acquisition.monthly_new_customers" if column == "acquisition.monthly_spend" else column
    return table, bad
