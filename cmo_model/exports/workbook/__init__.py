"""The workbook: the whole decision as live formulas, for an accountant who wants to follow a figure or change one.

No rule is written again here: the decision's own rules are run on cells, and each sheet gives their results a place.

Any figure may be typed over, and everything follows but what is marked as of the day: the sentences, the months of entry and the
risk. What shapes the formulas (who leads today, the place, the horizon, the bridge) is fixed; another needs a new file.
"""

from __future__ import annotations

from collections.abc import Mapping

from cmo_model.decision.central import given, graph_of
from cmo_model.exports.handout import Handout
from cmo_model.exports.workbook import assumptions, audit, day, inputs, verdict, vocabulary
from cmo_model.exports.workbook.book import Book, Page
from cmo_model.exports.workbook.lists import RuleList
from cmo_model.exports.workbook.months import Months
from cmo_model.exports.workbook.options import Options
from cmo_model.exports.workbook.salaries import Salaries
from cmo_model.graph import Rule
from cmo_model.operands import Operand
from cmo_model.rules import value
from cmo_model.scenario import OPTIONS

__all__ = ["sheets", "workbook"]

_PORTRAIT = ("verdict", "words")


def sheets() -> tuple[str, ...]:
    """The sheets in the order of their tabs; each is named by `workbook.sheets` in the reader's language."""
    before = ("verdict", "inputs", "salaries", "signals", "pillars", "options", "clock", "seats")
    return (*before, *OPTIONS, "day", "ledger", "audit", "words")


def workbook(handout: Handout) -> bytes:
    """The decision as an Excel workbook; the same handout always gives the same bytes."""
    book = Book(handout, audit.screen(handout.decision, handout.text))
    wide = {"seats": 3} | dict.fromkeys(OPTIONS, 2)
    pages = {key: Page(book, key, landscape=key not in _PORTRAIT, wide=wide.get(key, 1)) for key in sheets()}
    vocabulary.write(book, pages["words"])
    inputs.write(book, pages["inputs"])
    _interpret(book, pages)
    said = verdict.Verdict(book, pages["verdict"])
    said.write()
    day.write(book, pages["day"])
    assumptions.write(book, pages["ledger"])
    said.status(audit.write(book, pages["audit"]))
    pages["verdict"].sheet.activate()
    return book.bytes()


def _interpret(book: Book, pages: Mapping[str, Page]) -> None:
    """Run the decision's rules on the cells of the inputs, each result in a cell of its own."""
    scenario = book.decision.scenario
    salaries, options = Salaries(book, pages["salaries"]), Options(book, pages["options"])
    lists = {root: RuleList(book, pages[root], root) for root in ("signals", "pillars")}
    rooms: dict[str, Salaries | RuleList] = {"law": salaries, "loaded_salary": salaries, **lists}

    months = Months(book, {name: pages[name] for name in ("clock", "seats", *OPTIONS)})

    def keep(rule: Rule, result: Operand) -> Operand:
        room, _, rest = rule.name.partition(".")
        return rooms[room].keep(rule, result) if rest else months.constant("options", room, result)

    figures = given(scenario)
    q = figures | {name: book.cells[name] for name in figures if name in book.cells}
    q |= graph_of(scenario).compute(q, keep)
    lived = value.lives(q, scenario.current, scenario.bridge, months).advance(scenario.horizon_months)
    q |= options.start(value.outcomes(lived, months))
    value.worth(scenario.current, tuple(OPTIONS)).compute(q, options.keep)
