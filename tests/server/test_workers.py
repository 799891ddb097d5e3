"""Who goes to which of several processes, and that one that ends is started again."""

import asyncio
import os
import signal
import sys

import pytest

from cmo_model.server import workers as room
from cmo_model.server.guard import MOST_SOCKETS
from cmo_model.server.workers import LATEST, SOONEST, STEADY, Worker, Workers, memory, pause


def crew(count: int = 3) -> Workers:
    found = Workers(count)
    for worker in found.all:
        worker.started(9_000 + worker.number, os.getpid())
    return found


def test_newcomers_are_spread_and_whoever_brings_a_name_goes_back() -> None:
    several = crew()
    for number in (0, 1, 2, 0):
        found = several.of("")
        assert found is several.all[number]
        found.given += 1
    for worker in several.all:
        assert several.of(worker.name) is worker


@pytest.mark.parametrize("name", ["1", "1.", "1.0000000000000000", "9.0000000000000000", "-1.x", "1.\x00", "é", "1" * 5_000])
def test_a_name_made_up_is_that_of_a_newcomer(name: str) -> None:
    several = crew()
    several.all[0].sockets = several.all[1].sockets = 1
    assert several.of(name) is several.all[2]


def test_a_name_from_before_a_restart_is_that_of_a_newcomer() -> None:
    several = crew()
    before = several.all[1].name
    several.all[1].started(9_009, 1)
    several.all[1].sockets = several.all[0].sockets = 1
    assert several.all[1].name != before and several.of(before) is several.all[2]


def test_the_fewest_sockets_come_first_and_one_that_is_full_or_down_is_passed_over() -> None:
    several = crew()
    first, second, third = several.all
    first.sockets, second.sockets, third.sockets = MOST_SOCKETS, 2, 1
    assert several.of("") is third
    assert several.of(first.name) is third
    third.port = 0
    assert several.of(third.name) is second
    for worker in several.all:
        worker.port = 0
    assert several.of("") is None


def test_a_person_with_sockets_open_goes_where_they_are_whatever_is_brought() -> None:
    several = crew()
    first, second, _ = several.all
    with second.visited("203.0.113.7"), second.visited("203.0.113.7"):
        assert several.of("", "203.0.113.7") is second
        assert several.of(first.name, "203.0.113.7") is second
        assert several.of(first.name, "203.0.113.8") is first
        assert second.sockets == 2
    assert not second.sockets and not second.people
    assert several.of(first.name, "203.0.113.7") is first
    with second.visited(""):  # from this computer each speaks for itself
        assert several.of(first.name, "") is first


def test_those_who_were_in_a_process_that_ended_are_not_counted_in_the_next() -> None:
    worker = Worker(0)
    worker.started(9_000, 1)
    with worker.visited("203.0.113.7"):
        worker.started(9_001, 2)
        assert worker.sockets == 0 and not worker.people
    assert worker.sockets == 0 and not worker.people


def test_one_that_keeps_ending_is_started_later_and_later() -> None:
    waits = [0.0]
    for _ in range(10):
        waits.append(pause(waits[-1], 1.0))
    assert waits[1:4] == [SOONEST, 2 * SOONEST, 4 * SOONEST] and waits[-1] == LATEST
    assert pause(LATEST, STEADY) == SOONEST


def _said(several: Workers, code: str) -> None:
    several._command = (sys.executable, "-c", code)


def test_one_that_is_killed_is_started_again_under_another_name_and_all_end_with_this(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "SOONEST", 0.0)
    several = Workers(2)
    _said(several, "import sys; print(9000, flush=True); sys.stdin.read()")

    async def scene() -> list[int]:
        async with several.running():
            first, second = several.all
            assert first.up and second.up
            before, other = first.name, second.name
            os.kill(first.pid, signal.SIGKILL)
            async with asyncio.timeout(30):
                while not first.up or first.name == before:
                    await asyncio.sleep(0)
            assert (first.restarts, second.restarts, second.name) == (1, 0, other)
            return [first.pid, second.pid]

    for pid in asyncio.run(scene()):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    assert not [worker for worker in several.all if worker.up]


def test_one_that_never_comes_up_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    several = Workers(1)
    _said(several, "raise SystemExit(7)")

    async def scene() -> None:
        async with asyncio.timeout(30), several.running():
            assert several.of("") is None

    asyncio.run(scene())
    assert "a worker ended, code 7" in caplog.text


def test_one_that_does_not_leave_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "LEAVING", 0.0)
    several = Workers(1)
    _said(several, "import time; print(9000, flush=True); time.sleep(600)")

    async def scene() -> int:
        async with several.running():
            return several.all[0].pid

    with pytest.raises(ProcessLookupError):
        os.kill(asyncio.run(scene()), 0)


def test_memory_is_that_of_the_process_where_the_system_tells() -> None:
    told = memory(os.getpid())
    assert told is None or told > 10_000_000
    assert memory(2**30) is None
