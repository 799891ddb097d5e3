"""A decision calculator: hire a marketing director, keep or take a fractional one, or neither yet."""

from cmo_model.decision import Decision, decide
from cmo_model.explanation import explain
from cmo_model.scenario import Scenario

__all__ = ["Decision", "Scenario", "decide", "explain"]
