"""Curves of what a channel brings at a spend, and the one multiplier at which many of them share a budget."""

from cmo_model.growth.curves.curve import Curve, Family, Stack

__all__ = ["Curve", "Family", "Stack"]
