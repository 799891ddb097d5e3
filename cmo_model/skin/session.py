"""What one visitor has typed, and the decision that follows; held in memory for the session only.

Figures are kept as changes to a start (an example, a link, a file), by path, each with who gave it. When the changes do not agree
with each other the last valid decision stays, with what is wrong said beside the field. `claim` is the share of the supposed
effects of leadership that counts: one click halves or removes them without touching what was typed. Every edit arrives with its
number in the browser's own log, so that a lost connection or a restart of the server loses none and repeats none.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from cmo_model import examples, parameters
from cmo_model.decision import Decision, decide
from cmo_model.exports import Kind, Paper
from cmo_model.growth.transfer import Transfer
from cmo_model.readers import ReadError, Shared, Tag, read_transfer, remedy, validated, words
from cmo_model.scenario import SCHEMA_VERSION, Scenario, default_in
from cmo_model.scenario.effect_share import CLAIMED, CLAIMS, Claim, counted
from cmo_model.scenario.fields import FIELDS
from cmo_model.server.failures import failed
from cmo_model.skin.components import Made
from cmo_model.skin.draft import (
    CLIENTS,
    MOST_BEFORE,
    MOST_EDITS,
    MOST_KEPT,
    MOST_LETTERS,
    OF_NO_FIRM,
    OF_NO_HISTORY,
    BroughtFile,
    Draft,
    Kept,
    Origin,
    choices_fit,
    example_scenario,
    own_scenario,
    read_draft,
)
from cmo_model.skin.draft import Kind as KeptKind
from cmo_model.skin.paths import exists, fits, inside, plain, replaced, split
from cmo_model.uncertainty import Advice, advise
from cmo_model.words import LANGUAGES, Text, text
from cmo_model.words.sentences.advice import model_changed
from cmo_model.words.sentences.verdict import remarks

MOST_LOGGED = 1000
HOURS = "workload.hours_per_week"

_Made = TypeVar("_Made")


@dataclass
class Visit:
    """One visitor's session: the draft, and what is remembered of it until the session ends.

    `typed`, `told_claim` and `told_tags` are what the decision on screen was made of. `nonce` tells the browser whether it still
    speaks to the same memory, `round` when questions must be drawn anew. `asked` is the file to make, with the address its link
    begins with or, of a frozen decision, the option followed; `handed` its name and bytes, on their way to the browser. `decided`
    counts the decisions made. `place` is the page asked for last, `turned` the one to turn to, `levers` the figures to move while
    presenting, `offer` the spend and the customers of the split on screen, `tests` the tests that a press puts in the calendar,
    `memory` what was computed last under a name, and from what.
    """

    draft: Draft = field(default_factory=Draft)
    offer: tuple[float, float] | None = None
    tests: dict[str, str] = field(default_factory=dict)
    memory: dict[str, tuple[object, Any]] = field(default_factory=dict)
    told_tags: dict[str, Tag] = field(default_factory=dict)
    nonce: str = field(default_factory=lambda: secrets.token_hex(8))
    restored: str = ""
    unread: bool = False
    log: list[Mapping[str, Any]] = field(default_factory=list)
    round: int = 0
    notices: list[str] = field(default_factory=list)
    page: str = ""
    place: str = ""
    step: int | None = None
    levers: tuple[str, ...] = ()
    typed: Scenario = field(default_factory=lambda: example_scenario(examples.FIRST))
    told_claim: Claim = "full"
    decision: Decision | None = None
    decided: int = 0
    problem: ReadError | None = None
    failure: str = ""
    turned: str = ""
    later: Callable[[], None] | None = None
    paper: Paper = "letter"
    asked: tuple[Kind | Literal["frozen", "checkback"], str] | None = None
    handed: tuple[str, bytes] | None = None

    def keep(self, **changed: Any) -> None:
        """Change the draft."""
        self.draft = self.draft.but(**changed)

    def called(self, t: Text) -> str:
        """What the figures are called: the firm's name, or that they are one's own."""
        return self.firm(t) or t("page.own_figures")

    def firm(self, t: Text) -> str:
        """The firm's name: the one typed or opened, the example's while it is as it came, or nothing."""
        if "name" in self.draft.changes or self.draft.origin in ("link", "file"):
            return self.typed.name.strip()
        untouched = self.draft.origin == "example" and not self.draft.changes
        return t(f"examples.{self.draft.example}.name") if untouched else ""

    @property
    def t(self) -> Text:
        """The words of the language chosen, or of the first, in the place that the decision is of."""
        return text(self.draft.language or LANGUAGES[0], self.decide().scenario.jurisdiction)

    # --- what was typed ---

    def current(self, path: str) -> Any:
        """The value of a field, or of one answer or duty inside it, as last typed; hours that duties make up are theirs."""
        whole, inner = split(path)
        if path == HOURS and self.typed.workload.duties is not None and self.current("workload.duties") is not None:
            return round(self.typed.hours_from_duties()[0], 2)
        value = self.draft.changes.get(whole, self.draft.start.value(whole))
        return inside(value, inner)

    def origin_value(self, path: str) -> Any:
        """The value a field is put back to."""
        whole, inner = split(path)
        return inside(self.draft.start.value(whole), inner)

    def change(self, path: str, value: Any, tag: Tag | None = None) -> None:
        """Take a typed value; the starting value typed again is no change."""
        whole, inner = split(path)
        if inner:
            value = replaced(self.draft.changes.get(whole, self.draft.start.value(whole)), inner, value)
        before = self.current("jurisdiction")
        self._put(whole, value)
        self.keep(tags=self.draft.tags | {whole: tag or self.draft.typing})
        if whole == "jurisdiction":
            self._moved(before, value)
        if path == HOURS and self.current("workload.duties") is not None:
            self.change("workload.duties", None)  # one question asked in two ways: the last answer counts

    def put_back(self, path: str) -> None:
        """Give a field, answer or duty its starting value again."""
        whole, inner = split(path)
        if inner:
            self.change(path, self.origin_value(path))
        else:
            before = self.current("jurisdiction")
            self.keep(changes={name: value for name, value in self.draft.changes.items() if name != whole})
            if whole == "jurisdiction":
                self._moved(before, self.current(whole))
        if path == HOURS:
            self.put_back("workload.duties")
        if whole not in self.draft.changes:
            self.keep(tags={name: tag for name, tag in self.draft.tags.items() if name != whole})

    def _put(self, path: str, value: Any) -> None:
        """A value of a whole field; the starting one is no change."""
        rest = {name: kept for name, kept in self.draft.changes.items() if name != path}
        self.keep(changes=rest if value == plain(self.draft.start.value(path)) else rest | {path: value})

    def _moved(self, before: str, after: str) -> None:
        """From one place to another: defaults that nobody gave become the new place's, and a year that it does not know its first.

        Amounts that somebody gave are never converted; that is told where the currency is another.
        """
        known = parameters.available()
        if not {before, after} <= known.keys() or before == after:
            return
        own = parameters.place(before).defaults.keys() | parameters.place(after).defaults.keys()
        for path in sorted(own):
            if self.tag(path) not in ("client", "consultant") and self.current(path) == default_in(before, path):
                self._put(path, default_in(after, path))
        if isinstance(year := self.current("year"), int) and year < known[after][0]:
            self._put("year", known[after][0])
        if parameters.place(before).currency != parameters.place(after).currency:
            self.notices = [self.t("page.not_converted")]

    def answer_unknown(self, path: str) -> None:
        """Not known: our own default stands, and is said to; among the answers, nothing does."""
        whole, inner = split(path)
        default = plain(self.typed.default(whole))
        self.change(path, None if inner and isinstance(default, list) else inside(default, inner), "unknown")

    def tag(self, path: str) -> str:
        """Who gave a value: client, consultant, unknown (our default taken for want of knowing), or default."""
        return self.draft.tags.get(split(path)[0], "default")

    def take(self, edits: Any) -> None:
        """Edits from the browser's log, but for those already taken, those typed over other figures, and what is none of ours."""
        for edit in edits if isinstance(edits, list) else []:
            if not isinstance(edit, dict) or type(edit.get("n")) is not int or not self.draft.sequence < edit["n"] < MOST_EDITS:
                continue
            self.keep(sequence=edit["n"])
            path, value = str(edit.get("path")), edit.get("value")
            if edit.get("figures", self.draft.figures) != self.draft.figures or not (
                exists(path) or path in ("transfer", "choices")
            ):
                continue
            self.log = [*self.log[-MOST_LOGGED:], edit]
            self.notices = []
            if path in ("transfer", "choices"):
                if not (self.answer_transfer(value) if path == "transfer" else self.choose(value)):
                    self.notices = [self.t("page.not_taken")]
                    self.round += 1
            elif edit.get("op") == "set" and fits(path, value):
                self.change(path, value)
            elif edit.get("op") == "unknown":
                self.answer_unknown(path)
            elif edit.get("op") == "reset":
                self.put_back(path)

    def answer_transfer(self, answers: Any) -> bool:
        """Take the transfer's answers as a whole; those that cannot be read change nothing, and that is told."""
        try:
            self.keep(transfer=read_transfer(answers))
        except ReadError:
            return False
        return True

    def choose(self, choices: Any) -> bool:
        """Take what was chosen for the history and the cash, as a whole; what does not fit changes nothing."""
        if choices_fit(choices):
            self.keep(choices=dict(choices))
        return choices_fit(choices)

    def open_history(self, name: str, data: bytes) -> None:
        """Take another history by channel; what was chosen for the one before goes with it, and that it could not be read."""
        self.memory.pop("read", None)
        rest = {chosen: value for chosen, value in self.draft.choices.items() if chosen.startswith(OF_NO_HISTORY)}
        self.keep(file=BroughtFile(name[:MOST_LETTERS], data), choices=rest)
        self.round += 1

    def keep_aside(self, kind: KeptKind, scenario: Scenario, name: str = "") -> None:
        """Set a scenario aside for comparison, under a number never given twice, or under the example's name."""
        if len(self.draft.kept) < MOST_KEPT:
            counted = self.draft.counted + 1
            one = Kept(kind=kind, name=name or str(counted), scenario=scenario)
            self.keep(counted=counted, kept=(*self.draft.kept, one))
            self.notices = []

    # --- where one starts from ---

    def open_example(self, name: str) -> None:
        """Start again from an example."""
        self._open("example", example_scenario(name))
        self._forget()
        self.keep(example=name)

    def open_own(self) -> None:
        """Start from neutral figures, to be replaced by one's own."""
        self._open("own", own_scenario())
        self._forget()

    def open_shared(self, shared: Shared) -> None:
        """Start again from a link, told what of it could not be loaded."""
        self._open("link", shared.scenario)
        self._forget()
        self.keep(base=shared.base, claim=shared.claim, tags=dict(shared.tags))
        self.notices = [*(words(problem, self.t) for problem in shared.notices), *self._of_version(shared)]

    def open_file(self, shared: Shared) -> None:
        """Start again from a scenario file."""
        self._open("file", shared.scenario)
        self.notices = self._of_version(shared)
        self.keep(tags=dict(shared.tags), transfer=shared.transfer or Transfer())

    def open_client(self, scenario: Scenario) -> None:
        """Start again from a firm of the table."""
        self.set_aside()
        self._open("file", scenario)
        self._forget()

    def _of_version(self, shared: Shared) -> list[str]:
        """That what was opened is of an older version of the model, if it is."""
        return [] if shared.version == SCHEMA_VERSION else [model_changed(decide(shared.scenario), self.t)]

    def _forget(self) -> None:
        """Another firm: the transfer and the history of the one before are not its own."""
        rest = {chosen: value for chosen, value in self.draft.choices.items() if chosen.startswith(OF_NO_FIRM)}
        self.keep(transfer=Transfer(), file=None, choices=rest)
        self.memory = {name: made for name, made in self.memory.items() if name.startswith(CLIENTS)}

    def reset(self) -> None:
        """Put everything back to the start."""
        self._open(self.draft.origin, self.draft.start)

    def _open(self, origin: Origin, start: Scenario) -> None:
        base = self.draft.base if start is self.draft.start else ""
        self.keep(origin=origin, start=start, base=base, changes={}, tags={}, claim="full", figures=secrets.token_hex(4))
        self.decision, self.notices, self.log = None, [], []
        self.round += 1

    # --- there and back ---

    def restore(self, raw: str, same_tab: bool = True) -> bool:
        """Put a draft back, edits made meanwhile on top; false when it cannot be read, and then nothing changes."""
        found = read_draft(raw)
        if found is None:
            return False
        language = found.language or self.draft.language
        self.draft = found.but(sequence=found.sequence if same_tab else 0, language=language)
        self.decision = None
        self.round += 1
        meanwhile, self.log = self.log, []
        self.take([{name: part for name, part in edit.items() if name != "figures"} for edit in meanwhile])
        return True

    def set_aside(self) -> None:
        """Remember the figures as they are, for "back", with those before them; a link as it came is not worth it."""
        if self.draft.origin == "link" and not self.draft.changes and self.draft.before:
            return
        left = self.draft.but(clients=None)  # no firm's own: it stays
        whole = left.written()
        self.keep(before=whole if len(whole) <= MOST_BEFORE else left.but(before="").written())

    def back(self) -> None:
        """Return to the figures set aside; when none were before those, what is left can be returned to. Edits taken stay taken."""
        left, again = self.draft, self.draft.but(before="", clients=None).written()
        self.log = []
        self.restore(left.before)
        self.draft = self.draft.after(left)
        self.keep(before=self.draft.before or again, sequence=left.sequence)
        self.notices = []

    # --- what follows ---

    def decide(self) -> Decision:
        """The decision for the figures typed, or the last valid one with `problem` or `failure` set."""
        self.problem, self.failure = None, ""
        try:
            typed = validated(self.draft.start.changed(self.draft.changes))
            self.typed, self.told_claim, scenario = typed, self.draft.claim, counted(typed, self.draft.claim)
            self.told_tags = dict(self.draft.tags)
            if self.decision is None or self.decision.scenario != scenario:
                self.decision = decide(scenario)
                self.decided += 1
        except ReadError as error:
            self.problem = error
        except Exception as error:  # whatever breaks, the visitor keeps the figures and gets a code, never a traceback
            self.failure = failed(error)
        if self.decision is None:
            self.typed, self.told_claim, self.decision = self.draft.start, "full", decide(self.draft.start)
            self.decided += 1
        return self.decision

    def once(self, name: str, given: object, make: Callable[[], _Made]) -> _Made:
        """What `make` makes of what is given, made once for as long as that stays; an error of its own (`ValueError`) too."""
        if not self.holds(name, given):
            try:
                self.memory[name] = given, make()
            except ValueError as error:
                self.memory[name] = given, error
        made = self.memory[name][1]
        if isinstance(made, ValueError):
            raise made.with_traceback(None)
        return made  # type: ignore[no-any-return]

    def advise(self) -> Advice:
        """The advice on the figures typed, without its dates, made once for as long as they stay."""
        decision = self.decide()
        return self.once("advice", decision.scenario, lambda: advise(decision.scenario, decision=decision, dates=False))

    def made(self, leads: bool = False) -> Made:
        """Of which figures what is drawn now is made."""
        return Made(self.draft.sequence, f"{self.nonce}.{self.decided}", leads)

    def holds(self, name: str, given: object) -> bool:
        """Whether what was made under this name is of what is given."""
        return name in self.memory and self.memory[name][0] == given

    def problem_at(self, path: str, t: Text) -> str:
        """What is wrong with a field, or nothing."""
        found = self.problem.problems if self.problem else ()
        return " ".join(remedy(p, t) for p in found if ".".join(map(str, p.path)) == path)

    def remark_at(self, path: str, t: Text) -> str:
        """What is allowed and yet odd about a field, or how much of it the claim lets count, or nothing."""
        if path in CLAIMED and self.draft.claim != "full":
            counted = t.value(self.current(path) * CLAIMS[self.draft.claim], FIELDS[path].unit)
            return t("page.counted", counted=counted)
        if path == HOURS and self.current("workload.duties") is not None:
            return t("page.built_hours")
        return "" if self.problem or self.decision is None else remarks(self.decision.scenario, t).get(path, "")

    def notice(self, t: Text) -> str:
        """What stands above a decision that is not that of the figures typed, or whose claim is cut, or nothing."""
        if self.failure:
            return t("page.failed", code=self.failure)
        if self.problem:
            return t("page.invalid", message=" ".join(remedy(p, t) for p in self.problem.problems))
        return "" if self.draft.claim == "full" else t(f"page.claim.{self.draft.claim}")
