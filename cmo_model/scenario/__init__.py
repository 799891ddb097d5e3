"""What is asked: the fields of a firm's situation, their bounds and checks, and the table of ways to staff the direction."""

from cmo_model.scenario.options import OPTIONS, Option, OptionName, Reading, hires, is_contractor, place, without_hire
from cmo_model.scenario.parts import STAFF, Duty, Range, Unit
from cmo_model.scenario.record import MOST_YEARS_AHEAD, SCHEMA_VERSION, Scenario, default_in, leaves

__all__ = [
    "MOST_YEARS_AHEAD",
    "OPTIONS",
    "SCHEMA_VERSION",
    "STAFF",
    "Duty",
    "Option",
    "OptionName",
    "Range",
    "Reading",
    "Scenario",
    "Unit",
    "default_in",
    "hires",
    "is_contractor",
    "leaves",
    "place",
    "without_hire",
]
