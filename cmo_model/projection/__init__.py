"""The months: seats, capability, customers, margin and cost of each way to staff the direction (model, sections 4 to 7).

One function, `live`, walks options month by month from a `Position`, for one case or for an array of them (cases first). Every
quantity may be a number or an array that broadcasts to the cases. Options entered from the same position share their seats'
occupancies, because a seat's months do not depend on the option it serves. Growth and discount factors advance in place, one
multiplication a month, so that no power is taken that does not have to be: only coverage, retention and price take one.

The timing of a hire uses the same function with the months of entry as cases: each entry starts from where the base option
stood the month before and lives one horizon, so sixty entries cost one walk. The order of the sums follows the model's text, so
a figure can be followed month by month in `Months`.
"""

from __future__ import annotations

from cmo_model.projection.options import (
    Lived,
    Months,
    Position,
    all_options,
    capability_today,
    full_leadership_margin,
    live,
    path_months,
    start,
)
from cmo_model.projection.seats import CONTRACTORS, HIRES, READING, SEATS, TERMS, Array, Quantities
from cmo_model.projection.timing import entry_advantages
from cmo_model.scenario import OPTIONS

__all__ = [
    "CONTRACTORS",
    "HIRES",
    "OPTIONS",
    "READING",
    "SEATS",
    "TERMS",
    "Array",
    "Lived",
    "Months",
    "Position",
    "Quantities",
    "all_options",
    "capability_today",
    "entry_advantages",
    "full_leadership_margin",
    "live",
    "path_months",
    "start",
]
