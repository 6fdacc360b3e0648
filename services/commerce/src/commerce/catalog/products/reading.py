"""Products, whole: two statements, whatever the number of products and variants."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.errors import ProductNotFound
from commerce.catalog.media.storage import storage_of
from commerce.catalog.media.view import image_out
from commerce.catalog.schemas import (
    CategoryRef,
    ContactOut,
    MediaOut,
    OptionOut,
    ProductOut,
    ProductStatus,
    SafetyOut,
    SeoOut,
    StockOut,
    TaxClass,
    VariantOut,
)
from commerce.catalog.stock import VariantStock, stock_of
from commerce.stores.addresses import storefront_url
from commerce.stores.directory import StoreFacts
from ecomm_core.api.schemas import Money
from ecomm_core.kernel import Kernel

_COLUMNS = """p.*,
         (select coalesce(jsonb_agg(jsonb_build_object(
                   'id', o.id, 'name', o.name, 'values', o.values) order by o.position), '[]')
            from product_options o
           where o.tenant_id = p.tenant_id and o.product_id = p.id) as options,
         (select coalesce(jsonb_agg(jsonb_build_object(
                   'id', v.id, 'title', v.title, 'option_values', v.option_values, 'sku', v.sku,
                   'barcode', v.barcode, 'price', v.price,
                   'compare_at_price', v.compare_at_price, 'cost', v.cost,
                   'weight_grams', v.weight_grams, 'position', v.position)
                   order by v.position, v.id), '[]')
            from product_variants v
           where v.tenant_id = p.tenant_id and v.product_id = p.id
             and v.deleted_at is null) as variants,
         (select coalesce(jsonb_agg(jsonb_build_object(
                   'id', m.id, 'alt', m.alt, 'width', m.width, 'height', m.height,
                   'sizes', m.sizes, 'position', m.position, 'filename', m.filename)
                   order by m.position, m.id), '[]')
            from media m where m.tenant_id = p.tenant_id and m.product_id = p.id) as media,
         (select coalesce(jsonb_agg(jsonb_build_object(
                   'id', c.id, 'name', c.name, 'slug', c.slug) order by pc.position), '[]')
            from product_categories pc
            join categories c on c.tenant_id = pc.tenant_id and c.id = pc.category_id
           where pc.tenant_id = p.tenant_id and pc.product_id = p.id) as categories"""

_PRODUCT = text(
    f"""select {_COLUMNS}
       from products p
      where p.id = :product and p.store_id = :store and p.purged_at is null"""  # noqa: S608 - constants of this file
)

# Each is met by its key, whose order only its own index gives: for `p.id = any (…)` all of the
# store's products may be read.
_PRODUCTS = text(
    f"""select {_COLUMNS}
       from unnest(cast(:products as uuid[])) as wanted (id)
       cross join lateral (
         select * from products one
          where one.tenant_id = :tenant and one.id between wanted.id and wanted.id
          order by one.id limit 1) p
      where p.store_id = :store and p.purged_at is null"""  # noqa: S608 - constants of this file
)


async def product_out(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, product_id: UUID, now: datetime
) -> ProductOut:
    """The product as its merchants see it. Raises ProductNotFound (404)."""
    found = await session.execute(_PRODUCT, {"product": product_id, "store": store.id})
    row = found.mappings().first()
    if row is None:
        raise ProductNotFound
    stock = await stock_of(kernel).of_products(session, [product_id], now)
    return _out(kernel, store, row, stock)


async def products_out(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    product_ids: Sequence[UUID],
    now: datetime,
) -> dict[UUID, ProductOut]:
    """`product_out` of many, by id; what is not there is left out."""
    if not product_ids:
        return {}
    values = {"products": list(product_ids), "tenant": store.tenant_id, "store": store.id}
    rows = (await session.execute(_PRODUCTS, values)).mappings().all()
    stock = await stock_of(kernel).of_products(session, product_ids, now)
    return {row["id"]: _out(kernel, store, row, stock) for row in rows}


def _out(
    kernel: Kernel, store: StoreFacts, row: RowMapping, stock: Mapping[UUID, VariantStock]
) -> ProductOut:
    storage = storage_of(kernel)
    names = [option["name"] for option in row["options"]]
    variants = [_variant(v, names, stock.get(UUID(v["id"])), store) for v in row["variants"]]
    first = variants[0]
    return ProductOut(
        id=row["id"],
        slug=row["slug"],
        title=row["title"],
        description=row["description"],
        status=ProductStatus(row["status"]),
        vendor=row["vendor"],
        product_type=row["product_type"],
        tags=row["tags"],
        price=first.price,
        compare_at_price=first.compare_at_price,
        cost=first.cost,
        options=[
            OptionOut(id=UUID(o["id"]), name=o["name"], values=o["values"]) for o in row["options"]
        ],
        variants=variants,
        media=[
            MediaOut(
                **image_out(storage, m).model_dump(),
                product_id=row["id"],
                position=m["position"],
                filename=m["filename"],
            )
            for m in row["media"]
        ],
        categories=[
            CategoryRef(id=UUID(c["id"]), name=c["name"], slug=c["slug"]) for c in row["categories"]
        ],
        seo=SeoOut(
            title=row["seo_title"],
            description=row["seo_description"],
            keywords=row["seo_keywords"],
        ),
        tax_class=TaxClass(row["tax_class"]),
        is_gift_card=row["is_gift_card"],
        safety=_safety(row["safety"]),
        storefront_url=storefront_url(kernel.settings, store.slug, f"/products/{row['slug']}"),
        version=row["version"],
        published_at=row["published_at"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


def _safety(stored: Mapping[str, Any] | None) -> SafetyOut | None:
    if stored is None:
        return None

    def contact(name: str) -> ContactOut | None:
        found = stored.get(name)
        if found is None:
            return None
        return ContactOut(
            name=found.get("name"), address=found.get("address"), email=found.get("email")
        )

    return SafetyOut(
        manufacturer=contact("manufacturer"),
        responsible=contact("responsible"),
        warnings=stored.get("warnings"),
    )


def _variant(
    row: Mapping[str, Any], names: list[str], stock: VariantStock | None, store: StoreFacts
) -> VariantOut:
    def money(amount: int | None) -> Money | None:
        return None if amount is None else Money(amount=amount, currency=store.currency)

    policy: Literal["deny", "backorder"] = (
        "backorder" if stock is not None and stock.policy == "backorder" else "deny"
    )
    return VariantOut(
        id=UUID(row["id"]),
        title=row["title"],
        options=dict(zip(names, row["option_values"], strict=False)),
        sku=row["sku"],
        barcode=row["barcode"],
        price=Money(amount=row["price"], currency=store.currency),
        compare_at_price=money(row["compare_at_price"]),
        cost=money(row["cost"]),
        weight_grams=row["weight_grams"],
        position=row["position"],
        policy=policy,
        stock=(
            StockOut(
                on_hand=stock.on_hand,
                committed=stock.committed,
                reserved=stock.reserved,
                available=stock.available,
            )
            if stock is not None and stock.tracked
            else None
        ),
    )
