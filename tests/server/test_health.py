"""Health is that the reference scenario still comes out to the cent."""

import json

import pytest
from starlette.applications import Starlette

from cmo_model.server import health
from cmo_model.server.health import REFERENCE, ROUTES
from tests.conftest import case_file
from tests.server.asgi import ask

APP = Starlette(routes=ROUTES)


@pytest.fixture(autouse=True)
def looked_long_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_known", health._Known())


def test_the_amounts_are_those_of_the_worked_case() -> None:
    case = next(case for case in case_file("engine.json") if case["id"] == "reference")
    assert case["overrides"] == {}
    assert {name: round(values["npv"], 2) for name, values in case["expected"]["options"].items()} == REFERENCE


def test_right_figures_are_health_and_none_is_said() -> None:
    answer = ask(APP, "/health")
    assert (answer.status, json.loads(answer.body)) == (200, {"status": "ok"})
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", REFERENCE)
def test_a_cent_too_many_is_not_health(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(REFERENCE, name, round(REFERENCE[name] + 0.01, 2))  # type: ignore[index, misc]
    answer = ask(APP, "/health")
    assert (answer.status, json.loads(answer.body)) == (503, {"status": "wrong"})
    assert answer.headers["cache-control"] == "no-store"


def test_a_missing_option_is_not_health(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(REFERENCE, "hybrid")
    assert ask(APP, "/health").status == 503


def test_a_computation_that_breaks_is_not_health(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError("salary 123456")

    monkeypatch.setattr(health, "decide", broken)
    assert ask(APP, "/health").status == 503
    assert "ZeroDivisionError" in caplog.text
    assert "123456" not in caplog.text


def test_crawlers_are_sent_away() -> None:
    answer = ask(APP, "/robots.txt")
    assert answer.body.decode() == "User-agent: *\nDisallow: /\n"
    assert answer.headers["content-type"].startswith("text/plain")


def test_whoever_asks_often_is_given_what_was_just_found(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[bool] = []
    monkeypatch.setattr(health, "right", lambda: looks.append(True) or True)
    monkeypatch.setattr(health, "HOLDS", 60.0)
    assert [ask(APP, "/health").status for _ in range(50)] == [200] * 50 and len(looks) == 1
    monkeypatch.setattr(health, "HOLDS", 0.0)
    monkeypatch.setattr(health, "_known", health._Known())
    assert [ask(APP, "/health").status for _ in range(3)] == [200] * 3 and len(looks) == 4
