"""What an audit looks for, as pure functions: each rule's share of the hundred points, whom it
concerns, and how it is judged.

A rule takes its points by the share of things that break it: half of the products without a
description of their own cost half of that rule's points. Rules that concern nothing cost nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from commerce.content.audits.models import Thing
from ecomm_core.text import search_key

LONGEST_TITLE: Final = 60
SHORTEST_TITLE: Final = 10
LONGEST_DESCRIPTION: Final = 160
SHORTEST_DESCRIPTION: Final = 50
LONGEST_SLUG: Final = 75
FEWEST_WORDS: Final[Mapping[Thing, int]] = {
    Thing.PRODUCT: 40,
    Thing.PAGE: 60,
    Thing.POST: 150,
}
"""Words that a text needs to say something; policies and contact pages are short by nature, and so
counted as pages only where they are pages."""

_ALL: Final = frozenset({Thing.PRODUCT, Thing.CATEGORY, Thing.COLLECTION, Thing.PAGE, Thing.POST})
_NUMBERED: Final = re.compile(r"-\d{1,2}$")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its points of a hundred, and what it concerns."""

    key: str
    points: int
    things: frozenset[Thing]


RULES: Final = {
    rule.key: rule
    for rule in (
        Rule("description_missing", 14, _ALL | {Thing.STORE}),
        Rule("broken_link", 14, frozenset({Thing.PRODUCT, Thing.CATEGORY, Thing.PAGE, Thing.POST})),
        Rule("title_duplicate", 12, _ALL),
        Rule("thin_text", 12, frozenset(FEWEST_WORDS)),
        Rule("alt_missing", 10, frozenset({Thing.PRODUCT, Thing.POST})),
        Rule("picture_missing", 8, frozenset({Thing.PRODUCT, Thing.POST})),
        Rule("title_long", 6, _ALL),
        Rule("description_duplicate", 6, _ALL),
        Rule("title_short", 4, _ALL),
        Rule("description_short", 4, _ALL),
        Rule("description_long", 3, _ALL),
        Rule("redirect_dead", 3, frozenset({Thing.REDIRECT})),
        Rule("slug_odd", 2, _ALL),
        Rule("link_moved", 2, frozenset({Thing.PRODUCT, Thing.CATEGORY, Thing.PAGE, Thing.POST})),
    )
}
"""By their points; they make a hundred."""


@dataclass(frozen=True, slots=True)
class Look:
    """A thing as a search engine sees it. `description` is what the merchant wrote for search
    engines, `words` how many its text has, `links` the paths of the shop that it leads to."""

    thing: Thing
    id: UUID
    title: str
    path: str
    slug: str | None = None
    seo_title: str | None = None
    seo_description: str | None = None
    words: int = 0
    has_text: bool = False
    pictures: int = 0
    without_alt: int = 0
    wants_text: bool = True
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something amiss with a thing."""

    rule: str
    look: Look
    detail: dict[str, Any] = field(default_factory=dict)


def judged(look: Look) -> Iterator[Finding]:
    """What is amiss with one thing by itself: lengths, texts, pictures, its address."""
    shown = look.seo_title or look.title
    concerned = {key for key, rule in RULES.items() if look.thing in rule.things}
    checks = (
        ("title_long", len(shown) > LONGEST_TITLE, {"length": len(shown), "most": LONGEST_TITLE}),
        (
            "title_short",
            len(shown) < SHORTEST_TITLE,
            {"length": len(shown), "least": SHORTEST_TITLE},
        ),
        *_descriptions(look),
        (
            "thin_text",
            look.wants_text and look.words < FEWEST_WORDS.get(look.thing, 0),
            {"words": look.words, "least": FEWEST_WORDS.get(look.thing, 0)},
        ),
        ("picture_missing", look.pictures == 0, {}),
        (
            "alt_missing",
            look.without_alt > 0,
            {"without": look.without_alt, "pictures": look.pictures},
        ),
        *_slugs(look),
    )
    for rule, broken, detail in checks:
        if broken and rule in concerned:
            yield Finding(rule, look, dict(detail))


def _descriptions(look: Look) -> Iterator[tuple[str, bool, dict[str, Any]]]:
    own = look.seo_description or ""
    length = len(own)
    # Without words for search engines they show the text's beginning: bad only where there is none.
    yield "description_missing", not own and not look.has_text, {}
    facts = {"length": length, "least": SHORTEST_DESCRIPTION, "most": LONGEST_DESCRIPTION}
    yield "description_short", 0 < length < SHORTEST_DESCRIPTION, facts
    yield "description_long", length > LONGEST_DESCRIPTION, facts


def _slugs(look: Look) -> Iterator[tuple[str, bool, dict[str, Any]]]:
    if look.slug is None:
        return
    named = set(search_key(look.title).split())
    said = set(_NUMBERED.sub("", look.slug).split("-"))
    why = None
    if len(look.slug) > LONGEST_SLUG:
        why = "long"
    # A title of another script leaves nothing to compare its address with.
    elif any(word.isascii() for word in named) and not named & said:
        why = "other_words"
    yield "slug_odd", why is not None, {"slug": look.slug, "why": why}


def duplicates(looks: Iterable[Look]) -> Iterator[Finding]:
    """Titles and descriptions that several things have; each of them is found."""
    titles: dict[str, list[Look]] = defaultdict(list)
    descriptions: dict[str, list[Look]] = defaultdict(list)
    for look in looks:
        if look.thing not in _ALL:
            continue
        titles[search_key(look.seo_title or look.title)].append(look)
        if look.seo_description:
            descriptions[search_key(look.seo_description)].append(look)
    for rule, groups in (("title_duplicate", titles), ("description_duplicate", descriptions)):
        for key, alike in groups.items():
            if key and len(alike) > 1:
                for look in alike:
                    other = next(one for one in alike if one is not look)
                    detail = {"others": len(alike) - 1, "with": other.path, "name": other.title}
                    yield Finding(rule, look, detail)


def links(
    looks: Iterable[Look], dead: frozenset[str], moved: Mapping[str, str]
) -> Iterator[Finding]:
    """Links into nothing, and links that lead on: a finding for each thing and path."""
    for look in looks:
        for path in look.links:
            if path in dead:
                yield Finding("broken_link", look, {"to": path})
            elif path in moved:
                yield Finding("link_moved", look, {"to": path, "now": moved[path]})


@dataclass(frozen=True, slots=True)
class Tally:
    """How a rule fared: of `examined` things `failing` break it."""

    examined: int
    failing: int

    def lost_ppm(self, rule: Rule) -> int:
        """Its part of the hundred points that is lost, in millionths of a point."""
        if self.examined == 0:
            return 0
        return rule.points * 1_000_000 * self.failing // self.examined


def tallied(looks: Iterable[Look], findings: Iterable[Finding]) -> dict[str, Tally]:
    """For each rule how many things it concerns, and how many break it."""
    broken: dict[str, set[UUID]] = defaultdict(set)
    for found in findings:
        broken[found.rule].add(found.look.id)
    concerned: dict[Thing, int] = defaultdict(int)
    for look in looks:
        concerned[look.thing] += 1
    return {
        key: Tally(sum(concerned[thing] for thing in rule.things), len(broken[key]))
        for key, rule in RULES.items()
    }


def score(tallies: Mapping[str, Tally]) -> int:
    """The hundred points less what the rules take, rounded down to whole points; only a shop
    without any finding has a hundred."""
    lost = sum(tallies[key].lost_ppm(rule) for key, rule in RULES.items())
    return max(0, (100_000_000 - lost) // 1_000_000)
