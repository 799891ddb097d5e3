"""Decision tables, and the one figure drawn from a specification, which depends on the decision and the language only.

The other pictures are blocks of the page (`pictures`) and drawings of the files, from the same tables.
"""

from cmo_model.charts.look import CONFIG
from cmo_model.charts.roi import retention_map

__all__ = ["CONFIG", "retention_map"]
