"""The creation flow: progress, retry, resume, idempotent steps."""

import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.create_store import RETRIES, STEPS, TASK, Step, run_steps
from commerce.flows.setup_steps import Done, StepFailed
from commerce.stores.models import Store
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import Merchant, ShopStore
from ecomm_testing.outbox import run_outbox


async def made(merchant: Merchant) -> dict[str, Any]:
    reply = await merchant.post(
        "/stores",
        json={
            "name": f"Flow {secrets.token_hex(4)}", "niche": "food", "currency": "EUR",
            "country": "IT",
        },
    )  # fmt: skip
    assert reply.status_code == 201, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return data


async def steps_of(merchant: Merchant, store_id: str) -> dict[str, str]:
    setup = (await merchant.get(f"/stores/{store_id}")).json()["data"]["setup"]
    return {step["key"]: step["status"] for step in setup["steps"]}


async def queued(kernel: Kernel, merchant: Merchant) -> list[Any]:
    async with kernel.database.transaction(Scope(tenant_id=merchant.tenant_id)) as session:
        found = await session.execute(
            text(
                """select args, not_before - created_at as wait from outbox
                    where task = :task and done_at is null order by created_at"""
            ),
            {"task": TASK},
        )
        return list(found.all())


async def test_progress_goes_from_records_to_all_done(merchant: Merchant, kernel: Kernel) -> None:
    store = await made(merchant)
    keys = ["records", "theme", "domain", "pages", "payments", "seo", "analytics", "welcome"]
    assert store["setup"] == {
        "done": 1,
        "total": 8,
        "steps": [
            {"key": key, "status": "pending" if place else "done", "message": None}
            for place, key in enumerate(keys)
        ],
    }
    assert TASK in await run_outbox(kernel, merchant.tenant_id)
    assert set((await steps_of(merchant, store["id"])).values()) == {"done"}
    theme = await merchant.api.get(f"/api/v1/public/stores/{store['slug']}/theme")
    assert theme.json()["data"]["home"][0]["type"] == "hero_banner"


async def test_the_public_side_has_a_plain_theme_before_its_own(merchant: Merchant) -> None:
    store = await made(merchant)
    theme = (await merchant.api.get(f"/api/v1/public/stores/{store['slug']}/theme")).json()["data"]
    assert theme["preset"] == "frosted"
    assert theme["home"] == []


async def test_running_the_job_again_changes_nothing(store: ShopStore, kernel: Kernel) -> None:
    before = (await store.merchant.get(store.path)).json()["data"]
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        await run_steps(kernel, session, store.id, STEPS, 0)
    assert (await store.merchant.get(store.path)).json()["data"] == before
    assert await run_outbox(kernel, store.merchant.tenant_id) == []


async def _failing(_kernel: Kernel, session: AsyncSession, store: Store) -> Done:
    await session.execute(
        text("update stores set name = 'half done' where id = :id"), {"id": store.id}
    )
    raise StepFailed("The printer is out of paper.")


async def _broken(_kernel: Kernel, _session: AsyncSession, _store: Store) -> Done:
    raise RuntimeError("secret detail at 10.0.0.1")


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (Step("theme", _failing, "unused"), "The printer is out of paper."),
        (Step("theme", _broken, "The theme could not be made."), "The theme could not be made."),
    ],
)
async def test_a_failed_step_says_what_is_wrong_undoes_its_work_and_is_tried_again(
    merchant: Merchant, kernel: Kernel, step: Step, message: str
) -> None:
    store = await made(merchant)
    tenant = Scope(tenant_id=merchant.tenant_id)
    async with kernel.database.transaction(tenant) as session:
        await session.execute(text("update outbox set done_at = not_before"))
    async with kernel.database.transaction(tenant) as session:
        await run_steps(kernel, session, UUID(store["id"]), (step, STEPS[1]), 0)
    after = (await merchant.get(f"/stores/{store['id']}")).json()["data"]
    assert after["name"] == store["name"]
    assert after["setup"]["done"] == 1
    assert after["setup"]["steps"][1] == {"key": "theme", "status": "failed", "message": message}
    assert after["setup"]["steps"][2]["status"] == "pending"
    waiting = await queued(kernel, merchant)
    assert [w.args["tried"] for w in waiting] == [1]
    assert waiting[0].wait > RETRIES[0] - timedelta(seconds=2)
    # The retry runs the real step, which works.
    await run_outbox(kernel, merchant.tenant_id, ahead=timedelta(minutes=1))
    assert set((await steps_of(merchant, store["id"])).values()) == {"done"}


async def test_after_the_last_try_the_merchant_resumes(merchant: Merchant, kernel: Kernel) -> None:
    store = await made(merchant)
    tenant = Scope(tenant_id=merchant.tenant_id)
    async with kernel.database.transaction(tenant) as session:
        await session.execute(text("update outbox set done_at = not_before"))
        step = Step("theme", _broken, "It did not work.")
        await run_steps(kernel, session, UUID(store["id"]), (step,), len(RETRIES))
    assert await queued(kernel, merchant) == []
    reply = await merchant.post(f"/stores/{store['id']}/setup/resume")
    assert reply.status_code == 200
    assert {s["status"] for s in reply.json()["data"]["setup"]["steps"]} == {"done", "pending"}
    await run_outbox(kernel, merchant.tenant_id)
    assert set((await steps_of(merchant, store["id"])).values()) == {"done"}
    # Nothing is left to resume: no job.
    await merchant.post(f"/stores/{store['id']}/setup/resume")
    assert await queued(kernel, merchant) == []


async def test_a_store_deleted_meanwhile_is_left_alone(merchant: Merchant, kernel: Kernel) -> None:
    store = await made(merchant)
    assert (await merchant.delete(f"/stores/{store['id']}")).status_code == 200
    assert TASK in await run_outbox(kernel, merchant.tenant_id)
    assert await queued(kernel, merchant) == []


@pytest.mark.parametrize("place", range(len(STEPS)), ids=[step.key for step in STEPS])
async def test_whichever_step_fails_those_before_it_stay_and_the_rest_follows(
    merchant: Merchant, kernel: Kernel, place: int
) -> None:
    store = await made(merchant)
    tenant = Scope(tenant_id=merchant.tenant_id)
    broken = (*STEPS[:place], Step(STEPS[place].key, _broken, "No."), *STEPS[place + 1 :])
    async with kernel.database.transaction(tenant) as session:
        await session.execute(text("update outbox set done_at = not_before"))
    for _ in range(2):  # the store is open in between
        async with kernel.database.transaction(tenant) as session:
            await run_steps(kernel, session, UUID(store["id"]), broken, len(RETRIES))
    found = await steps_of(merchant, store["id"])
    statuses = list(found.values())
    assert statuses == ["done"] * (place + 1) + ["failed"] + ["pending"] * (6 - place)
    async with kernel.database.transaction(tenant) as session:
        await session.execute(text("update outbox set done_at = not_before where done_at is null"))
    await merchant.post(f"/stores/{store['id']}/setup/resume")
    await run_outbox(kernel, merchant.tenant_id)
    assert set((await steps_of(merchant, store["id"])).values()) == {"done"}
    pages = (await merchant.get(f"/stores/{store['id']}/pages")).json()
    assert pages["page"]["total"] == 7


async def test_a_new_store_has_pages_policies_a_footer_and_its_owner_a_mail(
    merchant: Merchant, kernel: Kernel, api: httpx2.AsyncClient, mailbox: Path
) -> None:
    store = await made(merchant)
    await run_outbox(kernel, merchant.tenant_id)
    shop = (await api.get(f"/api/v1/public/stores/{store['slug']}")).json()["data"]
    assert [line["href"] for line in shop["menus"]["footer"]] == [
        "/pages/about",
        "/pages/contact",
        "/pages/faq",
    ]
    assert [policy["kind"] for policy in shop["policies"]] == [
        "privacy",
        "returns",
        "shipping",
        "terms",
    ]
    assert shop["seo"]["title"] == store["name"]
    for slug in ("about", "contact", "shipping", "returns", "privacy", "terms", "faq"):
        page = await api.get(f"/api/v1/public/stores/{store['slug']}/pages/{slug}")
        body = page.json()["data"]["body"]
        assert "$" not in body, slug
        assert body.startswith("<"), slug
    setup = (await merchant.get(f"/stores/{store['id']}")).json()["data"]["setup"]
    payments = next(step for step in setup["steps"] if step["key"] == "payments")
    assert payments["message"] == "Test payments are on: no real money moves."
    mails = [file.read_text("utf-8") for file in mailbox.rglob("*.eml")]
    ready = f"Subject: {store['name']} is ready"
    ours = [mail for mail in mails if f"To: {merchant.email}" in mail and ready in mail]
    assert len(ours) == 1, "beside the one that confirms the address"


async def test_a_name_of_markup_stays_text_in_the_first_pages(
    merchant: Merchant, kernel: Kernel, api: httpx2.AsyncClient
) -> None:
    body = {"name": "<b onclick=x>A & $B", "niche": "food", "currency": "EUR", "country": "IT"}
    store = (await merchant.post("/stores", json=body)).json()["data"]
    await run_outbox(kernel, merchant.tenant_id)
    page = await api.get(f"/api/v1/public/stores/{store['slug']}/pages/about")
    assert "&lt;b onclick=x&gt;A &amp; $B" in page.json()["data"]["body"]
