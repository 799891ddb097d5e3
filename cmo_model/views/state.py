"""What one visitor has typed, and the decision that follows; held in memory for the session only.

Figures are kept as changes to an example, by path. When the changes do not agree with each other the last valid decision stays,
with what is wrong said beside the field.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass, field
from typing import Any

from cmo_model import examples
from cmo_model.decision import Decision, decide
from cmo_model.readers import ReadError, read_scenario, remedy, validated
from cmo_model.scenario import Scenario
from cmo_model.text import Text
from cmo_model.uncertainty import Risk, assess
from cmo_model.uncertainty.study import Progress

_log = logging.getLogger(__name__)


@dataclass
class Visit:
    """One visitor's session."""

    example: str = examples.FIRST
    changes: dict[str, Any] = field(default_factory=dict)
    start: Scenario = field(default_factory=lambda: read_scenario(examples.source(examples.FIRST).encode()))
    decision: Decision | None = None
    problem: ReadError | None = None
    failure: str = ""
    round: int = 0
    risk: Risk | None = None
    risk_of: Scenario | None = None

    def assess(self, progress: Progress) -> Risk:
        """The risk of the decision on screen, computed once for as long as the figures stay."""
        decision = self.decide()
        if self.risk is None or self.risk_of != decision.scenario:
            self.risk = assess(decision.scenario, decision=decision, progress=progress)
            self.risk_of = decision.scenario
        return self.risk

    def open_example(self, name: str) -> None:
        """Start again from an example."""
        self.example, self.changes = name, {}
        self.start = read_scenario(examples.source(name).encode())
        self.round += 1

    def current(self, path: str) -> Any:
        """The value of a field as last typed."""
        return self.changes.get(path, self.start.value(path))

    def change(self, path: str, value: Any) -> None:
        """Take a typed value; the starting value typed again is no change."""
        if value == self.start.value(path):
            self.changes.pop(path, None)
        else:
            self.changes[path] = value

    def decide(self) -> Decision:
        """The decision for the figures typed, or the last valid one with `problem` or `failure` set."""
        self.problem, self.failure = None, ""
        try:
            scenario = validated(self.start.changed(self.changes))
            if self.decision is None or self.decision.scenario != scenario:
                self.decision = decide(scenario)
        except ReadError as error:
            self.problem = error
        except Exception as error:  # whatever breaks, the visitor keeps the figures and gets a code, never a traceback
            self.failure = secrets.token_hex(3)
            _log.error("decision failed, code %s: %s", self.failure, type(error).__name__)
        if self.decision is None:
            self.decision = decide(self.start)
        return self.decision

    def problem_at(self, path: str, t: Text) -> str:
        """What is wrong with a field, or nothing."""
        found = self.problem.problems if self.problem else ()
        return " ".join(remedy(p, t) for p in found if ".".join(map(str, p.path)) == path)

    def notice(self, t: Text) -> str:
        """What stands above a verdict that is not that of the figures typed, or nothing."""
        if self.failure:
            return t("page.failed", code=self.failure)
        if self.problem:
            return t("page.invalid", message=" ".join(remedy(p, t) for p in self.problem.problems))
        return ""
