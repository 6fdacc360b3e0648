"""From a published product to its document. Pure: a row in, a record out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from commerce.search.distance import forgiven
from commerce.search.lexemes import Kind, hashed, lexeme, sku_lexeme
from commerce.search.words import is_typeable, text_of_html, words_of, words_of_all
from ecomm_core.text import search_key

TITLE_WORDS: Final = 60
NAME_WORDS: Final = 300
WORDS: Final = 2_000
"""Different words of one document."""
LONGEST_LABEL: Final = 200
"""Characters of a value that is counted in a facet."""
MOST_FACETS: Final = 250
"""Values of one product that are counted; a product with more has the first ones."""

NAME_END: Final = "\x1e"
"""Between an option's name, its value, and the value's place."""
PART_END: Final = "\x1f"
"""Around the options of a variant."""
_CONTROLS: Final = {ord(NAME_END): " ", ord(PART_END): " "}


class Letter:
    """What the first letter of a value in `facets` says."""

    CATEGORY: Final = "c"
    VENDOR: Final = "v"
    TAG: Final = "g"
    OPTION: Final = "o"


@dataclass(frozen=True, slots=True)
class Document:
    """A row of `search_documents` without tenant and store, and the words that may be mistyped."""

    product_id: UUID
    lexemes: list[str]
    facets: list[str]
    variants: list[str]
    available: bool
    price_min: int
    price_max: int
    published_at: datetime | None
    sort_title: str
    words: list[str]


def label(text: str) -> str:
    """A value as it is counted and asked for: bounded, without our separators."""
    return text.translate(_CONTROLS)[:LONGEST_LABEL]


def option_term(name: str, value: str) -> str:
    """An option's value as it stands in `variants`; its place follows."""
    return f"{PART_END}{label(name)}{NAME_END}{label(value)}{NAME_END}"


def build(key: str, row: Mapping[str, Any]) -> Document:
    """The document of a row of `reads.search_source.published`; `key` is the store's."""
    options: Sequence[tuple[str, list[str]]] = row["options"]
    variants: Sequence[tuple[list[str], str | None, bool]] = row["variants"]
    spoken: Sequence[tuple[str, str]] = row["translations"]
    titles = [row["title"], *(other for other, _ in spoken if other)]
    title = _union(*(words_of(one, TITLE_WORDS) for one in titles))
    used = _used(options, variants)
    names = _union(
        title,
        words_of_all(_names(row), NAME_WORDS),
        words_of_all((value for values in used.values() for value in values), NAME_WORDS),
    )
    texts = [row["description"], *(text for _, text in spoken if text)]
    written = words_of_all([*row["seo_keywords"], *map(text_of_html, texts)], WORDS)
    skus = [sku for _, sku, _ in variants if sku]
    typed = _union(names, written)[:WORDS]
    every = _union(typed, words_of_all(skus, WORDS))[:WORDS]
    lexemes = [
        lexeme(key, Kind.EVERY),
        *(hashed(key, Kind.WHOLE_TITLE, search_key(one)) for one in titles),
        *(lexeme(key, Kind.TITLE, word) for word in title),
        *(lexeme(key, Kind.NAMES, word) for word in names),
        *(lexeme(key, Kind.WORD, word) for word in every),
        *(lexeme(key, Kind.CATEGORY, category) for category in row["category_ids"]),
        *(hashed(key, Kind.TAG, label(tag)) for tag in row["tags"]),
        *(
            hashed(key, Kind.OPTION, label(name), label(value))
            for name, values in used.items()
            for value in values
        ),
        *(sku_lexeme(key, sku) for sku in skus),
    ]
    if row["vendor"]:
        lexemes.append(hashed(key, Kind.VENDOR, label(row["vendor"])))
    return Document(
        product_id=row["id"],
        lexemes=list(dict.fromkeys(lexemes)),
        facets=_facets(row, options, used),
        variants=_variants(options, variants) if options else [],
        available=any(available for *_, available in variants),
        price_min=row["price_min"],
        price_max=row["price_max"],
        published_at=row["published_at"],
        sort_title=row["sort_title"],
        words=sorted(word for word in typed if is_typeable(word) and forgiven(word + "x")),
    )


def _union(*lists: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word for words in lists for word in words))


def _names(row: Mapping[str, Any]) -> list[str]:
    given = [row["vendor"] or "", row["product_type"] or "", *row["tags"]]
    return [*given, *row["category_names"]]


def _used(
    options: Sequence[tuple[str, list[str]]],
    variants: Sequence[tuple[list[str], str | None, bool]],
) -> dict[str, dict[str, None]]:
    """Option -> values that a live variant has."""
    found: dict[str, dict[str, None]] = {name: {} for name, _ in options}
    for values, _, _ in variants:
        for (name, _), value in zip(options, values, strict=False):
            found[name][value] = None
    return found


def _places(options: Sequence[tuple[str, list[str]]]) -> dict[tuple[str, str], str]:
    """(option, value) -> its text with its place, the order merchants gave: by option, by value."""
    return {
        (name, value): f"{label(name)}{NAME_END}{label(value)}{NAME_END}{first:02d}{second:04d}"
        for first, (name, values) in enumerate(options)
        for second, value in enumerate(values)
    }


def _facets(
    row: Mapping[str, Any],
    options: Sequence[tuple[str, list[str]]],
    used: dict[str, dict[str, None]],
) -> list[str]:
    places = _places(options)
    values = [Letter.CATEGORY + category for category in row["category_ids"]]
    if row["vendor"]:
        values.append(Letter.VENDOR + label(row["vendor"]))
    values += [
        Letter.OPTION + places[name, value]
        for name, chosen in used.items()
        for value in chosen
        if (name, value) in places
    ]
    values += [Letter.TAG + label(tag) for tag in row["tags"]]
    return list(dict.fromkeys(values))[:MOST_FACETS]


def _variants(
    options: Sequence[tuple[str, list[str]]],
    variants: Sequence[tuple[list[str], str | None, bool]],
) -> list[str]:
    places = _places(options)
    return [
        ("+" if available else "-")
        + PART_END
        + PART_END.join(
            places[name, value]
            for (name, _), value in zip(options, values, strict=False)
            if (name, value) in places
        )
        + PART_END
        for values, _, available in variants
    ]
