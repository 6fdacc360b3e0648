"""Rightful ids, tokens and bodies inside generated calls.

A generator that makes up UUIDs only ever meets 404. So each generated call is sown with the
operation's rightful call: what was negated on purpose stays as it is, the rest mostly becomes
something that exists. A rightful call is kept until a write has used it up.
"""

import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol, TypeAlias
from uuid import UUID

import requests
import schemathesis
from schemathesis import GenerationMode
from schemathesis.core import NOT_SET
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import CaseMetadata, TestPhase

from ecomm_testing.fuzz.oddities import odd_headers
from ecomm_testing.fuzz.serving import Served
from ecomm_testing.leak import Call

AnyCase: TypeAlias = schemathesis.Case[Any]

SESSION_SECONDS = 300
"""Access tokens live ten minutes; long campaigns sign in again."""


class Ground(Protocol):
    """What a service's tests provide: a world to fuzz in, seen as one role."""

    async def call(self, operation_id: str) -> Call:
        """A fresh rightful call of the operation. May raise AssertionError when the world has
        been damaged; a new one is made then."""
        ...

    async def credentials(self) -> dict[str, str]:
        """Headers that identify the role, in a session of their own."""
        ...

    def sign(self, operation_id: str, request: requests.PreparedRequest) -> None:
        """Put what depends on the finished request (signatures) into its headers."""
        ...


Prepare = Callable[[], Coroutine[Any, Any, Ground]]


@dataclass(slots=True)
class Seeds:
    """The rightful calls of one role, made when they are needed."""

    served: Served[Any]
    prepare: Prepare
    holds_tokens: bool
    """Whether the role shows capability headers (cart, checkout, order)."""
    ground: Ground = field(init=False)
    grounds: int = 0
    _calls: dict[str, Call] = field(default_factory=dict)
    _sessions: dict[str | None, tuple[float, dict[str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make the first world."""
        self._renew()

    def _renew(self) -> None:
        self.ground = self.served.run(self.prepare())
        self.grounds += 1
        self._calls.clear()
        self._sessions.clear()

    def call(self, operation_id: str) -> Call:
        """A rightful call that was not used up."""
        if operation_id not in self._calls:
            try:
                made = self.served.run(self.ground.call(operation_id))
            except AssertionError:
                self._renew()
                made = self.served.run(self.ground.call(operation_id))
            self._calls[operation_id] = made
        return self._calls[operation_id]

    def credentials(self, operation_id: str) -> dict[str, str]:
        """The role's session; a session of its own for calls that end it, and the call's own caller
        where it has one."""
        call = self.call(operation_id)
        if call.own_caller and call.bearer is not None:
            return call.bearer
        key = operation_id if call.bearer is not None else None
        since, headers = self._sessions.get(key, (0.0, {}))
        if time.monotonic() - since > SESSION_SECONDS or key not in self._sessions:
            try:
                headers = self.served.run(self.ground.credentials())
            except AssertionError:
                # One of the calls took this person out of the business: begin in a new world.
                self._renew()
                headers = self.served.run(self.ground.credentials())
            self._sessions[key] = (time.monotonic(), headers)
        return headers

    def used(self, operation_id: str, method: str, status: int) -> bool:
        """Whether this reply used the operation's call up: a write that succeeded."""
        if method == "GET" or not 200 <= status < 300:
            return False
        call = self._calls.pop(operation_id, None)
        if call is not None and call.bearer is not None:
            self._sessions.pop(operation_id, None)
        return True


def sow(case: AnyCase, seeds: Seeds, chance: Random) -> None:
    """Put the rightful call's parts into a generated case, in place."""
    identifier = operation_id(case)
    call = seeds.call(identifier)
    meta = case.meta
    if meta is None:
        return  # a probe of schemathesis' own, not a generated call
    if meta.phase.name is TestPhase.EXAMPLES:
        _replace(case, call, tokens=seeds.holds_tokens)
        case.headers.update(seeds.credentials(identifier))
        _call_positive(meta)
        return
    negated = getattr(meta.phase.data, "parameter", None)
    _sow_path(case, call, meta, negated, chance)
    if not meta.is_negative_at(ParameterLocation.QUERY):
        for name, value in call.query.items():
            if name not in case.query or chance.random() < 0.5:
                case.query[name] = value
    negative = meta.is_negative_at(ParameterLocation.HEADER)
    if not (negative and negated in {None, "Authorization"}) and chance.random() < 0.97:
        case.headers.update(seeds.credentials(identifier))
    if seeds.holds_tokens and not negative and chance.random() < 0.9:
        case.headers.update(call.capability)
    if not meta.is_negative_at(ParameterLocation.BODY) and chance.random() < 0.7:
        _sow_body(case, call, chance)
        # Still positive: a body with bytes in it cannot be judged anew by its schema.
        meta.clear_dirty(ParameterLocation.BODY)


def _sow_path(
    case: AnyCase, call: Call, meta: CaseMetadata, negated: str | None, chance: Random
) -> None:
    linked = meta.phase.name is TestPhase.STATEFUL
    negative = meta.is_negative_at(ParameterLocation.PATH)
    for name, value in call.path.items():
        if name not in case.path_parameters:
            continue
        on_purpose = negative and not _is_uuid(case.path_parameters[name])
        if on_purpose and negated in {None, name}:
            continue
        if linked and name not in _SCOPES and chance.random() < 0.6:
            continue
        if chance.random() < 0.96:
            case.path_parameters[name] = str(value)


def _call_positive(meta: CaseMetadata) -> None:
    """The call is rightful in every part, whatever was generated in its place."""
    meta.generation.mode = GenerationMode.POSITIVE
    for location, component in meta.components.items():
        component.mode = GenerationMode.POSITIVE
        meta.clear_dirty(location)


_SCOPES = {"store_id", "slug"}
"""Path parameters that say where one is; links of stateful runs need not set them."""


def _is_uuid(value: object) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True


def _replace(case: AnyCase, call: Call, *, tokens: bool) -> None:
    case.path_parameters = {name: str(value) for name, value in call.path.items()}
    case.query = dict(call.query)
    case.headers.clear()  # generated tokens among them
    if tokens:
        case.headers.update(call.capability)
    case.cookies = {}
    case.body = _body(call)


def _body(call: Call) -> Any:
    if call.files is not None:
        return {**{name: part[1] for name, part in call.files.items()}, **(call.data or {})}
    return NOT_SET if call.json is None else call.json


def _sow_body(case: AnyCase, call: Call, chance: Random) -> None:
    """The rightful body with some of its fields replaced by generated ones."""
    rightful = _body(call)
    if not isinstance(rightful, dict) or not isinstance(case.body, dict):
        return
    kept = {name: value for name, value in case.body.items() if chance.random() < 0.4}
    case.body = {**rightful, **kept}


def operation_id(case: AnyCase) -> str:
    """The operation's id in the document."""
    return str(case.operation.definition.raw["operationId"])


@dataclass(frozen=True, slots=True)
class Sender(requests.auth.AuthBase):
    """Finishes a request: another client address every time (throttles count by address), now and
    then an odd header, signatures last."""

    seeds: Seeds
    operation_id: str
    chance: Random
    plain: bool

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Called by requests with the finished request."""
        request.headers["X-Forwarded-For"] = ".".join(
            str(self.chance.randrange(1, 255)) for _ in range(4)
        )
        if not self.plain and self.chance.random() < 0.1:
            request.headers.update(odd_headers(self.chance, str(request.method)))
        self.seeds.ground.sign(self.operation_id, request)
        return request
