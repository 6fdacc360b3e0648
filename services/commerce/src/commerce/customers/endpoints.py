"""HTTP of shoppers' accounts. Registering, signing in and proving an address touch carts and orders
and stand with the flows (`commerce.flows.customer_endpoints`)."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from commerce.customers import profile, service
from commerce.customers.book import consents
from commerce.customers.book import service as book
from commerce.customers.book.schemas import (
    AddressIn,
    AddressOut,
    MarketingIn,
    MarketingOut,
    WishIn,
    WishOut,
)
from commerce.customers.errors import (
    AddressNotFound,
    AlreadyVerified,
    JustSent,
    ProductUnknown,
    SessionNotFound,
    TooManyAddresses,
    WishlistFull,
    WrongPassword,
)
from commerce.customers.schemas import (
    CustomerOut,
    CustomerTokensOut,
    DeviceOut,
    ShopperForgotIn,
    ShopperPasswordIn,
    ShopperPatch,
    ShopperResetIn,
)
from commerce.stores.contexts import Shop, Shopper
from commerce.stores.errors import StoreNotFound, StorePaused
from ecomm_core import clock
from ecomm_core.accounts.families import SessionEnded
from ecomm_core.accounts.links import LinkOver
from ecomm_core.accounts.throttle import LoginThrottled
from ecomm_core.api.auth import ClientDep
from ecomm_core.api.errors import errors
from ecomm_core.api.rating import rated
from ecomm_core.api.router import SECRET_REPLY, router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.identity.schemas import LogoutIn, RefreshIn
from ecomm_core.rates import Rate

routes = router("customers", "/public/stores/{slug}/customers")

SHOP = (StoreNotFound, StorePaused)


@routes.post("/refresh", responses=errors(SessionEnded, *SHOP), openapi_extra=SECRET_REPLY)
@rated(Rate.SESSION)
async def refresh(shop: Shop, body: RefreshIn) -> Reply[CustomerTokensOut]:
    """Exchange a refresh token for a new pair; a token used twice ends its session."""
    return ok(await service.refresh(shop.kernel, shop.store, body.refresh_token))


@routes.post("/forgot-password", responses=errors(LoginThrottled, *SHOP))
@rated(Rate.SIGN_IN)
async def forgot_password(
    shop: Shop, client: ClientDep, body: ShopperForgotIn
) -> Reply[dict[str, Any]]:
    """Mail a link to set a new password. The reply is the same whether anybody has the address."""
    await profile.forgot(shop.kernel, shop.store, body.email, client)
    return ok({})


@routes.post("/reset-password", responses=errors(LinkOver, *SHOP))
@rated(Rate.SIGN_IN)
async def reset_password(shop: Shop, client: ClientDep, body: ShopperResetIn) -> Reply[CustomerOut]:
    """Set a new password by a mailed link; every session ends."""
    return ok(await profile.reset(shop.kernel, shop.store, body, client))


@routes.get("/me", responses=errors(*SHOP))
async def me(shopper: Shopper) -> Reply[CustomerOut]:
    """The signed-in shopper."""
    return ok(await profile.me(shopper.session, shopper.store_id, shopper.customer_id))


@routes.patch("/me", responses=errors(*SHOP))
async def change_me(shopper: Shopper, body: ShopperPatch) -> Reply[CustomerOut]:
    """Change one's name or phone."""
    return ok(await profile.change(shopper, body))


@routes.post("/me/password", responses=errors(WrongPassword, LoginThrottled, *SHOP))
@rated(Rate.SIGN_IN)
async def change_password(
    shopper: Shopper, client: ClientDep, body: ShopperPasswordIn
) -> Reply[dict[str, Any]]:
    """Set another password, showing the present one; every other session ends."""
    await profile.change_password(shopper.kernel, shopper.store, shopper.claims, body, client)
    return ok({})


@routes.post("/me/verification", responses=errors(AlreadyVerified, JustSent, *SHOP))
@rated(Rate.SIGN_IN)
async def resend_verification(shopper: Shopper) -> Reply[dict[str, Any]]:
    """Mail another link that proves the address."""
    await profile.resend_verification(shopper)
    return ok({})


@routes.get("/me/sessions", responses=errors(*SHOP))
async def sessions(shopper: Shopper) -> Reply[list[DeviceOut]]:
    """Where one is signed in."""
    return ok(await profile.list_sessions(shopper))


@routes.delete("/me/sessions/{session_id}", responses=errors(SessionNotFound, *SHOP))
async def end_session(shopper: Shopper, session_id: UUID) -> Reply[dict[str, Any]]:
    """Sign out somewhere else."""
    await profile.end_session(shopper, session_id)
    return ok({})


@routes.get("/me/marketing", responses=errors(*SHOP))
async def marketing(shopper: Shopper) -> Reply[MarketingOut]:
    """Whether the shop may write about offers."""
    account = await profile.me(shopper.session, shopper.store_id, shopper.customer_id)
    return ok(await consents.marketing(shopper.session, shopper.store_id, account.email))


@routes.put("/me/marketing", responses=errors(*SHOP))
async def set_marketing(
    shopper: Shopper, client: ClientDep, body: MarketingIn
) -> Reply[MarketingOut]:
    """Agree to offers by e-mail, or take it back. Time, place and words are written down; who has
    proven their address need not confirm it again."""
    account = await profile.me(shopper.session, shopper.store_id, shopper.customer_id)
    proof = replace(consents.seen(client), confirmed_at=clock.now() if account.verified else None)
    await consents.set_marketing(
        shopper.session,
        tenant_id=shopper.tenant_id,
        store_id=shopper.store_id,
        email=account.email,
        granted=body.granted,
        source="account",
        text_version=body.text_version,
        actor=f"customer:{shopper.customer_id}",
        proof=proof,
    )
    return ok(await consents.marketing(shopper.session, shopper.store_id, account.email))


@routes.get("/me/addresses", responses=errors(*SHOP))
async def my_addresses(shopper: Shopper) -> Reply[list[AddressOut]]:
    """The book, defaults first."""
    return ok(await book.list_addresses(shopper.session, shopper.customer_id, "shopper"))


@routes.post("/me/addresses", status_code=201, responses=errors(TooManyAddresses, *SHOP))
async def add_my_address(shopper: Shopper, body: AddressIn) -> Reply[AddressOut]:
    """Put an address into the book; the first is the default for both."""
    made = await book.add_address(
        shopper.session, shopper.store, shopper.customer_id, body, "shopper"
    )
    return ok(made)


@routes.put("/me/addresses/{address_id}", responses=errors(AddressNotFound, *SHOP))
async def replace_my_address(
    shopper: Shopper, address_id: UUID, body: AddressIn
) -> Reply[AddressOut]:
    """Change an address. A default stays one until another takes its place."""
    made = await book.replace_address(
        shopper.session, shopper.store, shopper.customer_id, address_id, body, "shopper"
    )
    return ok(made)


@routes.delete("/me/addresses/{address_id}", responses=errors(AddressNotFound, *SHOP))
async def remove_my_address(shopper: Shopper, address_id: UUID) -> Reply[dict[str, Any]]:
    """Take an address out of the book."""
    await book.remove_address(
        shopper.session, shopper.store, shopper.customer_id, address_id, "shopper"
    )
    return ok({})


@routes.get("/me/wishlist", responses=errors(*SHOP))
async def wishlist(shopper: Shopper) -> Reply[list[WishOut]]:
    """The list at today's prices. What is not on sale now is left out until it is again."""
    found = await book.wishlist(shopper.kernel, shopper.session, shopper.store, shopper.customer_id)
    return ok(found)


@routes.post("/me/wishlist", status_code=201, responses=errors(ProductUnknown, WishlistFull, *SHOP))
async def wish(shopper: Shopper, body: WishIn) -> Reply[list[WishOut]]:
    """Put products on the list: one, or those a guest kept in their browser."""
    await book.wish(shopper.session, shopper.store, shopper.customer_id, body.product_ids)
    found = await book.wishlist(shopper.kernel, shopper.session, shopper.store, shopper.customer_id)
    return ok(found)


@routes.delete("/me/wishlist/{product_id}", responses=errors(*SHOP))
async def unwish(shopper: Shopper, product_id: UUID) -> Reply[dict[str, Any]]:
    """Take a product off the list; one that is not on it changes nothing."""
    await book.unwish(shopper.session, shopper.customer_id, product_id)
    return ok({})


@routes.post("/logout", responses=errors(SessionEnded, *SHOP))
@rated(Rate.SESSION)
async def logout(shopper: Shopper, body: LogoutIn) -> Reply[dict[str, Any]]:
    """End this log-in; its access tokens are refused from now on."""
    await service.logout(shopper.kernel, shopper.claims, body.refresh_token)
    return ok({})
