"""The assistant's door as a client knocks on it: over real standard streams, or in this process where it must fail."""

import datetime
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import pytest
from click.testing import CliRunner
from mcp import Client, MCPError, StdioServerParameters
from mcp_types import CallToolResult, TextContent

from cmo_model import advise, examples, explain
from cmo_model.commands.assistant import TOOLS, Answer, answer, door
from cmo_model.commands.main import main
from cmo_model.readers import read_scenario
from cmo_model.uncertainty import flips
from cmo_model.words import LANGUAGES, text

COMMAND = ("-c", "from cmo_model.commands import main; main()", "mcp")
FIRM = {"example": "atelier-boreal"}
PATIENCE = 120.0


def said(found: CallToolResult) -> str:
    (content,) = found.content
    assert isinstance(content, TextContent)
    return content.text


def shown(tree: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    """A tree to the cent: two processes may add in another order."""
    return [(tree["name"], tree["shown"], tree["source"]), *(line for child in tree["children"] for line in shown(child))]


def within(work: Callable[[Client], Awaitable[None]], knocked: Any) -> None:
    """A session of a client, from its greeting to its leave."""

    async def session() -> None:
        async with Client(knocked, read_timeout_seconds=PATIENCE) as client:
            await work(client)

    anyio.run(session)


def inside(work: Callable[[Client], Awaitable[None]]) -> None:
    within(work, door.door("en"))


def test_a_client_is_told_four_tools_that_only_read_and_gets_the_engines_figures() -> None:
    scenario = read_scenario(examples.source("atelier-boreal").encode())

    async def work(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert list(tools) == ["decide", "explain", "flip", "compare"]
        for tool in tools.values():
            hints = tool.annotations
            assert hints is not None and (hints.read_only_hint, hints.idempotent_hint) == (True, True)
            assert (hints.destructive_hint, hints.open_world_hint) == (False, False)
            assert tool.title and tool.description and tool.output_schema and not tool.input_schema["additionalProperties"]
        assert tools["decide"].title == text("fr")("assistant.decide.title")
        advice = advise(scenario)
        for lang in LANGUAGES:
            found = await client.call_tool("decide", {"scenario": FIRM, "lang": lang})
            figures = {one["name"]: one["value"] for one in found.structured_content["simulations"]["figures"]}
            assert figures["lead"] == advice.lead and figures["regret"] == advice.regret
            assert all(figures[f"options.{option}.mean_gain"] == one.mean_gain for option, one in advice.options.items())
            explained = await client.call_tool("explain", {"scenario": FIRM, "value": "verdict.margin", "lang": lang})
            tree = explain(advice.decision, "verdict.margin", lang, depth=2)
            assert shown(explained.structured_content["tree"]) == shown(tree.model_dump(mode="json"))
        flipped = await client.call_tool("flip", {"scenario": FIRM, "name": "fractional.monthly_fee"})
        (figure,) = flipped.structured_content["figures"]
        expected = flips(scenario, ["fractional.monthly_fee"])["fractional.monthly_fee"]
        assert [one["value"] for one in figure["flips"]] == [one.value for one in expected]
        pair = [{"name": "a", "scenario": FIRM}, {"name": "b", "scenario": {"example": "thes-brunante"}}]
        compared = await client.call_tool("compare", {"scenarios": pair})
        assert compared.structured_content["scenarios"][0]["advised"] == advice.advised
        refused = await client.call_tool("decide", {"scenario": {"company": {"annual_revenue": -1}}, "lang": "en"})
        assert refused.is_error and said(refused) == "Annual revenue [company.annual_revenue]: At least 0 is needed."

    within(work, StdioServerParameters(command=sys.executable, args=[*COMMAND, "--lang", "fr"]))


def spoken(*messages: Any) -> "subprocess.CompletedProcess[str]":
    lines = "".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in messages)
    return subprocess.run([sys.executable, *COMMAND], input=lines, capture_output=True, text=True, timeout=PATIENCE, check=True)


HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}


def test_the_output_is_the_protocols_alone_and_a_message_that_is_none_is_told_so() -> None:
    deep = '{"a":' * 400 + "1" + "}" * 400
    lost = f'{{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{{"name":"decide","arguments":{{"scenario":{deep}}}}}}}'
    ended = spoken(HELLO, "not JSON, my secret figure 123456", lost)
    answers = [json.loads(line) for line in ended.stdout.splitlines()]
    greeted = next(one for one in answers if one.get("id") == 1)
    assert greeted["result"]["instructions"] == text("fr")("assistant.instructions")
    told = [one["error"] for one in answers if "error" in one]
    assert len(told) == 2 and all(one["code"] == -32700 for one in told)
    assert all(text(lang)("errors.message_unread") in one["message"] for lang in LANGUAGES for one in told)
    assert ended.stderr == ""


def test_an_unknown_tool_is_the_protocols_own_error_in_words() -> None:
    async def work(client: Client) -> None:
        for arguments, lang in (({}, "en"), ({"lang": "fr"}, "fr"), ({"lang": 3}, "en")):
            with pytest.raises(MCPError) as error:
                await client.call_tool("delete", arguments)
            assert str(error.value) == text(lang)("errors.tool_unknown", exist=", ".join(TOOLS))

    inside(work)


def test_what_fails_is_told_in_words_and_logged_as_a_code(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError("my secret figure 123456")

    monkeypatch.setattr(door, "answer", broken)

    async def work(client: Client) -> None:
        found = await client.call_tool("decide", {"scenario": {}, "lang": "fr"})
        assert found.is_error and said(found) == text("fr")("errors.answer_unexpected")

    inside(work)
    (record,) = caplog.records
    assert "123456" not in caplog.text and record.getMessage() == "RuntimeError"


def test_a_log_is_a_code_without_words() -> None:
    record = logging.LogRecord("mcp.server", logging.ERROR, "here.py", 12, "handler for %r raised", ("my figure",), None)
    assert door.Codes().format(record) == "ERROR mcp.server:12"


def test_what_takes_too_long_is_stopped_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    stopped, left = threading.Event(), threading.Event()

    def endless(*given: Any) -> Any:
        progress = given[-1]
        try:
            left.wait(PATIENCE)
            progress(0.5)
        except BaseException:
            stopped.set()
            raise

    monkeypatch.setattr(door, "answer", endless)
    monkeypatch.setattr(door, "MOST_SECONDS", 0.05)

    async def work(client: Client) -> None:
        found = await client.call_tool("flip", {"scenario": {}})
        assert found.is_error and said(found) == text("en")("errors.answer_too_slow", limit="0")
        left.set()
        assert await anyio.to_thread.run_sync(stopped.wait, PATIENCE)

    inside(work)


def test_one_question_is_computed_at_a_time_and_few_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    here: list[int] = []
    most, begun, left = [0], threading.Event(), threading.Event()
    real = answer(
        TOOLS["flip"], {"scenario": {}, "name": "in_house.base_salary"}, "en", datetime.date(2026, 11, 27), lambda _: None
    )

    def slow(*_: Any) -> Answer:
        here.append(1)
        most[0] = max(most[0], len(here))
        begun.set()
        left.wait(PATIENCE)
        here.pop()
        return real

    monkeypatch.setattr(door, "answer", slow)
    monkeypatch.setattr(door, "MOST_WAITING", 1)
    told: list[str] = []

    async def work(client: Client) -> None:
        async def one() -> None:
            found = await client.session.call_tool("flip", {"scenario": {}})
            told.append(said(found))
            if found.is_error:
                left.set()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(one)
            await anyio.to_thread.run_sync(begun.wait, PATIENCE)
            tasks.start_soon(one)
            await anyio.wait_all_tasks_blocked()
            tasks.start_soon(one)

    inside(work)
    assert most == [1] and sorted(told) == sorted([real.text, real.text, text("en")("errors.answer_busy", limit="1")])


def test_without_the_package_the_remedy_is_told_in_every_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    refused = CliRunner().invoke(main, ["mcp"])
    assert refused.exit_code == 2 and refused.stdout == ""
    assert refused.stderr.splitlines() == [text(lang)("errors.mcp_missing") for lang in LANGUAGES]
    assert refused.stderr.count("uv run --extra mcp cmo-model mcp") == len(LANGUAGES)


def test_the_package_is_imported_by_nothing_but_the_door() -> None:
    asked = (
        "import sys, cmo_model.commands.main, cmo_model.commands.assistant; print('mcp' in sys.modules, 'streamlit' in sys.modules)"
    )
    assert subprocess.check_output([sys.executable, "-c", asked], text=True).split() == ["False", "False"]
