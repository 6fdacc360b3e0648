"""A budget is never overspent by a cent, and can be used to the last call that fits."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from ecomm_core import clock
from ecomm_core.kernel import Kernel
from llm_gateway.admission.service import admission_of
from llm_gateway.admission.types import Outcome, Ticket, Used, Wanted
from llm_gateway.budgets import service as budgets
from llm_gateway.budgets.errors import BudgetExhausted, BudgetReserved
from llm_gateway.wiring import PURSES, WRITER

from .calling import written
from .operating import Desk, Tenant

Begin = Callable[[], Awaitable[Kernel]]


def wanted(model: str, tokens: int = 10_000) -> Wanted:
    return Wanted(
        model=model,
        input_tokens_estimate=0,
        max_output_tokens=tokens,
        feature="titles",
        provider="acme",
    )


def used(model: str, tokens: int = 10_000, outcome: Outcome = Outcome.OK) -> Used:
    return Used("acme", model, 0, 0, tokens, 0, outcome, 5)


async def a_cent_a_call(desk: Desk) -> str:
    """A model whose 10,000 tokens cost a cent."""
    model = f"cent-{uuid4().hex[:8]}"
    await desk.price("acme", model, "1")
    return model


async def test_two_hundred_parallel_calls_of_two_processes_spend_the_budget_to_the_cent(
    desk: Desk, tenant: Tenant, process: Begin
) -> None:
    """Fault it was seen to catch: `take_slice` without the row lock and with its check outside."""
    model = await a_cent_a_call(desk)
    await desk.budget(tenant, 100)
    kernels = [await process(), await process()]
    under_way, most_reserved = 0, 0

    async def call(kernel: Kernel) -> str:
        nonlocal under_way, most_reserved
        admission = admission_of(kernel)
        try:
            ticket = await admission.admit(await tenant.principal(kernel), wanted(model))
        except (BudgetExhausted, BudgetReserved) as refusal:
            return refusal.code
        under_way += 1
        most_reserved = max(most_reserved, under_way)
        await asyncio.sleep(0.01)
        assert admission.settle(ticket, used(model)) == Decimal(10_000)
        return "ok"

    outcomes = await asyncio.gather(*(call(kernels[n % 2]) for n in range(200)))
    for kernel in kernels:
        await written(kernel)
    [stands] = await desk.budgets(tenant)
    assert outcomes.count("ok") == 100
    assert set(outcomes) - {"ok"} <= {"budget_exhausted", "budget_reserved"}
    assert Decimal(stands["spent_micro"]) == 100 * 10_000
    assert Decimal(stands["reserved_micro"]) == Decimal(stands["lost_micro"]) == 0
    assert most_reserved <= 100
    report = await desk.ok("GET", f"/tenants/{tenant.id}/usage")
    assert report["total"]["calls"] == 100


async def test_what_another_process_holds_and_does_not_use_comes_back_for_the_last_call(
    desk: Desk, tenant: Tenant, process: Begin
) -> None:
    """Fault it was seen to catch: nobody is told that a budget is wanted."""
    model = await a_cent_a_call(desk)
    await desk.budget(tenant, 10)
    first, second = await process(), await process()
    for kernel in (first, second):
        # Both hold a slice each after one call of a tenth of a cent.
        ticket = await admission_of(kernel).admit(
            await tenant.principal(kernel), wanted(model, 1_000)
        )
        admission_of(kernel).settle(ticket, used(model, 1_000))
    ticket = await admission_of(second).admit(await tenant.principal(second), wanted(model, 98_000))
    admission_of(second).settle(ticket, used(model, 98_000))
    with pytest.raises(BudgetExhausted):
        await admission_of(first).admit(await tenant.principal(first), wanted(model, 1))
    await written(first)
    await written(second)
    [stands] = await desk.budgets(tenant)
    assert Decimal(stands["spent_micro"]) == 100_000


async def test_a_refusal_says_what_lifts_it_and_reserves_nothing(
    desk: Desk, tenant: Tenant, kernel: Kernel
) -> None:
    model = await a_cent_a_call(desk)
    made = await desk.budget(tenant, 1)
    await desk.budget(tenant, 5, period="day")
    principal = await tenant.principal(kernel)
    with pytest.raises(BudgetExhausted) as refused:
        await admission_of(kernel).admit(principal, wanted(model, 20_000))
    assert refused.value.status == 402
    assert "begins anew on" in refused.value.text
    assert "raise the cap" in refused.value.text
    assert refused.value.details[0]["budget_id"] == made["id"]
    ticket = await admission_of(kernel).admit(principal, wanted(model))
    with pytest.raises(BudgetReserved) as busy:
        await admission_of(kernel).admit(principal, wanted(model))
    assert (busy.value.status, busy.value.headers["Retry-After"]) == (429, "5")
    admission_of(kernel).settle(ticket)
    again = await admission_of(kernel).admit(principal, wanted(model))
    admission_of(kernel).settle(again, used(model))
    with pytest.raises(BudgetExhausted):
        await admission_of(kernel).admit(principal, wanted(model))


async def test_a_killed_process_leaves_its_lease_counted_as_spent_and_the_rest_usable(
    desk: Desk,
    tenant: Tenant,
    process: Begin,
    kernel: Kernel,
    shift_clock: Callable[[float], None],
) -> None:
    """The buffer of a killed process is lost, its money is not: the lease covers it. Fault it was
    seen to catch: an expired lease that is given back as if nothing had been spent."""
    model = await a_cent_a_call(desk)
    made = await desk.budget(tenant, 100)
    doomed = await process()
    admission = admission_of(doomed)
    for _ in range(2):
        ticket = await admission.admit(await tenant.principal(doomed), wanted(model))
        admission.settle(ticket, used(model))
    # As kill -9 leaves it: nothing written, nothing given back, nobody to keep the lease.
    doomed.parts[WRITER]._waiting.clear()
    doomed.parts[PURSES]._purses.clear()
    [stands] = await desk.budgets(tenant)
    leased = Decimal(stands["reserved_micro"])
    assert leased >= 20_000
    assert Decimal(stands["spent_micro"]) == 0

    await budgets.sweep(kernel)
    [stands] = await desk.budgets(tenant)
    assert Decimal(stands["lost_micro"]) == 0, "a lease that may still be kept is nobody's to take"
    shift_clock(61)
    await budgets.sweep(kernel)
    await budgets.sweep(kernel)
    [stands] = await desk.budgets(tenant)
    assert Decimal(stands["lost_micro"]) == leased
    assert Decimal(stands["reserved_micro"]) == 0

    principal = await tenant.principal(kernel)
    left = 1_000_000 - leased
    with pytest.raises(BudgetExhausted):
        await admission_of(kernel).admit(principal, wanted(model, int(left) + 1))
    ticket = await admission_of(kernel).admit(principal, wanted(model, int(left)))
    admission_of(kernel).settle(ticket)
    path = f"/tenants/{tenant.id}/budgets/{made['id']}/give-back-lost"
    assert Decimal((await desk.ok("POST", path))["given_back_micro"]) == 0, "too early to know"
    shift_clock(61 + timedelta(hours=1, minutes=1).total_seconds())
    given = await desk.ok("POST", path)
    assert Decimal(given["given_back_micro"]) == leased
    assert Decimal(given["budget"]["lost_micro"]) == 0


async def test_a_process_that_only_slept_takes_its_lease_up_again(
    desk: Desk,
    tenant: Tenant,
    process: Begin,
    kernel: Kernel,
    shift_clock: Callable[[float], None],
) -> None:
    model = await a_cent_a_call(desk)
    await desk.budget(tenant, 100)
    slow = await process()
    ticket = await admission_of(slow).admit(await tenant.principal(slow), wanted(model))
    shift_clock(61)
    async with asyncio.timeout(5):
        # its own heartbeat may be quicker than the sweep
        await budgets.sweep(kernel)
    admission_of(slow).settle(ticket, used(model))
    await written(slow)
    await slow.parts[PURSES].tick()
    await slow.parts[PURSES].close()
    [stands] = await desk.budgets(tenant)
    assert Decimal(stands["spent_micro"]) == 10_000
    assert Decimal(stands["reserved_micro"]) == Decimal(stands["lost_micro"]) == 0


async def test_a_call_that_used_more_than_reserved_is_booked_whole_and_refuses_the_next(
    desk: Desk, tenant: Tenant, kernel: Kernel
) -> None:
    model = await a_cent_a_call(desk)
    await desk.budget(tenant, 2)
    admission, principal = admission_of(kernel), await tenant.principal(kernel)
    ticket = await admission.admit(principal, wanted(model, 20_000))
    admission.settle(ticket, used(model, 30_000))
    await written(kernel)
    [stands] = await desk.budgets(tenant)
    assert Decimal(stands["spent_micro"]) == 30_000
    with pytest.raises(BudgetExhausted):
        await admission.admit(principal, wanted(model, 1))


async def test_a_dearer_fallback_is_covered_before_it_is_called_or_refused(
    desk: Desk, tenant: Tenant, kernel: Kernel
) -> None:
    model, dear = await a_cent_a_call(desk), f"dear-{uuid4().hex[:8]}"
    await desk.price("acme", dear, "2")
    await desk.budget(tenant, 3)
    admission, principal = admission_of(kernel), await tenant.principal(kernel)
    ticket = await admission.admit(principal, wanted(model))
    await admission.cover(ticket, "acme", dear)
    assert ticket.reserved == 20_000
    second: Ticket = await admission.admit(principal, wanted(model))
    with pytest.raises((BudgetExhausted, BudgetReserved)):
        await admission.cover(second, "acme", dear)
    assert second.reserved == 10_000
    failed = used(model, 0, Outcome.FAILED)
    admission.settle(ticket, failed, used(dear))
    admission.settle(second, used(model))
    assert admission.settle(second, used(model)) == 0, "settled twice is settled once"
    await written(kernel)
    [stands] = await desk.budgets(tenant)
    assert Decimal(stands["spent_micro"]) == 30_000


async def test_a_budget_of_one_key_leaves_the_others_alone(
    desk: Desk, tenant: Tenant, kernel: Kernel
) -> None:
    model = await a_cent_a_call(desk)
    await desk.budget(tenant, 1, key_id=str(tenant.key_id))
    other = await desk.ok("POST", f"/tenants/{tenant.id}/keys", {"name": "another"})
    admission = admission_of(kernel)
    capped = await tenant.principal(kernel)
    free = await Tenant(tenant.id, tenant.key_id, other["key"]).principal(kernel)
    with pytest.raises(BudgetExhausted):
        await admission.admit(capped, wanted(model, 20_000))
    admission.settle(await admission.admit(free, wanted(model, 20_000)))
    assert clock.now().tzinfo is not None
