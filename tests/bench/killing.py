"""The tests that can kill a change of the rules: recorded once with the lines they run, then run on a copy of the tree.

Each run is a child of a process that has the libraries in memory and nothing of the model, so that a change costs the model's own
import and its tests. Drawn examples are the same every time. A test that takes ten times its usual time has killed the change.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import importlib
import importlib.util
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import coverage
import hypothesis
import pytest

from tests.bench.mutants import ROOMS, Mutant

ROOT = Path(__file__).resolve().parents[2]
FILES = (
    *("test_gold.py", "test_differential.py", "test_properties.py", "test_comparison.py", "test_plan.py", "test_seventh_option.py"),
    *("test_scenario.py", "test_examples.py", "test_explanation.py", "test_graph.py", "test_versions.py", "test_places.py"),
    *("test_parameters.py", "test_sentences.py", "test_growth_commands.py", "test_cli.py", "uncertainty", "growth", "checkback"),
    *("portfolio/test_table.py", "exports/test_workbook.py", "exports/test_agenda.py"),
    *("test_cash.py", "test_records.py", "test_decided_numbers.py"),
)
"""The tests of the rules and of what is said of them; those of pages, readers and other files run the same rules more slowly."""
LIBRARIES = (
    *("numpy", "scipy.optimize", "scipy.stats", "pandas", "pydantic", "yaml", "babel.numbers", "dateutil.relativedelta", "click"),
    *("plotly.graph_objects", "openpyxl", "xlsxwriter", "hypothesis.strategies", "formulas", "xdist.plugin", "pytest_timeout"),
)
PATIENCE, GRACE, IMPORT = 10, 5.0, 120.0
"""A test has killed the change after so many times its usual seconds, and these besides, of the processor: others use it too."""
LONGEST, ALIKE, BUDGET, FIRST = 10.0, 5.0, 20.0, 3.0
"""Usual seconds: of the slowest test run, of one test's cases, of all that a change is given, of the few tried first."""


@dataclass
class Usual:
    """A test's usual seconds, and the lines of the rules that it runs."""

    seconds: float
    lines: dict[str, set[int]] = field(default_factory=dict)


class Recorder:
    """Told by pytest: which lines of the rules each test runs, its modules' imports and shared fixtures included."""

    def __init__(self, tree: Path) -> None:
        self.seconds: dict[str, float] = {}
        self.cover = coverage.Coverage(
            data_file=None, config_file=False, include=[f"{tree}/cmo_model/{room}/*" for room in ROOMS], messages=False
        )

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Any:
        self.cover.switch_context(collector.nodeid.partition("::")[0])
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        for name in [name for name in sys.modules if name.startswith(tuple(f"cmo_model.{room}" for room in ROOMS))]:
            for value in vars(sys.modules[name]).values():
                getattr(value, "cache_clear", int)()
        self.cover.switch_context(item.nodeid)
        begun = time.perf_counter()
        done = yield
        self.seconds[item.nodeid] = time.perf_counter() - begun
        return done

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: pytest.FixtureRequest) -> Any:
        if fixturedef.scope == "function":
            return (yield)
        self.cover.switch_context(request.node.nodeid.partition("::")[0])
        done = yield
        self.cover.switch_context(request._pyfuncitem.nodeid)
        return done

    def lines(self, tree: Path) -> dict[str, dict[str, list[int]]]:
        """By test or file of tests, and module."""
        data, found = self.cover.get_data(), {}
        for path in data.measured_files():
            module = Path(path).relative_to(tree).as_posix()
            for line, contexts in data.contexts_by_lineno(path).items():
                for context in contexts:
                    found.setdefault(context, {}).setdefault(module, []).append(line)
        return found


class Watched:
    """Told by pytest: the first test that fails, or file of tests that cannot be read."""

    failed = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = self.failed or report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed = self.failed or f"collecting {report.nodeid}"


class Chosen(Watched):
    """Told by pytest: only these tests, in this order, each for so many times its usual seconds."""

    def __init__(self, tests: list[str], usual: dict[str, Usual]) -> None:
        self.order, self.usual = {test: place for place, test in enumerate(tests)}, usual

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((item for item in items if item.nodeid in self.order), key=lambda item: self.order[item.nodeid])

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logstart(self, nodeid: str) -> None:
        signal.setitimer(signal.ITIMER_PROF, PATIENCE * self.usual[nodeid].seconds + GRACE)


class Copy:
    """A copy of the tree, where one module at a time is changed."""

    def __init__(self, tree: Path) -> None:
        self.tree = tree
        kept = shutil.ignore_patterns("__pycache__", ".*_cache", ".venv", ".git", ".uv", ".hypothesis", "dist")
        shutil.copytree(ROOT, tree, dirs_exist_ok=True, ignore=kept)
        self.usual: dict[str, Usual] = {}
        self.killers: Counter[str] = Counter()
        os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(tree)}
        for name in LIBRARIES:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
        gc.freeze()

    def record(self) -> None:
        """Run the tests once as they are, those of a file whose record is kept from an earlier run left out."""
        tests = self.tree / "tests"
        files = sorted(
            file for name in FILES for file in ([tests / name] if name.endswith(".py") else (tests / name).glob("test_*.py"))
        )
        rest = sorted(
            path for path in self.tree.rglob("*") if path.suffix in (".py", ".yaml", ".json") and not _is_test(path, tests)
        )
        common = hashlib.sha256(b"".join(path.read_bytes() for path in rest)).hexdigest()
        records = {}
        for file in files:
            mark = hashlib.sha256(common.encode() + file.read_bytes() + file.name.encode()).hexdigest()[:24]
            records[file] = Path(tempfile.gettempdir()) / f"cmo-model-tests-{mark}.json"
        for file, record in records.items():
            if not record.exists():
                begun = time.perf_counter()
                answer = self._child(lambda write, file=file: write(self._recorded(file)))
                if answer is None or answer["failed"]:
                    raise SystemExit(f"{file}: its tests do not pass as they are: {answer and answer['failed']}")
                record.write_text(json.dumps(answer), "utf-8")
                print(f"recorded {file.relative_to(tests)}: {time.perf_counter() - begun:.0f} s", flush=True)
            self._read(json.loads(record.read_text("utf-8")))

    def _recorded(self, file: Path) -> dict[str, Any]:
        recorder, watched = Recorder(self.tree), Watched()
        recorder.cover.start()
        code = _pytest([file], [recorder, watched])
        recorder.cover.stop()
        return {"failed": watched.failed or code, "seconds": recorder.seconds, "lines": recorder.lines(self.tree)}

    def _read(self, record: dict[str, Any]) -> None:
        for test, seconds in record["seconds"].items():
            lines: dict[str, set[int]] = {}
            for context in (test, test.partition("::")[0]):
                for module, numbers in record["lines"].get(context, {}).items():
                    lines.setdefault(module, set()).update(numbers)
            self.usual[test] = Usual(seconds, lines)

    def kill(self, mutant: Mutant, names: dict[str, set[str]]) -> tuple[str, int]:
        """The test that killed it (empty when none did), and how many tests were run or would have been."""
        chosen = self._chosen(mutant, names)
        few, spent = 0, 0.0
        while few < len(chosen) and spent < FIRST and len({_file(test) for test in chosen[: few + 1]}) <= 3:
            spent += self.usual[chosen[few]].seconds
            few += 1
        path = self.tree / mutant.module
        original = path.read_text("utf-8")
        path.write_text(mutant.source, "utf-8")
        Path(importlib.util.cache_from_source(str(path))).unlink(missing_ok=True)
        try:
            for tests in (chosen[:few], chosen[few:]):
                killer = self._killed_by(tests) if tests else ""
                if killer:
                    self.killers[killer.partition("[")[0]] += 1
                    return killer, len(chosen)
        finally:
            path.write_text(original, "utf-8")
        return "", len(chosen)

    def _chosen(self, mutant: Mutant, names: dict[str, set[str]]) -> list[str]:
        """Those that run its lines, as many as the budget holds: first what killed others most, its own subject's, the quickest."""
        lines = set(range(mutant.first, mutant.last + 1))
        modules = names.get(mutant.before.partition(" ")[0].rstrip(":"), set()) | {mutant.module} if mutant.at_import else set()
        able = [
            test
            for test, usual in self.usual.items()
            if usual.seconds <= LONGEST and (usual.lines.get(mutant.module, set()) & lines or modules & usual.lines.keys())
        ]
        near = ("test_gold", "test_records", *Path(mutant.module).parts[1:2], Path(mutant.module).stem)

        def soonest(test: str) -> tuple[int, bool, float, str]:
            return (
                -self.killers[test.partition("[")[0]],
                not any(word in _file(test) for word in near),
                self.usual[test].seconds,
                test,
            )

        able.sort(key=soonest)
        kept: list[str] = []
        spent, alike = 0.0, Counter[str]()
        for test in able:
            seconds, name = self.usual[test].seconds, test.partition("[")[0]
            if spent + seconds <= BUDGET and (not alike[name] or alike[name] + seconds <= ALIKE):
                kept.append(test)
                spent += seconds
                alike[name] += seconds
        return kept

    def _killed_by(self, tests: list[str]) -> str:
        plugin_files = sorted({_file(test) for test in tests})

        def work(write: Callable[[object], None]) -> None:
            sys.dont_write_bytecode = True
            plugin = Chosen(tests, self.usual)
            signal.setitimer(signal.ITIMER_PROF, IMPORT)
            code = _pytest([self.tree / file for file in plugin_files], [plugin])
            write(plugin.failed or ("" if code == 0 else f"pytest's code {code}"))

        answer = self._child(work)
        return "time, or the process ended" if answer is None else str(answer)

    def _child(self, work: Callable[[Callable[[object], None]], None]) -> Any:
        """What a child process wrote, as JSON; None when it ended without."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            self._become(work, reading, writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            answer = pipe.read()
        os.waitpid(child, 0)
        return json.loads(answer) if answer else None

    def _become(self, work: Callable[[Callable[[object], None]], None], reading: int, writing: int) -> None:
        try:
            os.close(reading)
            os.chdir(self.tree)
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(nowhere, stream)
            for name in [name for name in sys.modules if name.partition(".")[0] in ("tests", "cmo_model")]:
                del sys.modules[name]
            sys.path[:] = [str(self.tree), *(place for place in sys.path if Path(place or ".").resolve() != ROOT)]
            hypothesis.settings.register_profile(
                "mutation", derandomize=True, database=None, phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate)
            )
            hypothesis.settings.load_profile("mutation")
            with os.fdopen(writing, "wb") as pipe:
                work(lambda answer: pipe.write(json.dumps(answer).encode()) and None)
        finally:
            os._exit(0)


def _pytest(files: list[Path], plugins: list[object]) -> int:
    quiet = ("-q", "-x", "-n0", "--tb=no", "--show-capture=no", "-p", "no:cacheprovider", "--timeout=0")
    return int(pytest.main([*quiet, "-W", "ignore::pytest.PytestAssertRewriteWarning", *map(str, files)], plugins))


def _file(test: str) -> str:
    return test.partition("::")[0]


def _is_test(path: Path, tests: Path) -> bool:
    inside = tests in path.parents
    return inside and (path.name.startswith("test_") or "bench" in path.parts or "browser" in path.parts)


@contextlib.contextmanager
def copied() -> Iterator[Copy]:
    """A copy of the tree in a temporary folder, its tests recorded."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(Path(folder).resolve() / "tree")
        copy.record()
        yield copy
