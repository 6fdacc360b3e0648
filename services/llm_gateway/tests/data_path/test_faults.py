"""Every fault of a provider: who answers then, how often was asked, what the caller is told."""

import orjson
import pytest

from ecomm_testing.fakes.llm import Fault
from ecomm_testing.listening import free_port
from llm_gateway.engine import Completed
from llm_gateway.failures import Kind, ProviderFailed
from llm_gateway.http.render import pieces, whole
from llm_gateway.ports import Status
from llm_gateway.providers.openai import OpenAIProvider
from llm_gateway.targets import Retries, Target
from llm_gateway.wire.anthropic.request import call_of as anthropic_call
from llm_gateway.wire.call import Call, Family
from llm_gateway.wire.openai.request import call_of as openai_call

from .world import WHO, A, O, World, anthropic_body, openai_body, outcome, route

FALLS_BACK = {
    Fault.RATE_LIMIT: Kind.RATE_LIMITED,
    Fault.RATE_LIMIT_DATE: Kind.RATE_LIMITED,
    Fault.RATE_LIMIT_MUTE: Kind.RATE_LIMITED,
    Fault.OVERLOADED: Kind.OVERLOADED,
    Fault.SERVER_ERROR: Kind.SERVER_ERROR,
    Fault.BAD_GATEWAY: Kind.SERVER_ERROR,
    Fault.HANG: Kind.TIMEOUT_FIRST,
    Fault.TRUNCATE_START: Kind.TRUNCATED,
    Fault.ERROR_BODY: Kind.ERROR_BODY,
    Fault.MALFORMED: Kind.MALFORMED,
    Fault.WRONG_KEY: Kind.ACCOUNT_REFUSED,
    Fault.NO_CREDIT: Kind.ACCOUNT_REFUSED,
    Fault.TOO_LONG: Kind.CONTEXT_TOO_LONG,
    Fault.UNKNOWN_MODEL: Kind.MODEL_UNKNOWN,
}
"""Before anything came: the next target answers."""
WHOLE_ONLY = {Fault.TRUNCATE: Kind.TRUNCATED, Fault.SLOW_BETWEEN: Kind.TIMEOUT_FIRST}
BEFORE_TOKENS = {Fault.SLOW_FIRST: Kind.TIMEOUT_FIRST}
AFTER_TOKENS = {
    Fault.TRUNCATE: Kind.TRUNCATED,
    Fault.TRUNCATE_END: Kind.TRUNCATED,
    Fault.SLOW_BETWEEN: Kind.TIMEOUT_BETWEEN,
    Fault.MALFORMED_MIDDLE: Kind.MALFORMED,
}
"""The caller has seen tokens: an error event, and nobody else is asked."""
FAMILIES = [Family.OPENAI, Family.ANTHROPIC]


def call_of(family: Family, *, stream: bool = False) -> Call:
    """A call in a dialect."""
    if family == Family.OPENAI:
        return openai_call(orjson.dumps(openai_body(stream=stream)))
    return anthropic_call(orjson.dumps(anthropic_body(stream=stream)))


def order_of(first: Family) -> tuple[Target, Target]:
    """The targets, this family's first."""
    return (O, A) if first == Family.OPENAI else (A, O)


def text_of(done: Completed) -> str:
    """What was said."""
    return "".join(part.text for part in done.reply.answer().parts if hasattr(part, "text"))


async def streamed(world: World, call: Call, *targets: Target) -> bytes:
    """All bytes of a stream."""
    stream = await world.engine(route(*targets)).open(WHO, call)
    return b"".join([piece async for piece in pieces(stream, call)])


@pytest.mark.parametrize("first", FAMILIES)
@pytest.mark.parametrize("caller", FAMILIES)
@pytest.mark.parametrize(("fault", "kind"), [*FALLS_BACK.items(), *WHOLE_ONLY.items()])
async def test_a_whole_answer_comes_from_the_next_target(
    world: World, first: Family, caller: Family, fault: Fault, kind: Kind
) -> None:
    """Fault it was seen to catch: TRUNCATED taken out of what falls back."""
    failing, helping = (
        (world.openai, world.anthropic)
        if first == Family.OPENAI
        else (world.anthropic, world.openai)
    )
    if fault == Fault.ERROR_BODY and first == Family.ANTHROPIC:
        kind = Kind.ERROR_BODY
    failing.order(fault)
    call = call_of(caller)
    done = await world.engine(route(*order_of(first))).complete(WHO, call)
    assert text_of(done) == helping.text
    body = orjson.loads(whole(done, caller))
    assert body["object" if caller == Family.OPENAI else "type"] in {"chat.completion", "message"}
    assert (failing.calls, helping.calls) == (1, 1)
    settled = await world.gate.ended()
    other = order_of(first)[1].provider
    tried = [f"{order_of(first)[0].provider}:{kind}", f"{other}:ok"]
    assert outcome(settled) == (Status.ANSWERED, other, tried)
    assert settled.usage.input == 20
    assert not settled.usage.estimated


@pytest.mark.parametrize("first", FAMILIES)
@pytest.mark.parametrize("caller", FAMILIES)
@pytest.mark.parametrize(("fault", "kind"), [*FALLS_BACK.items(), *BEFORE_TOKENS.items()])
async def test_a_stream_comes_from_the_next_target_before_the_first_token(
    world: World, first: Family, caller: Family, fault: Fault, kind: Kind
) -> None:
    """Fault it was seen to catch: the first frame taken for the first token."""
    failing, helping = (
        (world.openai, world.anthropic)
        if first == Family.OPENAI
        else (world.anthropic, world.openai)
    )
    if fault == Fault.ERROR_BODY and first == Family.ANTHROPIC:
        kind = Kind.OVERLOADED  # the error event says so
    failing.order(fault)
    said = await streamed(world, call_of(caller, stream=True), *order_of(first))
    assert b"error" not in said
    assert failing.text.encode() not in said.replace(b'"', b"")
    end = b"data: [DONE]\n\n" if caller == Family.OPENAI else b'{"type":"message_stop"}\n\n'
    assert said.replace(b": ", b":").endswith(end.replace(b": ", b":"))
    assert (failing.calls, helping.calls) == (1, 1)
    settled = await world.gate.ended()
    other = order_of(first)[1].provider
    tried = [f"{order_of(first)[0].provider}:{kind}", f"{other}:ok"]
    assert outcome(settled) == (Status.ANSWERED, other, tried)
    assert (settled.usage.input, settled.usage.output, settled.usage.estimated) == (20, 7, False)


@pytest.mark.parametrize("first", FAMILIES)
@pytest.mark.parametrize("caller", FAMILIES)
@pytest.mark.parametrize(("fault", "kind"), [*AFTER_TOKENS.items(), (Fault.ERROR_MIDDLE, None)])
async def test_a_stream_that_breaks_after_tokens_ends_in_an_error_event(
    world: World, first: Family, caller: Family, fault: Fault, kind: Kind | None
) -> None:
    """Never a clean end, never a second target; what was used so far is settled.

    Fault it was seen to catch: a connection's end taken for a stream's end.
    """
    failing, helping = (
        (world.openai, world.anthropic)
        if first == Family.OPENAI
        else (world.anthropic, world.openai)
    )
    expected = kind or (Kind.ERROR_BODY if first == Family.OPENAI else Kind.OVERLOADED)
    failing.order(fault)
    said = await streamed(world, call_of(caller, stream=True), *order_of(first))
    last = said.rstrip().split(b"\n\n")[-1]
    assert b'"error"' in last
    assert b"[DONE]" not in said
    assert b"message_stop" not in said
    if caller == Family.ANTHROPIC:
        assert last.startswith(b"event: error\n")
    assert (failing.calls, helping.calls) == (1, 0)
    settled = await world.gate.ended()
    assert (settled.status, settled.failure) == (Status.BROKEN, expected)
    assert settled.usage.input > 0
    assert settled.usage.output > 0


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("first", FAMILIES)
async def test_the_callers_mistake_is_neither_repeated_nor_asked_elsewhere(
    world: World, first: Family, stream: bool
) -> None:
    """Fault it was seen to catch: BAD_REQUEST treated as any other failure."""
    failing, helping = (
        (world.openai, world.anthropic)
        if first == Family.OPENAI
        else (world.anthropic, world.openai)
    )
    failing.order(Fault.BAD_REQUEST)
    engine = world.engine(route(*order_of(first), retries=Retries(count=3)))
    call = call_of(Family.OPENAI, stream=stream)
    with pytest.raises(ProviderFailed) as caught:
        await (engine.open(WHO, call) if stream else engine.complete(WHO, call))
    assert caught.value.kind == Kind.BAD_REQUEST
    assert (failing.calls, helping.calls) == (1, 0)
    settled = await world.gate.ended()
    assert settled.status == Status.FAILED
    assert settled.usage.output == 0


async def test_no_connection_falls_back(world: World) -> None:
    """Nothing listens there."""
    dead = OpenAIProvider(f"http://127.0.0.1:{free_port()}/v1", "k")
    world.providers._providers["dead"] = dead
    engine = world.engine(route(Target("dead", "m"), A))
    done = await engine.complete(WHO, call_of(Family.OPENAI))
    assert text_of(done) == world.anthropic.text
    settled = await world.gate.ended()
    assert outcome(settled)[2] == ["dead:unreachable", "anthropic:ok"]


async def test_when_all_fail_the_most_telling_failure_is_raised(world: World) -> None:
    """Rate limited here, broken there: the caller hears of the limit and how long to wait."""
    world.anthropic.order(Fault.SERVER_ERROR)
    world.openai.order(Fault.RATE_LIMIT, seconds=7)
    with pytest.raises(ProviderFailed) as caught:
        await world.engine(route(A, O)).complete(WHO, call_of(Family.OPENAI))
    assert (caught.value.kind, caught.value.retry_after) == (Kind.RATE_LIMITED, 7)
    settled = await world.gate.ended()
    assert outcome(settled) == (
        Status.FAILED,
        "",
        ["anthropic:server_error", "openai:rate_limited"],
    )


@pytest.mark.parametrize("first", FAMILIES)
async def test_a_stream_that_nobody_reads_is_settled_once(world: World, first: Family) -> None:
    """Its caller left before the first byte could be sent."""
    engine = world.engine(route(order_of(first)[0]))
    stream = await engine.open(WHO, call_of(Family.OPENAI, stream=True))
    await stream.close()
    await stream.close()
    assert [each.status for each in world.gate.settled] == [Status.CANCELLED]
    assert world.gate.settled[0].usage.input > 0


async def test_a_gate_that_refuses_lets_nothing_out(world: World) -> None:
    """No provider hears of it, nothing is settled."""
    from llm_gateway.ports import Refused

    world.gate.refusal = Refused(402, "budget_used_up", "The budget is used up.")
    with pytest.raises(Refused):
        await world.engine(route(A, O)).complete(WHO, call_of(Family.OPENAI))
    assert (world.openai.calls, world.anthropic.calls) == (0, 0)
    assert world.gate.settled == []
