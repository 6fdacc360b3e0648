"""What providers do not get to see, and what callers get back."""

import orjson
import pytest

from ecomm_testing.fakes.llm import Fault
from llm_gateway.http.render import pieces, whole
from llm_gateway.ports import Principal
from llm_gateway.redaction import StreamRestorer, Vault
from llm_gateway.wire.answer import TextDelta
from llm_gateway.wire.anthropic.request import call_of as anthropic_call
from llm_gateway.wire.openai.request import call_of as openai_call

from .world import A, O, World, anthropic_body, openai_body, route

CAREFUL = Principal("tenant-1", "shopchat", "key-1", redact=True)
SECRETS = [
    "4242 4242 4242 4242",
    "ada.lovelace+x@example.co.uk",
    "+49 30 901820",
    "(030) 9018-2000",
    "sk-proj-abcdefghijklmnop1234",
    "sk_live_abcdefghijklmnop",
]
HARMLESS = [
    "Order 1234567890123",
    "49.90 EUR",
    "size 42-44",
    "2026-11-23",
    "3.14159265358979",
    "a@b",
]


@pytest.mark.parametrize("secret", SECRETS)
def test_secrets_are_masked_and_come_back(secret: str) -> None:
    """Each kind, also in the middle of a sentence."""
    vault = Vault()
    text = f"Please ask {secret}, then call."
    masked = vault.mask(text)
    assert secret not in masked
    assert vault.restore(masked) == text
    assert vault.mask(text) == masked


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_secret_stays(text: str) -> None:
    """Order numbers, prices, dates."""
    vault = Vault()
    assert vault.mask(text) == text
    assert not vault


def test_a_placeholder_of_the_callers_own_stays_theirs() -> None:
    """It is not given the value of somebody's."""
    vault = Vault()
    masked = vault.mask("Write [EMAIL_1] for ada@example.com")
    assert vault.restore(masked) == "Write [EMAIL_1] for ada@example.com"


@pytest.mark.parametrize("target", [O, A])
@pytest.mark.parametrize("dialect", ["openai", "anthropic"])
@pytest.mark.parametrize("stream", [False, True])
async def test_no_provider_sees_a_secret_and_the_caller_gets_it_back(
    world: World, target: object, dialect: str, stream: bool
) -> None:
    """The model repeats the placeholder; the caller reads the value. Streams cut it in pieces.

    Fault it was seen to catch: pieces restored one by one.
    """
    world.openai.echo = world.anthropic.echo = True
    secret = "ada@example.com"
    text = f"Write to {secret} please"
    if dialect == "openai":
        call = openai_call(orjson.dumps(openai_body(text, stream=stream)))
    else:
        call = anthropic_call(orjson.dumps(anthropic_body(text, stream=stream)))
    assert target in {O, A}
    engine = world.engine(route(O if target == O else A))
    if stream:
        opened = await engine.open(CAREFUL, call)
        said = b"".join([piece async for piece in pieces(opened, call)])
    else:
        said = whole(await engine.complete(CAREFUL, call), call.family)
    asked = (world.openai.asked or world.anthropic.asked)[-1]
    assert secret.encode() not in asked.raw
    assert b"[EMAIL_1]" in asked.raw
    assert secret.encode() in said
    assert b"EMAIL_1" not in said


async def test_only_keys_that_ask_for_it_are_masked(world: World) -> None:
    """Others send what they send."""
    call = openai_call(orjson.dumps(openai_body("Write to ada@example.com")))
    plain = Principal("tenant-1", "shopchat", "key-2")
    await world.engine(route(O)).complete(plain, call)
    assert b"ada@example.com" in world.openai.asked[-1].raw


async def test_the_second_target_sees_no_secret_either(world: World) -> None:
    """Fallback keeps the mask."""
    world.anthropic.order(Fault.SERVER_ERROR)
    call = openai_call(orjson.dumps(openai_body("Write to ada@example.com")))
    await world.engine(route(A, O)).complete(CAREFUL, call)
    assert b"ada@example.com" not in world.anthropic.asked[-1].raw
    assert b"ada@example.com" not in world.openai.asked[-1].raw


def test_a_placeholder_cut_anywhere_is_restored() -> None:
    """Every cut into two and into single letters."""
    vault = Vault()
    masked = vault.mask("To ada@example.com [x] now")
    cuts = [[masked[:at], masked[at:]] for at in range(1, len(masked))] + [list(masked)]
    for cut in cuts:
        restorer = StreamRestorer(vault)
        events = [each for piece in cut for each in restorer.feed(TextDelta(piece))]
        events += restorer.flush()
        said = "".join(each.text for each in events if isinstance(each, TextDelta))
        assert said == "To ada@example.com [x] now"
