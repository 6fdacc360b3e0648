"""What is known of a product, as a value: the parts that texts depend on."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import orjson

from contentforge import facts
from contentforge.fields import words_of

JsonValue = str | int | bool | None | list["JsonValue"] | dict[str, "JsonValue"]

MOST_ATTRIBUTES: Final = 100
MOST_IMAGES: Final = 250


class Part(StrEnum):
    """Parts of a product that change by themselves."""

    TITLE = "title"
    VENDOR = "vendor"
    TYPE = "type"
    TAGS = "tags"
    ATTRIBUTES = "attributes"
    DESCRIPTION = "description"
    IMAGES = "images"


@dataclass(frozen=True, slots=True)
class Image:
    """A picture; `id` is its id in the platform, or its address or file name elsewhere."""

    id: str
    position: int
    alt: str = ""
    name: str = ""
    """Of its file: suppliers say there what is to be seen."""


@dataclass(frozen=True, slots=True)
class Content:
    """A product's facts. `language` (ISO 639-1) is that of its words; `description` is HTML or text
    as it came. There is no price: prices change daily, and texts must not go stale with them."""

    title: str
    language: str
    vendor: str = ""
    product_type: str = ""
    tags: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    description: str = ""
    images: tuple[Image, ...] = ()

    def part(self, part: Part, image: str = "") -> JsonValue:
        """A part as JSON; of the pictures the one that is named, or all."""
        known: dict[Part, JsonValue] = {
            Part.TITLE: self.title,
            Part.VENDOR: self.vendor,
            Part.TYPE: self.product_type,
            Part.TAGS: [*sorted(self.tags)],
            Part.ATTRIBUTES: [[name, value] for name, value in self.attributes],
            Part.IMAGES: [
                {"id": one.id, "alt": one.alt, "name": one.name}
                for one in self.images
                if not image or one.id == image
            ],
        }
        return words_of(self.description) if part is Part.DESCRIPTION else known[part]

    def words(self) -> str:
        """Everything it says, for looking words up."""
        told = [f"{name}: {value}" for name, value in self.attributes]
        parts = [self.title, self.vendor, self.product_type, *self.tags, *told]
        return "\n".join([*parts, words_of(self.description)])

    def evidence(self, image: str = "") -> facts.Source:
        """The same as the fact lock reads it. Type and tags count as attributes: suppliers say
        there what a thing is of ("rose gold"). For a picture's text its number is one, too."""
        place = next((str(one.position) for one in self.images if image and one.id == image), "")
        more = {"Type": self.product_type, "Tags": ", ".join(self.tags), "Picture": place}
        return facts.Source(
            title=self.title,
            vendor=self.vendor or None,
            attributes={name: said for name, said in more.items() if said} | dict(self.attributes),
            description=self.description,
            language=self.language,
        )

    def with_facts(self, more: Mapping[str, str]) -> "Content":
        """With facts that a person filled in; they win over what the supplier said."""
        known = dict(self.attributes) | dict(more)
        return replace(self, attributes=tuple(known.items()))


def digest(value: JsonValue) -> str:
    """A short name of a JSON value: the same for the same, whatever the order of its members."""
    raw = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(raw).hexdigest()[:32]


def hash_of(content: Content) -> str:
    """The whole content's; two receipts of the same product are one version if it is equal."""
    return digest([content.language, [content.part(part) for part in Part]])
