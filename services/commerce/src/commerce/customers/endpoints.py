"""HTTP of shoppers' accounts."""

from typing import Any

from commerce.customers import service
from commerce.customers.schemas import CustomerOut, CustomerRegisterIn, CustomerTokensOut
from commerce.identity.schemas import LoginIn, LogoutIn, RefreshIn
from commerce.stores.contexts import Shop, Shopper
from commerce.stores.errors import StoreNotFound, StorePaused
from ecomm_core.accounts.families import SessionEnded
from ecomm_core.accounts.service import EmailTaken, WrongCredentials
from ecomm_core.accounts.throttle import LoginThrottled
from ecomm_core.api.auth import ClientDep
from ecomm_core.api.errors import errors
from ecomm_core.api.router import SECRET_REPLY, router
from ecomm_core.api.schemas import Reply, ok

routes = router("customers", "/public/stores/{slug}/customers")


@routes.post(
    "/register",
    status_code=201,
    responses=errors(EmailTaken, StoreNotFound, StorePaused),
    openapi_extra=SECRET_REPLY,
)
async def register(
    shop: Shop, client: ClientDep, body: CustomerRegisterIn
) -> Reply[CustomerTokensOut]:
    """Open a shopper's account in this store, signed in at once."""
    return ok(await service.register(shop.kernel, shop.store, body, client))


@routes.post(
    "/login",
    responses=errors(WrongCredentials, LoginThrottled, StoreNotFound, StorePaused),
    openapi_extra=SECRET_REPLY,
)
async def login(shop: Shop, client: ClientDep, body: LoginIn) -> Reply[CustomerTokensOut]:
    """Sign in to this store. Five free attempts per account and address, then growing waits."""
    pair = await service.login(
        shop.kernel, shop.store, email=body.email, password=body.password, client=client
    )
    return ok(pair)


@routes.post(
    "/refresh",
    responses=errors(SessionEnded, StoreNotFound, StorePaused),
    openapi_extra=SECRET_REPLY,
)
async def refresh(shop: Shop, body: RefreshIn) -> Reply[CustomerTokensOut]:
    """Exchange a refresh token for a new pair; a token used twice ends its session."""
    return ok(await service.refresh(shop.kernel, shop.store, body.refresh_token))


@routes.get("/me", responses=errors(StoreNotFound, StorePaused))
async def me(shopper: Shopper) -> Reply[CustomerOut]:
    """The signed-in shopper."""
    return ok(await service.me(shopper.session, shopper.store_id, shopper.customer_id))


@routes.post("/logout", responses=errors(SessionEnded, StoreNotFound, StorePaused))
async def logout(shopper: Shopper, body: LogoutIn) -> Reply[dict[str, Any]]:
    """End this log-in; its access tokens are refused from now on."""
    await service.logout(shopper.kernel, shopper.claims, body.refresh_token)
    return ok({})
