"""A product's texts out of its facts: what the built-in provider knows for a property's name."""

import re
from collections.abc import Sequence
from html import escape
from typing import Final

from llm_gateway.local.facts import Facts, Picture
from llm_gateway.local.schema.words import cut, fitted_html
from llm_gateway.local.wording import WORDINGS
from llm_gateway.wire.call import Json

TITLE, SEO_TITLE, SEO_DESCRIPTION = 60, 60, 155
FEATURES, BENEFITS, KEYWORDS = 7, 5, 15
_FEWEST_FEATURES, _FEWEST_KEYWORDS = 5, 10
_NAMES: Final = {
    "name": "title",
    "product_title": "title",
    "headline": "title",
    "body": "description",
    "body_html": "description",
    "html": "description",
    "description_html": "description",
    "long_description": "description",
    "summary": "summary",
    "short_description": "summary",
    "text": "summary",
    "bullets": "features",
    "bullet_points": "features",
    "highlights": "features",
    "meta_title": "seo_title",
    "meta_description": "seo_description",
    "tags": "keywords",
    "alts": "alt_texts",
    "image_alts": "alt_texts",
    "images": "alt_texts",
    "brand": "vendor",
    "locale": "language",
    "lang": "language",
}
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def plain(name: str) -> str:
    """A property's name as we know it: `seoTitle`, `meta-title` and `seo_title` are one."""
    snake = _HUMP.sub("_", name).replace("-", "_").lower()
    return _NAMES.get(snake, snake)


class ProductTexts:
    """Knows a product's texts by name."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._words = WORDINGS[facts.language]
        self._wanted = {plain(name): limits for name, limits in facts.wanted.items()}

    def limits(self, name: str) -> Json:
        """What the facts ask for beyond the schema."""
        return self._wanted.get(plain(name), {})

    def number(self, name: str) -> int | float | None:
        """A fact that is a number (a price as digits counts)."""
        value = self._facts.raw.get(name)
        if isinstance(value, str) and re.fullmatch(r"-?\d{1,12}(?:\.\d{1,6})?", value):
            value = float(value) if "." in value else int(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        return None

    def text(self, name: str, limit: int | None) -> str | None:  # noqa: PLR0911 - one a name
        """Words for a property, within its limit where that changes what is said."""
        facts = self._facts
        match plain(name):
            case "title":
                return cut(facts.title, TITLE)
            case "description":
                return self._description(limit)
            case "summary":
                return " ".join(self._paragraphs()[:2])
            case "seo_title":
                both = f"{facts.title} - {facts.vendor}" if facts.vendor else facts.title
                most = min(SEO_TITLE, limit or SEO_TITLE)
                return both if len(both) <= most else cut(facts.title, most)
            case "seo_description":
                return cut(" ".join(self._paragraphs()), SEO_DESCRIPTION)
            case "features" | "benefits" | "keywords" | "alt_texts" as several:
                return ", ".join(self.items(several) or ()) or None
            case "language":
                return facts.language
            case "vendor":
                return facts.vendor or None
            case "price":
                return facts.price or None
            case other:
                return self._attribute(other)

    def items(self, name: str) -> Sequence[str] | None:
        """Several texts for a property."""
        match plain(name):
            case "features":
                return self._features()
            case "benefits":
                pairs = self._pairs()[:BENEFITS]
                return [self._words.benefit.format(n=each, x=value) for each, value in pairs]
            case "keywords":
                return self._keywords()
            case "alt_texts":
                return [self._alt(picture) for picture in self._facts.pictures]
        return None

    def objects(self, name: str) -> "Sequence[PictureTexts] | None":
        """The pictures, each with its words."""
        if plain(name) != "alt_texts":
            return None
        return [PictureTexts(self, picture, self._alt(picture)) for picture in self._facts.pictures]

    def plain_answer(self) -> str:
        """For a call that wants no schema: the description as text."""
        return "\n\n".join(self._paragraphs())

    def _description(self, limit: int | None) -> str:
        html = "".join(f"<p>{escape(each, quote=False)}</p>" for each in self._paragraphs())
        return fitted_html(html, 0, limit)

    def _paragraphs(self) -> list[str]:
        """Three or four."""
        facts, words = self._facts, self._words
        opening = words.opening_vendor if facts.vendor else words.opening
        said = [opening.format(t=facts.title, v=facts.vendor)]
        if facts.attributes:
            details = "; ".join(f"{name}: {value}" for name, value in facts.attributes)
            said.append(words.details.format(d=details))
        if facts.keywords:
            said.append(words.words.format(k=", ".join(facts.keywords[:KEYWORDS])))
        if facts.price:
            said.append(words.cost.format(p=facts.price))
        named = f"{words.product}: {facts.title}."
        return (said + [words.more, named][: max(0, 3 - len(said))])[:4]

    def _pairs(self) -> list[tuple[str, str]]:
        """Names and values: attributes first, then what else is known."""
        facts, words = self._facts, self._words
        more = [
            (words.brand, facts.vendor),
            (words.price, facts.price),
            (words.product, facts.title),
            (words.pictures, str(len(facts.pictures)) if facts.pictures else ""),
            *((words.keyword, keyword) for keyword in facts.keywords),
        ]
        known = [pair for pair in more if pair[1]]
        return [*facts.attributes, *known[: max(0, _FEWEST_FEATURES - len(facts.attributes))]]

    def _features(self) -> list[str]:
        return [f"{name}: {value}" for name, value in self._pairs()[:FEATURES]]

    def _keywords(self) -> list[str]:
        """Ten to fifteen where the facts allow it: theirs, then values, words and pairs of them."""
        facts = self._facts
        words = [word for word in re.findall(r"\w[\w-]+", facts.title) if len(word) > 2]
        values = [value for _, value in facts.attributes if len(value) <= 40]
        found = _different([*facts.keywords, facts.title, facts.vendor, *values, *words])
        if len(found) < _FEWEST_KEYWORDS:
            pairs = [f"{word} {value}" for word in words for value in [*values, facts.vendor]]
            pairs += [f"{name} {value}" for name, value in facts.attributes]
            pairs += [f"{one} {other}" for one in facts.keywords for other in words]
            found = _different([*found, *pairs])[: max(len(found), _FEWEST_KEYWORDS)]
        return found[:KEYWORDS]

    def _alt(self, picture: Picture) -> str:
        return self._words.alt.format(t=cut(self._facts.title, 90), i=picture.position)

    def _attribute(self, name: str) -> str | None:
        for known, value in self._facts.attributes:
            if plain(known.replace(" ", "_")) == name:
                return value
        said = self._facts.raw.get(name)
        return said if isinstance(said, str) else None


class PictureTexts:
    """Knows what there is to say of one picture; the rest it leaves to the product's texts."""

    def __init__(self, product: ProductTexts, picture: Picture, alt: str) -> None:
        self._product = product
        self._picture = picture
        self._alt = alt

    def limits(self, name: str) -> Json:
        """The product's limits for pictures' words."""
        alt = plain(name) in {"alt", "alt_text", "summary", "description"}
        return self._product.limits("alt_texts" if alt else name)

    def number(self, name: str) -> int | float | None:
        """The position."""
        return self._picture.position if plain(name) == "position" else None

    def text(self, name: str, limit: int | None) -> str | None:
        """The id, or the words."""
        del limit
        if plain(name) in {"id", "image_id", "media_id"}:
            return self._picture.id
        if plain(name) in {"language"}:
            return self._product.text(name, None)
        return self._alt

    def items(self, name: str) -> Sequence[str] | None:
        """None."""
        del name
        return None

    def objects(self, name: str) -> None:
        """None."""
        del name


def _different(texts: Sequence[str]) -> list[str]:
    """Each once, whatever its case; empty ones not at all."""
    return list({text.casefold(): text for text in reversed(texts) if text.strip()}.values())[::-1]
