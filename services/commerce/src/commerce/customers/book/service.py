"""What a customer keeps: the address book and the wishlist."""

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.media.storage import public_prefix
from commerce.customers.book import repository
from commerce.customers.book.schemas import AddressIn, AddressOut, WishOut
from commerce.customers.errors import (
    AddressNotFound,
    CustomerNotFound,
    ProductUnknown,
    TooManyAddresses,
    WishlistFull,
)
from commerce.customers.models import CustomerAddress
from commerce.reads.product_cards import cards, on_sale
from commerce.stores.directory import StoreFacts
from commerce.stores.places import countries
from ecomm_core import clock
from ecomm_core.errors import Invalid
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

MAX_ADDRESSES = 20
MAX_WISHES = 200

By = Literal["shopper", "merchant"]
DEFAULTS = {"default_shipping", "default_billing"}


async def list_addresses(session: AsyncSession, customer_id: UUID, by: By) -> list[AddressOut]:
    """The book, defaults first."""
    found = await repository.addresses(session, customer_id, shopper=by == "shopper")
    return [address_out(address) for address in found]


async def add_address(
    session: AsyncSession, store: StoreFacts, customer_id: UUID, body: AddressIn, by: By
) -> AddressOut:
    """Put an address into the book; the first becomes the default for both.

    Raises CustomerNotFound (404), TooManyAddresses (409), Invalid (422) for a country that does not
    exist.
    """
    _check(body)
    account = await repository.lock(session, store.id, customer_id)
    if account is None:
        raise CustomerNotFound
    book = await repository.addresses(session, customer_id, shopper=False)
    if len(book) >= MAX_ADDRESSES:
        raise TooManyAddresses
    now = clock.now()
    shipping = body.default_shipping or not any(a.default_shipping for a in book)
    billing = body.default_billing or not any(a.default_billing for a in book)
    address = CustomerAddress(
        tenant_id=store.tenant_id,
        id=new_id(),
        store_id=store.id,
        customer_id=customer_id,
        address=body.model_dump(mode="json", exclude=DEFAULTS),
        default_shipping=shipping,
        default_billing=billing,
        added_by=by,
        created_at=now,
        updated_at=now,
    )
    session.add(address)
    await session.flush()
    await repository.clear_defaults(
        session, customer_id, address.id, shipping=shipping, billing=billing
    )
    if shipping:
        account.country = body.country
    return address_out(address)


async def replace_address(
    session: AsyncSession,
    store: StoreFacts,
    customer_id: UUID,
    address_id: UUID,
    body: AddressIn,
    by: By,
) -> AddressOut:
    """Change an address. A default stays one until another takes its place.

    Raises AddressNotFound (404), Invalid (422).
    """
    _check(body)
    account = await repository.lock(session, store.id, customer_id)
    address = await _named(session, customer_id, address_id, by)
    if account is None:
        raise AddressNotFound
    address.address = body.model_dump(mode="json", exclude=DEFAULTS)
    address.default_shipping = address.default_shipping or body.default_shipping
    address.default_billing = address.default_billing or body.default_billing
    address.updated_at = clock.now()
    await session.flush()
    await repository.clear_defaults(
        session,
        customer_id,
        address_id,
        shipping=address.default_shipping,
        billing=address.default_billing,
    )
    if address.default_shipping:
        account.country = body.country
    return address_out(address)


async def remove_address(
    session: AsyncSession, store: StoreFacts, customer_id: UUID, address_id: UUID, by: By
) -> None:
    """Take an address out; the oldest of the rest becomes the default in its place.

    Raises AddressNotFound (404).
    """
    await repository.lock(session, store.id, customer_id)
    address = await _named(session, customer_id, address_id, by)
    was = (address.default_shipping, address.default_billing)
    await session.delete(address)
    await session.flush()
    rest = await repository.addresses(session, customer_id, shopper=False)
    if rest:
        heir = min(rest, key=lambda other: other.id)
        heir.default_shipping = heir.default_shipping or was[0]
        heir.default_billing = heir.default_billing or was[1]


async def _named(
    session: AsyncSession, customer_id: UUID, address_id: UUID, by: By
) -> CustomerAddress:
    book = await repository.addresses(session, customer_id, shopper=by == "shopper")
    for address in book:
        if address.id == address_id:
            return address
    raise AddressNotFound


def _check(body: AddressIn) -> None:
    if body.country not in countries():
        raise Invalid.on_field("country", "This country does not exist.")


def address_out(address: CustomerAddress) -> AddressOut:
    """An address as it is shown."""
    fields: dict[str, Any] = {"line2": None, "state": None, "phone": None, **address.address}
    return AddressOut.model_validate(
        {
            **fields,
            "id": address.id,
            "default_shipping": address.default_shipping,
            "default_billing": address.default_billing,
        }
    )


async def wishlist(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, customer_id: UUID
) -> list[WishOut]:
    """The list, the latest wish first, at today's prices. What is no longer on sale is left out,
    and comes back with the product."""
    since = await repository.wishes(session, customer_id)
    found = await cards(
        session,
        tenant_id=store.tenant_id,
        store_id=store.id,
        now=clock.now(),
        media=public_prefix(kernel),
        currency=store.currency,
        products=list(since),
    )
    return [
        WishOut.model_validate(
            {**card, "product_id": card["id"], "added_at": since[UUID(card["id"])]}
        )
        for card in found
    ]


async def wish(
    session: AsyncSession, store: StoreFacts, customer_id: UUID, products: Sequence[UUID]
) -> int:
    """Put products on the list; how many are new. What is not for sale here is left out.

    Raises ProductUnknown (404) when none of them is for sale here, WishlistFull (409).
    """
    known = await on_sale(session, store.id, products)
    if not known:
        raise ProductUnknown
    if await repository.lock(session, store.id, customer_id) is None:
        raise CustomerNotFound
    there = await repository.wishes(session, customer_id)
    fresh = [product for product in dict.fromkeys(products) if product in known - there.keys()]
    if len(there) + len(fresh) > MAX_WISHES:
        raise WishlistFull
    return await repository.add_wishes(
        session,
        tenant_id=store.tenant_id,
        store_id=store.id,
        customer_id=customer_id,
        products=fresh,
        now=clock.now(),
    )


async def unwish(session: AsyncSession, customer_id: UUID, product_id: UUID) -> None:
    """Take a product off the list; one that is not on it is no refusal."""
    await repository.remove_wish(session, customer_id, product_id)
