"""What several tests share: the worked cases, and the scenarios they begin with."""

import json
from pathlib import Path
from typing import Any

CASES = Path(__file__).parent / "cases"


def case_file(name: str) -> Any:
    """A file of worked cases."""
    return json.loads((CASES / name).read_text("utf-8"))
