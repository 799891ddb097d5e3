"""All the checks, one after the other: `python -m tests`. Anything after it goes to pytest (`python -m tests -k payroll`).

Style, types and import order, then every test, browser included, then branch coverage of the core. A Chromium is looked for and,
where there is none, installed; without one the command fails rather than leave the browser out.
"""

import subprocess
import sys
from pathlib import Path

from tests.browser.chromium import find_or_install

ROOT = Path(__file__).parents[1]


def run(*command: str) -> None:
    print("+", *command, flush=True)
    code = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False).returncode
    if code:
        raise SystemExit(code)


def main() -> None:
    print("chromium:", find_or_install(), flush=True)
    run("ruff", "check", ".")
    run("ruff", "format", "--check", ".")
    run("mypy")
    run("coverage", "erase")
    run("coverage", "run", "-m", "pytest", *sys.argv[1:])
    run("coverage", "combine", "--quiet")
    run("coverage", "report", *(["--fail-under=0"] if sys.argv[1:] else []))


if __name__ == "__main__":
    main()
