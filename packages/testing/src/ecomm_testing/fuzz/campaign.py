"""schemathesis against a served application as one role: what it sent, what it found.

Phases: examples (the rightful calls), coverage (every boundary of every schema), fuzzing,
stateful (links that schemathesis infers from the document). Checks: its whole set, without
`ignored_auth`, which the tenant-leak harness proves more strictly.
"""

import contextlib
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.engine import Status, events, from_schema, observations
from schemathesis.generation.meta import TestPhase
from schemathesis.hooks import GLOBAL_HOOK_DISPATCHER, HookContext
from schemathesis.openapi.checks import RejectedPositiveData

from ecomm_testing.fuzz.seeds import AnyCase, Seeds, Sender, operation_id, sow
from ecomm_testing.leak import operations

SEED = 20_261_121
LEFT_OUT = {
    "ignored_auth": "the tenant-leak harness calls every operation as everyone who must not",
    "object_level_authorization": "the same",
    "unsupported_method": "`/products/{id}` answers for `/products/bulk-status`, with 422",
}
"""Checks that are not run, with the reason."""

PHASES = ("examples", "coverage", "fuzzing", "stateful")


@dataclass(slots=True)
class Tally:
    """What became of an operation's calls."""

    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def calls(self) -> int:
        """Calls sent."""
        return self.statuses.total()

    @property
    def successes(self) -> int:
        """Calls answered 2xx."""
        return sum(count for status, count in self.statuses.items() if 200 <= status < 300)


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that failed; the first of its kind, with how to repeat it."""

    operation: str
    check: str
    message: str
    example: str

    def __str__(self) -> str:
        """For people."""
        return f"{self.operation} · {self.check}\n    {self.message}\n    {self.example}"


@dataclass(slots=True)
class Report:
    """A campaign's outcome."""

    role: str
    tallies: dict[str, Tally]
    findings: dict[tuple[str, str, str], Finding] = field(default_factory=dict)

    @classmethod
    def of(cls, role: str, document: dict[str, Any]) -> "Report":
        """An empty report over every operation of a document."""
        return cls(role, {operation.id: Tally() for operation in operations(document)})

    @property
    def calls(self) -> int:
        """Calls sent in all."""
        return sum(tally.calls for tally in self.tallies.values())

    def without_success(self, wanted: set[str]) -> list[str]:
        """Of these operations, those never answered 2xx."""
        return sorted(name for name in wanted if not self.tallies[name].successes)

    def check(self, wanted: set[str]) -> None:
        """Raise AssertionError when a check failed, or one of `wanted` was never answered 2xx."""
        found = "\n\n".join(map(str, self.findings.values()))
        assert not self.findings, f"{len(self.findings)} findings as {self.role}\n{found}"
        assert self.without_success(wanted) == [], "never answered 2xx"

    def add(self, finding: Finding) -> None:
        """Keep the first of a kind."""
        kind = (finding.operation, finding.check, finding.message.partition("\n")[0][:120])
        self.findings.setdefault(kind, finding)

    def table(self, wanted: set[str]) -> str:
        """2xx per operation in `wanted`, and the rest in one line, for people."""
        rest: Counter[int] = Counter()
        lines = [f"fuzz as {self.role}: {self.calls} calls of {len(self.tallies)} operations"]
        for name, tally in sorted(self.tallies.items()):
            if name in wanted:
                shown = f"{tally.successes:>5} x 2xx of {tally.calls:<5}"
                lines.append(f"  {name:<24} {shown} {_counts(tally.statuses)}")
            else:
                rest += tally.statuses
        others = len(self.tallies) - len(wanted)
        lines.append(f"  {others} operations of others: {_counts(rest)}")
        return "\n".join(lines)


def _counts(statuses: Counter[int]) -> str:
    return " ".join(f"{status}:{count}" for status, count in sorted(statuses.items()))


@dataclass(slots=True)
class Campaign:
    """One role's fuzzing of a document's operations."""

    role: str
    document: dict[str, Any]
    seeds: Seeds
    tolerated: "Tolerated"

    def run(
        self,
        names: set[str],
        *,
        examples: int,
        phases: tuple[str, ...],
        into: Report,
        share: float = 1.0,
    ) -> None:
        """Fuzz these operations, `examples` generated calls each and as many stateful scenarios.

        `share`: of the systematic cases (phase "coverage") beyond each operation's first few,
        the part that is sent; the same ones in every run.
        """
        schema = schemathesis.openapi.from_dict(
            self.document, config=_config(self.seeds.served.url, examples, phases)
        ).include(operation_id=sorted(names))
        order: Counter[str] = Counter()
        drawn: Counter[str] = Counter()

        def before_call(_context: HookContext, case: AnyCase, kwargs: dict[str, Any]) -> None:
            name = operation_id(case)
            order[name] += 1
            chance = Random(zlib.crc32(f"{SEED} {self.role} {name} {order[name]}".encode()))
            sow(case, self.seeds, chance)
            plain = case.meta is None or case.meta.phase.name is TestPhase.EXAMPLES
            kwargs["auth"] = Sender(self.seeds, name, chance, plain)

        def after_call(
            _context: HookContext, case: AnyCase, response: schemathesis.Response
        ) -> None:
            name = operation_id(case)
            if case.method.upper() == case.operation.method.upper():
                into.tallies[name].statuses[response.status_code] += 1
            self.seeds.used(name, case.method.upper(), response.status_code)

        def filter_failure(
            _context: HookContext,
            failure: Failure,
            case: AnyCase,
            response: schemathesis.Response,
        ) -> bool:
            return not self.tolerated.covers(failure, case, response)

        def filter_case(_context: HookContext, case: AnyCase) -> bool:
            if case.meta is None or case.meta.phase.name is not TestPhase.COVERAGE:
                return True
            name = operation_id(case)
            drawn[name] += 1
            chance = Random(zlib.crc32(f"{SEED} {name} {drawn[name]}".encode()))
            return drawn[name] <= ALWAYS_SENT or chance.random() < share

        schema.hooks.register_hook_with_name(filter_case, "filter_case")
        schema.hooks.register_hook_with_name(after_call, "after_call")
        schema.hooks.register_hook_with_name(filter_failure, "filter_failure")
        with _globally(before_call):
            for event in from_schema(schema).execute():
                _judge(event, into)


@contextlib.contextmanager
def _globally(before_call: Any) -> Iterator[None]:
    GLOBAL_HOOK_DISPATCHER.register_hook_with_name(before_call, "before_call")
    try:
        yield
    finally:
        GLOBAL_HOOK_DISPATCHER.unregister(before_call)


def _judge(event: events.EngineEvent, into: Report) -> None:
    if isinstance(event, events.NonFatalError):
        into.add(Finding(event.label, "error", str(event.info), ""))
    if isinstance(event, events.ScenarioFinished):
        for case_id, nodes in event.recorder.checks.items():
            for node in nodes:
                if node.status is not Status.FAILURE or node.failure_info is None:
                    continue
                failure = node.failure_info.failure
                case = event.recorder.cases[case_id].value
                into.add(
                    Finding(
                        operation_id(case),
                        node.name,
                        f"{failure.title}: {failure.message}\n{_reply(event, case_id)}"[:1500],
                        node.failure_info.code_sample[:1500],
                    )
                )


def _reply(event: events.ScenarioFinished, case_id: str) -> str:
    response = event.recorder.find_response(case_id=case_id)
    return "" if response is None else f"{response.status_code} {response.content[:400]!r}"


def _config(url: str, examples: int, phases: tuple[str, ...]) -> SchemathesisConfig:
    return SchemathesisConfig.from_dict(
        {
            "seed": SEED,
            "base-url": url,
            "workers": 1,
            "continue-on-failure": True,
            "request-timeout": 30,
            "generation": {
                "deterministic": True,
                "no-shrink": True,
                "max-examples": examples,
                "database": "none",
            },
            "checks": {name: {"enabled": False} for name in LEFT_OUT},
            "phases": {
                "examples": {
                    "enabled": "examples" in phases,
                    "fill-missing": True,
                    "generation": {"mode": "positive"},
                },
                "coverage": {
                    "enabled": "coverage" in phases,
                    "generate-duplicate-query-parameters": True,
                },
                "fuzzing": {"enabled": "fuzzing" in phases},
                "stateful": {"enabled": "stateful" in phases},
            },
            "output": {"sanitization": {"enabled": False}},
            "cache": {"enabled": False},
        }
    )


@dataclass(frozen=True, slots=True)
class Tolerated:
    """Refusals of valid requests that are right: JSON schema has no words for their rule.

    `fields`: by operation, the fields (indexes as `*`, which stands for any part) whose rules go
    beyond the schema, with the reason; under `*` those of every operation. `codes`: the same for
    codes of whole refusals.
    """

    fields: dict[str, dict[str, str]] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def covers(self, failure: Failure, case: AnyCase, response: schemathesis.Response) -> bool:
        """Whether this failure is such a refusal, or one of the generator itself."""
        if isinstance(failure, AcceptedNegativeData):
            # Headers are text: what it sends in place of text is text again, and may be right.
            # Routes that keep no Idempotency-Key do not look at the one they are sent. And a body
            # beyond its limit in bytes is refused, with a status it does not count as a refusal:
            # the limit is judged before anything else, and schemas have no word for it.
            return (
                "in header - incorrect type" in failure.message
                or "parameter `Idempotency-Key` in header" in failure.message
                or response.status_code == TOO_LARGE
            )
        name = operation_id(case)
        if isinstance(failure, RejectedPositiveData):
            error = response.json().get("error")
            if error is None:  # not in our envelope: nothing of ours to tolerate
                return False
            if error["code"] in {**self.codes.get("*", {}), **self.codes.get(name, {})}:
                return True
            known = {**self.fields.get("*", {}), **self.fields.get(name, {})}
            details = error["details"]
            return bool(details) and all(
                _is_known(_general(detail.get("field")), known)
                or detail.get("message") in NOT_IN_SCHEMAS
                for detail in details
            )
        return False


_read_address = observations._same_origin_path


def _address_of(*args: Any, **kwargs: Any) -> Any:
    """What in a reply looks like an address of ours; text such as `//[` is none (there the original
    raises, which ends the campaign)."""
    try:
        return _read_address(*args, **kwargs)
    except ValueError:
        return None


observations._same_origin_path = _address_of

TOO_LARGE = 413
ALWAYS_SENT = 4
"""Systematic cases of each operation that every run sends, however small its share."""

NOT_IN_SCHEMAS = {
    "must not contain a NUL character": "PostgreSQL stores none, in any text",
    "must be valid Unicode text": "the same for lone surrogates",
    "String should have at least 1 character": "counted after surrounding space is stripped",
    "Input should be a valid integer": "1.0 is an integer to JSON schema, an accident to us",
}
"""Messages of rules that hold everywhere and that schemas do not repeat."""


def _is_known(place: str, known: Mapping[str, str]) -> bool:
    """Whether a rule names the place, or all that is in what it is part of."""
    return place in known or f"{place.rpartition('.')[0]}.*" in known


def _general(place: str | None) -> str:
    """`variants.3.price` -> `variants.*.price`."""
    return ".".join("*" if part.isdigit() else part for part in (place or "").split("."))
