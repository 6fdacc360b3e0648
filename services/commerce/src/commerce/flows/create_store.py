"""create_store: records -> theme -> domain.

The request makes the records, so the store can be used at once; the other steps run as jobs. Each
step is idempotent and done once; one that fails says what is wrong, is tried again by itself, and
can be resumed by the merchant.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.default_shipping import create_default_rates
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


class StepFailed(Exception):
    """A step cannot be done now; the text is shown to the merchant."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it does, and what to say when it fails for a reason nobody foresaw."""

    key: setup.StepKey
    run: Callable[[Kernel, AsyncSession, Store], Awaitable[None]]
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
        if setup.status_of(store.setup, step.key) == "done":
            continue
        try:
            async with session.begin_nested():
                await step.run(kernel, session, store)
        except Exception as error:  # noqa: BLE001 - whatever it is, the merchant sees the step failed
            message = str(error) if isinstance(error, StepFailed) else step.trouble
            log.warning("setup_step_failed", step=step.key, tried=tried, error=repr(error))
            await stores.set_step(session, store, step.key, "failed", message)
            if tried < len(RETRIES):
                await _schedule(kernel, session, store, tried=tried + 1, wait=RETRIES[tried])
            return
        store = await stores.set_step(session, store, step.key, "done")


async def _theme(kernel: Kernel, session: AsyncSession, store: Store) -> None:
    theme = themes.default_theme(name=store.name, niche=store.niche, description=store.description)
    await stores.set_theme(kernel, session, store, theme)


async def _domain(kernel: Kernel, session: AsyncSession, store: Store) -> None:
    if not await stores.resolves(session, store):
        raise StepFailed("The store's address does not lead to it yet.")
    await stores.announce_slug(kernel, session, store)


STEPS: tuple[Step, ...] = (
    Step(
        "theme", _theme, "The theme could not be prepared. The store shows a plain one meanwhile."
    ),
    Step("domain", _domain, "The store's address could not be set up."),
)


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
