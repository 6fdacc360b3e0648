"""From what the index counted to the filters of a reply. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from commerce.search.document import NAME_END, Letter

CAP: Final = 5_000
"""Hits that are counted; the shop says "5,000+" beyond."""
MOST_VALUES: Final = 50
"""Values of a facet in a reply; categories and options have all that were counted (200)."""

Value = dict[str, Any]
Facet = dict[str, Any]


def filters(found: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """`SearchFiltersOut` as JSON. `found`: what `public_search` says before the cards."""
    counts: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for value, count in found["counts"]:
        counts[value[0]].append((value[1:], count))
    totals: Mapping[str, int] = found["totals"]
    low, high, step = found["price"] or (None, None, None)
    facets: list[Facet] = [
        _facet("category", "Category", _categories(found["categories"], counts), totals),
        _prices(found["prices"] or [], step, totals),
        *_options(counts[Letter.OPTION], totals),
        _plain("vendor", "Vendor", counts[Letter.VENDOR], totals),
        _plain("tag", "Tag", counts[Letter.TAG], totals),
    ]
    if found["available"]:
        stock = [("true", "In stock", found["available"], None)]
        facets.append(_facet("available", "Availability", stock, totals))
    return {
        "price_min": _money(low, currency),
        "price_max": _money(high, currency),
        "facets": [facet for facet in facets if facet["values"]],
    }


def _money(amount: int | None, currency: str) -> dict[str, Any] | None:
    return None if amount is None else {"amount": amount, "currency": currency}


def _facet(
    key: str,
    label: str,
    values: Iterable[tuple[str, str, int, str | None]],
    totals: Mapping[str, int],
) -> Facet:
    # A facet with a condition was counted by itself, all others together.
    beyond = totals.get(key, totals.get("", 0)) > CAP
    return {
        "key": key,
        "label": label,
        "values": [
            {
                "value": value,
                "label": shown,
                "count": min(count, CAP),
                "more": beyond,
                "parent": parent,
            }
            for value, shown, count, parent in values
        ],
    }


def _plain(
    key: str, label: str, counted: Sequence[tuple[str, int]], totals: Mapping[str, int]
) -> Facet:
    best = sorted(counted, key=lambda one: (-one[1], one[0]))[:MOST_VALUES]
    return _facet(key, label, ((value, value, count, None) for value, count in best), totals)


def _categories(
    known: Sequence[tuple[str, str, str, str | None]],
    counts: Mapping[str, Sequence[tuple[str, int]]],
) -> list[tuple[str, str, int, str | None]]:
    """In the order of the tree: each followed by those below it. `known` stands in the shop's order
    of siblings."""
    counted = dict(counts[Letter.CATEGORY])
    slugs = {category: slug for category, slug, _, _ in known}
    below: dict[str | None, list[tuple[str, str, str]]] = defaultdict(list)
    for category, slug, name, parent in known:
        below[parent if parent in slugs else None].append((category, slug, name))
    found: list[tuple[str, str, int, str | None]] = []

    def walk(parent: str | None) -> None:
        for category, slug, name in below[parent]:
            found.append((slug, name, counted[category], slugs.get(parent or "")))
            walk(category)

    walk(None)
    return found


def _options(counted: Sequence[tuple[str, int]], totals: Mapping[str, int]) -> list[Facet]:
    """One facet for each option's name, options and values at the places they have in most
    products: sizes stay in the order merchants gave them."""
    options: dict[str, dict[str, list[tuple[int, int, int]]]] = {}
    for term, count in counted:
        name, value, place = term.split(NAME_END)
        at = (int(place[:2]), int(place[2:]), count)
        options.setdefault(name, {}).setdefault(value, []).append(at)
    first = sorted(
        options.items(), key=lambda one: (min(min(places) for places in one[1].values()), one[0])
    )
    return [
        _facet(
            f"option.{name}",
            name,
            (
                (value, value, sum(count for *_, count in places), None)
                for value, places in sorted(
                    values.items(), key=lambda one: (_mean_place(one[1]), one[0])
                )
            ),
            totals,
        )
        for name, values in first
    ]


def _mean_place(places: Sequence[tuple[int, int, int]]) -> float:
    return sum(at * count for _, at, count in places) / sum(count for *_, count in places)


def _prices(
    counted: Sequence[tuple[int, int]], step: int | None, totals: Mapping[str, int]
) -> Facet:
    ranges = [
        (f"{place * step}-{(place + 1) * step - 1}", count)
        for place, count in counted
        if step is not None
    ]
    return _facet("price", "Price", ((text, text, count, None) for text, count in ranges), totals)
