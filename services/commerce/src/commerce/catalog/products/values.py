"""What is stored of a request: money in minor units, absent fields inherited, text made clean."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from commerce.catalog.errors import SkuTaken, problem, refuse
from commerce.catalog.products.matrix import Wanted, title_of
from commerce.catalog.schemas import ProductIn, ProductPatch, Safety, VariantIn
from ecomm_core.api.schemas import Money
from ecomm_core.text import search_key

MAX_SEARCH_TEXT = 12_000
"""Characters; titles and tags first, then SKUs."""

_MONEY = ("price", "compare_at_price", "cost")
MAX_SKU = 80


@dataclass(slots=True)
class VariantRow:
    """A variant as it will be stored."""

    id: UUID
    position: int
    option_values: list[str]
    sku: str | None
    barcode: str | None
    price: int
    compare_at_price: int | None
    cost: int | None
    weight_grams: int | None
    index: int | None
    """Place in the request's `variants`, for refusals."""

    @property
    def title(self) -> str:
        """`Ink / Large`."""
        return title_of(tuple(self.option_values))

    def field(self, name: str) -> str:
        """Where the request names this variant's field."""
        return name if self.index is None else f"variants.{self.index}.{name}"


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a new variant takes from its product where its own field is left out."""

    price: int
    compare_at_price: int | None
    cost: int | None
    weight_grams: int | None
    barcode: str | None = None
    sku: str | None = None
    stock: int | None = None
    policy: str | None = None


def check_currency(body: ProductIn | ProductPatch, currency: str) -> None:
    """Raise Invalid (422) for every amount that is not in the store's currency."""
    named: list[tuple[str, ProductIn | ProductPatch | VariantIn]] = [("", body)]
    named += [(f"variants.{n}.", variant) for n, variant in enumerate(body.variants or [])]
    problems = []
    for prefix, source in named:
        for name in _MONEY:
            money: Money | None = getattr(source, name)
            if money is not None and money.currency != currency:
                problems.append(
                    problem(f"{prefix}{name}.currency", f"This store sells in {currency}.")
                )
    refuse(problems)


def minor(money: Money | None) -> int | None:
    """Minor units, or None."""
    return None if money is None else money.amount


def clean(text: str | None) -> str | None:
    """Text, or None where there is none."""
    return text or None


def stored_safety(safety: Safety | None) -> dict[str, Any] | None:
    """Safety facts as they are kept; what is empty is left out, and nothing at all is None."""
    if safety is None:
        return None
    found: dict[str, Any] = {}
    for name in ("manufacturer", "responsible"):
        contact = getattr(safety, name)
        known = {} if contact is None else contact.model_dump(exclude_none=True)
        if kept := {key: text for key, text in known.items() if text}:
            found[name] = kept
    if safety.warnings:
        found["warnings"] = safety.warnings
    return found or None


def clean_tags(tags: Iterable[str]) -> list[str]:
    """Each tag once, whatever its letter case; the first spelling stays."""
    return list({tag.casefold(): tag for tag in reversed(list(tags))}.values())[::-1]


def new_row(
    variant_id: UUID, position: int, want: Wanted, inherited: Inherited, count: int
) -> VariantRow:
    """A new variant. Of several without SKUs of their own under a product SKU, each gets the
    product's with its number: `MUG-1`, `MUG-2`."""
    given = want.given
    sku = clean(given.sku) if given is not None else None
    if sku is None and inherited.sku and not (given and "sku" in given.model_fields_set):
        suffix = "" if count == 1 else f"-{position + 1}"
        sku = inherited.sku[: MAX_SKU - len(suffix)] + suffix
    own = given.model_fields_set if given is not None else set()
    return VariantRow(
        id=variant_id,
        position=position,
        option_values=list(want.combination),
        sku=sku,
        barcode=clean(given.barcode) if given and "barcode" in own else inherited.barcode,
        price=given.price.amount if given and given.price else inherited.price,
        compare_at_price=(
            minor(given.compare_at_price)
            if given and "compare_at_price" in own
            else inherited.compare_at_price
        ),
        cost=minor(given.cost) if given and "cost" in own else inherited.cost,
        weight_grams=(
            given.weight_grams if given and "weight_grams" in own else inherited.weight_grams
        ),
        index=want.index,
    )


def changed_row(row: VariantRow, position: int, want: Wanted) -> VariantRow:
    """A known variant with the request's own fields; null clears all but the price."""
    given = want.given
    fresh = VariantRow(
        id=row.id,
        position=position,
        option_values=list(want.combination),
        sku=row.sku,
        barcode=row.barcode,
        price=row.price,
        compare_at_price=row.compare_at_price,
        cost=row.cost,
        weight_grams=row.weight_grams,
        index=want.index,
    )
    if given is None:
        return fresh
    own = given.model_fields_set
    if "sku" in own:
        fresh.sku = clean(given.sku)
    if "barcode" in own:
        fresh.barcode = clean(given.barcode)
    if given.price is not None:
        fresh.price = given.price.amount
    if "compare_at_price" in own:
        fresh.compare_at_price = minor(given.compare_at_price)
    if "cost" in own:
        fresh.cost = minor(given.cost)
    if "weight_grams" in own:
        fresh.weight_grams = given.weight_grams
    return fresh


def same_sku(sku: str) -> str:
    """Two SKUs are the same when this is."""
    return sku.strip().lower()


def refuse_repeated_skus(rows: Sequence[VariantRow]) -> None:
    """Raise SkuTaken (409) where one request gives a SKU to two variants."""
    seen: set[str] = set()
    details: list[dict[str, Any]] = []
    for row in rows:
        if row.sku is None:
            continue
        if same_sku(row.sku) in seen:
            details.append(
                {
                    "field": row.field("sku"),
                    "code": SkuTaken.code,
                    "message": "Another variant of this product has this SKU.",
                    "product_id": None,
                }
            )
        seen.add(same_sku(row.sku))
    if details:
        raise SkuTaken(details=details[:100])


def search_text(
    title: str,
    vendor: str | None,
    product_type: str | None,
    tags: Sequence[str],
    rows: Sequence[VariantRow],
) -> str:
    """What a search in the product table looks through."""
    return search_text_of(title, vendor, product_type, tags, [row.sku for row in rows])


def search_text_of(
    title: str,
    vendor: str | None,
    product_type: str | None,
    tags: Sequence[str],
    skus: Sequence[str | None],
) -> str:
    """The same by the SKUs alone."""
    words = [title, vendor or "", product_type or "", *tags, *(sku or "" for sku in skus)]
    return search_key(" ".join(words), MAX_SEARCH_TEXT)
