"""Tenant A with one of everything."""

import io
import secrets
from dataclasses import dataclass, field
from typing import Any

import httpx2
from PIL import Image
from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.accounts import confirm_address
from ecomm_testing.actors import PASSWORD, Merchant, ShopStore, create_store, register_merchant
from ecomm_testing.members import join
from ecomm_testing.outbox import run_outbox
from ecomm_testing.shopping import ShopperCart, open_cart

CANARY_COST = 777_123


@dataclass(slots=True)
class World:
    """Tenant A's things; `shopper` is a bearer header of A's shop. `guessed` is somebody whose
    password may be guessed until the account is throttled; nothing else signs in as them.
    `elsewhere` is an admin of A who may enter another store of A's only."""

    api: httpx2.AsyncClient
    kernel: Kernel
    owner: Merchant
    viewer: Merchant
    guessed: Merchant
    elsewhere: Merchant
    store: ShopStore
    product: dict[str, Any]
    draft: dict[str, Any]
    category: dict[str, Any]
    shopper: dict[str, str]
    shopper_email: str
    order: dict[str, Any]
    checkout_id: str
    cart: ShopperCart
    canaries: list[str] = field(default_factory=list)

    @property
    def ids(self) -> dict[str, str]:
        """Path parameters that stay the same in every call."""
        return {"store_id": str(self.store.id), "slug": self.store.slug}

    async def made(self, path: str, **kwargs: Any) -> dict[str, Any]:
        """POST below the store as owner; the data."""
        reply = await self.owner.post(f"{self.store.path}{path}", **kwargs)
        assert reply.status_code in {201, 202}, reply.text
        data: dict[str, Any] = reply.json()["data"]
        return data


async def build(api: httpx2.AsyncClient, kernel: Kernel, *, stock: int = 200) -> World:
    """Make tenant A through the API; `stock` units of its public product."""
    owner = await register_merchant(api)
    await confirm_address(kernel, owner)
    store = await create_store(owner, kernel)
    canary = f"canary{secrets.token_hex(8)}"
    category = (await owner.post(f"{store.path}/categories", json={"name": "Tools"})).json()["data"]
    product = await store.product(
        title="A public thing",
        category_ids=[category["id"]],
        stock=stock,
        cost=store.money(CANARY_COST),
    )
    draft = await store.product(title=f"Draft {canary}", status="draft")
    email = f"{canary}@example.com"
    shopper = await api.post(
        f"{store.public}/customers/register",
        json={"email": email, "password": PASSWORD, "name": "Sina"},
    )
    assert shopper.status_code == 201, shopper.text
    bought = await open_cart(api, store.public)
    await bought.add(product["variants"][0]["id"])
    state = await bought.buy(email="buyer@example.com")
    await run_outbox(kernel, owner.tenant_id)
    world = World(
        api=api,
        kernel=kernel,
        owner=owner,
        viewer=await _viewer(api, kernel, owner),
        guessed=await register_merchant(api),
        elsewhere=await join(kernel, owner, "admin", [(await create_store(owner, kernel)).id]),
        store=store,
        product=product,
        draft=draft,
        category=category,
        shopper={"Authorization": f"Bearer {shopper.json()['data']['access_token']}"},
        shopper_email=email,
        order=state["order"],
        checkout_id=state["checkout_id"],
        cart=bought,
        canaries=[canary, str(CANARY_COST)],
    )
    await fresh_cart(world)
    return world


async def _viewer(api: httpx2.AsyncClient, kernel: Kernel, owner: Merchant) -> Merchant:
    """Somebody with the lowest role in A's tenant, signed in there."""
    person = await register_merchant(api, name="Vera Viewer")
    async with kernel.database.transaction(Scope(tenant_id=owner.tenant_id)) as session:
        await session.execute(
            text(
                "insert into memberships (tenant_id, user_id, role) "
                "values (:tenant, :user, 'viewer')"
            ),
            {"tenant": owner.tenant_id, "user": person.user_id},
        )
    switched = await person.post("/auth/switch", json={"tenant_id": str(owner.tenant_id)})
    assert switched.status_code == 200, switched.text
    person.access_token = switched.json()["data"]["access_token"]
    person.tenant_id = owner.tenant_id
    return person


async def fresh_cart(world: World) -> ShopperCart:
    """A cart of A's shop with one line."""
    cart = await open_cart(world.api, world.store.public)
    await cart.add(world.product["variants"][0]["id"])
    return cart


def picture() -> bytes:
    """A small PNG nobody uploaded before."""
    made = Image.new("RGB", (80, 60), tuple(secrets.token_bytes(3)))
    target = io.BytesIO()
    made.save(target, "PNG")
    return target.getvalue()
