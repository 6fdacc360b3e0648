"""HTTP of bundles."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query

from commerce.catalog.errors import SlugTaken
from commerce.catalog.schemas import ProductStatus
from commerce.promotions.bundles import service
from commerce.promotions.bundles.schemas import (
    BundleIn,
    BundleOut,
    BundleReplace,
    BundleTermsIn,
    BundleTermsOut,
)
from commerce.promotions.errors import (
    BadBundle,
    BundleNotFound,
    BundleStale,
    BundleTaken,
    ComponentRefused,
)
from commerce.promotions.volume.schemas import UpsellBulkIn, UpsellBulkOut
from commerce.stores.contexts import StoreStaff, StoreViewer
from commerce.stores.errors import StoreNotFound
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of
from ecomm_core.errors import LimitReached

routes = router("upsells", "/stores/{store_id}/upsells/bundles")

Sort = Literal["-created", "created", "title", "-title"]


@routes.get("", responses=errors(StoreNotFound))
async def list_bundles(
    context: StoreViewer,
    page: PageDep,
    search: Annotated[Text | None, Query(max_length=120)] = None,
    status: ProductStatus | None = None,
    sort: Sort = "-created",
) -> ListReply[BundleOut]:
    """The store's bundles with their components, what is left of each, and why one is not sold."""
    rows, total = await service.listed(
        context, search=search, status=status, sort=sort, offset=page.offset, limit=page.per_page
    )
    return page_of(rows, page.info(total))


@routes.post(
    "",
    status_code=201,
    responses=errors(
        StoreNotFound, BadBundle, BundleTaken, ComponentRefused, SlugTaken, LimitReached
    ),
)
async def create_bundle(context: StoreStaff, body: BundleIn) -> Reply[BundleOut]:
    """Make a bundle: a product that takes its stock from its components."""
    return ok(await service.create(context, body))


@routes.post("/bulk", responses=errors(StoreNotFound))
async def bulk_bundles(context: StoreStaff, body: UpsellBulkIn) -> Reply[UpsellBulkOut]:
    """Publish (enable), withdraw (disable) or archive the products of several bundles."""
    return ok(UpsellBulkOut(changed=await service.bulk(context, body)))


@routes.post("/preview", responses=errors(StoreNotFound, BadBundle, ComponentRefused))
async def preview_bundle(context: StoreStaff, body: BundleTermsIn) -> Reply[BundleTermsOut]:
    """What a bundle would cost, what each component stands for, and how many could be sold."""
    return ok(await service.preview(context, body))


@routes.get("/{bundle_id}", responses=errors(StoreNotFound, BundleNotFound))
async def get_bundle(context: StoreViewer, bundle_id: UUID) -> Reply[BundleOut]:
    """A bundle."""
    return ok(await service.get(context, bundle_id))


@routes.put(
    "/{bundle_id}",
    responses=errors(StoreNotFound, BundleNotFound, BadBundle, BundleStale, ComponentRefused),
)
async def replace_bundle(
    context: StoreStaff, bundle_id: UUID, body: BundleReplace
) -> Reply[BundleOut]:
    """Other components or another price. Orders keep what they were sold."""
    return ok(await service.replace(context, bundle_id, body))


@routes.delete("/{bundle_id}", responses=errors(StoreNotFound, BundleNotFound))
async def archive_bundle(context: StoreStaff, bundle_id: UUID) -> Reply[dict[str, Any]]:
    """Archive a bundle's product: gone from the shop, restorable."""
    await service.archive(context, bundle_id)
    return ok({})
