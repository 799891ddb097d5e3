"""Scenario in, decision out: the central case, its timing, its plan, and its comparison with another."""

from cmo_model.decision.central import HORIZONS, MONTHLY, decide, evaluate, graph_of, quantities
from cmo_model.decision.records import Decision, Saying

__all__ = ["HORIZONS", "MONTHLY", "Decision", "Saying", "decide", "evaluate", "graph_of", "quantities"]
