"""Searching a shop: one round trip, or three where what was typed finds nothing and is mended."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from commerce.catalog.media.storage import public_prefix
from commerce.search import facets
from commerce.search.distance import distance, forgiven, letters_of
from commerce.search.document import label, option_term
from commerce.search.lexemes import Kind, store_key
from commerce.search.query import Alternatives, Typed, condition, tiers, typed
from commerce.search.words import is_typeable
from commerce.stores.contexts import ShopContext
from ecomm_core import clock
from ecomm_core.errors import Invalid

MAX_OPTIONS: Final = 40
MAX_OPTION_NAMES: Final = 10
"""Each is counted by itself."""
MOST_NEAR: Final = 2_000
"""Words of a store that are looked at for one that was mistyped."""
MOST_ALTERNATIVES: Final = 10


class SearchQuery(Protocol):
    """What is asked; amounts in minor units, `option` is `Name:Value`."""

    q: str | None
    page: int
    per_page: int
    sort: Any
    category: str | None
    vendor: str | None
    tag: str | None
    min_price: int | None
    max_price: int | None
    available: bool | None
    option: list[str]
    facets: bool


@dataclass(frozen=True, slots=True)
class _Ask:
    """A search without its words."""

    limit: int
    offset: int
    sort: str = "relevance"
    category: str | None = None
    names: Sequence[str] = ()
    filters: Sequence[str] = ()
    min_price: int | None = None
    max_price: int | None = None
    available: bool | None = None
    options: str = "[]"
    counted: bool = True
    facets: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """The reply of `public_search`: numbers, and cards as JSON with commas between them."""

    facts: dict[str, Any]
    cards: str
    corrected: str | None = None


async def search(shop: ShopContext, query: SearchQuery) -> bytes:
    """A page of what is found, with the filters of all that is found.

    Raises Invalid (422) for a malformed option.
    """
    key = store_key(shop.store.id)
    given = (("vendor", Kind.VENDOR, query.vendor), ("tag", Kind.TAG, query.tag))
    ask = _Ask(
        limit=query.per_page,
        offset=(query.page - 1) * query.per_page,
        sort=query.sort,
        category=query.category,
        names=[name for name, _, value in given if value],
        filters=[condition(key, kind, label(value)) for _, kind, value in given if value],
        min_price=query.min_price,
        max_price=query.max_price,
        available=query.available,
        options=json.dumps(_options(key, query.option), ensure_ascii=False),
        facets=query.facets,
    )
    found = await _find(shop, key, typed(query.q), ask)
    total = int(found.facts["total"])
    data = {
        "total": min(total, facets.CAP),
        "more": total > facets.CAP,
        "corrected": found.corrected,
        "filters": facets.filters(found.facts, shop.store.currency) if query.facets else None,
    }
    page = {
        "total": data["total"],
        "page": query.page,
        "per_page": query.per_page,
        "next": None,
    }
    return _reply(found.cards, data, page)


async def suggest(shop: ShopContext, text: str, limit: int) -> bytes:
    """The best matches for what somebody is typing; nothing is counted."""
    key = store_key(shop.store.id)
    ask = _Ask(limit=limit, offset=0, counted=False)
    found = await _find(shop, key, typed(text, typing=True), ask)
    return _reply(found.cards, {"corrected": found.corrected}, None)


def _reply(cards: str, data: dict[str, Any], page: dict[str, Any] | None) -> bytes:
    rest = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    tail = "" if page is None else f',"page":{json.dumps(page, separators=(",", ":"))}'
    return f'{{"data":{{"products":[{cards}],{rest[1:]},"error":null{tail}}}'.encode()


async def _find(shop: ShopContext, key: str, asked: Typed, ask: _Ask) -> _Found:
    found = await _ask(shop, tiers(key, asked), ask)
    if found.cards or found.facts["total"] or not asked.words:
        return found
    for words in await _meant(shop, asked):
        again = await _ask(shop, tiers(key, asked, words), ask)
        if again.cards or again.facts["total"]:
            # Of several words that may be meant, nobody knows which one it was.
            sure = all(len(group) == 1 for group in words)
            said = " ".join(group[0] for group in words) if sure else None
            return _Found(again.facts, again.cards, said)
    return found


async def _ask(shop: ShopContext, wanted: list[str] | None, ask: _Ask) -> _Found:
    store = shop.store
    text: str = await shop.kernel.database.read(
        "public_search",
        store.tenant_id,
        store.id,
        clock.now(),
        public_prefix(shop.kernel),
        store.currency,
        wanted or [],
        ask.category,
        list(ask.names),
        list(ask.filters),
        ask.min_price,
        ask.max_price,
        ask.available,
        ask.options,
        ask.sort,
        ask.limit,
        ask.offset,
        facets.CAP,
        ask.counted,
        ask.facets,
    )
    facts, _, cards = text.partition("\n")
    return _Found(json.loads(facts), cards)


async def _meant(shop: ShopContext, asked: Typed) -> list[list[Alternatives]]:
    """What else may have been meant, best first: nearest words for those that nothing begins with;
    where every word is known and they are never found together, for all of them."""
    words = asked.words
    slips = [forgiven(word) if is_typeable(word) else 0 for word in words]
    if not any(slips):
        return []
    text: str = await shop.kernel.database.read(
        "search_near",
        shop.store.tenant_id,
        shop.store.id,
        list(words),
        [letters_of(word) for word in words],
        slips,
        MOST_NEAR,
    )
    looked: list[tuple[bool, list[str]]] = json.loads(text)
    unknown = [not known and bool(most) for (known, _), most in zip(looked, slips, strict=True)]
    nearest: list[Alternatives] = []
    within: list[Alternatives] = []
    for word, most, (_, near), missing in zip(words, slips, looked, unknown, strict=True):
        close, all_close = _nearest(word, near, most) if missing or not any(unknown) else ((), ())
        own = () if missing else (word,)
        nearest.append((*own, *close) or (word,))
        within.append((*own, *all_close) or (word,))
    tries = [nearest] if nearest == within else [nearest, within]
    return [one for one in tries if one != [(word,) for word in words]]


def _nearest(word: str, near: Sequence[str], most: int) -> tuple[Alternatives, Alternatives]:
    """The words with the fewest slips, and all that are forgiven; at most ten of either. A slip in
    the first letter is the rarest."""
    ranked = sorted(
        (slips, other[0] != word[0], other)
        for other in near
        if other != word and (slips := distance(word, other, most)) is not None
    )
    fewest = ranked[0][0] if ranked else 0
    close = tuple(other for slips, _, other in ranked if slips == fewest)
    return close[:MOST_ALTERNATIVES], tuple(other for *_, other in ranked)[:MOST_ALTERNATIVES]


def _options(key: str, given: Sequence[str]) -> list[dict[str, Any]]:
    """`Name:Value` pairs, values of one name together: what finds the documents, and what one of
    their variants must have."""
    if len(given) > MAX_OPTIONS:
        raise Invalid.on_field("option", f"At most {MAX_OPTIONS} options can be asked for.")
    wanted: dict[str, dict[str, None]] = {}
    for pair in given:
        name, colon, value = pair.partition(":")
        if not (name and colon and value):
            raise Invalid.on_field("option", "Write an option as Name:Value.")
        wanted.setdefault(label(name), {})[label(value)] = None
    if len(wanted) > MAX_OPTION_NAMES:
        raise Invalid.on_field("option", f"At most {MAX_OPTION_NAMES} names can be asked for.")
    return [
        {
            "name": name,
            "query": " | ".join(condition(key, Kind.OPTION, name, value) for value in values),
            "terms": [option_term(name, value) for value in values],
        }
        for name, values in wanted.items()
    ]
