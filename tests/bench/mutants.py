"""The changes a mutation run makes to the rules: one operator, number, comparison or condition, at a place drawn at random.

Each place weighs the same, however many changes are possible there; arithmetic becomes other arithmetic and masks other masks, for
a change that no operand bears is killed by whatever runs it and says nothing of the tests. Annotations, the memory of a function
(`@cache`) and the checks of a `zip` (`strict=`) are left alone: no answer hangs on them.
"""

from __future__ import annotations

import ast
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path

from cosmic_ray.ast import Visitor, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator

ROOMS = ("rules", "decision", "uncertainty", "growth")
ARITHMETIC = ("Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow")
MASKS = ("BitOr", "BitAnd", "BitXor")
ORDER = ("Eq", "NotEq", "Lt", "LtE", "Gt", "GtE")
OTHERS = (
    *("ReplaceComparisonOperator_Is_IsNot", "ReplaceComparisonOperator_IsNot_Is"),
    *("ReplaceUnaryOperator_USub_UAdd", "ReplaceUnaryOperator_Delete_Invert", "ReplaceUnaryOperator_Delete_Not"),
    *("AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd", "NumberReplacer"),
    *("ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ExceptionReplacer", "RemoveDecorator", "ZeroIterationForLoop"),
)

REMOVED = "(removed)"


def _operators() -> dict[str, Operator]:
    swaps = [f"ReplaceBinaryOperator_{a}_{b}" for kind in (ARITHMETIC, MASKS) for a, b in permutations(kind, 2)]
    comparisons = [f"ReplaceComparisonOperator_{a}_{b}" for a, b in permutations(ORDER, 2)]
    return {name: get_operator(f"core/{name}")() for name in (*swaps, *comparisons, *OTHERS)}


OPERATORS = _operators()


@dataclass(frozen=True)
class Mutant:
    """A module with one change: where, the line before and after; `first` and `last` are the lines of its statement."""

    module: str
    function: str
    line: int
    before: str
    after: str
    first: int
    last: int
    at_import: bool
    source: str = field(repr=False)

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.function or 'module'}: {self.before}  ->  {self.after}"


class Places(Visitor):
    """Where each operator finds something to change: (operator, its occurrence) by position."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, int], list[tuple[str, int]]] = defaultdict(list)
        self._seen: Counter[str] = Counter()

    def visit(self, node):  # type: ignore[no-untyped-def] # the library's own signature
        for name, operator in OPERATORS.items():
            for (line, column), _ in operator.mutation_positions(node):
                self.found[line, column].append((name, self._seen[name]))
                self._seen[name] += 1
        return node


def drawn(root: Path, seed: int) -> Iterator[Mutant]:
    """Mutants without end of the list of places, in an order that the seed gives; one a place."""
    sources = {path: path.read_text("utf-8") for room in ROOMS for path in sorted((root / "cmo_model" / room).rglob("*.py"))}
    every = [(path, *place) for path, source in sources.items() for place in _places(source)]
    chance = random.Random(seed)
    chance.shuffle(every)
    for path, position, changes in every:
        mutant = _mutant(path.relative_to(root).as_posix(), sources[path], position, *chance.choice(changes))
        if mutant is not None:
            yield mutant


def _places(source: str) -> list[tuple[tuple[int, int], list[tuple[str, int]]]]:
    places = Places()
    places.walk(get_ast(source))
    alone = [((node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)) for node in _left_alone(ast.parse(source))]
    memory = re.compile(r"\s*@(lru_)?cache\b")
    return [
        (position, changes)
        for position, changes in sorted(places.found.items())
        if not any(begin <= position < end for begin, end in alone) and not memory.match(source.splitlines()[position[0] - 1])
    ]


def _left_alone(tree: ast.Module) -> Iterator[ast.expr]:
    """What only a type checker reads, aliases of types at the top of a module among it, and what only checks."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
            yield node.annotation
        elif isinstance(node, ast.FunctionDef) and node.returns:
            yield node.returns
        elif isinstance(node, ast.keyword) and node.arg == "strict":
            yield node.value
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp | ast.Subscript):
            computed = any(isinstance(inner, ast.Call | ast.Constant) for inner in ast.walk(node.value))
            yield from () if computed else (node.value,)


def _mutant(module: str, source: str, position: tuple[int, int], operator: str, occurrence: int) -> Mutant | None:
    """None where the change gives no Python, or the same."""
    mutated = mutate_code(source, OPERATORS[operator], occurrence)
    try:
        if mutated is None or ast.dump(ast.parse(mutated)) == ast.dump(ast.parse(source)):
            return None
    except SyntaxError:
        return None
    old, new = source.splitlines(), mutated.splitlines()
    line = position[0]
    after = new[line - 1].strip() if len(old) == len(new) else REMOVED
    function, first, last, at_import = _statement(ast.parse(source), line)
    return Mutant(module, function, line, old[line - 1].strip(), after, first, last, at_import, mutated)


def _statement(tree: ast.Module, line: int) -> tuple[str, int, int, bool]:
    """The function's qualified name, the innermost statement's lines (a block's: its head), and whether importing runs it."""
    names: list[str] = []
    first = last = line
    inside = False
    block: ast.AST = tree
    while True:
        for node in ast.iter_child_nodes(block):
            start = min([getattr(node, "lineno", 0), *(d.lineno for d in getattr(node, "decorator_list", []))])
            if isinstance(node, ast.stmt | ast.excepthandler | ast.match_case) and start <= line <= (_end(node)):
                break
        else:
            return ".".join(names), first, last, not inside
        body = getattr(node, "body", None)
        head = _start(body[0]) - 1 if body else _end(node)
        first, last = (start, max(start, head)) if body else (start, _end(node))
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.append(node.name)
            if isinstance(node, ast.FunctionDef) and line > head:
                inside = True
        block = node


def _start(node: ast.stmt) -> int:
    return min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])


def _end(node: ast.AST) -> int:
    return max(inner.end_lineno for inner in ast.walk(node) if getattr(inner, "end_lineno", None))
