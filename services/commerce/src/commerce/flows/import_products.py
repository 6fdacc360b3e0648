"""import_products: one product of an outside source -> the store's product -> its pictures.

Each product is one short transaction; its pictures are fetched and made small with none open
(`import_pictures`). Run again with the same source it changes nothing.
"""

from collections.abc import Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Known:
    """What the store has of a product of the source, and who has its SKUs."""

    product_id: UUID | None
    adopted: bool
    """It bears the handle already."""
    current: ProductOut | None
    pictures: Sequence[catalog.Picture]
    """See `catalog.pictures_of`."""
    taken: Mapping[str, catalog.SkuOwner]
    """SKUs that are another product's."""


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

    def outcome(self) -> Outcome:
        """As if it was done."""
        if self.planned is None:
            return Outcome("skip", self.product_id, [], self.issues, self.stored)
        planned = self.planned
        return Outcome(planned.action, self.product_id, planned.changes, self.issues, self.stored)


async def look_up(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, wanted: Sequence[IncomingProduct]
) -> list[Known]:
    """What the store has of each, in at most five statements."""
    found = await catalog.find_imported(session, store, [one.handle for one in wanted])
    meant = [found.get(catalog.handle_key(one.handle)) for one in wanted]
    ids = list({one.product_id for one in meant if one is not None})
    products = await catalog.products_out(kernel, session, store, ids, clock.now())
    pictures = await catalog.pictures_of_all(session, ids)
    currents = [products.get(one.product_id) if one is not None else None for one in meant]
    fresh = [_fresh_skus(one, current) for one, current in zip(wanted, currents, strict=True)]
    owners = await catalog.sku_owners(session, store.id, [sku for some in fresh for sku in some])
    known = []
    for one, current, skus in zip(meant, currents, fresh, strict=True):
        product_id = None if current is None else current.id
        taken = {sku: owners[key] for sku in skus if (key := catalog.same_sku(sku)) in owners}
        known.append(
            Known(
                product_id,
                one is not None and one.adopted,
                current,
                pictures.get(product_id, ()) if product_id is not None else (),
                {sku: own for sku, own in taken.items() if own.product_id != product_id},
            )
        )
    return known


def _fresh_skus(wanted: IncomingProduct, current: ProductOut | None) -> list[str]:
    """SKUs that are not the product's own already: those may be another's."""
    variants = current.variants if current is not None else []
    own = {catalog.same_sku(variant.sku) for variant in variants if variant.sku is not None}
    return [one.sku for one in wanted.variants if one.sku and catalog.same_sku(one.sku) not in own]


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
    [known] = await look_up(kernel, session, store, [wanted])
    case = _case(store, wanted, known)
    if case.planned is None:
        return case.outcome()
    try:
        async with session.begin_nested():
            product_id = await _write(kernel, session, store, wanted, case, actor)
    except AppError as error:
        if error.code in {"stale", "slug_taken"}:
            raise
        blamed = _blamed(error, wanted, case.planned.rows)
        return Outcome("skip", case.product_id, [], [*case.issues, *blamed], case.stored)
    return Outcome(case.planned.action, product_id, case.planned.changes, case.issues, case.stored)


def unchanged(store: StoreFacts, wanted: IncomingProduct, known: Known) -> Outcome | None:
    """The outcome of a product about which nothing is left to do; None where anything is."""
    if known.current is None or not known.adopted:
        return None
    outcome = _case(store, wanted, known).outcome()
    whole = all(picture.source in outcome.stored for picture in wanted.pictures)
    return outcome if outcome.action == "unchanged" and whole else None


async def preview_products(
    session: AsyncSession,
    store: StoreFacts,
    wanted: Sequence[IncomingProduct],
    known: Sequence[Known],
    *,
    creations: int,
    shelf: Shelf,
) -> list[Outcome]:
    """What `import_product` would do with each; nothing is written. `creations`: products that this
    import would make before these, for the plan's limit."""
    cases = [_case(store, one, had) for one, had in zip(wanted, known, strict=True)]
    new = sum(case.planned is not None and case.planned.action == "create" for case in cases)
    room = not new or await _over_limit(session, store, creations + new) is None
    outcomes = []
    for one, case in zip(wanted, cases, strict=True):
        if case.planned is not None and case.planned.action == "create":
            refused = None if room else await _over_limit(session, store, creations + 1)
            if refused is not None:
                case.planned, case.issues = None, [*case.issues, *_blamed(refused, one, [])]
            else:
                creations += 1
        elif case.planned is not None:
            _preview_pictures(case.planned, one, case.stored, shelf)
        outcomes.append(case.outcome())
    return outcomes


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


def _case(store: StoreFacts, wanted: IncomingProduct, known: Known) -> _Case:
    case = _Case(known.product_id, None, _taken_skus(wanted, known))
    said = {picture.source: picture.alt for picture in wanted.pictures}
    case.stored = frozenset(row[1] for row in known.pictures if row[1] in said)
    case.alts = {
        row[0]: alt for row in known.pictures if (alt := said.get(row[1] or "")) and alt != row[3]
    }
    if case.issues:
        return case
    try:
        planned = plan(known.current, wanted, store.currency)
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


def _taken_skus(wanted: IncomingProduct, known: Known) -> list[Issue]:
    rows = {variant.sku: variant.row for variant in wanted.variants if variant.sku is not None}
    return [
        _error(
            rows[sku],
            COLUMNS["sku"],
            "sku_taken",
            f"This SKU is another product's: {owner.title[:120]}.",
            sku,
        )
        for sku, owner in known.taken.items()
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
