"""Prices that merchants set in other currencies than the store's: by product, and as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.pricing import currency_repository, store_currencies
from commerce.pricing.currency_schemas import PricedVariantOut, VariantPriceIn, VariantPriceOut
from commerce.pricing.errors import (
    CurrencyNotFound,
    CurrencyNotOffered,
    ExchangeRateStale,
    VariantNotFound,
)
from commerce.pricing.models import VariantPrice
from commerce.pricing.presenting import Presenter
from commerce.reads.variant_prices import variant_prices
from commerce.stores.directory import StoreFacts
from ecomm_core import audit
from ecomm_core.api.sheets import SheetIn, SheetOut
from ecomm_core.errors import Invalid
from ecomm_core.kernel import Kernel
from ecomm_core.money import MAX_AMOUNT, minor_digits
from ecomm_core.spreadsheet import Line, Problem, csv_file, read_csv

MOST_LINES: Final = 10_000
COLUMNS: Final = ("variant_id", "sku", "title", "currency", "price", "compare_at_price")
_EVENT: Final = 1000


@dataclass(frozen=True, slots=True)
class Wish:
    """A price to set; None takes the explicit price back."""

    variant_id: UUID
    currency: str
    price: int | None
    compare_at: int | None


async def of_product(
    session: AsyncSession, store: StoreFacts, product_id: UUID, now: datetime
) -> list[PricedVariantOut]:
    """A product's variants with their prices in each currency. Raises VariantNotFound (404)."""
    rows = await variant_prices(session, store.id, products=[product_id])
    if not rows:
        raise VariantNotFound
    facts = await currency_repository.facts(
        session, store.id, store.currency, now.date(), enabled=False
    )
    presenters: dict[str, Presenter | None] = {}
    for code, known in facts.items():
        try:
            presenters[code] = Presenter.of(store.currency, code, known, today=now.date())
        except ExchangeRateStale:
            presenters[code] = None
    own = await currency_repository.explicit(session, store.id, [row.id for row in rows])
    return [
        PricedVariantOut(
            variant_id=row.id,
            title=row.title,
            sku=row.sku,
            price=row.price,
            compare_at_price=row.compare_at_price,
            prices=[
                _shown(row, code, presenter, own.get((row.id, code)))
                for code, presenter in presenters.items()
            ],
        )
        for row in rows
    ]


async def set_of_product(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    product_id: UUID,
    prices: Sequence[VariantPriceIn],
    *,
    actor: str,
) -> None:
    """Set or take back explicit prices of a product's variants.

    Raises VariantNotFound (404), CurrencyNotOffered and Invalid (422) naming the place.
    """
    rows = await variant_prices(session, store.id, products=[product_id])
    known = {row.id for row in rows}
    if not known:
        raise VariantNotFound
    facts = await _currencies(session, store)
    wishes = []
    for position, given in enumerate(prices):
        if given.variant_id not in known:
            raise VariantNotFound.on_field(f"prices.{position}.variant_id")
        if given.currency not in facts:
            raise CurrencyNotOffered.on_field(f"prices.{position}.currency")
        for name in ("price", "compare_at_price"):
            money = getattr(given, name)
            if money is not None and money.currency != given.currency:
                raise Invalid.on_field(f"prices.{position}.{name}.currency", "Not this currency.")
        wishes.append(
            Wish(
                given.variant_id,
                given.currency,
                given.price.amount if given.price else None,
                given.compare_at_price.amount if given.price and given.compare_at_price else None,
            )
        )
    await _write(kernel, session, store, rows, wishes, actor=actor)


async def export(session: AsyncSession, store: StoreFacts, code: str) -> bytes:
    """Every variant with its explicit price in a currency, empty where the rate counts. Amounts as
    people write them (`12.50`). Raises CurrencyNotFound (404)."""
    if code not in await _currencies(session, store):
        raise CurrencyNotFound
    own = await currency_repository.explicit(session, store.id)
    rows = []
    for row in await variant_prices(session, store.id):
        price = own.get((row.id, code))
        title = f"{row.product_title} / {row.title}" if row.title else row.product_title
        written = (
            ("", "")
            if price is None
            else (_major(price.price, code), _major(price.compare_at_price, code))
        )
        rows.append((row.id, row.sku or "", title, code, *written))
    return csv_file(COLUMNS, rows)


async def take(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, sheet: SheetIn, *, actor: str
) -> SheetOut:
    """Set prices by variant id or SKU, all or nothing; an empty price takes one back."""
    lines, problems = read_csv(sheet.csv, ("currency", "price"), most=MOST_LINES)
    if problems:
        return SheetOut.wrong(problems)
    ids = [key for line in lines if (key := _uuid(line["variant_id"]))]
    skus = [line["sku"].lower() for line in lines if not line["variant_id"] and line["sku"]]
    rows = [
        *await variant_prices(session, store.id, ids=ids),
        *await variant_prices(session, store.id, skus=skus),
    ]
    by_key: dict[object, UUID] = {row.id: row.id for row in rows}
    by_key |= {row.sku.strip().lower(): row.id for row in rows if row.sku}
    facts = await _currencies(session, store)
    wishes: dict[tuple[UUID, str], Wish] = {}
    for line in lines:
        found = _read(line, by_key, facts)
        if isinstance(found, Problem):
            problems.append(found)
        elif (found.variant_id, found.currency) in wishes:
            problems.append(Problem(line.row, None, "An earlier line names the same price."))
        else:
            wishes[(found.variant_id, found.currency)] = found
    if problems:
        return SheetOut.wrong(problems)
    unique = list({row.id: row for row in rows}.values())
    counts = await _write(
        kernel, session, store, unique, list(wishes.values()), actor=actor, dry_run=sheet.dry_run
    )
    created, updated, unchanged = counts
    return SheetOut.right(
        applied=not sheet.dry_run, created=created, updated=updated, unchanged=unchanged
    )


async def _write(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    rows: Sequence[Row[Any]],
    wishes: Sequence[Wish],
    *,
    actor: str,
    dry_run: bool = False,
) -> tuple[int, int, int]:
    """(new, changed or taken back, as before)."""
    own = await currency_repository.explicit(session, store.id, [row.id for row in rows])
    put: list[Wish] = []
    gone: list[VariantPrice] = []
    created = 0
    for wish in wishes:
        there = own.get((wish.variant_id, wish.currency))
        if wish.price is None:
            if there is not None:
                gone.append(there)
        elif there is None or (there.price, there.compare_at_price) != (
            wish.price,
            wish.compare_at,
        ):
            created += there is None
            put.append(wish)
    changed = len(put) - created + len(gone)
    counts = created, changed, len(wishes) - created - changed
    if dry_run or not (put or gone):
        return counts
    await currency_repository.put_prices(
        session,
        [
            {
                "tenant_id": store.tenant_id,
                "store_id": store.id,
                "variant_id": wish.variant_id,
                "currency": wish.currency,
                "price": wish.price,
                "compare_at_price": wish.compare_at,
            }
            for wish in put
        ],
    )
    await currency_repository.remove_prices(session, [price.id for price in gone])
    touched = {wish.variant_id for wish in put} | {price.variant_id for price in gone}
    await _announce(kernel, session, store, [row for row in rows if row.id in touched])
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        store_id=store.id,
        actor=actor,
        action="price_list.update",
        resource_type="store",
        resource_id=store.id,
        after={
            "set": [[str(w.variant_id), w.currency, w.price] for w in put[:100]],
            "taken_back": [[str(p.variant_id), p.currency, p.price] for p in gone[:100]],
            "count": len(put) + len(gone),
        },
    )
    return counts


async def _announce(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, rows: Sequence[Row[Any]]
) -> None:
    for start in range(0, len(rows), _EVENT):
        products: dict[UUID, list[UUID]] = {}
        for row in rows[start : start + _EVENT]:
            products.setdefault(row.product_id, []).append(row.id)
        await store_currencies.announce(kernel, session, store, products)


async def _currencies(session: AsyncSession, store: StoreFacts) -> set[str]:
    return await currency_repository.codes(session, store.id)


def _shown(
    row: Row[Any], code: str, presenter: Presenter | None, own: VariantPrice | None
) -> VariantPriceOut:
    source: Literal["own", "rate"] = "own" if own else "rate"
    made = presenter.shown(row.price, row.compare_at_price) if presenter is not None else None
    automatic = (None, None) if made is None else (made.price, made.compare_at)
    price, before = automatic if own is None else (own.price, own.compare_at_price)
    return VariantPriceOut(
        currency=code,
        source=source,
        price=price,
        compare_at_price=before,
        automatic=automatic[0],
        automatic_compare_at=automatic[1],
    )


def _read(line: Line, by_key: dict[object, UUID], currencies: set[str]) -> Wish | Problem:
    code = line["currency"].upper()
    if code not in currencies:
        return Problem(line.row, "currency", "The store has not added this currency.")
    given = line["variant_id"]
    variant = by_key.get(_uuid(given) if given else line["sku"].lower())
    if variant is None:
        column = "variant_id" if given else "sku"
        return Problem(line.row, column, "There is no such variant.")
    try:
        price = _minor(line["price"], code)
        before = _minor(line["compare_at_price"], code)
    except ValueError as exc:
        return Problem(line.row, "price", str(exc))
    return Wish(variant, code, price, before if price is not None else None)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _major(amount: int | None, code: str) -> str:
    return "" if amount is None else f"{Decimal(amount).scaleb(-minor_digits(code)):f}"


def _minor(text: str, code: str) -> int | None:
    """`12.50` as minor units. Raises ValueError in words for people."""
    if not text:
        return None
    try:
        amount = Decimal(text.replace(",", ".")).scaleb(minor_digits(code))
    except InvalidOperation:
        raise ValueError("Write an amount, such as 12.50.") from None
    if not amount.is_finite() or amount != amount.to_integral_value():
        raise ValueError(f"{code} has {minor_digits(code)} digits after the point.")
    if not 0 <= amount <= MAX_AMOUNT:
        raise ValueError("That is no price.")
    return int(amount)
