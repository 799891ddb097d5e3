"""All the measures, or those named: `python -m tests.bench [decision] [exports] …`. Exits with 1 when a goal is missed.

`risk`, `accuracy`, `truth` and `mutation` need the group: `uv run --group bench python -m tests.bench`; `reaction`, `crowd`,
`floods`, `losses`, `workers` and `soak` start servers of their own, some of them a Chromium too; `mutation` takes most of an hour.
"""

import importlib
import sys

RUNS = {"risk": "risk.speed", "accuracy": "risk.accuracy"}
ALL = (
    *("decision", "exports", "allocation", "risk", "accuracy", "reaction", "crowd", "floods", "losses", "truth"),
    *("portfolio", "checkback", "workers", "soak", "mutation"),
)


def main() -> None:
    chosen = sys.argv[1:] or list(ALL)
    reached = []
    for name in ALL:
        if name in chosen:
            module, _, function = RUNS.get(name, f"{name}.run").partition(".")
            reached += getattr(importlib.import_module(f"tests.bench.{module}"), function)()
    raise SystemExit(0 if all(reached) else 1)


if __name__ == "__main__":
    main()
