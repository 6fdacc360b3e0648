"""Stores: creation, slugs, settings, deletion."""

import asyncio
import secrets
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from commerce.stores.places import countries, timezone_of, timezones
from commerce.stores.slugs import RESERVED
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import Merchant, ShopStore, create_store
from ecomm_testing.members import join


def body(**fields: Any) -> dict[str, Any]:
    return {"name": "Corner", "niche": "home", "currency": "EUR", "country": "DE", **fields}


def unique(name: str = "Corner") -> str:
    return f"{name} {secrets.token_hex(4)}"


async def made(merchant: Merchant, **fields: Any) -> dict[str, Any]:
    reply = await merchant.post("/stores", json=body(**fields))
    assert reply.status_code == 201, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return data


async def rows(kernel: Kernel, merchant: Merchant, sql: str, **values: Any) -> list[Any]:
    async with kernel.database.transaction(Scope(tenant_id=merchant.tenant_id)) as session:
        return list((await session.execute(text(sql), values)).all())


async def test_a_store_can_be_used_at_once_with_tax_and_shipping_of_its_country(
    merchant: Merchant, api: httpx2.AsyncClient
) -> None:
    store = await made(merchant, name=unique("Kettle & Crane"), description="Coffee tools.")
    assert store["status"] == "active"
    assert store["slug"].startswith("kettle-crane-")
    assert store["timezone"] == "Europe/Berlin"
    assert store["prices_include_tax"] is True
    assert store["storefront_url"] == f"http://{store['slug']}.localhost:3001"
    taxes = (await merchant.get(f"/stores/{store['id']}/tax-rates")).json()["data"]
    assert [(t["country"], t["name"], t["rate_ppm"]) for t in taxes] == [("DE", "VAT", 190000)]
    public = await api.get(f"/api/v1/public/stores/{store['slug']}")
    assert public.status_code == 200, public.text
    assert public.json()["data"]["ship_to"] == ["DE"]


async def test_a_store_in_the_united_states_shows_prices_without_tax(merchant: Merchant) -> None:
    store = await made(merchant, name=unique(), country="US", currency="USD")
    assert store["prices_include_tax"] is False
    assert store["timezone"] == "America/New_York"
    taxes = (await merchant.get(f"/stores/{store['id']}/tax-rates")).json()["data"]
    assert taxes == []


async def test_the_same_name_gets_the_next_number(
    merchant: Merchant, other_merchant: Merchant
) -> None:
    """R7.4: store slugs are unique on the whole platform."""
    name = unique("Twin")
    first = await made(merchant, name=name)
    second = await made(other_merchant, name=name)
    third = await made(merchant, name=name)
    assert second["slug"] == f"{first['slug']}-2"
    assert third["slug"] == f"{first['slug']}-3"


async def test_ten_stores_of_one_name_at_once_get_ten_slugs(
    api: httpx2.AsyncClient, merchant: Merchant
) -> None:
    name = unique("Rush")
    stores = await asyncio.gather(*(made(merchant, name=name) for _ in range(8)))
    slugs = {store["slug"] for store in stores}
    assert len(slugs) == 8
    base = min(slugs, key=len)
    assert slugs == {base, *(f"{base}-{n}" for n in range(2, 9))}


@pytest.mark.parametrize("name", ["Admin", "www", "API", "Help!", "Store"])
async def test_reserved_names_get_a_number(merchant: Merchant, name: str) -> None:
    """R7.4"""
    store = await made(merchant, name=name)
    assert store["slug"] not in RESERVED
    assert store["slug"].rpartition("-")[2].isdigit()


async def test_a_name_without_latin_letters_still_gets_a_slug(merchant: Merchant) -> None:
    store = await made(merchant, name="珈琲店")
    assert store["slug"].startswith("store-")


async def test_demo_is_free_to_use() -> None:
    assert "demo" not in RESERVED


async def test_hostile_text_is_stored_as_it_is(merchant: Merchant) -> None:
    name = "<script>alert(1)</script> '; drop table stores; -- ${7*7} {{7*7}}"
    store = await made(merchant, name=name, description='"><img src=x onerror=alert(1)>')
    again = (await merchant.get(f"/stores/{store['id']}")).json()["data"]
    assert again["name"] == name
    assert all(c.isalnum() or c == "-" for c in again["slug"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("currency", "XXX"),
        ("currency", "eur"),
        ("country", "ZZ"),
        ("country", "EU"),
        ("timezone", "Mars/Olympus"),
        ("timezone", "../../etc/passwd"),
        ("niche", "weapons"),
        ("name", ""),
        ("name", "   "),
        ("name", "x" * 81),
        ("name", "nul\x00"),
        ("locale", "english"),
        ("description", "x" * 2001),
    ],
)
async def test_what_does_not_exist_is_refused_on_its_field(
    merchant: Merchant, field: str, value: str
) -> None:
    reply = await merchant.post("/stores", json=body(**{field: value}))
    assert reply.status_code == 422
    assert reply.json()["error"]["code"] == "invalid"
    if "\x00" not in value:
        assert [d["field"] for d in reply.json()["error"]["details"]] == [field]
    listed = (await merchant.get("/stores")).json()
    assert listed["page"]["total"] == 0


async def test_the_plans_limit_is_refused_by_name_and_nothing_is_made(
    merchant: Merchant, kernel: Kernel
) -> None:
    async with kernel.database.transaction(Scope(tenant_id=merchant.tenant_id)) as session:
        await session.execute(text("update tenants set plan = 'starter'"))
    first = await made(merchant, name=unique())
    refused = await merchant.post("/stores", json=body(name=unique()))
    assert refused.status_code == 402
    detail = refused.json()["error"]["details"][0]
    assert (detail["limit"], detail["used"], detail["lifted_by"]) == ("stores", 1, "Growth")
    assert (await merchant.get("/stores")).json()["page"]["total"] == 1
    await merchant.delete(f"/stores/{first['id']}")
    assert (await merchant.post("/stores", json=body(name=unique()))).status_code == 201


async def test_creating_with_one_key_twice_makes_one_store(merchant: Merchant) -> None:
    headers = {"Idempotency-Key": secrets.token_urlsafe(24)}
    wanted = body(name=unique())
    first = await merchant.post("/stores", json=wanted, headers=headers)
    second = await merchant.post("/stores", json=wanted, headers=headers)
    assert first.json() == second.json()
    assert (await merchant.get("/stores")).json()["page"]["total"] == 1


async def test_stores_are_listed_in_pages_oldest_first(merchant: Merchant) -> None:
    names = [unique(f"Shop {n}") for n in range(3)]
    for name in names:
        await made(merchant, name=name)
    first = (await merchant.get("/stores?per_page=2")).json()
    second = (await merchant.get("/stores?per_page=2&page=2")).json()
    assert first["page"] == {"total": 3, "page": 1, "per_page": 2, "next": None}
    assert [s["name"] for s in first["data"] + second["data"]] == names


async def test_a_foreign_store_does_not_exist(store: ShopStore, other_merchant: Merchant) -> None:
    for method, path, payload in (
        ("GET", store.path, None),
        ("PATCH", store.path, {"name": "Mine now"}),
        ("DELETE", store.path, None),
        ("POST", f"{store.path}/setup/resume", None),
    ):
        reply = await other_merchant.request(method, path, json=payload)
        assert reply.status_code == 404, (method, path)
        assert reply.json()["error"]["code"] == "store_not_found"
    listed = (await other_merchant.get("/stores")).json()
    assert str(store.id) not in str(listed)
    assert (await store.merchant.get(store.path)).json()["data"]["name"] != "Mine now"


async def test_roles_decide_what_may_be_done(
    store: ShopStore, kernel: Kernel, api: httpx2.AsyncClient
) -> None:
    viewer = await join(kernel, store.merchant, "viewer")
    staff = await join(kernel, store.merchant, "staff")
    admin = await join(kernel, store.merchant, "admin")
    assert (await viewer.get(store.path)).status_code == 200
    for person in (viewer, staff):
        for method, path, payload in (
            ("PATCH", store.path, {"name": "No"}),
            ("DELETE", store.path, None),
            ("POST", "/stores", body(name=unique())),
            ("POST", f"{store.path}/setup/resume", None),
        ):
            reply = await person.request(method, path, json=payload)
            assert reply.status_code == 403, (method, path)
            assert reply.json()["error"]["code"] == "forbidden"
    assert (await admin.delete(store.path)).status_code == 403
    assert (await admin.patch(store.path, json={"name": "Renamed"})).status_code == 200
    assert (await api.get(f"/api/v1{store.path}")).status_code == 401
    assert (await store.merchant.get(store.path)).json()["data"]["name"] == "Renamed"


async def test_a_member_of_some_stores_sees_only_those(store: ShopStore, kernel: Kernel) -> None:
    hidden = await create_store(store.merchant, kernel)
    member = await join(kernel, store.merchant, "admin", [store.id])
    listed = (await member.get("/stores")).json()
    assert [s["id"] for s in listed["data"]] == [str(store.id)]
    assert listed["page"]["total"] == 1
    assert (await member.get(hidden.path)).status_code == 404
    assert (await member.post("/stores", json=body(name=unique()))).status_code == 403


async def test_settings_change_and_are_audited(store: ShopStore, kernel: Kernel) -> None:
    change = {
        "name": "New name", "niche": "pets", "country": "AT", "timezone": "Europe/Vienna",
        "locale": "de-AT", "description": "Now with pets.", "contact_email": "hi@example.com",
        "test_mode": True,
    }  # fmt: skip
    reply = await store.merchant.patch(store.path, json=change)
    assert reply.status_code == 200, reply.text
    assert {key: reply.json()["data"][key] for key in change} == change
    cleared = await store.merchant.patch(
        store.path, json={"description": None, "contact_email": None, "name": None}
    )
    assert cleared.json()["data"]["description"] is None
    assert cleared.json()["data"]["contact_email"] is None
    assert cleared.json()["data"]["name"] == "New name"
    log = await rows(
        kernel, store.merchant,
        "select before, after, actor from audit_log where action = 'store.update' order by at",
    )  # fmt: skip
    assert log[0].before["niche"] == "home"
    assert log[0].after["niche"] == "pets"
    assert log[0].actor == f"user:{store.merchant.user_id}"


async def test_a_change_that_changes_nothing_leaves_no_trace(
    store: ShopStore, kernel: Kernel
) -> None:
    before = (await store.merchant.get(store.path)).json()["data"]
    again = await store.merchant.patch(store.path, json={"name": before["name"], "niche": "home"})
    assert again.json()["data"] == before
    log = await rows(
        kernel, store.merchant, "select 1 from audit_log where action = 'store.update'"
    )
    assert log == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "two words"),
        ("slug", "-dash"),
        ("slug", "a--b"),
        ("slug", "über"),
        ("slug", "x" * 61),
        ("contact_email", "nobody"),
        ("status", "deleted"),
        ("currency", "AAA"),
        ("timezone", "Nowhere"),
    ],
)
async def test_malformed_settings_are_refused_on_their_field(
    store: ShopStore, field: str, value: str
) -> None:
    reply = await store.merchant.patch(store.path, json={field: value})
    assert reply.status_code == 422
    assert reply.json()["error"]["details"][0]["field"] == field


async def test_a_new_slug_is_found_and_the_old_one_is_gone(
    store: ShopStore, api: httpx2.AsyncClient
) -> None:
    assert (await api.get(store.public)).status_code == 200
    slug = f"Fresh-{secrets.token_hex(4)}"
    reply = await store.merchant.patch(store.path, json={"slug": slug})
    assert reply.json()["data"]["slug"] == slug.lower()
    assert (await api.get(f"/api/v1/public/stores/{slug.lower()}")).status_code == 200
    gone = await api.get(store.public)
    assert gone.status_code == 404
    assert gone.json()["error"]["code"] == "store_not_found"


async def test_a_taken_or_reserved_slug_is_refused_on_its_field(
    store: ShopStore, other_store: ShopStore
) -> None:
    """R7.4"""
    for slug in (other_store.slug, "admin"):
        reply = await store.merchant.patch(store.path, json={"slug": slug, "name": "Half done"})
        assert reply.status_code == 409
        assert reply.json()["error"]["code"] == "slug_taken"
        assert reply.json()["error"]["details"][0]["field"] == "slug"
    after = (await store.merchant.get(store.path)).json()["data"]
    assert (after["slug"], after["name"] == "Half done") == (store.slug, False)


async def test_the_currency_is_fixed_once_somebody_pays(shop: Any, store: ShopStore) -> None:
    free = await store.merchant.patch(store.path, json={"currency": "CHF"})
    assert free.json()["data"]["currency"] == "CHF"
    shopper = await shop.shopper((await shop.variant(), 1))
    # A cart alone fixes nothing; a payment under way does, and an order does for good.
    await store.merchant.patch(store.path, json={"currency": "EUR"})
    shopper = await shop.shopper((await shop.variant(), 1))
    await shopper.start()
    for _ in ("while it is paid", "once it is paid"):
        refused = await store.merchant.patch(store.path, json={"currency": "USD"})
        assert refused.status_code == 409
        assert refused.json()["error"]["code"] == "currency_fixed"
        assert refused.json()["error"]["details"][0]["field"] == "currency"
        await shopper.choose("pay")
        assert (await shopper.state())["state"] == "completed"
    same = await store.merchant.patch(store.path, json={"currency": "EUR", "name": "Other"})
    assert same.json()["data"]["name"] == "Other"
    assert same.json()["data"]["currency"] == "EUR"


async def test_a_paused_store_closes_its_public_side_and_opens_again(
    store: ShopStore, api: httpx2.AsyncClient
) -> None:
    await store.merchant.patch(store.path, json={"contact_email": "care@example.com"})
    assert (await api.get(store.public)).status_code == 200
    await store.merchant.patch(store.path, json={"status": "paused"})
    paused = await api.get(f"{store.public}/products")
    assert paused.status_code == 404
    assert paused.json()["error"]["code"] == "store_paused"
    told = paused.json()["error"]["details"][0]
    assert told["contact_email"] == "care@example.com"
    assert (await store.merchant.get(store.path)).json()["data"]["status"] == "paused"
    await store.merchant.patch(store.path, json={"status": "active"})
    assert (await api.get(f"{store.public}/products")).status_code == 200


async def test_a_deleted_store_is_gone_and_its_slug_is_free(
    store: ShopStore, api: httpx2.AsyncClient, other_merchant: Merchant
) -> None:
    assert (await api.get(store.public)).status_code == 200
    reply = await store.merchant.delete(store.path)
    assert (reply.status_code, reply.json()["data"]) == (200, {})
    for path in (store.public, f"{store.public}/products"):
        gone = await api.get(path)
        assert (gone.status_code, gone.json()["error"]["code"]) == (404, "store_not_found")
    assert (await store.merchant.get(store.path)).status_code == 404
    assert (await store.merchant.delete(store.path)).status_code == 404
    assert (await store.merchant.get("/stores")).json()["page"]["total"] == 0
    use = (await store.merchant.get("/auth/me")).json()["data"]["usage"]
    used = {"stores": 0, "products": 0, "custom_domains": 0}
    assert {u["name"]: u["used"] for u in use} == used
    theirs = await made(other_merchant, name=unique())
    taken = await other_merchant.patch(f"/stores/{theirs['id']}", json={"slug": store.slug})
    assert taken.status_code == 200


@pytest.mark.parametrize("slug", ["no-such-store", "UPPER", "a%00b", "..", "x" * 90, "ü"])
async def test_an_unknown_slug_is_not_found(api: httpx2.AsyncClient, slug: str) -> None:
    reply = await api.get(f"/api/v1/public/stores/{slug}/products")
    assert reply.status_code == 404


async def test_a_store_made_later_is_found_although_its_slug_was_asked_for(
    merchant: Merchant, api: httpx2.AsyncClient
) -> None:
    name = unique("Later")
    slug = name.lower().replace(" ", "-")
    assert (await api.get(f"/api/v1/public/stores/{slug}")).status_code == 404
    store = await made(merchant, name=name)
    assert store["slug"] == slug
    assert (await api.get(f"/api/v1/public/stores/{slug}")).status_code == 200


def test_every_country_has_a_timezone_that_exists() -> None:
    assert len(countries()) == 249
    assert {timezone_of(code) for code in countries()} <= timezones() | {"UTC"}
