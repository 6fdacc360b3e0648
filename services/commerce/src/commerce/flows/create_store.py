"""create_store: records, theme, domain, pages, payments, SEO, analytics, welcome mail.

The request makes the records, so the store can be used at once. A job gives it its theme and its
address, then it sells; another does the rest. Each step is idempotent and done once; one that fails
says what is wrong, is tried again by itself, and can be resumed by the merchant.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows import setup_steps
from commerce.flows.default_shipping import create_default_rates
from commerce.flows.setup_steps import Done, StepFailed
from commerce.pricing import service as pricing
from commerce.stores import service as stores
from commerce.stores import setup
from commerce.stores.errors import StoreNotFound
from commerce.stores.models import Store
from commerce.stores.schemas import StoreIn
from commerce.themes import service as themes
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.outbox.consumer import Delivery

log = get_logger(__name__)

TASK = "commerce.stores.create_store"

RETRIES = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 300, 1800, 7200))
"""Waits before a failed step is tried again; after the last one the merchant resumes it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it does, and what to say when it fails for a reason nobody foresaw."""

    key: setup.StepKey
    run: Callable[[Kernel, AsyncSession, Store], Awaitable[Done]]
    trouble: str


async def create_store(
    kernel: Kernel, session: AsyncSession, *, tenant_id: UUID, actor: str, body: StoreIn
) -> Store:
    """Step `records`: the store, its country's tax, a way to ship; then hand over to the jobs.

    Raises LimitReached (402), SlugTaken (409).
    """
    store = await stores.create(
        kernel,
        session,
        tenant_id=tenant_id,
        actor=actor,
        body=body,
        theme=themes.preset(),
        prices_include_tax=pricing.prices_include_tax(body.country),
    )
    await pricing.create_default_rates(
        session, tenant_id=tenant_id, store_id=store.id, country=store.country
    )
    await create_default_rates(kernel, session, store, actor)
    await _schedule(kernel, session, store, tried=0, wait=timedelta())
    return store


async def resume(kernel: Kernel, session: AsyncSession, store_id: UUID) -> Store:
    """Try the steps that are not done again, now. Raises StoreNotFound (404)."""
    store = await stores.get(session, store_id, lock=True)
    for step in STEPS:
        if setup.status_of(store.setup, step.key) == "failed":
            store = await stores.set_step(session, store, step.key, "pending")
    if not setup.finished(store.setup):
        await _schedule(kernel, session, store, tried=0, wait=timedelta())
    return store


async def continue_setup(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """Handler of the job: run what is not done, in order, until a step fails."""
    tried = int(delivery.args["tried"])
    await run_steps(kernel, session, UUID(delivery.args["store_id"]), STEPS, tried)


async def run_steps(
    kernel: Kernel,
    session: AsyncSession,
    store_id: UUID,
    steps: "tuple[Step, ...]",
    tried: int,
) -> None:
    """Run steps that are not done; a failed one is recorded and scheduled again."""
    try:
        store = await stores.get(session, store_id, lock=True)
    except StoreNotFound:
        return  # deleted meanwhile: nothing is left to set up
    for step in steps:
        if setup.status_of(store.setup, step.key) in setup.FINISHED:
            continue
        try:
            async with session.begin_nested():
                done = await step.run(kernel, session, store)
        except Exception as error:  # noqa: BLE001 - whatever it is, the merchant sees the step failed
            message = str(error) if isinstance(error, StepFailed) else step.trouble
            log.warning("setup_step_failed", step=step.key, tried=tried, error=repr(error))
            await stores.set_step(session, store, step.key, "failed", message)
            if tried < len(RETRIES):
                await _schedule(kernel, session, store, tried=tried + 1, wait=RETRIES[tried])
            return
        store = await stores.set_step(session, store, step.key, done.status, done.message)
        if step.key == OPENS and not setup.finished(store.setup):
            await _schedule(kernel, session, store, tried=0, wait=timedelta())
            return


STEPS: tuple[Step, ...] = (
    Step(
        "theme",
        setup_steps.theme,
        "The theme could not be prepared. The store shows a plain one meanwhile.",
    ),
    Step("domain", setup_steps.domain, "The store's address could not be set up."),
    Step("pages", setup_steps.first_pages, "The first pages could not be made."),
    Step("payments", setup_steps.payments, "Whether payments work could not be found out."),
    Step("seo", setup_steps.seo, "The texts for search engines could not be set."),
    Step("analytics", setup_steps.analytics, "The store's figures could not be prepared."),
    Step("welcome", setup_steps.welcome, "The welcome mail could not be sent."),
)
OPENS = "domain"
"""After this step the store sells: what is done so far is committed before the rest."""


async def _schedule(
    kernel: Kernel, session: AsyncSession, store: Store, *, tried: int, wait: timedelta
) -> None:
    await kernel.outbox.enqueue(
        session,
        TASK,
        {"store_id": str(store.id), "tried": tried},
        tenant_id=store.tenant_id,
        queue="critical",
        not_before=clock.now() + wait,
    )
