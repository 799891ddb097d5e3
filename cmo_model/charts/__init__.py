"""Decision tables as figures, one look for all: direct labels, one accent, the reader's numbers, nothing to hover for.

A specification depends on nothing but the decision and the language, so that an unchanged chart is not redrawn.
"""

from cmo_model.charts.budget import moves, sweep
from cmo_model.charts.cost import costs, sides
from cmo_model.charts.look import CONFIG
from cmo_model.charts.options import options, options_in_words
from cmo_model.charts.risk import tornado
from cmo_model.charts.roi import ratios, retention_map
from cmo_model.charts.timing import entry_in_words, gantt, timeline

__all__ = [
    "CONFIG",
    "costs",
    "entry_in_words",
    "gantt",
    "moves",
    "options",
    "options_in_words",
    "ratios",
    "retention_map",
    "sides",
    "sweep",
    "timeline",
    "tornado",
]
