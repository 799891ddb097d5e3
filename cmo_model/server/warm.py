"""Importing this does, once a process, what the first visitor would wait for, then sets it apart from the garbage collector.

Streamlit collects garbage in full after every run of the page. What never dies (pandas, Plotly, Babel, our own tables) would be
walked each time: frozen, it is not, and a rerun takes about a third of the time with ten visitors at once.
"""

from __future__ import annotations

import gc
from importlib import import_module

from cmo_model import examples
from cmo_model.readers import read_scenario
from cmo_model.uncertainty import advise
from cmo_model.words import LANGUAGES, text
from cmo_model.words.sentences import advice as said_of

_LAZY = (
    "babel.dates",
    "babel.numbers",
    "cmo_model.exports.report",
    "cmo_model.exports.slides",
    "cmo_model.exports.workbook",
    "pandas",
    "PIL.ImageFile",
    "plotly.graph_objects",
    "pyarrow.pandas_compat",
    "pyarrow.vendored.version",
    "scipy.stats.qmc",
    "streamlit.components.v2.manifest_scanner",
    "streamlit.elements.plotly_chart",
    "streamlit.emojis",
    "streamlit.runtime.scriptrunner.magic_funcs",
)
"""What the first run of a page and the first files import, not importing Streamlit."""


def _first_visit() -> None:
    advice = advise(read_scenario(examples.source(examples.FIRST).encode()))
    for language in LANGUAGES:
        said_of.gains(advice, text(language))


for name in _LAZY:
    import_module(name)
_first_visit()
gc.collect()
gc.freeze()
