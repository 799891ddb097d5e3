"""What comes from outside, read with bounds. Every refusal is a `ReadError` that says what, where and what to do."""

from cmo_model.readers.curves_file import MOST_CURVES, read_curves
from cmo_model.readers.scenario_file import (
    MOST_BYTES,
    read_file,
    read_scenario,
    read_transfer,
    remedy,
    validated,
    words,
    write_scenario,
)
from cmo_model.readers.share_link import MOST_CHARACTERS, read_link, write_link
from cmo_model.readers.shared import NO_TAGS, Problem, ReadError, Shared, Tag

__all__ = [
    "MOST_BYTES",
    "MOST_CHARACTERS",
    "MOST_CURVES",
    "NO_TAGS",
    "Problem",
    "ReadError",
    "Shared",
    "Tag",
    "read_curves",
    "read_file",
    "read_link",
    "read_scenario",
    "read_transfer",
    "remedy",
    "validated",
    "words",
    "write_link",
    "write_scenario",
]
