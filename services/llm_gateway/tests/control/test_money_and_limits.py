"""Prices, the ledger's sums, quotas, and work that waits."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from uuid import UUID, uuid4

import httpx2
import pytest

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from llm_gateway.admission.service import admission_of
from llm_gateway.admission.types import Outcome, Used, Wanted
from llm_gateway.deferrals import service as deferrals
from llm_gateway.deferrals.ports import Ran
from llm_gateway.limits.errors import QuotaReached

from .calling import written
from .operating import Desk, Tenant


def wanted(model: str, provider: str = "acme") -> Wanted:
    return Wanted(model, 1_000, 1_000, "titles", provider=provider)


async def test_a_cost_is_exact_and_stays_what_its_version_said(
    desk: Desk, tenant: Tenant, kernel: Kernel
) -> None:
    """Fault it was seen to catch: cached tokens billed as input as well."""
    model = f"m-{uuid4().hex[:8]}"
    await desk.price("acme", model, "3", cached_input="0.3", reasoning="0.000001")
    await desk.budget(tenant, 10_000)
    admission, principal = admission_of(kernel), await tenant.principal(kernel)
    tried = Used("acme", model, 1_000, 400, 100, 1, Outcome.OK, 7)
    ticket = await admission.admit(principal, wanted(model))
    await desk.price("acme", model, "6")
    first = admission.settle(ticket, tried)
    assert first == 600 * 3 + 400 * Decimal("0.3") + 99 * 3 + Decimal("0.000001")
    second = admission.settle(await admission.admit(principal, wanted(model)), tried)
    assert second == 1_100 * 6
    await written(kernel)
    calls = await desk.ok("GET", f"/tenants/{tenant.id}/usage/calls")
    assert [call["price_version"] for call in calls] == [2, 1]
    assert [Decimal(call["cost_micro"]) for call in calls] == [second, first]


async def test_an_unknown_price_is_flagged_and_never_nothing(
    desk: Desk, tenant: Tenant, kernel: Kernel
) -> None:
    """Fault it was seen to catch: an unknown price that counts as 0."""
    await desk.budget(tenant, 10_000)
    admission, principal = admission_of(kernel), await tenant.principal(kernel)
    ticket = await admission.admit(principal, wanted("nobody-knows"))
    assert ticket.reserved == 1_000 * 30 + 1_000 * 150
    admission.settle(ticket, Used("acme", "nobody-knows", 10, 0, 10, 0, Outcome.OK, 1))
    lost = await admission.admit(principal, wanted("nobody-knows"))
    admission.settle(lost, Used("acme", "nobody-knows", 0, 0, 0, 0, Outcome.UNKNOWN, 1))
    await written(kernel)
    report = await desk.ok("GET", f"/tenants/{tenant.id}/usage?by=model")
    assert report["total"]["unpriced"] == 2
    assert Decimal(report["total"]["cost_micro"]) == 0
    assert Decimal(report["total"]["charged_micro"]) == 10 * 180 + 180_000
    calls = await desk.ok("GET", f"/tenants/{tenant.id}/usage/calls")
    assert {(call["priced"], call["cost_micro"]) for call in calls} == {(False, None)}


async def test_the_ledger_equals_its_sums_and_the_budget_and_is_written_once(
    desk: Desk, tenant: Tenant, kernel: Kernel
) -> None:
    """Fault it was seen to catch: a batch that is sent again is counted again."""
    model = f"m-{uuid4().hex[:8]}"
    await desk.price("acme", model, "1.5")
    await desk.budget(tenant, 10_000)
    admission, principal = admission_of(kernel), await tenant.principal(kernel)
    writer = kernel.parts["gateway.writer"]
    total = Decimal(0)
    for n in range(25):
        ticket = await admission.admit(principal, wanted(model))
        total += admission.settle(ticket, Used("acme", model, n, 0, n, 0, Outcome.OK, 1))
    again = list(writer._waiting)
    await written(kernel)
    # As if the answer of the first writing had been lost.
    for call in again:
        for hold, over in zip(call.holds, call.overs, strict=True):
            hold.purse.unwritten += call.charged - over
        writer.add(call)
    await written(kernel)
    calls = await desk.ok("GET", f"/tenants/{tenant.id}/usage/calls?per_page=100")
    report = await desk.ok("GET", f"/tenants/{tenant.id}/usage?by=feature")
    [stands] = await desk.budgets(tenant)
    assert sum(Decimal(call["charged_micro"]) for call in calls) == total
    assert Decimal(report["total"]["charged_micro"]) == total
    assert Decimal(stands["spent_micro"]) == total
    assert [group["group"] for group in report["groups"]] == ["titles"]
    assert report["total"]["calls"] == len(calls) == 25


async def test_two_processes_share_one_quota_and_the_refusal_says_when_and_what_lifts_it(
    desk: Desk, kernel: Kernel, process: Callable[[], Awaitable[Kernel]]
) -> None:
    """Fault it was seen to catch: each process counts for itself."""
    tenant = await desk.tenant(plan="starter")
    kernels, admitted = [kernel, await process()], 0
    refusals: list[QuotaReached] = []
    for n in range(260):
        admission = admission_of(kernels[n % 2])
        principal = await tenant.principal(kernels[n % 2])
        try:
            admission.settle(await admission.admit(principal, wanted("local", "local")))
            admitted += 1
        except QuotaReached as refusal:
            refusals.append(refusal)
    assert 190 <= admitted <= 210
    assert 1 <= int(refusals[-1].headers["Retry-After"]) <= 120
    assert "The plan growth has more" in refusals[-1].text
    assert refusals[-1].status == 429


async def test_work_that_waits_has_a_place_and_a_time_and_is_answered(
    tenant: Tenant, other_tenant: Tenant, kernel: Kernel, api: httpx2.AsyncClient
) -> None:
    body = {"path": "/v1/messages", "body": {"canary": "hush"}, "not_before_seconds": 30}
    sent = [await api.post("/api/v1/deferred", json=body, headers=tenant.headers) for _ in "ab"]
    first, second = (reply.json()["data"] for reply in sent)
    assert [reply.status_code for reply in sent] == [202, 202]
    assert (first["place"], second["place"]) == (1, 2)
    assert first["due_at"] <= second["due_at"]
    path = f"/api/v1/deferred/{first['id']}"
    assert (await api.get(path, headers=other_tenant.headers)).status_code == 404
    assert (await api.delete(path, headers=other_tenant.headers)).status_code == 404
    principal = await tenant.principal(kernel)
    async with kernel.database.transaction(_scope(tenant)) as session:
        prepared = await deferrals.begin(session, kernel.sealer, UUID(first["id"]))
    assert prepared is not None
    assert (prepared.body, prepared.key_id) == ({"canary": "hush"}, principal.key_id)
    async with kernel.database.transaction(_scope(tenant)) as session:
        ran = Ran(200, {"said": "yes"})
        await deferrals.end(session, kernel.outbox, kernel.sealer, prepared.id, ran)
    answered = (await api.get(path, headers=tenant.headers)).json()["data"]
    assert (answered["state"], answered["reply"]) == ("done", {"said": "yes"})
    waits = f"/api/v1/deferred/{second['id']}"
    # its worker dies in the middle: whoever comes next does not send it again
    for _ in range(2):
        async with kernel.database.transaction(_scope(tenant)) as session:
            prepared = await deferrals.begin(session, kernel.sealer, UUID(second["id"]))
    assert prepared is None
    assert (await api.get(waits, headers=tenant.headers)).json()["data"]["state"] == "unknown"
    assert (await api.delete(waits, headers=tenant.headers)).status_code == 409


def _scope(tenant: Tenant) -> Scope:
    return Scope(tenant_id=tenant.id)


async def test_a_key_does_what_its_scope_says_and_no_more(desk: Desk, kernel: Kernel) -> None:
    tenant = await desk.tenant(models=["gpt-5"], features=["titles"], max_output_tokens=1_000)
    admission, principal = admission_of(kernel), await tenant.principal(kernel)
    for refused, code in (
        (Wanted("gpt-4o", 1, 1, "titles", provider="openai"), "not_in_scope"),
        (Wanted("gpt-5", 1, 1, "chat", provider="openai"), "not_in_scope"),
        (Wanted("gpt-5", 1, 1_001, "titles", provider="openai"), "output_too_long"),
    ):
        with pytest.raises(Exception, match="widen") as told:
            await admission.admit(principal, refused)
        assert getattr(told.value, "code", None) == code
    admission.settle(await admission.admit(principal, Wanted("gpt-5", 1, 1, "titles")))
