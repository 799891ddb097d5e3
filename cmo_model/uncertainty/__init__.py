"""What is advised, how sure that is, and what would change it: the decision over many cases at once (model, section 8)."""

from cmo_model.uncertainty.advice import ADVICE_DRAWS, Advice, Label, advise, dated
from cmo_model.uncertainty.cash_paths import CashPaths, cash_paths
from cmo_model.uncertainty.curves import Curve, curves
from cmo_model.uncertainty.entry import When
from cmo_model.uncertainty.life_paths import AsEvents, LifePaths, life_paths
from cmo_model.uncertainty.ranges import Range, entered, ranges
from cmo_model.uncertainty.risk import REPORT_DRAWS, SCREEN_DRAWS, Risk, assess, deciding, glance
from cmo_model.uncertainty.study import Estimate, Inputs, Study, study
from cmo_model.uncertainty.switching import Flip, flips, numbers
from cmo_model.uncertainty.zones import Zones, half_width, zones

__all__ = [
    "ADVICE_DRAWS",
    "REPORT_DRAWS",
    "SCREEN_DRAWS",
    "Advice",
    "AsEvents",
    "CashPaths",
    "Curve",
    "Estimate",
    "Flip",
    "Inputs",
    "Label",
    "LifePaths",
    "Range",
    "Risk",
    "Study",
    "When",
    "Zones",
    "advise",
    "assess",
    "cash_paths",
    "curves",
    "dated",
    "deciding",
    "entered",
    "flips",
    "glance",
    "half_width",
    "life_paths",
    "numbers",
    "ranges",
    "study",
    "zones",
]
