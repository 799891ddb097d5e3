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
        with shared.page("", nothing):
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
        with shared.page("", nothing):
            drawing.set()
            goes_on.wait(10)
            said.append("first")
            with shared.aside():
                pass
            said.append("the rest of the first")

    def second() -> None:
        with shared.page("", nothing):
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
        with shared.page("", nothing):
            drawn.set()

    with shared.page("", nothing):
        begin(other).join(10)
        assert drawn.is_set()
    with shared.page("", nothing), shared.aside():
        pass
    assert shared._pages.empty.is_set()


def test_it_does_not_wait_for_ever_nor_for_the_page_it_belongs_to(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = Turns()
    with shared.page("", nothing):
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
    with shared.page("many", nothing):
        for number, who in enumerate(("many", "many", "many", "one", "other", "one")):

            def drawn(who: str = who) -> None:
                with shared.page(who, nothing):
                    said.append(who)

            threads.append(begin(drawn))
            while len(shared._pages._waiting) <= number:
                threads[-1].join(0.001)
    for thread in threads:
        thread.join(10)
    assert said == ["one", "other", "many", "one", "many", "many"]


def test_strangers_without_end_do_not_keep_out_who_was_served_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_MANY", 10)
    line = turns._Line()
    holder = line.join("stranger 0")
    line.leave(line.join("known"))
    line._served["known"] = 1
    waiting = [line.join(f"stranger {n}") for n in range(1, 4)]
    known = line.join("known")
    for number in range(4, 40):
        waiting.append(line.join(f"stranger {number}"))
        line.leave(holder)
        holder = next(one for one in (known, *waiting) if one.is_set() and one is line._holder)
        if holder is known:
            break
    assert known.is_set() and number <= 8 and len(line._served) <= 10 + len(line._waiting) + 1


def test_who_types_again_while_a_page_waits_leaves_the_line() -> None:
    shared = Turns()

    class TypedAgainError(Exception):
        pass

    def typed() -> None:
        raise TypedAgainError

    def again() -> None:
        with pytest.raises(TypedAgainError), shared.page("one", typed):
            raise AssertionError("it was not its turn")

    with shared.page("other", nothing):
        waiting = begin(again)
        waiting.join(10)
        assert not waiting.is_alive() and not shared._pages._waiting
    assert shared._pages.empty.is_set()


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
