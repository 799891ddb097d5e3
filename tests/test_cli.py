"""The command line says the same figures, exits with 2 on a bad file, and says what to do."""

import errno
import json
import os
import queue
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pptx import Presentation

from cmo_model import Scenario, advise, decide, examples
from cmo_model.commands import terminal
from cmo_model.commands.main import main
from cmo_model.readers import read_scenario, write_link
from cmo_model.server.serve import PortTakenError
from cmo_model.words import text


def run(*words: str, given: str | bytes | None = None, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, words, input=given, env={"LC_ALL": "", "LC_MESSAGES": "", "LANG": "C.UTF-8"} | (env or {}))


def test_json_is_the_decision_from_a_file_or_standard_input(tmp_path: Path) -> None:
    source = examples.source("atelier-boreal")
    found = json.loads(run("decide", "-", "--json", given=source).stdout)
    expected = decide(Scenario.model_validate(json.loads(source)))
    assert found == json.loads(expected.model_dump_json())
    path = tmp_path / "firm.json"
    path.write_text(source, "utf-8")
    assert json.loads(run("decide", str(path), "--json").stdout) == found


@pytest.mark.parametrize(("language", "says"), [("fr", "Gardez votre direction"), ("en", "Keep your fractional")])
def test_a_readable_answer_has_signals_pillars_and_options(language: str, says: str) -> None:
    shown, t = run("decide", "-", "--lang", language, given=examples.source("atelier-boreal")).stdout, text(language)  # type: ignore[arg-type]
    advice = advise(read_scenario(examples.source("atelier-boreal").encode()))
    assert says in shown and t.about(advice.lead) in shown
    assert shown.count("○") + shown.count("●") == 3 and shown.count("→") == 1


@pytest.mark.parametrize("name", examples.names())
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_example_is_decided(name: str, language: str) -> None:
    assert run("decide", "-", "--lang", language, given=examples.source(name)).exit_code == 0


def test_the_language_follows_the_terminal_and_is_french_otherwise() -> None:
    assert "Signaux" in run("decide", "-", given="{}").stdout
    assert "Signals" in run("decide", "-", given="{}", env={"LC_ALL": "en_CA.UTF-8"}).stdout


def test_explain_prints_the_tree_with_its_sources() -> None:
    shown = run("explain", "-", "signals.fee_ratio.ratio", "--lang", "en", given="{}").stdout
    assert shown.startswith("Fees over loaded salary = 61.38%")
    assert "saiinc.qc.ca" in shown and "checked on November 21, 2026" in shown and "inferred, not read" in shown
    tree = json.loads(run("explain", "-", "signals.fee_ratio.ratio", "--json", given="{}").stdout)
    assert tree["children"][1]["name"] == "loaded_salary.in_house.loaded_salary"


def test_a_wrong_name_gives_the_nearest_and_exits_with_2() -> None:
    result = run("explain", "-", "signals.fee_ratio.ration", "--lang", "en", given="{}")
    assert result.exit_code == 2 and "signals.fee_ratio.ratio" in result.stderr
    assert run("explain", "-", "\u4e16", given="{}").exit_code == 2


def test_example_writes_a_file_that_decide_reads_or_lists_them() -> None:
    assert run("example", "atelier-boreal").stdout == examples.source("atelier-boreal")
    listed = run("example", "--lang", "en").stdout
    assert all(name in listed for name in examples.names())
    result = run("example", "nobody")
    assert result.exit_code == 2 and "atelier-boreal" in result.stderr


def test_a_bad_file_exits_with_2_and_says_field_place_and_remedy() -> None:
    result = run("decide", "-", "--lang", "en", given='{\n  "company": {"contribution_margin": 1.2}\n}')
    assert result.exit_code == 2 and result.stdout == ""
    assert "Contribution margin [company.contribution_margin] (line 2, column 38): At most 1 is allowed." in result.stderr


def test_a_missing_file_says_so() -> None:
    result = run("decide", "/nowhere/firm.json")
    assert result.exit_code == 2 and "introuvable" in result.stderr
    result = run("decide", "/")
    assert result.exit_code == 2 and "ne peut pas être lu" in result.stderr


def test_app_serves_the_page_on_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[tuple[int, tuple[str, ...], tuple[str, ...]]] = []
    opened = queue.Queue[str]()

    def serve(port: int, up: Callable[[], None], hosts: tuple[str, ...], frames: tuple[str, ...]) -> None:
        served.append((port, hosts, frames))
        up()

    monkeypatch.setattr("cmo_model.server.serve.serve", serve)
    monkeypatch.setattr("webbrowser.open", opened.put)
    assert "open at http://localhost:8600 " in run("app", "--port", "8600", "--no-browser", "--lang", "en").output
    assert run("app", "--port", "8600", "--no-browser", "--host", "calc.example.ca").exit_code == 0
    framed = ("--embed", "https://firm.example", "--embed", "http://localhost:8000")
    assert run("app", "--port", "8600", "--no-browser", *framed).exit_code == 0
    assert served == [(8600, (), ()), (8600, ("calc.example.ca",), ()), (8600, (), framed[1::2])] and opened.empty()
    assert run("app", "--port", "8600").exit_code == 0
    assert opened.get(timeout=10) == "http://localhost:8600"


def test_app_serves_the_page_by_several_processes_when_asked_to(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[tuple[Any, ...]] = []

    def serve_several(port: int, count: int, up: Callable[[], None], *rest: Any) -> None:
        served.append((port, count, *rest))
        up()

    monkeypatch.setattr("cmo_model.server.front.serve_several", serve_several)
    told = run("app", "--port", "8600", "--no-browser", "--workers", "4", "--embed", "https://firm.example", "--lang", "en")
    assert "open at http://localhost:8600 " in told.output
    assert served == [(8600, 4, (), ("https://firm.example",))]
    for many in ("0", "65", "-1", "two"):
        assert run("app", "--port", "8600", "--no-browser", "--workers", many).exit_code == 2


def test_a_port_taken_meanwhile_is_told_as_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def serve(*_: Any) -> None:
        raise PortTakenError

    monkeypatch.setattr("cmo_model.server.serve.serve", serve)
    refused = run("app", "--no-browser", "--port", "8600", "--lang", "en")
    assert refused.exit_code == 2 and "already in use" in refused.stderr and "open at" not in refused.output


def test_a_host_that_is_none_is_refused_before_anything_starts() -> None:
    refused = run("app", "--port", "8600", "--no-browser", "--host", "http://evil/", "--lang", "en")
    assert refused.exit_code == 2
    assert text("en")("errors.host_name") in refused.output


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_site_that_may_not_frame_the_page_is_refused_before_anything_starts(lang: str) -> None:
    for origin in ("https://firm.example/page", "http://firm.example", "https://*.firm.example"):
        refused = run("app", "--port", "8600", "--no-browser", "--embed", origin, "--lang", lang)
        assert refused.exit_code == 2
        assert text(lang)("errors.embed_origin") in refused.output  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["#{}", "https://calc.example.ca/#{}"])
def test_a_link_is_decided_like_its_file(written: str) -> None:
    scenario = read_scenario(examples.source("traiteur-maskinonge").encode())
    from_link = run("decide", written.format(write_link(scenario, with_name=True)), "--json")
    from_file = run("decide", "-", "--json", given=examples.source("traiteur-maskinonge"))
    assert from_link.exit_code == 0
    assert json.loads(from_link.output) == json.loads(from_file.output)


def test_a_damaged_link_is_refused_with_what_to_do() -> None:
    refused = run("decide", "#s=1.AAAA.00000000", "--lang", "en")
    assert refused.exit_code == 2
    assert text("en")("errors.link_damaged") in refused.output


def test_a_port_in_use_is_told_before_the_app_starts() -> None:
    with socket.socket() as other:
        other.bind(("localhost", 0))
        other.listen()
        result = run("app", "--no-browser", "--port", str(other.getsockname()[1]), "--lang", "en")
    assert result.exit_code == 2 and "already in use" in result.stderr


def test_risk_flip_and_when_say_what_they_find() -> None:
    given = examples.source("atelier-boreal")
    shown = run("risk", "-", "--draws", "512", "--lang", "en", given=given).stdout
    assert "In 6" in shown and "What would change the answer" in shown and "512 simulations in 16 sets, seed 1" in shown
    found = json.loads(run("risk", "-", "--draws", "512", "--seed", "3", "--json", given=given).stdout)
    assert found["seed"] == 3 and found["draws"] == 512 and set(found["flips"]) >= {"in_house.base_salary"}
    assert "“in-house hire” if" in run("flip", "-", "in_house.base_salary", "--lang", "en", given=given).stdout
    assert json.loads(run("flip", "-", "in_house.base_salary", "--json", given=given).stdout)["in_house.base_salary"]
    assert "Nothing" in run("flip", "-", "sales.cycle_days", "--lang", "en", given=given).stdout
    assert run("flip", "-", "in_house.base_salaryy", given=given).exit_code == 2
    when = run("when", "-", "--lang", "en", given=given).stdout
    assert "Start recruiting around" in when and "Arrival and overlap" in when
    assert json.loads(run("when", "-", "--json", given=given).stdout)["hire_from"] == 49
    assert "no plan" in run("when", "-", "--lang", "en", given="{}").stdout


def test_report_writes_each_file_under_a_sensible_name(tmp_path: Path) -> None:
    given = examples.source("atelier-boreal")
    folder = tmp_path / "new" / "folder"
    written = run("report", "-", "--lang", "fr", "--out", str(folder), given=given)
    names = sorted(path.name for path in folder.iterdir())
    assert written.exit_code == 0 and len(written.stdout.split()) == 4
    assert all(re.fullmatch(r"decision-marketing-atelier-boreal-\d{4}-\d{2}\.(html|pdf|pptx|xlsx)", name) for name in names)
    assert len(names) == 4
    run("report", "-", "--xlsx", "--lang", "en", "--out", str(tmp_path / "one"), given=given)
    assert [path.suffix for path in (tmp_path / "one").iterdir()] == [".xlsx"]


def test_a_report_replaces_nothing_unless_told_to(tmp_path: Path) -> None:
    given = examples.source("atelier-boreal")
    outside = tmp_path / "outside"
    outside.write_text("mine")
    folder = tmp_path / "out"
    paths = [Path(run("report", "-", "--pptx", "--out", str(folder), given=given).stdout.strip()) for _ in range(2)]
    assert paths[0] != paths[1] and paths[1].name == f"{paths[0].stem} (2).pptx" and all(path.exists() for path in paths)
    paths[0].unlink()
    paths[0].symlink_to(outside)
    run("report", "-", "--pptx", "--force", "--out", str(folder), given=given)
    assert outside.read_text() == "mine" and not paths[0].is_symlink() and len([*folder.iterdir()]) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="the system bounds no file")
def test_a_report_on_a_disk_that_fills_says_so_and_leaves_the_earlier_files_whole(tmp_path: Path) -> None:
    import resource

    def limited(size: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    given = examples.source("atelier-boreal")
    run("report", "-", "--pptx", "--xlsx", "--lang", "en", "--out", str(tmp_path), given=given)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    for size in (0, 1, min(map(len, before.values())) - 1):
        limited(size)
        try:
            full = run("report", "-", "--pptx", "--xlsx", "--force", "--lang", "en", "--out", str(tmp_path), given=given)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
        assert full.exit_code == 2 and text("en")("errors.disk_full") in full.stderr
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize(("code", "said"), [(errno.ENOSPC, "errors.disk_full"), (errno.EACCES, "errors.folder")])
def test_a_full_disk_leaves_the_earlier_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, said: str) -> None:
    earlier = terminal.put(tmp_path, "a.pdf", b"whole", force=False)

    def full(_: int) -> None:
        raise OSError(code, "no")

    monkeypatch.setattr(terminal.os, "fsync", full)  # type: ignore[attr-defined]
    with pytest.raises(OSError):
        terminal.put(tmp_path, "a.pdf", b"half", force=True)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"whole"] and earlier.name == "a.pdf"
    refused = run("report", "-", "--pptx", "--out", str(tmp_path), "--lang", "en", given=examples.source("atelier-boreal"))
    assert refused.exit_code == 2 and text("en")(said) in refused.output and len([*tmp_path.iterdir()]) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_what_cannot_be_printed_is_told() -> None:
    command = [sys.executable, "-c", "from cmo_model.commands import main; main()", "example"]
    with Path("/dev/full").open("w") as full:
        english = {**os.environ, "LC_ALL": "en_CA.UTF-8"}
        found = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=english)
    assert (found.returncode, found.stderr.strip()) == (2, text("en")("errors.output"))


def test_report_prints_the_link_only_when_asked_and_refuses_a_folder_that_is_none(tmp_path: Path) -> None:
    given = examples.source("atelier-boreal")
    for words, there in (((), False), (("--link", "https://calcul.exemple.ca/"), True)):
        run("report", "-", "--pptx", "--out", str(tmp_path), *words, given=given)
        [path] = tmp_path.iterdir()
        notes = Presentation(str(path)).slides[6].notes_slide.notes_text_frame.text
        assert ("https://calcul.exemple.ca/#s=1." in notes) == there
        found = re.search(r"#s=\S+", notes)
        assert not there or (found and json.loads(run("decide", found[0], "--json").stdout)["best"] == "fractional")
        path.unlink()
    taken = tmp_path / "taken"
    taken.write_text("")
    refused = run("report", "-", "--pptx", "--out", str(taken / "x"), "--lang", "en", given=given)
    assert refused.exit_code == 2 and text("en")("errors.folder") in refused.output
