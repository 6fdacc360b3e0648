"""What is not public is found by nobody, whatever is asked; hostile questions get an answer."""

import secrets
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from commerce.search.lexemes import store_key
from ecomm_core.db.scope import NOBODY, Scope

if TYPE_CHECKING:
    from .conftest import Searched
else:
    Searched = Any

HOSTILE = [
    "' | 'x':* & !('",
    "a & b | !c <-> d",
    ":* :* :*",
    "'; drop table search_documents; --",
    "\\' || 'a",
    "%_%",
    "(((((((((((",
    "x" * 200,
    "ab " * 66,
    "\u0301" * 200,
    "\ufdfa" * 200,
    "e\u0301" * 100,
    "🦄 🦄 🦄",
    "\x1f\x1e\x1f",
    "-1",
    "\u202e kettle",
    "ก" * 200,
    "漢" * 200,
    "..",
]


async def test_nothing_that_is_not_public_is_found_through_any_parameter(
    shop: Searched, other_shop: Searched
) -> None:
    """Canaries in a draft, an archived and a withdrawn product, and in another tenant's: in titles,
    SKUs, vendors, tags, options, categories, prices; looked for through every parameter."""
    word = f"zq{secrets.token_hex(6)}"
    price = 7_654_321

    async def canaries(of: Searched, status: str, sku: str) -> dict[str, Any]:
        category = await of.category(f"Category {word}")
        made: dict[str, Any] = await of.store.product(
            title=f"Title {word}",
            status=status,
            sku=sku,
            vendor=word,
            tags=[word],
            category_ids=[category["id"]],
            description=f"<p>{word}</p>",
            price=of.store.money(price),
            cost=of.store.money(1_234_567),
            options=[{"name": word, "values": [word]}],
        )
        return made

    await shop.add("Visible thing", vendor="Alder", cost=shop.store.money(1_234_567))
    await canaries(shop, "draft", f"A-{word}")
    archived = await canaries(shop, "active", f"B-{word}")
    withdrawn = await canaries(shop, "active", f"C-{word}")
    await shop.work()
    assert (await shop.find(word))["total"] == 2, "the canaries are there to be found"
    await shop.store.merchant.delete(f"{shop.store.path}/products/{archived['id']}")
    await shop.change(withdrawn, status="draft")
    await canaries(other_shop, "active", f"D-{word}")
    await other_shop.work()
    assert (await other_shop.find(word))["total"] == 1
    asked: list[dict[str, Any]] = [
        {"q": word},
        {"q": f"Title {word}"},
        *({"q": f"{letter}-{word}"} for letter in "ABCD"),
        {"q": word[:-1] + "x"},
        {"vendor": word},
        {"tag": word},
        {"category": f"category-{word}"},
        {"option": f"{word}:{word}"},
        {"min_price": price, "max_price": price},
        {"sort": "-price"},
        {"sort": "title"},
        {"available": "true"},
        {"available": "false"},
        {},
    ]
    for query in asked:
        for facets in ("true", "false"):
            data = await shop.find(**query, facets=facets)
            titles = [card["title"] for card in data["products"]]
            assert titles in ([], ["Visible thing"]), query
            assert word not in str(data), query
            assert data["total"] == len(titles), query
            assert str(price) not in str(data)
            assert "1234567" not in str(data)
    for typed in (word, word[:5], f"Title {word[:4]}", f"B-{word}"):
        assert await shop.suggested(typed) == []
    assert {card["title"] for card in (await other_shop.find(word))["products"]} == {
        f"Title {word}"
    }


async def test_what_was_withdrawn_a_moment_ago_is_not_shown_though_the_index_still_has_it(
    shop: Searched,
) -> None:
    [made] = await shop.add("Onyx ring")
    path = f"{shop.store.path}/products/{made['id']}"
    assert (await shop.store.merchant.patch(path, json={"status": "draft"})).status_code == 200
    assert (await shop.find("onyx"))["products"] == [], "before the worker has heard of it"
    assert await shop.suggested("onyx") == []


@pytest.mark.parametrize("asked", HOSTILE)
async def test_hostile_words_are_words_or_nothing(shop: Searched, asked: str) -> None:
    await shop.add("Kettle")
    for path, query in (
        ("/search", {"q": asked, "option": f"N{asked[:90]}:{asked[:90]}", "tag": asked}),
        ("/search", {"q": asked, "category": asked, "vendor": asked}),
        ("/search", {"q": asked}),
        ("/search/suggest", {"q": asked}),
    ):
        reply = await shop.store.merchant.api.get(f"{shop.store.public}{path}", params=query)
        assert reply.status_code == 200, reply.text
        titles = [card["title"] for card in reply.json()["data"]["products"]]
        assert titles in ([], ["Kettle"])
    assert await shop.titles("kettle") == ["Kettle"]


@pytest.mark.parametrize(
    "query",
    [
        {"q": "x" * 201},
        {"q": "\x00"},
        {"page": 0},
        {"per_page": 101},
        {"sort": "cost"},
        {"min_price": -1},
        {"available": "perhaps"},
        {"option": "Colour"},
        {"option": ":"},
        {"option": [f"N{n}:V" for n in range(11)]},
        {"option": ["N:V"] * 41},
    ],
)
async def test_malformed_questions_are_refused(shop: Searched, query: dict[str, Any]) -> None:
    reply = await shop.store.merchant.api.get(f"{shop.store.public}/search", params=query)
    assert reply.status_code == 422, reply.text
    assert reply.json()["error"]["code"] in {"invalid", "invalid_request", "malformed"}


async def test_the_function_refuses_without_a_tenant_or_a_store(shop: Searched) -> None:
    """R8.4: the tenant filter sits in the engine. The app role calls it itself; and a stranger's
    tsquery of another store's entries finds nothing."""
    [made] = await shop.add("Opal")
    call = text(
        """select search_hits(array[:query], '{}', '{}', null, null, null, '[]', 'relevance', 10, 0,
             5000, true, false) ->> 'ids'"""
    )
    query = f"'{store_key(shop.store.id)}w:opal'"
    tenant = shop.store.merchant.tenant_id
    for scope in (NOBODY, Scope(tenant_id=tenant)):
        with pytest.raises(Exception, match="a search needs a tenant and a store"):
            async with shop.kernel.database.transaction(scope) as session:
                await session.execute(call, {"query": query})
    async with shop.kernel.database.transaction(
        Scope(tenant_id=tenant, store_id=shop.store.id)
    ) as session:
        assert await session.scalar(call, {"query": query}) == f'["{made["id"]}"]'


async def test_another_store_s_entries_find_nothing(shop: Searched, other_shop: Searched) -> None:
    await shop.add("Opal")
    await other_shop.add("Quartz")
    call = text(
        """select search_hits(array[:query], '{}', '{}', null, null, null, '[]', 'relevance', 10, 0,
             5000, true, true)"""
    )
    scope = Scope(tenant_id=other_shop.store.merchant.tenant_id, store_id=other_shop.store.id)
    async with shop.kernel.database.transaction(scope) as session:
        found = await session.scalar(call, {"query": f"'{store_key(shop.store.id)}w:opal'"})
    assert found["ids"] == []
    assert found["total"] == 0
    assert found["counts"] == []


async def test_the_app_role_sees_documents_of_its_store_only_and_the_table_s_owner_cannot_log_in(
    shop: Searched, other_shop: Searched
) -> None:
    await shop.add("Opal")
    await other_shop.add("Quartz")
    count = text("select count(*) from search_documents")
    async with shop.kernel.database.transaction(NOBODY) as session:
        assert await session.scalar(count) == 0
    scope = Scope(tenant_id=shop.store.merchant.tenant_id)
    async with shop.kernel.database.transaction(scope) as session:
        assert await session.scalar(count) == 1
        owner = await session.execute(
            text(
                """select r.rolname, r.rolcanlogin, r.rolsuper, r.rolbypassrls, c.relrowsecurity,
                          c.relforcerowsecurity
                     from pg_class c join pg_roles r on r.oid = c.relowner
                    where c.oid = 'search_documents'::regclass"""
            )
        )
        assert tuple(owner.one()) == ("commerce_searcher", False, False, False, True, False)
    with pytest.raises(Exception, match="permission denied"):
        async with shop.kernel.database.transaction(scope) as session:
            await session.execute(text("set local role commerce_searcher"))
