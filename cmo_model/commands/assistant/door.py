"""The tools over the Model Context Protocol, on standard input and output; the only module that knows the protocol.

Only the protocol goes to standard output. The error stream has codes and no words, so that nothing that was asked reaches a log.
One question is computed at a time, in a thread; what takes too long is stopped at its next step. Names of tools are the protocol's
own error when they are unknown; all else that is refused is an answer in words, for an assistant to put right.
"""

from __future__ import annotations

import datetime
import logging
import threading
from functools import partial
from typing import Any

import anyio
import anyio.to_thread
import mcp_types as types
from mcp import MCPError
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage

from cmo_model.commands.assistant.asked import Arguments, RefusedError, language_of
from cmo_model.commands.assistant.tools import TOOLS, Tool, answer
from cmo_model.words import LANGUAGES, Language, text

NAME = "cmo-model"
MOST_SECONDS = 60.0
"""From the question to its answer, waiting included."""
MOST_WAITING = 8
"""Questions that may wait while one is computed."""

_READS = types.ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_log = logging.getLogger(__name__)


class Codes(logging.Formatter):
    """A line of a log that says where it comes from and how serious it is, and none of its words."""

    def format(self, record: logging.LogRecord) -> str:
        """The code of a record."""
        return f"{record.levelname} {record.name}:{record.lineno}"


class _Stopped(Exception):  # noqa: N818 - it is no error
    """The question is no longer waited for."""


def serve(lang: Language) -> None:
    """Answer one assistant until it leaves."""
    handler = logging.StreamHandler()
    handler.setFormatter(Codes())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    anyio.run(_over_standard_streams, lang)


def door(lang: Language) -> Server[Any]:
    """The server of the tools, told in a language; each question may ask for another."""
    t, turn = text(lang), anyio.CapacityLimiter(1)
    listed = types.ListToolsResult(tools=[_described(tool, lang) for tool in TOOLS.values()])

    async def tools(context: ServerRequestContext[Any], params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        del context, params
        return listed

    async def call(context: ServerRequestContext[Any], params: types.CallToolRequestParams) -> types.CallToolResult:
        del context
        arguments = params.arguments or {}
        tool = TOOLS.get(params.name)
        if tool is None:
            said = text(_spoken(arguments, lang))("errors.tool_unknown", exist=", ".join(TOOLS))
            raise MCPError(code=types.INVALID_PARAMS, message=said)
        if turn.statistics().tasks_waiting >= MOST_WAITING:
            return _refused(text(_spoken(arguments, lang))("errors.answer_busy", limit=str(MOST_WAITING)))
        return await _answered(tool, arguments, lang, turn)

    server = Server(NAME, title=t("product"), instructions=t("assistant.instructions"), on_list_tools=tools, on_call_tool=call)
    server.middleware.clear()  # the package's own would measure each question, where something is installed to gather it
    return server


async def _answered(tool: Tool, arguments: Arguments, lang: Language, turn: anyio.CapacityLimiter) -> types.CallToolResult:
    """The answer of a tool, or why there is none in words."""
    left = threading.Event()

    def progress(share: float) -> None:
        del share
        if left.is_set():
            raise _Stopped

    day = datetime.datetime.now().astimezone().date()
    try:
        with anyio.fail_after(MOST_SECONDS):
            work = partial(answer, tool, arguments, lang, day, progress)
            found = await anyio.to_thread.run_sync(work, limiter=turn, abandon_on_cancel=True)
    except RefusedError as refused:
        return _refused(*refused.lines)
    except TimeoutError:
        return _refused(text(_spoken(arguments, lang))("errors.answer_too_slow", limit=f"{MOST_SECONDS:.0f}"))
    except Exception as error:  # a traceback would repeat what was asked
        _log.error("%s", type(error).__name__)
        return _refused(text(_spoken(arguments, lang))("errors.answer_unexpected"))
    finally:
        left.set()
    return types.CallToolResult(content=[types.TextContent(type="text", text=found.text)], structured_content=found.data)


def _refused(*lines: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text="\n".join(lines))], is_error=True)


def _spoken(arguments: Arguments, lang: Language) -> Language:
    """The language asked for where it is one of ours, else the door's."""
    try:
        return language_of(arguments, lang)
    except RefusedError:
        return lang


def _described(tool: Tool, lang: Language) -> types.Tool:
    t = text(lang)
    return types.Tool(
        name=tool.name,
        title=tool.title(t),
        description=tool.description(t),
        input_schema=tool.input_schema(t),
        output_schema=tool.output_schema(),
        annotations=_READS,
    )


async def _over_standard_streams(lang: Language) -> None:
    """Serve the standard streams; a message that is none is told so, for its sender would wait for ever."""
    server = door(lang)
    said = " ".join(text(language)("errors.message_unread") for language in LANGUAGES)
    unread = types.JSONRPCError(jsonrpc="2.0", id=None, error=types.ErrorData(code=types.PARSE_ERROR, message=said))
    async with stdio_server() as (incoming, outgoing), anyio.create_task_group() as tasks:
        send, receive = anyio.create_memory_object_stream[SessionMessage | Exception](0)

        async def relay() -> None:
            async with send:
                async for message in incoming:
                    if isinstance(message, Exception):
                        await outgoing.send(SessionMessage(unread))
                    else:
                        await send.send(message)

        tasks.start_soon(relay)
        await server.run(receive, outgoing, server.create_initialization_options())
        tasks.cancel_scope.cancel()
