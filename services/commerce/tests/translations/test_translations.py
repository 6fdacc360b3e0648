"""A shop in several languages: through the API only."""

from typing import Any

import pytest

from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore, create_store, register_merchant
from ecomm_testing.members import join
from ecomm_testing.outbox import run_outbox


async def _ok(reply: Any, status: int = 200) -> Any:
    assert reply.status_code == status, reply.text
    return reply.json()["data"]


def _refusal(reply: Any) -> tuple[int, str]:
    return reply.status_code, reply.json()["error"]["code"]


async def _speak(store: ShopStore, locale: str = "de", *, published: bool = True) -> None:
    body = {"locale": locale, "published": published}
    await _ok(await store.merchant.post(f"{store.path}/locales", json=body), 201)


async def _translate(
    store: ShopStore, kind: str, thing: str, locale: str = "de", **texts: Any
) -> Any:
    path = f"{store.path}/translations/{locale}/{kind}/{thing}"
    return await _ok(await store.merchant.put(path, json=texts))


async def _shown(store: ShopStore, path: str, **query: str) -> Any:
    return await _ok(await store.merchant.api.get(f"{store.public}{path}", params=query))


async def _states(store: ShopStore, kind: str = "product", **query: Any) -> dict[str, str]:
    path = f"{store.path}/translations/de/{kind}"
    rows = await _ok(await store.merchant.get(path, params=query))
    return {row["title"]: row["state"] for row in rows}


async def _colours(store: ShopStore, **fields: Any) -> Any:
    return await store.product(
        options=[
            {"name": "Colour", "values": ["Red", "Blue"]},
            {"name": "Size", "values": ["S", "M"]},
        ],
        **fields,
    )


async def test_a_language_s_life(store: ShopStore) -> None:
    """Added unseen, published, taken back, removed with its texts."""
    path = f"{store.path}/locales"
    product = await store.product(title="Red kettle")
    await _speak(store, published=False)
    assert (await _shown(store, ""))["locales"] == ["en"]
    unseen = await store.merchant.api.get(
        f"{store.public}/products/{product['slug']}", params={"locale": "de"}
    )
    assert _refusal(unseen) == (422, "locale_not_offered")
    await _translate(store, "product", product["id"], title="Roter Kessel")
    listed = await _ok(await store.merchant.patch(f"{path}/de", json={"published": True}))
    assert listed == {
        "own": "en",
        "locales": [
            {
                "locale": "de",
                "published": True,
                "products": {"missing": 0, "outdated": 0, "translated": 1},
            }
        ],
    }
    assert (await _shown(store, ""))["locales"] == ["en", "de"]
    shown = await _shown(store, f"/products/{product['slug']}", locale="de")
    assert (shown["title"], shown["slug"]) == ("Roter Kessel", product["slug"])
    assert _refusal(await store.merchant.post(path, json={"locale": "de"})) == (
        409,
        "locale_exists",
    )
    assert _refusal(await store.merchant.post(path, json={"locale": "en"})) == (
        409,
        "locale_exists",
    )
    assert (await store.merchant.post(path, json={"locale": "xx"})).status_code == 422
    await _ok(await store.merchant.delete(f"{path}/de"))
    gone = await store.merchant.api.get(
        f"{store.public}/products/{product['slug']}", params={"locale": "de"}
    )
    assert _refusal(gone) == (422, "locale_not_offered")
    await _speak(store)
    again = await _shown(store, f"/products/{product['slug']}", locale="de")
    assert again["title"] == "Red kettle"


async def test_what_is_not_translated_stays_in_the_store_s_own_language(
    store: ShopStore,
) -> None:
    """Text by text; a country's own words come before those of its language."""
    product = await store.product(
        title="Red kettle", description="<p>Boils.</p>", seo={"title": "Kettles"}
    )
    await _speak(store)
    await _speak(store, "de-AT")
    await _translate(store, "product", product["id"], title="Roter Kessel", seo_title="Kessel")
    await _translate(store, "product", product["id"], "de-AT", title="Roter Häferlkessel")
    german = await _shown(store, f"/products/{product['slug']}", locale="de")
    assert (german["title"], german["description"]) == ("Roter Kessel", "<p>Boils.</p>")
    austrian = await _shown(store, f"/products/{product['slug']}", locale="de-AT")
    assert austrian["title"] == "Roter Häferlkessel"
    assert austrian["seo"] == {"title": "Kessel", "description": None, "keywords": []}
    plain = await _shown(store, f"/products/{product['slug']}")
    assert plain == await _shown(store, f"/products/{product['slug']}", locale="en")
    assert plain["title"] == "Red kettle"
    # Unpublished, a language's words are no fallback either.
    await _ok(await store.merchant.patch(f"{store.path}/locales/de", json={"published": False}))
    alone = await _shown(store, f"/products/{product['slug']}", locale="de-AT")
    assert alone["seo"]["title"] == "Kettles"


async def test_options_are_translated_once_for_all_products(store: ShopStore) -> None:
    """And what is asked by stays the original: keys and values of filters."""
    await _speak(store)
    first = await _colours(store, title="Mug")
    second = await _colours(store, title="Bowl")
    path = f"{store.path}/translations/de/options"
    rows = await _ok(await store.merchant.get(path))
    assert [(row["option"], row["value"], row["products"]) for row in rows] == [
        ("Colour", None, 2),
        ("Colour", "Blue", 2),
        ("Colour", "Red", 2),
        ("Size", None, 2),
        ("Size", "M", 2),
        ("Size", "S", 2),
    ]
    texts = [
        {"option": "Colour", "text": "Farbe"},
        {"option": "Colour", "value": "Red", "text": "Rot"},
    ]
    assert await _ok(await store.merchant.put(path, json={"texts": texts})) == {"changed": 2}
    assert await _ok(await store.merchant.put(path, json={"texts": texts})) == {"changed": 0}
    for product in (first, second):
        shown = await _shown(store, f"/products/{product['slug']}", locale="de")
        assert shown["options"] == [
            {"name": "Farbe", "values": ["Rot", "Blue"]},
            {"name": "Size", "values": ["S", "M"]},
        ]
        variant = shown["variants"][0]
        assert (variant["title"], variant["options"]) == ("Rot / S", {"Farbe": "Rot", "Size": "S"})
    facets = (await _shown(store, "/filters", locale="de"))["facets"]
    colour = next(facet for facet in facets if facet["key"] == "option.Colour")
    assert colour["label"] == "Farbe"
    assert {value["value"]: value["label"] for value in colour["values"]} == {
        "Red": "Rot", "Blue": "Blue",
    }  # fmt: skip
    found = await _shown(store, "/products", locale="de", option="Colour:Red")
    assert len(found) == 2
    missing = await _ok(await store.merchant.get(path, params={"missing": True}))
    assert [row["value"] or row["option"] for row in missing] == ["Blue", "Size", "M", "S"]
    gone = [{"option": "Colour", "value": "Red", "text": None}]
    assert await _ok(await store.merchant.put(path, json={"texts": gone})) == {"changed": 1}
    shown = await _shown(store, f"/products/{first['slug']}", locale="de")
    assert shown["options"][0]["values"] == ["Red", "Blue"]


async def test_categories_collections_and_pages_speak_too(store: ShopStore) -> None:
    await _speak(store)
    post = store.merchant.post
    category = await _ok(await post(f"{store.path}/categories", json={"name": "Tools"}), 201)
    collection = await _ok(await post(f"{store.path}/collections", json={"title": "Summer"}), 201)
    page = await _ok(
        await post(
            f"{store.path}/pages",
            json={"title": "Care", "body": "<p>Wash.</p>", "status": "published"},
        ),
        201,
    )
    product = await store.product(title="Saw", category_ids=[category["id"]])
    await _translate(store, "category", category["id"], title="Werkzeug", description="Gut <b>")
    await _translate(store, "collection", collection["id"], title="Sommer")
    await _translate(
        store, "page", page["id"], title="Pflege", description="<p>Waschen</p><script>x</script>"
    )
    tree = await _shown(store, "/categories", locale="de")
    assert [(c["name"], c["description"]) for c in tree] == [("Werkzeug", "Gut <b>")]
    assert [c["title"] for c in await _shown(store, "/collections", locale="de")] == ["Sommer"]
    one = await _shown(store, f"/collections/{collection['slug']}", locale="de")
    assert one["title"] == "Sommer"
    told = await _shown(store, f"/pages/{page['slug']}", locale="de")
    assert (told["title"], told["body"]) == ("Pflege", "<p>Waschen</p>")
    assert "Pflege" in [p["title"] for p in await _shown(store, "/pages", locale="de")]
    shown = await _shown(store, f"/products/{product['slug']}", locale="de")
    assert [c["name"] for c in shown["breadcrumb"]] == ["Werkzeug"]
    assert shown["categories"] == [{"name": "Werkzeug", "slug": "tools"}]
    # A deleted thing takes its texts along: its successor begins without.
    await _ok(await store.merchant.delete(f"{store.path}/categories/{category['id']}"))
    assert _refusal(
        await store.merchant.get(f"{store.path}/translations/de/category/{category['id']}")
    ) == (404, "translated_not_found")


async def test_replies_of_languages_and_currencies_are_never_mixed(store: ShopStore) -> None:
    """Each has its own place in the cache and its own ETag, and a new text drops them at once."""
    await _speak(store)
    product = await store.product(title="Red kettle")
    await _translate(store, "product", product["id"], title="Roter Kessel")
    api, url = store.merchant.api, f"{store.public}/products/{product['slug']}"
    titles: dict[str | None, set[str]] = {None: set(), "de": set()}
    etags: dict[str | None, set[str]] = {None: set(), "de": set()}
    for locale in (None, "de", None, "de", "de", None):
        reply = await api.get(url, params={"locale": locale} if locale else {})
        titles[locale].add(reply.json()["data"]["title"])
        etags[locale].add(reply.headers["etag"])
    assert titles == {None: {"Red kettle"}, "de": {"Roter Kessel"}}
    assert len(etags[None]) == len(etags["de"]) == 1
    assert etags[None] != etags["de"]
    known = await api.get(
        url, params={"locale": "de"}, headers={"if-none-match": next(iter(etags["de"]))}
    )
    assert known.status_code == 304
    cards = await _shown(store, "/products", locale="de")
    assert cards[0]["title"] == "Roter Kessel"
    await _translate(store, "product", product["id"], title="Rotkessel")
    assert (await api.get(url, params={"locale": "de"})).json()["data"]["title"] == "Rotkessel"
    assert (await _shown(store, "/products", locale="de"))[0]["title"] == "Rotkessel"


async def test_no_draft_is_told_in_any_language(store: ShopStore) -> None:
    """Not in lists, addresses, related products, collections, pages, or the search."""
    await _speak(store)
    category = await _ok(
        await store.merchant.post(f"{store.path}/categories", json={"name": "Tools"}), 201
    )
    shown = await store.product(title="Saw", category_ids=[category["id"]])
    draft = await store.product(title="Axe", status="draft", category_ids=[category["id"]])
    hidden = await _ok(
        await store.merchant.post(
            f"{store.path}/collections", json={"title": "Soon", "published": False}
        ),
        201,
    )
    page = await _ok(
        await store.merchant.post(f"{store.path}/pages", json={"title": "Plan", "body": "x"}), 201
    )
    for kind, thing in (("product", draft), ("collection", hidden), ("page", page)):
        await _translate(store, kind, thing["id"], title="Geheim", description="Geheim")
    for path in (
        "/products",
        f"/products/{shown['slug']}",
        "/filters",
        "/categories",
        "/collections",
        "/pages",
        "/search?q=geheim",
    ):
        reply = await store.merchant.api.get(f"{store.public}{path}", params={"locale": "de"})
        assert reply.status_code == 200, reply.text
        assert "eheim" not in reply.text, path
    for path in (
        f"/products/{draft['slug']}",
        f"/collections/{hidden['slug']}",
        f"/pages/{page['slug']}",
    ):
        reply = await store.merchant.api.get(f"{store.public}{path}", params={"locale": "de"})
        assert reply.status_code == 404
        assert "eheim" not in reply.text


async def test_the_list_says_what_is_missing_and_what_changed_since(store: ShopStore) -> None:
    await _speak(store)
    kettle = await store.product(title="Red kettle", description="<p>Boils.</p>")
    await store.product(title="Saw")
    assert await _states(store) == {"Red kettle": "missing", "Saw": "missing"}
    await _translate(store, "product", kettle["id"], title="Roter Kessel")
    assert (await _states(store))["Red kettle"] == "missing"
    await _translate(store, "product", kettle["id"], description="<p>Kocht.</p>")
    assert await _states(store, state="translated") == {"Red kettle": "translated"}
    await _ok(
        await store.merchant.patch(
            f"{store.path}/products/{kettle['id']}", json={"title": "Crimson kettle"}
        )
    )
    assert await _states(store, state="outdated") == {"Crimson kettle": "outdated"}
    assert await _states(store, search="crimson") == {"Crimson kettle": "outdated"}
    path = f"{store.path}/translations/de/product/{kettle['id']}"
    texts = await _ok(await store.merchant.get(path))
    assert (texts["title"]["state"], texts["description"]["state"]) == ("outdated", "translated")
    assert texts["seo_title"]["state"] is None
    # Whoever translated what they had read before the change has not translated the change.
    await _ok(
        await store.merchant.patch(
            f"{store.path}/products/{kettle['id']}", json={"title": "Pink kettle"}
        )
    )
    stale = {"title": texts["title"]["digest"]}
    late = await _translate(
        store, "product", kettle["id"], title="Karmesinroter Kessel", digests=stale
    )
    assert late["title"]["state"] == "outdated"
    fresh = await _translate(store, "product", kettle["id"], title="Rosa Kessel")
    assert (fresh["title"]["state"], fresh["state"]) == ("translated", "translated")
    await _ok(await store.merchant.delete(path))
    assert (await _states(store))["Pink kettle"] == "missing"


async def test_shoppers_find_products_by_the_words_of_every_published_language(
    kernel: Kernel, store: ShopStore
) -> None:
    """And no longer, once the language is taken back."""
    product = await store.product(title="Red kettle")
    await _speak(store)
    await _translate(store, "product", product["id"], title="Roter Wasserkocher")
    await run_outbox(kernel, store.merchant.tenant_id)
    for typed in ("wasserkocher", "waserkocher", "kettle"):
        found = await _shown(store, "/search", q=typed, locale="de")
        assert [card["title"] for card in found["products"]] == ["Roter Wasserkocher"], typed
    hints = await _shown(store, "/search/suggest", q="wasserk", locale="de")
    assert [card["title"] for card in hints["products"]] == ["Roter Wasserkocher"]
    plain = await _shown(store, "/search", q="wasserkocher")
    assert [card["title"] for card in plain["products"]] == ["Red kettle"]
    await _ok(await store.merchant.patch(f"{store.path}/locales/de", json={"published": False}))
    await run_outbox(kernel, store.merchant.tenant_id)
    assert (await _shown(store, "/search", q="wasserkocher"))["products"] == []


async def test_hostile_texts_are_reduced_as_the_original_is(store: ShopStore) -> None:
    await _speak(store)
    product = await store.product()
    told = await _translate(
        store,
        "product",
        product["id"],
        title="<script>alert(1)</script>",
        description='<p onclick="x()">Gut</p><script>y()</script>',
    )
    assert told["description"]["text"] == "<p>Gut</p>"
    shown = await _shown(store, f"/products/{product['slug']}", locale="de")
    assert "script" not in shown["description"]
    category = await _ok(
        await store.merchant.post(f"{store.path}/categories", json={"name": "Tools"}), 201
    )
    path = f"{store.path}/translations/de/category/{category['id']}"
    long = await store.merchant.put(path, json={"title": "x" * 121})
    assert (long.status_code, long.json()["error"]["details"][0]["field"]) == (422, "title")
    twice = [{"option": "Colour", "text": "Farbe"}] * 2
    again = await store.merchant.put(f"{store.path}/translations/de/options", json={"texts": twice})
    assert again.status_code == 422


@pytest.mark.parametrize("kind", ["product", "category", "collection", "page"])
async def test_a_stranger_s_thing_is_not_there(kernel: Kernel, store: ShopStore, kind: str) -> None:
    """No text is read or written across stores, whoever owns them."""
    await _speak(store)
    other = await create_store(await register_merchant(store.merchant.api), kernel)
    things = {
        "product": ("/products", {"title": "Axe", "status": "active", "price": other.money(100)}),
        "category": ("/categories", {"name": "Axes"}),
        "collection": ("/collections", {"title": "Axes"}),
        "page": ("/pages", {"title": "Axes", "body": "x"}),
    }
    path, body = things[kind]
    theirs = await _ok(await other.merchant.post(f"{other.path}{path}", json=body), 201)
    own = f"{store.path}/translations/de/{kind}/{theirs['id']}"
    for reply in (
        await store.merchant.get(own),
        await store.merchant.put(own, json={"title": "Axt"}),
        await store.merchant.delete(own),
    ):
        assert _refusal(reply) == (404, "translated_not_found")
    await _speak(other)
    told = await _ok(
        await other.merchant.get(f"{other.path}/translations/de/{kind}/{theirs['id']}")
    )
    assert told["title"]["text"] is None


async def test_who_may_do_what(kernel: Kernel, store: ShopStore) -> None:
    """Languages are the admins', texts the staff's; a viewer reads."""
    product = await store.product()
    await _speak(store)
    viewer = await join(kernel, store.merchant, "viewer", [store.id])
    staff = await join(kernel, store.merchant, "staff", [store.id])
    path = f"{store.path}/translations/de/product/{product['id']}"
    assert (await viewer.get(path)).status_code == 200
    assert _refusal(await viewer.put(path, json={"title": "A"})) == (403, "forbidden")
    assert (await staff.put(path, json={"title": "A"})).status_code == 200
    assert _refusal(await staff.post(f"{store.path}/locales", json={"locale": "fr"})) == (
        403,
        "forbidden",
    )
    assert _refusal(await staff.delete(f"{store.path}/locales/de")) == (403, "forbidden")
    assert (await _shown(store, ""))["locales"] == ["en", "de"]
