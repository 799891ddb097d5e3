"""All the measures, or those named: `python -m tests.bench [decision] [exports] …`.

They are decision, exports, allocation, risk, accuracy, reaction, crowd, floods, losses, truth and portfolio. Exits with 1 when a
goal is missed.
`risk`, `accuracy` and `truth` need the peers: `uv run --group bench python -m tests.bench`.
"""

import sys

from tests.bench import allocation, decision, exports

ALL = ("decision", "exports", "allocation", "risk", "accuracy", "reaction", "crowd", "floods", "losses", "truth", "portfolio")


def main() -> None:
    chosen = sys.argv[1:] or list(ALL)
    reached = decision.run() if "decision" in chosen else []
    reached += exports.run() if "exports" in chosen else []
    reached += allocation.run() if "allocation" in chosen else []
    if "risk" in chosen or "accuracy" in chosen:
        from tests.bench import risk  # its peers belong to a group of their own

        reached += risk.speed() if "risk" in chosen else []
        reached += risk.accuracy() if "accuracy" in chosen else []
    if "reaction" in chosen:
        from tests.bench import reaction  # a server and a Chromium of its own

        reached += reaction.run()
    if "crowd" in chosen:
        from tests.bench import crowd

        reached += crowd.run()
    if "floods" in chosen:
        from tests.bench import floods

        reached += floods.run()
    if "losses" in chosen:
        from tests.bench import losses

        reached += losses.run()
    if "truth" in chosen:
        from tests.bench import truth

        reached += truth.run()
    if "portfolio" in chosen:
        from tests.bench import portfolio

        reached += portfolio.run()
    raise SystemExit(0 if all(reached) else 1)


if __name__ == "__main__":
    main()
