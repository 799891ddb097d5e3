"""What is asked: the fields of a firm's situation, their bounds and checks, and the table of ways to staff the direction."""

from cmo_model.scenario.options import OPTIONS, Option, OptionName, Reading, hires, is_contractor, place, without_hire
from cmo_model.scenario.record import SCHEMA_VERSION, Duty, Range, Scenario, Unit, leaves

__all__ = [
    "OPTIONS",
    "SCHEMA_VERSION",
    "Duty",
    "Option",
    "OptionName",
    "Range",
    "Reading",
    "Scenario",
    "Unit",
    "hires",
    "is_contractor",
    "leaves",
    "place",
    "without_hire",
]
