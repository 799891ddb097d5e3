"""Pages first, long computations one at a time and in order, within a bound, and given up when their visitor types again."""

import threading
from collections.abc import Callable

import pytest

from cmo_model.server import scheduler as turns
from cmo_model.server.scheduler import Turns


def nothing() -> None:
    """Nobody typed again."""


def begin(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_long_computations_take_their_turns_in_the_order_they_came() -> None:
    shared, done, come = Turns(), [], threading.Event()
    first_in, let_go = threading.Event(), threading.Event()

    def first() -> None:
        with shared.long(nothing):
            first_in.set()
            let_go.wait(10)
            done.append("first")

    def second() -> None:
        with shared.long(come.set):
            done.append("second")

    threads = [begin(first)]
    assert first_in.wait(10)
    threads.append(begin(second))
    assert come.wait(10) and done == []
    let_go.set()
    for thread in threads:
        thread.join(10)
    assert done == ["first", "second"]


def test_between_its_parts_a_long_one_lets_a_page_be_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 60.0)
    shared, said = Turns(), []
    drawing, drawn = threading.Event(), threading.Event()

    def page() -> None:
        with shared.page(""):
            drawing.set()
            drawn.wait(10)
            said.append("page")

    def long() -> None:
        with shared.long(nothing) as turn:
            turn(0.5)
            said.append("long")

    one = begin(page)
    assert drawing.wait(10)
    two = begin(long)
    drawn.set()
    one.join(10)
    two.join(10)
    assert said == ["page", "long"]


def test_pages_are_drawn_one_at_a_time_and_what_pauses_lets_those_that_wait_come_first() -> None:
    shared, said = Turns(), []
    drawing, goes_on = threading.Event(), threading.Event()

    def first() -> None:
        with shared.page(""):
            drawing.set()
            goes_on.wait(10)
            said.append("first")
            with shared.aside():
                pass
            said.append("the rest of the first")

    def second() -> None:
        with shared.page(""):
            said.append("second")

    one = begin(first)
    assert drawing.wait(10)
    two = begin(second)
    while not shared._pages._waiting:
        two.join(0.001)
    goes_on.set()
    one.join(10)
    two.join(10)
    assert said == ["first", "second", "the rest of the first"]


def test_a_page_that_hangs_holds_the_others_only_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "HELD", 0.01)
    shared, drawn = Turns(), threading.Event()

    def other() -> None:
        with shared.page(""):
            drawn.set()

    with shared.page(""):
        begin(other).join(10)
        assert drawn.is_set()
    with shared.page(""), shared.aside():
        pass
    assert shared._pages.empty.is_set()


def test_it_does_not_wait_for_ever_nor_for_the_page_it_belongs_to(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = Turns()
    with shared.page(""):
        monkeypatch.setattr(turns, "PATIENCE", 60.0)
        with shared.long(nothing) as turn:
            turn(0.1)  # its own page would make it wait a minute
        monkeypatch.setattr(turns, "PATIENCE", 0.01)
        others = begin(lambda: _long(shared))
        others.join(10)
        assert not others.is_alive()


def _long(shared: Turns) -> None:
    with shared.long(nothing) as turn:
        turn(0.1)


def test_who_types_again_gives_up_the_turn_and_blocks_nobody() -> None:
    shared = Turns()

    class TypedAgainError(Exception):
        pass

    def typed() -> None:
        raise TypedAgainError

    with pytest.raises(TypedAgainError), shared.long(typed) as turn:
        turn(0.1)
    with shared.long(nothing) as turn:
        turn(1.0)


def test_turns_go_round_by_person_however_much_one_asks() -> None:
    shared, said = Turns(), []
    threads = []
    with shared.page("many"):
        for number, who in enumerate(("many", "many", "many", "one", "other", "one")):

            def drawn(who: str = who) -> None:
                with shared.page(who):
                    said.append(who)

            threads.append(begin(drawn))
            while len(shared._pages._waiting) <= number:
                threads[-1].join(0.001)
    for thread in threads:
        thread.join(10)
    assert said == ["one", "other", "many", "one", "many", "many"]


def test_what_was_passed_over_ends_without_taking_anothers_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "HELD", 0.0)
    line = turns._Line()
    hangs, next_one, last = (line.join(who) for who in "abc")
    line.pass_over()
    assert next_one.is_set() and not last.is_set()
    line.leave(hangs)
    assert not last.is_set() and not line.empty.is_set()
    line.leave(next_one)
    assert last.is_set()
    line.leave(last)
    assert line.empty.is_set()
    line.pass_over()
    assert line.empty.is_set()
