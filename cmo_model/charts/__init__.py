"""Decision tables, and the two figures drawn from a specification, of what they are given and the language only.

The other pictures are blocks of the page (`pictures`) and drawings of the files, from the same tables.
"""

from cmo_model.charts.answers import answers_map
from cmo_model.charts.look import CONFIG
from cmo_model.charts.roi import retention_map

__all__ = ["CONFIG", "answers_map", "retention_map"]
