"""How sure the verdict is, and what would change it: the decision over many cases at once (model, section 8)."""

from cmo_model.uncertainty.flips import (
    Flip,
    break_even,
    break_even_fee,
    break_even_hours,
    break_even_mishire,
    break_even_revenue,
    break_even_salary,
    break_even_tenure,
    flips,
    numbers,
)
from cmo_model.uncertainty.indices import indices
from cmo_model.uncertainty.luck import Luck, luck
from cmo_model.uncertainty.ranges import Range, ranges
from cmo_model.uncertainty.risk import REPORT_DRAWS, SCREEN_DRAWS, Risk, Tipping, assess, deciding, glance
from cmo_model.uncertainty.study import Estimate, Study, study
from cmo_model.uncertainty.zones import Zones, half_width, zones

__all__ = [
    "REPORT_DRAWS",
    "SCREEN_DRAWS",
    "Estimate",
    "Flip",
    "Luck",
    "Range",
    "Risk",
    "Study",
    "Tipping",
    "Zones",
    "assess",
    "break_even",
    "break_even_fee",
    "break_even_hours",
    "break_even_mishire",
    "break_even_revenue",
    "break_even_salary",
    "break_even_tenure",
    "deciding",
    "flips",
    "glance",
    "half_width",
    "indices",
    "luck",
    "numbers",
    "ranges",
    "study",
    "zones",
]
