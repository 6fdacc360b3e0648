"""Credit for both sides once the first bill is paid, and back when it is refunded: once each,
whatever is said how often."""

import asyncio
from typing import Any

import pytest

from commerce.billing import crediting, operating
from commerce.billing.providers import subscriptions_of
from commerce.partners import following, repository
from commerce.partners.states import Stage
from ecomm_connectors.payments.errors import ProviderUnavailable
from ecomm_core.db.scope import Scope


async def pair(make: Any) -> tuple[Any, Any]:
    """(whoever invites, whoever came)."""
    ada, friend = await make(), await make()
    await friend.take(await ada.code())
    return ada, friend


async def stages(ada: Any, friend: Any) -> tuple[str, str]:
    """Where it stands, on both sides."""
    [brought] = await ada.told("GET", "/introductions")
    shown = await friend.told("GET")
    return brought["stage"], shown["introduced_by"]["stage"]


async def test_both_get_their_credit_on_the_next_bill(make: Any, shift_clock: Any) -> None:
    ada, friend = await pair(make)
    assert (await ada.credits(), await friend.credits()) == ([], [])
    await friend.subscribe("starter")
    await ada.work()
    assert await stages(ada, friend) == ("credited", "credited")
    assert await friend.credits() == [(2_000, "applied")]
    # Nobody collects from Ada yet: it waits for her first bill.
    assert await ada.credits() == [(2_000, "waiting")]
    await ada.subscribe("starter")
    assert await ada.credits() == [(2_000, "applied")]
    shift_clock(31.5 * 86_400)
    for one in (ada, friend):
        await one.sign_in()
        await one.tick()
        assert await one.bills() == [4_900, 2_900]


async def heard_over_and_over(make: Any) -> list[list[tuple[int, str]]]:
    """The credits of both sides after the first payment was told many times, also at once."""
    ada, friend = await pair(make)
    await friend.subscribe("starter")
    for _ in range(3):
        await friend.hear_again()
        await ada.hear_again()

    async def follow() -> None:
        scope = Scope(tenant_id=friend.merchant.tenant_id)
        async with friend.kernel.database.transaction(scope) as session:
            await following.follow(friend.kernel, session, friend.merchant.tenant_id)

    await asyncio.gather(*(follow() for _ in range(4)))
    for one in (ada, friend):
        await one.work()
    await ada.subscribe("starter")
    await ada.hear_again()
    return [await ada.credits(), await friend.credits()]


async def test_a_payment_that_is_told_twice_is_credited_once(make: Any) -> None:
    assert await heard_over_and_over(make) == [[(2_000, "applied")]] * 2


async def test_the_check_finds_credit_that_is_given_twice(
    make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted for good: a flow that forgets where it stood, and writes each credit under a key of
    its own. The same story then ends with more credit than was promised."""
    real, made = crediting.give, iter(range(1_000))

    async def naive(*args: Any, key: str, **fields: Any) -> bool:
        return await real(*args, key=f"{key}:{next(made)}", **fields)

    async def forgetful(*_args: Any, **_fields: Any) -> None:
        return None

    monkeypatch.setattr(crediting, "give", naive)
    monkeypatch.setattr(repository, "move", forgetful)
    monkeypatch.setattr(repository, "note", forgetful)
    ada, friend = await heard_over_and_over(make)
    assert len(ada) > 1
    assert len(friend) > 1


async def test_a_refund_takes_both_credits_back_once(make: Any, shift_clock: Any) -> None:
    ada, friend = await pair(make)
    await friend.subscribe("starter")
    await ada.subscribe("starter")
    await friend.refund(1)
    for _ in range(3):
        await friend.hear_again()
        await ada.hear_again()
    assert await stages(ada, friend) == ("clawed_back", "clawed_back")
    for one in (ada, friend):
        assert await one.credits() == [(2_000, "applied"), (-2_000, "applied")]
    shift_clock(31.5 * 86_400)
    for one in (ada, friend):
        await one.sign_in()
        await one.tick()
        await one.look()
        assert await one.bills() == [4_900, 4_900], "a second payment is no first one"


async def test_after_the_window_a_refund_takes_nothing_back(make: Any, shift_clock: Any) -> None:
    ada, friend = await pair(make)
    await friend.subscribe("starter", interval="year")
    await friend.look()
    assert await stages(ada, friend) == ("credited", "credited"), "settled before the window ends"
    shift_clock(30.2 * 86_400)
    await friend.look()
    for one in (ada, friend):
        await one.sign_in()
    assert await stages(ada, friend) == ("settled", "settled")
    await friend.refund(49_000)
    await ada.work()
    assert await stages(ada, friend) == ("settled", "settled")
    assert await friend.credits() == [(2_000, "applied")]


async def test_nothing_is_settled_on_our_memory_alone(make: Any, shift_clock: Any) -> None:
    """The refund was made in time and its word was lost: the provider is asked before the end."""
    ada, friend = await pair(make)
    await friend.subscribe("starter", interval="year")
    [row] = await friend.rows("select provider_ref from subscriptions")
    [bill] = await friend.rows("select provider_ref from subscription_invoices")

    mock = subscriptions_of(friend.kernel).mock
    await mock.refund(row["provider_ref"], bill["provider_ref"], 49_000)
    assert (await friend.told("GET"))["introduced_by"]["stage"] == "credited"
    shift_clock(30.2 * 86_400)
    await friend.look()
    for one in (ada, friend):
        await one.sign_in()
    assert await stages(ada, friend) == ("clawed_back", "clawed_back")


async def test_a_bill_of_nothing_brings_nothing(make: Any, kernel: Any) -> None:
    ada, friend = await pair(make)
    code = f"free{friend.merchant.tenant_id.hex[-8:]}"
    async with kernel.database.transaction() as session:
        await operating.make_coupon(session, code, percent=100, months=1)
    await friend.subscribe("starter", coupon=code)
    assert await friend.bills() == [0]
    assert await stages(ada, friend) == (Stage.JOINED, Stage.JOINED)
    assert (await ada.credits(), await friend.credits()) == ([], [])


async def test_a_lost_answer_gives_no_second_credit(
    make: Any, kernel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The provider wrote it down, and its answer never came: asked again, it is found."""

    ada, friend = await pair(make)
    mock = subscriptions_of(kernel).mock
    real, lost = mock.add_credit, iter([True])

    async def add_credit(request: Any) -> str:
        ref = await real(request)
        if next(lost, False):
            raise ProviderUnavailable("no answer")
        return ref

    monkeypatch.setattr(mock, "add_credit", add_credit)
    with pytest.raises(ProviderUnavailable):
        await friend.subscribe("starter")
    assert await friend.credits() == [(2_000, "waiting")]
    await friend.rows("update outbox set not_before = '2000-01-01T00:00:00Z' where done_at is null")
    await friend.work()
    assert await friend.credits() == [(2_000, "applied")]
    [book] = await friend.rows(
        """select body::jsonb -> 'credit' as credit from mock_subscriptions
            where position(:t in body) > 0""",
        t=str(friend.merchant.tenant_id),
    )
    assert book["credit"] == 2_000
    assert await ada.credits() == [(2_000, "waiting")]
