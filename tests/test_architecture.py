"""The rooms of the house: a module imports only what stands above it, streamlit stays in the pages, nothing unsafe gets in."""

import ast
from pathlib import Path

import pytest

import cmo_model

CODE = Path(cmo_model.__file__).parent
ROOT = CODE.parent

# In the house's first sketch `scenario` stood above `parameters`; it stands below, because a place or a year without parameters
# must be refused where it is typed. `fields` reads the questions off it. In `explanation` and `sentences` figures meet words.
ORDER = [
    "graph",
    "formulas",
    "parameters",
    "checks",
    "scenario",
    "claim",
    "fields",
    "examples",
    "projection",
    "decision",
    "tables",
    "uncertainty",
    "comparison",
    "growth",
    "plan",
    "text",
    "explanation",
    "sentences",
    "risk_sentences",
    "diagnostic_sentences",
    "transfer_sentences",
    "budget_sentences",
    "charts",
    "readers",
    "exports",
    "views",
    "terminal",
    "growth_commands",
    "cli",
]
FILES = sorted(CODE.rglob("*.py"))
BANNED_ROOMS = {"utils", "util", "helpers", "common", "constants", "misc", "core"}


def room(path: Path) -> str:
    return path.relative_to(CODE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(CODE)))
def test_a_module_imports_only_what_stands_above_it(path: Path) -> None:
    if path == CODE / "__init__.py":
        return
    here = ORDER.index(room(path))
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "cmo_model" and len(parts) > 1 and parts[1] in ORDER:
            assert ORDER.index(parts[1]) <= here, f"{path.name} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(CODE)))
def test_streamlit_is_imported_by_the_pages_alone(path: Path) -> None:
    if room(path) != "views":
        assert not any(name.split(".")[0] == "streamlit" for name in imports(path))


def test_the_core_knows_neither_words_nor_pages_nor_today() -> None:
    for path in FILES:
        if ORDER.index(room(path) if room(path) in ORDER else "graph") <= ORDER.index("decision"):
            assert not any(name.startswith(("babel", "plotly", "pandas", "cmo_model.text")) for name in imports(path))
    for path in FILES:
        assert "date.today" not in path.read_text("utf-8")


def test_there_is_no_room_for_odds_and_ends() -> None:
    assert not {room(path) for path in FILES} & BANNED_ROOMS
    assert all(room(path) in ORDER for path in FILES if path != CODE / "__init__.py")


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
