"""What comes from outside, read with bounds. Every refusal is a `ReadError` that says what, where and what to do."""

from cmo_model.readers.scenario_file import MOST_BYTES, Problem, ReadError, read_scenario, remedy, validated, words

__all__ = ["MOST_BYTES", "Problem", "ReadError", "read_scenario", "remedy", "validated", "words"]
