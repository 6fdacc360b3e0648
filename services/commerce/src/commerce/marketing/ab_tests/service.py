"""A/B tests: the public face of this folder.

A browser draws its lot itself (the storefront's proxy does, so that a page never changes before the
shopper's eyes) and keeps it; here it is written down once, and whoever was counted for one face
stays there. An order belongs to the visitor whose cart it was.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.catalog.errors import ProductNotFound, problem, refuse
from commerce.catalog.html import sanitise
from commerce.catalog.models import Media, Product
from commerce.catalog.products.update import update_product
from commerce.catalog.schemas import ProductPatch, ProductStatus
from commerce.conflicts import refusing
from commerce.marketing.ab_tests import repository, statistics
from commerce.marketing.ab_tests.errors import (
    AbTestDecided,
    AbTestNotEnded,
    AbTestNotFound,
    AbTestNotRunning,
    AbTestStarted,
    ProductNotShown,
    ProductTested,
)
from commerce.marketing.ab_tests.events import AbTestsChanged
from commerce.marketing.ab_tests.models import AbOutcome, AbTest, TestStatus
from commerce.marketing.ab_tests.schemas import AbTestIn, AbTestPatch, FaceIn
from commerce.marketing.ab_tests.states import LIFECYCLE
from commerce.stores.contexts import StoreContext
from ecomm_core import audit, clock
from ecomm_core.db.signals import drop_tags
from ecomm_core.ids import new_id

__all__ = [
    "RUNNING_KEY",
    "create",
    "decide",
    "delete",
    "face_of",
    "patch",
    "running",
    "start",
    "stop",
]

RUNNING_KEY: Final = "uq_ab_tests_running"
PPM: Final = 1_000_000
BETWEEN_LOOKS: Final = timedelta(hours=1)
MOST_PLANNED: Final = 100_000_000
"""Visitors an arm may need."""


async def create(context: StoreContext, body: AbTestIn) -> UUID:
    """Write a draft. Raises ProductNotFound (404), Invalid (422) for a picture that is none of the
    product's."""
    product = await context.session.get(Product, (context.tenant_id, body.product_id))
    if product is None or product.store_id != context.store_id:
        raise ProductNotFound
    now = clock.now()
    test = AbTest(
        tenant_id=context.tenant_id,
        id=new_id(),
        store_id=context.store_id,
        product_id=body.product_id,
        name=body.name,
        status=TestStatus.DRAFT,
        face=await _checked(context, body.product_id, body.face),
        share_of_b=body.share_of_b,
        baseline_ppm=body.baseline_ppm,
        effect_ppm=body.effect_ppm,
        planned=_planned(body.baseline_ppm, body.effect_ppm),
        created_at=now,
        updated_at=now,
    )
    await repository.add(context.session, test)
    await _audit(context, test.id, "create", None, {"name": test.name, "face": test.face})
    return test.id


def _planned(baseline_ppm: int, effect_ppm: int) -> int:
    """Visitors an arm needs. Raises Invalid (422) where nobody has so many."""
    size = statistics.size_per_arm(
        baseline_ppm / PPM, effect_ppm / PPM, alpha=statistics.ALPHA_FINAL
    )
    if size > MOST_PLANNED:
        refuse([problem("effect_ppm", f"So small an effect takes {size:,} visitors a version.")])
    return size


async def _checked(context: StoreContext, product_id: UUID, face: FaceIn) -> dict[str, Any]:
    if face.media_id is not None:
        media = await context.session.get(Media, (context.tenant_id, face.media_id))
        if media is None or media.product_id != product_id:
            refuse([problem("face.media_id", "This picture is none of the product's.")])
    description = None if face.description is None else sanitise(face.description)
    return {
        "title": face.title,
        "description": description,
        "media_id": None if face.media_id is None else str(face.media_id),
    }


async def _locked(context: StoreContext, test_id: UUID) -> AbTest:
    test = await repository.find(context.session, context.store_id, test_id, lock=True)
    if test is None:
        raise AbTestNotFound
    return test


async def patch(context: StoreContext, test_id: UUID, body: AbTestPatch) -> None:
    """Change a draft. Raises AbTestNotFound (404), AbTestStarted (409), Invalid (422)."""
    test = await _locked(context, test_id)
    if test.status != TestStatus.DRAFT:
        raise AbTestStarted
    before = {"name": test.name, "face": test.face, "share_of_b": test.share_of_b}
    if body.face is not None:
        test.face = await _checked(context, test.product_id, body.face)
    for name in ("name", "share_of_b", "baseline_ppm", "effect_ppm"):
        value = getattr(body, name)
        if value is not None:
            setattr(test, name, value)
    if test.baseline_ppm + test.effect_ppm >= PPM:
        refuse([problem("effect_ppm", "Baseline and effect together stay below 100 %.")])
    test.planned = _planned(test.baseline_ppm, test.effect_ppm)
    test.updated_at = clock.now()
    after = {"name": test.name, "face": test.face, "share_of_b": test.share_of_b}
    await _audit(context, test_id, "update", before, after)


async def delete(context: StoreContext, test_id: UUID) -> None:
    """Take a draft away; what people have seen stays on record. Raises AbTestNotFound (404),
    AbTestStarted (409)."""
    test = await _locked(context, test_id)
    if test.status != TestStatus.DRAFT:
        raise AbTestStarted
    await repository.delete_draft(context.session, test_id)
    await _audit(context, test_id, "delete", {"name": test.name, "face": test.face})


async def start(context: StoreContext, test_id: UUID) -> None:
    """Show both faces from now on.

    Raises AbTestNotFound (404), AbTestStarted, ProductTested, ProductNotShown (409), Invalid (422)
    where a picture of the draft is gone meanwhile.
    """
    test = await _locked(context, test_id)
    if test.status != TestStatus.DRAFT:
        raise AbTestStarted
    product = await context.session.get(Product, (context.tenant_id, test.product_id))
    if product is None or product.status != ProductStatus.ACTIVE:
        raise ProductNotShown
    test.face = await _checked(context, test.product_id, FaceIn.model_validate(test.face))
    LIFECYCLE.check(TestStatus(test.status), TestStatus.RUNNING)
    now = clock.now()
    test.status, test.started_at, test.updated_at = TestStatus.RUNNING, now, now
    test.look_at = now + BETWEEN_LOOKS
    with refusing({RUNNING_KEY: ProductTested()}):
        await context.session.flush()
    await _changed(context, test)
    await _audit(context, test_id, "start", None)


async def stop(context: StoreContext, test_id: UUID) -> None:
    """Show the product as it is to everybody again. Raises AbTestNotFound (404), AbTestNotRunning
    (409)."""
    test = await _locked(context, test_id)
    if test.status != TestStatus.RUNNING:
        raise AbTestNotRunning
    LIFECYCLE.check(TestStatus.RUNNING, TestStatus.ENDED)
    now = clock.now()
    test.status, test.ended_at, test.updated_at, test.look_at = TestStatus.ENDED, now, now, None
    await context.session.flush()
    await _changed(context, test)
    await _audit(context, test_id, "stop", None)


async def decide(context: StoreContext, test_id: UUID, keep: str) -> None:
    """Say which face of an ended test stays; B is written into the product.

    Raises AbTestNotFound (404), AbTestNotEnded, AbTestDecided (409), ProductNotFound (404).
    """
    test = await _locked(context, test_id)
    if test.status != TestStatus.ENDED:
        raise AbTestNotEnded
    if test.outcome is not None:
        raise AbTestDecided
    test.outcome = AbOutcome.APPLIED_B if keep == "b" else AbOutcome.KEPT_A
    test.updated_at = clock.now()
    if keep == "b":
        await update_product(
            context.kernel,
            context.session,
            context.store,
            test.product_id,
            await _as_patch(context, test),
            actor=context.actor,
        )
    await _audit(context, test_id, "decide", None, {"outcome": test.outcome})


async def _as_patch(context: StoreContext, test: AbTest) -> ProductPatch:
    """Only what B changes; its picture comes first, the others stay in their order."""
    given: dict[str, Any] = {
        name: test.face[name] for name in ("title", "description") if test.face[name] is not None
    }
    if test.face["media_id"] is not None:
        media = await repository.media_ids(context.session, test.product_id)
        first = UUID(test.face["media_id"])
        if first in media:
            given["media_ids"] = [first, *(one for one in media if one != first)]
    return ProductPatch.model_validate(given)


def face_of(face: Mapping[str, Any], product: dict[str, Any]) -> dict[str, Any]:
    """A product's public reply with B's face: only what a shopper sees on its page changes. A
    picture that is gone meanwhile changes nothing."""
    for name in ("title", "description"):
        if face[name] is not None:
            product[name] = face[name]
    first = face["media_id"]
    images: Sequence[dict[str, Any]] = product["images"]
    product["images"] = sorted(images, key=lambda image: image["id"] != first)
    return product


async def _changed(context: StoreContext, test: AbTest) -> None:
    stale = [tags.product(context.store_id, test.product_id), tags.ab_tests(context.store_id)]
    drop_tags(context.session, *stale)
    await context.kernel.outbox.emit(
        context.session,
        AbTestsChanged(product_id=test.product_id, test_id=test.id, tags=stale),
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        resource_id=test.product_id,
    )


async def _audit(
    context: StoreContext,
    test_id: UUID,
    action: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None = None,
) -> None:
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action=f"ab_test.{action}",
        resource_type="ab_test",
        resource_id=test_id,
        before=before,
        after=after,
    )


async def running(session: AsyncSession, store_id: UUID, test_id: UUID) -> AbTest:
    """A running test of the store. Raises AbTestNotFound (404)."""
    test = await repository.find(session, store_id, test_id)
    if test is None or test.status != TestStatus.RUNNING:
        raise AbTestNotFound
    return test
