"""Three hundred changes of the rules, one at a time, each of which some test has to notice.

`python -m tests.bench mutation` needs the benchmark's group (cosmic-ray) and about half an hour of one core; it works on a copy of
the tree. `MUTATION_SEED` and `MUTATION_SIZE` draw another sample, `MUTATION_NUMBERS` tries some of it only. A change that nothing
notices stands in `mutation.yaml` with its reason, or is printed as one without. Only the tests of the rules are run, some twenty
seconds of them a change: a change said to have survived may yet be one that a page's test would notice.
"""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

import yaml

from tests.bench.killing import Copy, copied
from tests.bench.mutants import ROOMS, Mutant, drawn

SEED, SIZE = int(os.environ.get("MUTATION_SEED", "16")), int(os.environ.get("MUTATION_SIZE", "300"))
NUMBERS = [int(number) for number in os.environ.get("MUTATION_NUMBERS", "").split()]
GOAL = 0.95
REASONS = Path(__file__).with_suffix(".yaml")


@dataclass(frozen=True)
class Reason:
    """Why a change goes unnoticed: `equivalent` when no answer anywhere can differ by it.

    Without a list of what the line `becomes`, it is the reason of any change of it, none of which is then equivalent.
    """

    module: str
    function: str
    line: str
    becomes: tuple[str, ...]
    equivalent: bool
    reason: str

    def holds_for(self, mutant: Mutant) -> bool:
        """The line's text says which line it is: its number moves."""
        same = (self.module, self.function, self.line) == (mutant.module, mutant.function, mutant.before)
        return same and (mutant.after in self.becomes or not self.becomes)


@cache
def reasons() -> list[Reason]:
    """Those written down."""
    return [Reason(**(one | {"becomes": tuple(one["becomes"])})) for one in yaml.safe_load(REASONS.read_text("utf-8")) or []]


def run() -> list[bool]:
    """Draw the sample, run it, say what survived and why."""
    print(f"\nseed {SEED}, {SIZE} changes of {', '.join(ROOMS)}", flush=True)
    begun = time.monotonic()
    with copied() as copy:
        print(f"{len(copy.usual)} tests recorded: {time.monotonic() - begun:.0f} s", flush=True)
        begun, names = time.monotonic(), _readers(copy)
        sample = enumerate(islice(drawn(copy.tree, SEED), SIZE), 1)
        tried = {mutant: _killed(number, mutant, copy, names) for number, mutant in sample if number in (NUMBERS or [number])}
    print(f"{len(tried)} changes in {time.monotonic() - begun:.0f} s")
    return _told(len(tried), [mutant for mutant, killed in tried.items() if not killed])


def _killed(number: int, mutant: Mutant, copy: Copy, names: dict[str, set[str]]) -> bool:
    """What is known to change no answer is not run again."""
    begun = time.monotonic()
    equivalent = any(reason.equivalent and reason.holds_for(mutant) for reason in reasons())
    killer, tests = ("", 0) if equivalent else copy.kill(mutant, names)
    result = "equivalent, not run" if equivalent else f"killed by {killer}" if killer else f"SURVIVED {tests} tests"
    print(f"{number:>4} {time.monotonic() - begun:>5.1f} s  {mutant}: {result}", flush=True)
    return bool(killer)


def _readers(copy: Copy) -> dict[str, set[str]]:
    """The modules that read each name given at the top of one of them."""
    texts = {
        path.relative_to(copy.tree).as_posix(): path.read_text("utf-8")
        for room in ROOMS
        for path in (copy.tree / "cmo_model" / room).rglob("*.py")
    }
    given = {name for text in texts.values() for name in re.findall(r"^(\w+)(?:: [^=]+)? = ", text, re.M)}
    return {name: {module for module, text in texts.items() if re.search(rf"\b{name}\b", text)} for name in given}


def _told(size: int, survivors: list[Mutant]) -> list[bool]:
    known = reasons()
    why = {mutant: next((reason for reason in known if reason.holds_for(mutant)), None) for mutant in survivors}
    equivalent = sum(reason is not None and reason.equivalent for reason in why.values())
    killed = size - len(survivors)
    score = killed / size
    print(f"\nsurvivors: {len(survivors)}")
    for mutant, reason in why.items():
        said = "NO REASON" if reason is None else f"{'equivalent: ' if reason.equivalent else ''}{reason.reason}"
        print(f"  {mutant}\n      {said}")
    verdict = "reached" if score >= GOAL else "NOT REACHED"
    print(f"killed {killed} of {size}: {score:.1%}, goal {GOAL:.0%}: {verdict}")
    beside = killed / (size - equivalent)
    unexplained = sum(reason is None for reason in why.values())
    print(
        f"without {equivalent} equivalent ones: {killed} of {size - equivalent}: {beside:.1%}; without a reason: {unexplained}",
        flush=True,
    )
    return [score >= GOAL or not unexplained]
