"""A book of firms: who works, how fast beside one firm at a time and beside the bare arithmetic, and how memory grows with rows."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from cmo_model import Scenario, advise, decide
from cmo_model.portfolio import advise_table
from cmo_model.uncertainty.many import central_worth

APPLY, KERNEL, FLAT = 100.0, 2.5, 0.2
"""Times as fast as `pandas.apply` of the one-firm function, times the bare arithmetic's time, growth of memory."""
_RUN = (
    "import pathlib, sys; from cmo_model.commands import main; main(sys.argv[1:], standalone_mode=False); "
    "print(pathlib.Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])"
)
"""The command, and the most memory that its own process held, in kilobytes."""


def firms(rows: int) -> pd.DataFrame:
    """Firms of one place and of one way today, that differ in five figures."""
    rng = np.random.default_rng(1)
    return pd.DataFrame(
        {
            "name": [f"Firm {number}" for number in range(rows)],
            "company.annual_revenue": rng.uniform(4e5, 2e7, rows).round(2),
            "company.contribution_margin": rng.uniform(0.1, 0.9, rows).round(3),
            "workload.hours_per_week": rng.uniform(2, 60, rows).round(1),
            "fractional.monthly_fee": rng.uniform(3e3, 1.5e4, rows).round(2),
            "in_house.base_salary": rng.uniform(8e4, 2e5, rows).round(2),
        }
    )


def _seconds(work: Callable[[], object], times: int = 3) -> float:
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def _scenario(row: pd.Series) -> Scenario:
    return Scenario().with_values(row.drop("name").to_dict())


def _told(what: str, found: float, goal: float, more: bool = True) -> bool:
    reached = found >= goal if more else found <= goal
    print(f"{what}: {found:,.2f} ({'≥' if more else '≤'} {goal:g}) {'reached' if reached else 'MISSED'}", flush=True)
    return reached


def speed() -> list[bool]:
    """Beside `pandas.apply` of the one-firm function, and beside the arithmetic alone with its columns in memory."""
    many, few = firms(100_000), firms(64)
    columns = {path: many[path].to_numpy() for path in many.columns if "." in path}
    one = _seconds(lambda: few.apply(lambda row: decide(_scenario(row)).best, axis=1)) / len(few)
    sieve = _seconds(lambda: advise_table(many, sieve=True)) / len(many)
    bare = _seconds(lambda: central_worth(Scenario(), columns)) / len(many)
    advised = _seconds(lambda: few.apply(lambda row: advise(_scenario(row)).advised, axis=1), 1) / len(few)
    together = _seconds(lambda: advise_table(few), 1) / len(few)
    print(
        f"central case: {one * 1e3:.2f} ms a firm alone, {sieve * 1e6:.1f} µs in a table, {bare * 1e6:.1f} µs the arithmetic alone"
    )
    print(f"advice: {advised * 1e3:.0f} ms a firm alone, {together * 1e3:.0f} ms in a table")
    return [
        _told("central case, times as fast as pandas.apply", one / sieve, APPLY),
        _told("central case, times the bare arithmetic", sieve / bare, KERNEL, more=False),
        _told("advice, times as fast as pandas.apply", advised / together, APPLY),
    ]


def workers() -> list[bool]:
    """100,000 firms by one process, two, and a cluster of two: the same bytes; and a million by one, in as much memory."""
    reached = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for rows in (100_000, 1_000_000):
            firms(rows).to_csv(folder / f"{rows}.csv", index=False)
        bytes_of, peak = set(), []
        tenth, whole = 100_000, 1_000_000
        for rows, who in ((tenth, "--workers=1"), (tenth, "--workers=2"), (tenth, "--dask=local"), (whole, "--workers=1")):
            out = folder / "out.parquet"
            command = ["portfolio", f"{folder}/{rows}.csv", "--out", str(out), "--sieve", "--force", who]
            begin = time.perf_counter()
            done = subprocess.run([sys.executable, "-c", _RUN, *command], check=True, capture_output=True, text=True, cwd=folder)
            seconds, megabytes = time.perf_counter() - begin, int(done.stdout.split()[-1]) // 1024
            print(f"{rows:,} firms, {who}: {rows / seconds:,.0f} a second, {megabytes} MB at most in its own process", flush=True)
            peak.append(megabytes)
            if rows == tenth:
                bytes_of.add(out.read_bytes())
        reached.append(_told("different results of one process, two and a cluster", len(bytes_of), 1, more=False))
        grown = peak[-1] / peak[0] - 1
        reached.append(_told("memory of a million rows, above that of a tenth", grown, FLAT, more=False))
    return reached


def run() -> list[bool]:
    """Every measure; which goals were reached."""
    return [*speed(), *workers()]
