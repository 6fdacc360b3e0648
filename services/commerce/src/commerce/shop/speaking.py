"""The shop in another of its languages: the same replies with their texts exchanged.

As with currencies (`shop/presenting.py`) the store's own language costs nothing: its reply is built
by one SQL function and stays as it is; for another one its texts are asked for by what the reply
names, so that nothing can be told that is not in it. What has no translation stays in the store's
own language, text by text. Addresses are the same in every language (rules, section 7).
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from commerce.stores.contexts import ShopContext
from commerce.translations.errors import LocaleNotOffered

Reply = dict[str, Any]
Texts = dict[str, Any]


def another(shop: ShopContext, asked: str | None) -> str | None:
    """The asked language, unless it is the shop's own."""
    return None if asked == shop.store.locale else asked


async def products_in(shop: ShopContext, body: bytes, locale: str) -> bytes:
    """A page of the product list, or any reply whose data is a list of cards."""
    reply: Reply = json.loads(body)
    await _cards(shop, reply["data"], locale)
    return _body(reply)


async def found_in(shop: ShopContext, body: bytes, locale: str) -> bytes:
    """What a search found, with its filters."""
    reply: Reply = json.loads(body)
    data = reply["data"]
    facets = (data.get("filters") or {}).get("facets", [])
    texts = await _texts(
        shop,
        locale,
        products=[card["id"] for card in data["products"]],
        categories=_categories_of(facets),
        options=_options_of(facets),
    )
    _name_cards(data["products"], texts)
    _name_facets(facets, texts)
    return _body(reply)


async def product_in(shop: ShopContext, body: bytes, locale: str) -> bytes:
    """A product with its options, categories and the products beside it."""
    reply: Reply = json.loads(body)
    product = reply["data"]
    links = [*product["categories"], *product["breadcrumb"]]
    texts = await _texts(
        shop,
        locale,
        products=[product["id"], *(card["id"] for card in product["related"])],
        categories=[link["slug"] for link in links],
        options=[option["name"] for option in product["options"]],
        whole=True,
    )
    _rewrite(product, texts["products"].get(product["id"]), "title", "description")
    for link in links:
        _rewrite(link, texts["categories"].get(link["slug"]), "name")
    _name_cards(product["related"], texts)
    known = texts["options"]
    for variant in product["variants"]:
        variant["title"] = _variant_title(variant, product["options"], known)
        variant["options"] = {
            _option(name, known): _value(name, value, known)
            for name, value in variant["options"].items()
        }
    for option in product["options"]:
        name = option["name"]
        option["values"] = [_value(name, value, known) for value in option["values"]]
        option["name"] = _option(name, known)
    return _body(reply)


async def filters_in(shop: ShopContext, body: bytes, locale: str) -> bytes:
    """The filters: labels change, what is asked by (`key`, `value`) stays."""
    reply: Reply = json.loads(body)
    facets = reply["data"]["facets"]
    texts = await _texts(
        shop, locale, categories=_categories_of(facets), options=_options_of(facets)
    )
    _name_facets(facets, texts)
    return _body(reply)


async def categories_in(shop: ShopContext, body: bytes, locale: str) -> bytes:
    """The category tree."""
    reply: Reply = json.loads(body)
    slugs = [category["slug"] for category in reply["data"]]
    texts = await _texts(shop, locale, categories=slugs, whole=True)
    for category in reply["data"]:
        _rewrite(category, texts["categories"].get(category["slug"]), "name", "description")
    return _body(reply)


async def collections_in(shop: ShopContext, body: bytes, locale: str) -> bytes:
    """The collections, or one."""
    reply: Reply = json.loads(body)
    listed = reply["data"] if isinstance(reply["data"], list) else [reply["data"]]
    slugs = [collection["slug"] for collection in listed]
    texts = await _texts(shop, locale, collections=slugs, whole=True)
    for collection in listed:
        _rewrite(collection, texts["collections"].get(collection["slug"]), "title", "description")
    return _body(reply)


async def pages_in(shop: ShopContext, body: bytes, locale: str) -> bytes:
    """The pages, or one with its text."""
    reply: Reply = json.loads(body)
    single = not isinstance(reply["data"], list)
    listed = [reply["data"]] if single else reply["data"]
    slugs = [page["slug"] for page in listed]
    texts = await _texts(shop, locale, pages=slugs, whole=single)
    for page in listed:
        told = texts["pages"].get(page["slug"])
        _rewrite(page, told, "title", *(["body"] if single else []))
        if single and told:
            page["seo_title"] = told["seo_title"] or page["seo_title"]
            page["seo_description"] = told["seo_description"] or page["seo_description"]
    return _body(reply)


async def post_in(shop: ShopContext, body: bytes, locale: str) -> bytes:
    """A post of the blog: it stays as it was written, the products in it do not."""
    reply: Reply = json.loads(body)
    await _cards(shop, reply["data"]["products"], locale)
    return _body(reply)


async def _cards(shop: ShopContext, cards: Sequence[Reply], locale: str) -> None:
    _name_cards(cards, await _texts(shop, locale, products=[card["id"] for card in cards]))


async def _texts(
    shop: ShopContext,
    locale: str,
    *,
    products: Iterable[str] = (),
    categories: Iterable[str] = (),
    collections: Iterable[str] = (),
    pages: Iterable[str] = (),
    options: Iterable[str] = (),
    whole: bool = False,
) -> Texts:
    """What is translated of these. Raises LocaleNotOffered (422)."""
    told: str | None = await shop.kernel.database.read(
        "public_translations",
        shop.store.tenant_id,
        shop.store.id,
        list(dict.fromkeys((locale, locale.partition("-")[0]))),
        [UUID(product) for product in products],
        list(categories),
        list(collections),
        list(pages),
        list(options),
        whole,
    )
    if told is None:
        raise LocaleNotOffered.on_field("locale")
    known: Texts = json.loads(told)
    return {"products": {}, "categories": {}, "collections": {}, "pages": {}, **known}


def _rewrite(thing: Reply, texts: Texts | None, title: str, text: str | None = None) -> None:
    if texts is None:
        return
    thing[title] = texts["title"] or thing[title]
    if text is not None:
        thing[text] = texts["description"] or thing[text]
        seo = thing.get("seo")
        if seo is not None:
            seo["title"] = texts["seo_title"] or seo["title"]
            seo["description"] = texts["seo_description"] or seo["description"]


def _name_cards(cards: Iterable[Reply], texts: Texts) -> None:
    for card in cards:
        _rewrite(card, texts["products"].get(card["id"]), "title")


def _option(name: str, known: Texts) -> str:
    return (known.get(name) or {}).get("name") or name


def _value(name: str, value: str, known: Texts) -> str:
    told: str | None = ((known.get(name) or {}).get("values") or {}).get(value)
    return told or value


def _variant_title(variant: Reply, options: Sequence[Reply], known: Texts) -> str:
    """Values with ` / ` between them, as the catalogue writes it; else what the merchant wrote."""
    own = [variant["options"].get(option["name"]) for option in options]
    title: str = variant["title"]
    if not own or None in own or title != " / ".join(str(value) for value in own):
        return title
    return " / ".join(
        _value(option["name"], str(value), known)
        for option, value in zip(options, own, strict=True)
    )


_OPTION = "option."


def _options_of(facets: Iterable[Reply]) -> list[str]:
    return [f["key"].removeprefix(_OPTION) for f in facets if f["key"].startswith(_OPTION)]


def _categories_of(facets: Iterable[Reply]) -> list[str]:
    return [v["value"] for f in facets if f["key"] == "category" for v in f["values"]]


def _name_facets(facets: Iterable[Reply], texts: Texts) -> None:
    known = texts["options"]
    for facet in facets:
        key: str = facet["key"]
        if key == "category":
            for value in facet["values"]:
                told = texts["categories"].get(value["value"])
                value["label"] = (told and told["title"]) or value["label"]
        elif key.startswith(_OPTION):
            name = key.removeprefix(_OPTION)
            facet["label"] = _option(name, known)
            for value in facet["values"]:
                value["label"] = _value(name, value["value"], known)


def _body(reply: Reply) -> bytes:
    return json.dumps(reply, separators=(",", ":"), ensure_ascii=False).encode()
