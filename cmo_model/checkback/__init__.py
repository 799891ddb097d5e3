"""What was decided held against what happened: a scenario frozen on a day, and opened months later.

`frozen` keeps what was expected, month by month, with the band of eight firms in ten; `check_back` holds what happened against it,
names the assumption that explains the gap where there is one, and advises anew.
"""

from cmo_model.checkback.candidates import EFFECT
from cmo_model.checkback.expected import LEAST_MONTHS, MEASURES, MOST_MONTHS, Band, Expected, Measure, expected
from cmo_model.checkback.explanation import Change, Explanation, explained
from cmo_model.checkback.frozen import FORMAT, Advised, Frozen, Versions, first_after, frozen
from cmo_model.checkback.gap import Actuals
from cmo_model.checkback.today import CheckBack, Row, as_of_today, check_back, rows_of

__all__ = [
    "EFFECT",
    "FORMAT",
    "LEAST_MONTHS",
    "MEASURES",
    "MOST_MONTHS",
    "Actuals",
    "Advised",
    "Band",
    "Change",
    "CheckBack",
    "Expected",
    "Explanation",
    "Frozen",
    "Measure",
    "Row",
    "Versions",
    "as_of_today",
    "check_back",
    "expected",
    "explained",
    "first_after",
    "frozen",
    "rows_of",
]
