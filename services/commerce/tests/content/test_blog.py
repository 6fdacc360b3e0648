"""The blog: what merchants write, what readers get and when, what is refused."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest
import pytest_asyncio
from sqlalchemy import text

from commerce.content.blog import service, tasks
from commerce.content.blog.models import PostState
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import Merchant, ShopStore, create_store, register_merchant
from ecomm_testing.outbox import run_outbox


async def made(store: ShopStore, **fields: Any) -> dict[str, Any]:
    body = {"title": f"Post {secrets.token_hex(3)}", "status": "published", **fields}
    reply = await store.merchant.post(f"{store.path}/blog/posts", json=body)
    assert reply.status_code == 201, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return data


async def changed(store: ShopStore, post: dict[str, Any], **fields: Any) -> dict[str, Any]:
    path = f"{store.path}/blog/posts/{post['id']}"
    reply = await store.merchant.patch(path, json=fields)
    assert reply.status_code == 200, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return data


async def shown(api: httpx2.AsyncClient, store: ShopStore, path: str = "") -> Any:
    reply = await api.get(f"{store.public}/blog{path}")
    assert reply.status_code == 200, reply.text
    return reply.json()


async def announcements(kernel: Kernel, store: ShopStore, post: dict[str, Any]) -> int:
    scope = Scope(tenant_id=store.merchant.tenant_id)
    async with kernel.database.transaction(scope) as session:
        found = await session.scalar(
            text("select count(*) from events where resource_id = :id"), {"id": UUID(post["id"])}
        )
        return int(found or 0)


@pytest_asyncio.fixture(loop_scope="session")
async def own(api: httpx2.AsyncClient, kernel: Kernel) -> ShopStore:
    """A store whose blog nobody else writes."""
    merchant = await register_merchant(api)
    return await create_store(merchant, kernel)


async def test_a_scheduled_post_appears_by_the_clock_and_is_announced_once(
    own: ShopStore, api: httpx2.AsyncClient, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reads ask whether its moment has come; the job drops what was cached before it, once however
    often it runs, and not for one that was put off."""
    at = clock.now() + timedelta(hours=3)
    post = await made(own, slug="soon", published_at=at.isoformat())
    later = await made(own, slug="later", published_at=at.isoformat())
    assert post["state"] == "scheduled"
    assert (await shown(api, own))["data"] == []
    assert (await api.get(f"{own.public}/blog/soon")).status_code == 404
    sitemap = (await api.get(f"{own.public}/sitemap")).json()["data"]
    assert not [entry for entry in sitemap if entry["path"].startswith("/blog")]
    await changed(own, later, published_at=(at + timedelta(days=1)).isoformat())
    told, told_later = (
        await announcements(kernel, own, post),
        await announcements(kernel, own, later),
    )

    then = at + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: then)
    await tasks.publish_posts(kernel)
    await tasks.publish_posts(kernel)
    scope = Scope(tenant_id=own.merchant.tenant_id)
    async with kernel.database.transaction(scope) as session:
        assert not await service.appear(kernel, session, own.id, UUID(later["id"]))
    assert await announcements(kernel, own, post) == told + 1
    assert await announcements(kernel, own, later) == told_later
    assert [row["slug"] for row in (await shown(api, own))["data"]] == ["soon"]
    assert (await shown(api, own, "/soon"))["data"]["title"] == post["title"]
    assert (await api.get(f"{own.public}/blog/later")).status_code == 404


async def test_lists_are_paged_and_filtered(own: ShopStore, api: httpx2.AsyncClient) -> None:
    shelf = await own.merchant.post(f"{own.path}/blog/categories", json={"name": "Guides"})
    category = shelf.json()["data"]["id"]
    day = datetime(2026, 3, 1, tzinfo=UTC)
    for number in range(5):
        await made(
            own,
            slug=f"p{number}",
            published_at=(day + timedelta(days=number)).isoformat(),
            tags=["odd"] if number % 2 else ["even", "Tea & co"],
            category_id=category if number < 2 else None,
        )
    await made(own, slug="hidden", status="draft", tags=["even"])
    first = await shown(api, own, "?per_page=2")
    assert [row["slug"] for row in first["data"]] == ["p4", "p3"]
    assert first["page"] == {"total": 5, "page": 1, "per_page": 2, "next": None}
    assert "body" not in first["data"][0]
    assert [r["slug"] for r in (await shown(api, own, "?per_page=2&page=3"))["data"]] == ["p0"]
    assert (await shown(api, own, "?page=9"))["data"] == []
    assert [r["slug"] for r in (await shown(api, own, "?tag=odd"))["data"]] == ["p3", "p1"]
    assert (await shown(api, own, "?tag=Tea%20%26%20co"))["page"]["total"] == 3
    assert [r["slug"] for r in (await shown(api, own, "?category=guides"))["data"]] == ["p1", "p0"]
    assert (await shown(api, own, "?category=unknown"))["data"] == []
    shelves = (await api.get(f"{own.public}/blog-categories")).json()["data"]
    assert shelves == [{"name": "Guides", "slug": "guides", "posts": 2}]


async def test_a_post_shows_what_it_links_and_what_is_alike(
    own: ShopStore, api: httpx2.AsyncClient
) -> None:
    """Products in the order of the text, only those on sale, with prices in the asked currency's
    shape; related posts share a category or tags."""
    cup, pot = await own.product(title="Cup"), await own.product(title="Pot")
    hidden = await own.product(title="Secret", status="draft")
    body = "".join(
        f'<p><a href="{link}">x</a></p>'
        for link in (
            f"/products/{pot['slug']}",
            f"https://elsewhere.example/products/{cup['slug']}?a=1",
            f"/products/{hidden['slug']}",
            f"/products/{pot['slug']}",
        )
    )
    post = await made(own, body=body, tags=["tea"])
    alike = await made(own, tags=["tea"], published_at="2020-01-01T00:00:00Z")
    await made(own, published_at="2021-01-01T00:00:00Z")
    data = (await shown(api, own, f"/{post['slug']}"))["data"]
    assert [card["id"] for card in data["products"]] == [pot["id"], cup["id"]]
    assert data["related"][0]["id"] == alike["id"]
    assert post["id"] not in [row["id"] for row in data["related"]]
    # A change of a product in it is seen at once, not when the post's own reply grows old.
    await own.merchant.patch(f"{own.path}/products/{pot['id']}", json={"title": "Kettle"})
    again = (await shown(api, own, f"/{post['slug']}"))["data"]
    assert again["products"][0]["title"] == "Kettle"


async def test_no_script_of_a_post_is_stored_and_its_beginning_is_its_summary(
    own: ShopStore, api: httpx2.AsyncClient
) -> None:
    hostile = (
        "<h2>Hi &lt;b&gt;</h2><p>there</p><script>alert(1)</script><img src=x onerror=alert(1)>"
        '<a href="javascript:alert(1)" onclick="x()">you</a>'
    )
    post = await made(own, body=hostile)
    body = (await shown(api, own, f"/{post['slug']}"))["data"]["body"]
    for bad in ("script", "onerror", "onclick", "<img"):
        assert bad not in body
    assert post["summary"] == "Hi <b> there you"
    long = await made(own, body=f"<p>{'word ' * 200}</p>")
    assert long["summary"].endswith("word…")
    assert len(long["summary"]) <= service.SUMMARY + 1
    assert (await changed(own, long, excerpt="Short."))["summary"] == "Short."


async def test_a_changed_address_leads_on_and_a_live_post_wins(
    own: ShopStore, api: httpx2.AsyncClient
) -> None:
    """R7.4, as for pages."""
    post = await made(own, slug="first")
    await changed(own, post, slug="second")
    old = await api.get(f"{own.public}/blog/first", follow_redirects=False)
    assert (old.status_code, old.headers["location"]) == (301, f"{own.public}/blog/second")
    listed = (await own.merchant.get(f"{own.path}/redirects?origin=moved")).json()["data"]
    assert [(row["path"], row["target"]) for row in listed] == [("/blog/first", "/blog/second")]
    await made(own, slug="first", title="New")
    assert (await shown(api, own, "/first"))["data"]["title"] == "New"
    taken = await own.merchant.post(f"{own.path}/blog/posts", json={"title": "x", "slug": "SECOND"})
    assert (taken.status_code, taken.json()["error"]["details"][0]["field"]) == (409, "slug")


async def test_hiding_and_showing_again_keeps_the_day(own: ShopStore) -> None:
    post = await made(own, published_at="2024-05-01T10:00:00Z")
    hidden = await changed(own, post, status="draft")
    assert (hidden["state"], hidden["published_at"]) == ("draft", "2024-05-01T10:00:00Z")
    back = await changed(own, post, status="published")
    assert (back["state"], back["published_at"]) == ("published", "2024-05-01T10:00:00Z")
    now = await changed(own, post, published_at=None)
    assert datetime.fromisoformat(now["published_at"]) > clock.now() - timedelta(hours=1)


async def test_links_are_suggested_for_whole_words_that_are_not_linked(own: ShopStore) -> None:
    pot = await own.product(title="Iron pot")
    await own.product(title="Iron pot lid")
    await own.product(title="Ant+")
    done = await own.product(title="Linked cup")
    body = (
        f'<p>An <b>iron</b> pot, an IRON POT lid, a potiron, Ant+ and <a href="/products/'
        f'{done["slug"]}">cups</a>. A linked cup.</p>'
    )
    post = await made(own, body=body)
    reply = await own.merchant.get(f"{own.path}/blog/posts/{post['id']}/links")
    found = [(one["phrase"], one["title"]) for one in reply.json()["data"]]
    assert found == [("iron pot", "Iron pot"), ("IRON POT lid", "Iron pot lid"), ("Ant+", "Ant+")]
    assert reply.json()["data"][0]["path"] == f"/products/{pot['slug']}"


@pytest.mark.parametrize(
    ("fields", "blamed"),
    [
        ({"title": ""}, "title"),
        ({"title": "x", "slug": "/"}, "slug"),
        ({"title": "x", "body": "<b>" * 7000}, "body"),
        ({"title": "x", "tags": ["a, b"]}, "tags"),
        ({"title": "x", "tags": ["t"] * 21}, "tags"),
        ({"title": "x", "published_at": "1960-01-01T00:00:00Z"}, "published_at"),
        ({"title": "x", "published_at": "2190-01-01T00:00:00Z"}, "published_at"),
        ({"title": "x", "published_at": 0}, "published_at"),
    ],
)
async def test_what_is_malformed_is_refused_on_its_field(
    store: ShopStore, fields: dict[str, Any], blamed: str
) -> None:
    reply = await store.merchant.post(f"{store.path}/blog/posts", json=fields)
    assert reply.status_code == 422, reply.text
    assert blamed in reply.json()["error"]["details"][0]["field"]


async def test_another_stores_picture_category_and_post_are_nowhere(
    store: ShopStore, other_merchant: Merchant, other_store: ShopStore, api: httpx2.AsyncClient
) -> None:
    post = await made(store, body="<p>secret sauce</p>", status="draft")
    for base in (store.path, other_store.path):
        for method in ("GET", "DELETE", "PATCH"):
            path = f"{base}/blog/posts/{post['id']}"
            reply = await other_merchant.request(method, path, json={"title": "mine"})
            assert reply.status_code == 404, (method, path)
            assert "secret sauce" not in reply.text
    shelf = await store.merchant.post(f"{store.path}/blog/categories", json={"name": "Ours"})
    stolen = {"title": "x", "category_id": shelf.json()["data"]["id"]}
    reply = await other_merchant.post(f"{other_store.path}/blog/posts", json=stolen)
    assert (reply.status_code, reply.json()["error"]["code"]) == (404, "blog_category_not_found")
    kept = await store.merchant.get(f"{store.path}/blog/posts/{post['id']}")
    assert kept.json()["data"]["title"] == post["title"]


async def test_the_plan_says_who_writes(own: ShopStore, kernel: Kernel) -> None:
    """Spec §6: a blog from Growth on; what stands stays and can be taken down."""
    post = await made(own)
    scope = Scope(tenant_id=own.merchant.tenant_id)
    async with kernel.database.transaction(scope) as session:
        await session.execute(text("update tenants set plan = 'starter'"))
    refused = await own.merchant.post(f"{own.path}/blog/posts", json={"title": "x"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (402, "limit_reached")
    assert "Growth" in refused.json()["error"]["message"]
    listed = (await own.merchant.get(f"{own.path}/blog/posts")).json()
    assert listed["page"]["total"] == 1
    assert (await changed(own, post, status="draft"))["state"] == "draft"


def test_states_of_a_post() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert service.state_of("draft", now + timedelta(days=1), now) is PostState.DRAFT
    assert service.state_of("published", now, now) is PostState.PUBLISHED
    assert service.state_of("published", now + timedelta(seconds=1), now) is PostState.SCHEDULED


async def test_a_snapshot_brings_the_blog_back(
    own: ShopStore, api: httpx2.AsyncClient, kernel: Kernel
) -> None:
    """Changed and deleted posts are as they were, newcomers go; so are the shelves."""
    base = f"{own.path}/blog"
    shelf = (await own.merchant.post(f"{base}/categories", json={"name": "Guides"})).json()["data"]
    kept = await made(own, title="Kept", slug="kept", body="<p>a</p>", category_id=shelf["id"])
    gone = await made(own, title="Gone", slug="gone", tags=["x"], author="Ada")
    taken = await own.merchant.post(f"{own.path}/snapshots", json={"label": "L"})
    await run_outbox(kernel, own.merchant.tenant_id)
    await changed(own, kept, body="<p>b</p>", slug="moved", status="draft")
    for path in (f"{base}/posts/{gone['id']}", f"{base}/categories/{shelf['id']}"):
        assert (await own.merchant.delete(path)).status_code == 200
    newer = await made(own, title="Newer")
    restores = f"{own.path}/snapshots/{taken.json()['data']['id']}/restores"
    begun = (await own.merchant.post(restores, json={"dry_run": False})).json()["data"]
    for _ in range(5):
        await run_outbox(kernel, own.merchant.tenant_id)
    done = (await own.merchant.get(f"{own.path}/snapshots/restores/{begun['id']}")).json()["data"]
    assert (done["status"], done["problems"]) == ("done", [])
    back = (await shown(api, own, "/kept"))["data"]
    assert (back["body"], back["category"]) == ("<p>a</p>", {"name": "Guides", "slug": "guides"})
    again = (await own.merchant.get(f"{base}/posts/{gone['id']}")).json()["data"]
    assert (again["slug"], again["tags"], again["author"]) == ("gone", ["x"], "Ada")
    assert again["published_at"] == gone["published_at"]
    assert (await own.merchant.get(f"{base}/posts/{newer['id']}")).status_code == 404
