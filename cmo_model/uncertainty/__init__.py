"""How sure the verdict is, and what would change it: the decision over many cases at once (model, section 8)."""

from cmo_model.uncertainty.life_paths import LifePaths, life_paths
from cmo_model.uncertainty.ranges import Range, ranges
from cmo_model.uncertainty.risk import REPORT_DRAWS, SCREEN_DRAWS, Risk, Tipping, assess, deciding, glance
from cmo_model.uncertainty.study import Estimate, Study, study
from cmo_model.uncertainty.switching import Flip, flips, numbers
from cmo_model.uncertainty.zones import Zones, half_width, zones

__all__ = [
    "REPORT_DRAWS",
    "SCREEN_DRAWS",
    "Estimate",
    "Flip",
    "LifePaths",
    "Range",
    "Risk",
    "Study",
    "Tipping",
    "Zones",
    "assess",
    "deciding",
    "flips",
    "glance",
    "half_width",
    "life_paths",
    "numbers",
    "ranges",
    "study",
    "zones",
]
