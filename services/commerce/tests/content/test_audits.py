"""SEO audits: what each rule finds, what the score is made of, and that nobody else sees it."""

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
import pytest_asyncio
from sqlalchemy import text

from commerce.content.audits import rules, service
from commerce.content.audits.models import Thing
from commerce.content.audits.rules import Look
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import Merchant, ShopStore, create_store, register_merchant
from ecomm_testing.outbox import run_outbox

GOOD = "A description of its own that says what is here and why one would want to look at it."


@pytest_asyncio.fixture(loop_scope="session")
async def own(api: httpx2.AsyncClient, kernel: Kernel) -> ShopStore:
    """A store that nobody else fills."""
    return await create_store(await register_merchant(api), kernel)


async def sent(store: ShopStore, method: str, at: str, /, **body: Any) -> Any:
    reply = await store.merchant.request(method, f"{store.path}{at}", json=body or None)
    assert reply.is_success, reply.text
    return reply.json()["data"]


async def audited(
    store: ShopStore, kernel: Kernel
) -> tuple[dict[str, Any], dict[tuple[str, str], Any]]:
    """A finished audit, and its findings: (rule, path) -> detail."""
    begun = await sent(store, "POST", "/seo/audits")
    assert begun["state"] == "running"
    await run_outbox(kernel, store.merchant.tenant_id)
    done = await sent(store, "GET", f"/seo/audits/{begun['id']}")
    found: dict[tuple[str, str], Any] = {}
    page = 1
    while True:
        path = f"{store.path}/seo/audits/{begun['id']}/findings?per_page=100&page={page}"
        reply = (await store.merchant.get(path)).json()
        found |= {(one["rule"], one["path"]): one["detail"] for one in reply["data"]}
        if page * 100 >= reply["page"]["total"]:
            return done, found
        page += 1


async def test_an_audit_finds_what_is_amiss_and_no_more(own: ShopStore, kernel: Kernel) -> None:
    """Each fault is planted in a thing of its own; mended, it is gone and the score rises."""
    good = await own.product(
        title="Copper kettle with a lid",
        description=f"<p>{'Words that say something. ' * 20}</p>",
        seo={"description": GOOD},
    )
    bare = await own.product(title="Bare product thing", slug="quite-other-words")
    twin = await own.product(title="Bare product thing", description="<p>Short.</p>")
    moved = await own.product(title="Moved product here", slug="was-here-product")
    await sent(own, "PATCH", f"/products/{moved['id']}", slug="moved-product-now")
    body = "".join(
        f'<p><a href="{href}">x</a></p>'
        for href in (
            "/products/nothing-there?a=1",
            "/products/was-here-product",
            f"/products/{good['slug'].upper()}/",
            "//elsewhere.example/x",
            "https://elsewhere.example/products/y",
        )
    )
    page = await sent(
        own, "POST", "/pages", title="Ours", body=body, status="published", seo_description="Brief."
    )
    long = "An entirely too long title for anybody who looks for something on the web today"
    post = await sent(
        own, "POST", "/blog/posts", title=long, body="<p>Few.</p>", status="published"
    )
    await sent(own, "POST", "/pages", title="Hidden draft", status="draft")
    await sent(own, "POST", "/redirects", path="/old", target="/pages/nowhere")
    await sent(own, "POST", "/redirects", path="/fine", target=f"/products/{good['slug']}")

    done, found = await audited(own, kernel)
    at = {one["slug"]: f"/products/{one['slug']}" for one in (good, bare, twin)}
    kettle, naked, double = at.values()
    here, read = f"/pages/{page['slug']}", f"/blog/{post['slug']}"
    assert {rule for rule, path in found if path == kettle} == {"picture_missing"}
    assert {rule for rule, path in found if path == naked} == {
        "description_missing",
        "thin_text",
        "title_duplicate",
        "picture_missing",
        "slug_odd",
    }
    assert found["title_duplicate", double] == {
        "others": 1,
        "with": naked,
        "name": "Bare product thing",
    }
    assert found["slug_odd", naked]["why"] == "other_words"
    assert ("slug_odd", double) not in found, "a numbered address has its title's words"
    assert found["broken_link", here] == {"to": "/products/nothing-there"}
    assert found["link_moved", here]["now"] == "/products/moved-product-now"
    assert found["description_short", here]["length"] == 6
    assert found["title_short", here] == {"length": 4, "least": 10}
    assert found["title_long", read]["length"] == len(long)
    assert found["thin_text", read]["words"] == 1
    assert found["redirect_dead", "/old"] == {"to": "/pages/nowhere"}
    assert ("redirect_dead", "/fine") not in found
    assert not [path for _, path in found if "hidden" in path]
    assert done["state"] == "done"
    assert done["examined"]["product"] == 4
    lost = sum(rule["lost_ppm"] for rule in done["rules"])
    assert done["score"] == (100_000_000 - lost) // 1_000_000 < 100
    assert done["findings"] == sum(rule["failing"] for rule in done["rules"])

    await sent(
        own, "PATCH", f"/products/{bare['id']}", title="Quite other words", slug="quite-other"
    )
    await sent(own, "PATCH", f"/pages/{page['id']}", body="<p>No links.</p>")
    after, left = await audited(own, kernel)
    assert not {("title_duplicate", double), ("broken_link", here), ("link_moved", here)} & set(
        left
    )
    assert after["score"] > done["score"]
    kept = (await own.merchant.get(f"{own.path}/seo/audits")).json()
    assert [one["id"] for one in kept["data"]] == [after["id"], done["id"]]


async def test_an_audit_runs_once_and_one_that_died_is_over_after_an_hour(
    own: ShopStore, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = await sent(own, "POST", "/seo/audits")
    again = await own.merchant.post(f"{own.path}/seo/audits")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "seo_audit_running")
    scope = Scope(tenant_id=own.merchant.tenant_id)
    async with kernel.database.transaction(scope) as session:
        await session.execute(
            text("update seo_audits set created_at = :at where id = :id"),
            {"at": clock.now() - timedelta(hours=2), "id": UUID(begun["id"])},
        )
    fresh = await sent(own, "POST", "/seo/audits")
    await run_outbox(kernel, own.merchant.tenant_id)
    states = {
        one["id"]: one["state"]
        for one in (await own.merchant.get(f"{own.path}/seo/audits")).json()["data"]
    }
    assert states == {begun["id"]: "failed", fresh["id"]: "done"}
    async with kernel.database.transaction(scope) as session:
        assert not await service.carry_out(session, own.id, UUID(fresh["id"]))


async def test_only_the_latest_audits_and_so_many_findings_are_kept(
    own: ShopStore, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "KEPT", 2)
    monkeypatch.setattr(service, "MOST_OF_A_RULE", 1)
    for _ in range(3):
        await own.product(title=f"Thing {secrets.token_hex(4)}")
    for _ in range(3):
        done, found = await audited(own, kernel)
    told = {rule["rule"]: rule["failing"] for rule in done["rules"]}
    assert told["picture_missing"] == 3
    assert len([rule for rule, _ in found if rule == "picture_missing"]) == 1
    listed = (await own.merchant.get(f"{own.path}/seo/audits")).json()
    assert listed["page"]["total"] == 2


async def test_another_stores_audit_is_nowhere(
    own: ShopStore, other_merchant: Merchant, other_store: ShopStore, kernel: Kernel
) -> None:
    done, _ = await audited(own, kernel)
    for base in (own.path, other_store.path):
        for path in (f"{base}/seo/audits/{done['id']}", f"{base}/seo/audits/{done['id']}/findings"):
            reply = await other_merchant.get(path)
            assert reply.status_code == 404, path
            assert reply.json()["data"] is None


def look(**fields: Any) -> Look:
    return Look(
        **{
            "thing": Thing.PRODUCT,
            "id": uuid4(),
            "title": "A title that is fine",
            "path": "/products/a-title-that-is-fine",
            "slug": "a-title-that-is-fine",
            "seo_description": GOOD,
            "words": 100,
            "has_text": True,
            "pictures": 1,
            **fields,
        }
    )


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, set()),
        ({"seo_title": "x" * 60}, set()),
        ({"seo_title": "x" * 61}, {"title_long"}),
        ({"seo_title": "x" * 9}, {"title_short"}),
        ({"seo_description": None}, set()),
        (
            {"seo_description": None, "has_text": False, "words": 0, "wants_text": False},
            {"description_missing"},
        ),
        ({"seo_description": "x" * 161}, {"description_long"}),
        ({"seo_description": "x" * 49}, {"description_short"}),
        ({"words": 39}, {"thin_text"}),
        ({"words": 0, "wants_text": False}, set()),
        ({"pictures": 3, "without_alt": 1}, {"alt_missing"}),
        ({"pictures": 0}, {"picture_missing"}),
        ({"slug": "a" * 76}, {"slug_odd"}),
        ({"slug": "fine-2"}, set()),
        ({"slug": "product-7"}, {"slug_odd"}),
        ({"title": "Чайник медный", "slug": "product-7"}, set()),
        ({"thing": Thing.CATEGORY, "pictures": 0, "words": 0}, set()),
        ({"thing": Thing.STORE, "slug": None, "title": "K", "pictures": 0}, set()),
    ],
)
def test_each_rule_at_its_border(fields: dict[str, Any], found: set[str]) -> None:
    assert {one.rule for one in rules.judged(look(**fields))} == found


def test_the_score_takes_each_rules_share_and_says_so() -> None:
    """By hand: one of four products without a picture costs a fourth of that rule's points."""
    assert sum(rule.points for rule in rules.RULES.values()) == 100
    looks = [look(pictures=number) for number in range(4)]
    tallies = rules.tallied(looks, [found for one in looks for found in rules.judged(one)])
    assert tallies["picture_missing"] == rules.Tally(4, 1)
    assert tallies["picture_missing"].lost_ppm(rules.RULES["picture_missing"]) == 2_000_000
    assert rules.score(tallies) == 98
    clean = rules.tallied(looks[1:], [])
    assert rules.score(clean) == 100
    assert rules.score(rules.tallied([], [])) == 100, "nothing to look at, nothing amiss"
    worst = {key: rules.Tally(1, 1) for key in rules.RULES}
    assert rules.score(worst) == 0
