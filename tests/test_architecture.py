"""The rooms of the house: a module imports only what stands above it, streamlit stays in the pages, nothing unsafe gets in."""

import ast
import logging
from collections import Counter
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import cmo_model

CODE = Path(cmo_model.__file__).parent
ROOT = CODE.parent

FILES = sorted(CODE.rglob("*.py"))
BANNED_ROOMS = {"utils", "util", "helpers", "common", "constants", "misc", "core"}


def room(path: Path) -> str:
    return path.relative_to(CODE).parts[0].removesuffix(".py")


def test_a_room_imports_only_what_stands_above_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The order of the rooms, where streamlit may be, and what the core may not know: the contracts of `pyproject.toml`."""
    monkeypatch.chdir(ROOT)
    loggers = [one for one in logging.Logger.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    for logger in loggers:
        monkeypatch.setattr(logger, "disabled", logger.disabled)  # the linter silences those that it finds
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None) == 0


def test_the_code_never_asks_what_day_it_is() -> None:
    for path in FILES:
        assert "date.today" not in path.read_text("utf-8")


def test_there_is_no_room_for_odds_and_ends() -> None:
    assert not {room(path) for path in FILES} & BANNED_ROOMS
    modules = Counter(path.parent for path in FILES if path.name != "__init__.py")
    assert {folder.name: many for folder, many in modules.items() if many > 12} == {}


def test_a_file_stays_short_enough_to_read() -> None:
    for path in FILES:
        lines = path.read_text("utf-8").count("\n")
        assert lines <= 400, f"{path.name} has {lines} lines"


BANNED_CALLS = {
    "eval",
    "exec",
    "pickle",
    "yaml.load",
    "st.html",
    "st.components.v1",
    "st.cache_data",
    "st.cache_resource",
}


@pytest.mark.parametrize("path", [*FILES, ROOT / "app.py"], ids=lambda p: p.name)
def test_nothing_unsafe_gets_in(path: Path) -> None:
    source = path.read_text("utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in BANNED_CALLS, called
            assert not any(keyword.arg == "unsafe_allow_html" for keyword in node.keywords)
        assert not isinstance(node, ast.ExceptHandler) or node.type is not None
    for script in CODE.rglob("*.js"):
        assert "innerHTML" not in script.read_text("utf-8")


def test_the_top_level_is_what_was_agreed() -> None:
    allowed = {"pyproject.toml", "app.py", "cmo_model", "tests", "README.md", "uv.lock"}
    ours = {p.name for p in ROOT.iterdir() if not p.name.startswith(".")} - {"screenshots", "dist"}
    assert ours <= allowed | {"__pycache__"}
