"""import_products: one product of an outside source -> the store's product -> its pictures.

Each product is one short transaction; its pictures are fetched and made small with none open
(`import_pictures`). Run again with the same source it changes nothing.
"""

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import service as catalog
from commerce.catalog.schemas import ProductIn, ProductOut, ProductPatch
from commerce.flows.import_diff import Change, Plan, plan
from commerce.flows.import_pictures import Shelf
from commerce.flows.incoming import IncomingProduct, Issue
from commerce.stores.directory import StoreFacts
from ecomm_core import clock, plans
from ecomm_core.errors import AppError
from ecomm_core.kernel import Kernel

COLUMNS: Final = {
    "sku": "Variant SKU",
    "barcode": "Variant Barcode",
    "price": "Variant Price",
    "compare_at_price": "Variant Compare At Price",
    "cost": "Cost per item",
    "stock": "Variant Inventory Qty",
    "weight_grams": "Variant Grams",
    "title": "Title",
    "description": "Body (HTML)",
    "vendor": "Vendor",
    "product_type": "Type",
    "tags": "Tags",
    "options": "Option1 Value",
}
"""Fields that the catalogue blames -> columns of the file."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done, or would be. `product_id` None: nothing there."""

    action: str
    product_id: UUID | None
    changes: list[Change]
    issues: list[Issue]
    stored: frozenset[str] = frozenset()
    """Addresses of pictures that the product had before."""


@dataclass(slots=True)
class _Case:
    """What stands between the source and the store."""

    product_id: UUID | None
    planned: Plan | None
    """None: the product must be skipped, `issues` say why."""
    issues: list[Issue]
    alts: dict[UUID, str] = field(default_factory=dict)
    """Pictures whose alternative text differs -> what the source says."""
    stored: frozenset[str] = frozenset()
    """Addresses of pictures that the product has."""


async def import_product(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    wanted: IncomingProduct,
    *,
    actor: str,
) -> Outcome:
    """Make or update the product, in the caller's transaction; refusals become issues.

    Raises Stale and SlugTaken where somebody else was faster: try again.
    """
    await catalog.lock_handle(session, store.id, wanted.handle)
    case = await _case(kernel, session, store, wanted)
    if case.planned is None:
        return Outcome("skip", case.product_id, [], case.issues, case.stored)
    try:
        async with session.begin_nested():
            product_id = await _write(kernel, session, store, wanted, case, actor)
    except AppError as error:
        if error.code in {"stale", "slug_taken"}:
            raise
        blamed = _blamed(error, wanted, case.planned.rows)
        return Outcome("skip", case.product_id, [], [*case.issues, *blamed], case.stored)
    return Outcome(case.planned.action, product_id, case.planned.changes, case.issues, case.stored)


async def preview_product(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    wanted: IncomingProduct,
    *,
    creations: int,
    shelf: Shelf,
) -> Outcome:
    """What `import_product` would do; nothing is written. `creations`: products that this import
    would make before this one, for the plan's limit."""
    case = await _case(kernel, session, store, wanted)
    planned = case.planned
    if planned is None:
        return Outcome("skip", case.product_id, [], case.issues, case.stored)
    if planned.action == "create":
        refused = await _over_limit(session, store, creations + 1)
        if refused is not None:
            issues = [*case.issues, *_blamed(refused, wanted, [])]
            return Outcome("skip", None, [], issues, case.stored)
    else:
        _preview_pictures(planned, wanted, case.stored, shelf)
    return Outcome(planned.action, case.product_id, planned.changes, case.issues, case.stored)


def _preview_pictures(
    planned: Plan, wanted: IncomingProduct, stored: frozenset[str], shelf: Shelf
) -> None:
    """Pictures on the shelf will be there; whether an address answers is not known before."""
    fresh = [picture for picture in wanted.pictures if picture.source not in stored]
    sure = sum(shelf.has(picture.filename) for picture in fresh)
    if sure:
        planned.changes.append(Change("pictures", len(stored), len(stored) + sure))
        planned.action = "update"
    if len(fresh) > sure:
        planned.changes.append(Change("pictures_to_fetch", None, len(fresh) - sure))


async def _case(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, wanted: IncomingProduct
) -> _Case:
    product_id = await catalog.find_imported(session, store.id, wanted.handle)
    current: ProductOut | None = None
    case = _Case(product_id, None, [])
    if product_id is not None:
        current = await catalog.product_out(kernel, session, store, product_id, clock.now())
        said = {picture.source: picture.alt for picture in wanted.pictures}
        pictures = await catalog.pictures_of(session, product_id)
        case.stored = frozenset(row[1] for row in pictures if row[1] in said)
        case.alts = {
            row[0]: alt for row in pictures if (alt := said.get(row[1] or "")) and alt != row[3]
        }
    case.issues = await _taken_skus(session, store, wanted, product_id)
    if case.issues:
        return case
    try:
        planned = plan(current, wanted, store.currency)
    except ValidationError as error:
        message = "; ".join(str(problem["msg"]) for problem in error.errors()[:3])
        case.issues = [_error(wanted.row, None, "invalid", message)]
        return case
    except AppError as error:
        case.issues = _blamed(error, wanted, [])
        return case
    if case.alts:
        planned.changes.append(Change("pictures_described", None, len(case.alts)))
        planned.action = "update"
    case.planned, case.issues = planned, planned.issues
    return case


async def _taken_skus(
    session: AsyncSession, store: StoreFacts, wanted: IncomingProduct, product_id: UUID | None
) -> list[Issue]:
    rows = {variant.sku: variant.row for variant in wanted.variants if variant.sku is not None}
    owners = await catalog.sku_owners(session, store.id, rows, but=product_id)
    return [
        _error(
            rows[sku],
            COLUMNS["sku"],
            "sku_taken",
            f"This SKU is another product's: {owner.title[:120]}.",
            sku,
        )
        for sku, owner in owners.items()
    ]


async def _write(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    wanted: IncomingProduct,
    case: _Case,
    actor: str,
) -> UUID:
    body = case.planned.body if case.planned else None
    if isinstance(body, ProductIn):
        return await _create(kernel, session, store, wanted, body, actor)
    product_id = case.product_id
    if product_id is None:
        raise TypeError("only a product that is there is updated")
    if isinstance(body, ProductPatch):
        await catalog.update_product(kernel, session, store, product_id, body, actor=actor)
    for media_id, alt in case.alts.items():
        await catalog.describe_picture(kernel, session, store, media_id, alt, actor=actor)
    await catalog.adopt_handle(session, product_id, wanted.handle)
    return product_id


async def _create(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    wanted: IncomingProduct,
    body: ProductIn,
    actor: str,
) -> UUID:
    slug = await catalog.free_slug(session, store.id, wanted.handle)
    made = await catalog.create_product(
        kernel,
        session,
        store,
        body.model_copy(update={"slug": slug}),
        actor=actor,
        import_handle=catalog.handle_key(wanted.handle),
    )
    if wanted.status == "archived":
        await catalog.archive_product(kernel, session, store, made.id, actor=actor)
    return made.id


async def _over_limit(session: AsyncSession, store: StoreFacts, count: int) -> AppError | None:
    """The refusal that making `count` products would meet; nothing is counted."""
    savepoint = await session.begin_nested()
    try:
        await plans.check(
            session, tenant_id=store.tenant_id, name=plans.PRODUCTS, n=count, scope_id=store.id
        )
    except AppError as error:
        return error
    finally:
        await savepoint.rollback()
    return None


def _blamed(error: AppError, wanted: IncomingProduct, rows: list[int]) -> list[Issue]:
    """A refusal of the catalogue, at the row and column it blames."""
    if not error.details:
        return [_error(wanted.row, None, error.code, error.text)]
    return [_blame(error, detail, wanted, rows) for detail in error.details[:20]]


def _blame(
    error: AppError, detail: dict[str, Any], wanted: IncomingProduct, rows: list[int]
) -> Issue:
    place = str(detail.get("field") or "").split(".")
    row = wanted.row
    if place[0] == "variants" and len(place) > 1 and place[1].isdecimal():
        number = int(place[1])
        row = rows[number] if number < len(rows) else wanted.row
        place = place[2:]
    column = COLUMNS.get(place[0]) if place else None
    message = str(detail.get("message") or error.text)
    return _error(row, column, str(detail.get("code") or error.code), message)


def _error(
    row: int, column: str | None, code: str, message: str, value: str | None = None
) -> Issue:
    return Issue(row, column, "error", code, message[:500], value and value[:200])
