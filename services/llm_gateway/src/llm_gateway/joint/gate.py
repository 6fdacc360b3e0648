"""The `Gate` of the data path: scope, quotas and money before a call, the ledger after it."""

from typing import Final

from ecomm_core.errors import AppError
from llm_gateway import ports
from llm_gateway.admission.service import Admission
from llm_gateway.admission.types import Outcome, Ticket, Used, Wanted
from llm_gateway.joint.callers import caller_of
from llm_gateway.joint.refusals import refused
from llm_gateway.ports import Attempt, Principal, Settled, Status, Wish

_OUTCOMES: Final = {
    Status.ANSWERED: Outcome.OK,
    Status.FAILED: Outcome.FAILED,
    Status.BROKEN: Outcome.FAILED,
    Status.CANCELLED: Outcome.CANCELLED,
}


class Gate:
    """Lets calls out, and books what they came to."""

    def __init__(self, admission: Admission) -> None:
        self._admission = admission

    async def admit(self, principal: Principal, wish: Wish) -> ports.Admission:
        """Reserve. Raises Refused (402, 403, 422, 429, 503)."""
        targets = wish.route.targets
        longest = max((target.max_tokens for target in targets), default=0)
        wanted = Wanted(
            model=wish.route.name,
            input_tokens_estimate=wish.input,
            max_output_tokens=longest if wish.max_output is None else wish.max_output,
            feature=wish.feature,
            stream=wish.stream,
            # of a model that is no route of an operator's
            provider=targets[0].provider if len(targets) == 1 else None,
        )
        try:
            ticket = await self._admission.admit(caller_of(principal).held, wanted)
        except AppError as error:
            raise refused(error) from error
        return Admitted(self._admission, ticket)


class Admitted:
    """A call that is on its way."""

    def __init__(self, admission: Admission, ticket: Ticket) -> None:
        self._admission = admission
        self._ticket = ticket

    async def settle(self, outcome: Settled) -> None:
        """Book every try that is billed, or may be."""
        self._admission.settle(self._ticket, *billed(outcome))


def billed(outcome: Settled) -> list[Used]:
    """What a call came to, a line for each target that worked for it: the one that answered by its
    count, one of which nobody knows by what was reserved. A call that cost nothing leaves a line
    that says so."""
    lines = [_unknown(one) for one in outcome.attempts if one.maybe_billed]
    if outcome.target is not None:
        usage = outcome.usage
        # one that broke off half-way is counted here, and not once more as unknown
        lines = [one for one in lines if (one.provider, one.model) != outcome.target.key]
        lines.append(
            Used(
                outcome.target.provider,
                outcome.target.model,
                input_tokens=usage.input,
                cached_tokens=usage.cached,
                output_tokens=usage.output,
                reasoning_tokens=usage.reasoning,
                outcome=_OUTCOMES[outcome.status],
                ms=int(outcome.seconds * 1000),
                cache_write_tokens=usage.cache_written,
            )
        )
    if not lines and outcome.attempts:
        lines.append(_nothing(outcome.attempts[-1], _OUTCOMES[outcome.status]))
    return lines


def _unknown(attempt: Attempt) -> Used:
    return _nothing(attempt, Outcome.UNKNOWN)


def _nothing(attempt: Attempt, outcome: Outcome) -> Used:
    return Used(
        attempt.target.provider,
        attempt.target.model,
        input_tokens=0,
        cached_tokens=0,
        output_tokens=0,
        reasoning_tokens=0,
        outcome=outcome,
        ms=int(attempt.seconds * 1000),
    )
