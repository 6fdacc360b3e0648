"""The facts of a request: the JSON between `<facts>` and `</facts>` in the last user message."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from llm_gateway.wire.call import Json

LANGUAGES: Final = ("en", "de", "fr", "es", "it", "nl")
_BETWEEN: Final = re.compile(r"<facts>(.*?)</facts>", re.DOTALL)
_LENGTHS: Final = {
    "maxLength": "maxLength",
    "max_length": "maxLength",
    "max": "maxLength",
    "minItems": "minItems",
    "min_items": "minItems",
    "maxItems": "maxItems",
    "max_items": "maxItems",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that wants words."""

    id: str
    position: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What may be said, and nothing else."""

    raw: Json
    language: str = "en"
    title: str = ""
    vendor: str = ""
    price: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    keywords: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    wanted: dict[str, Json] = field(default_factory=dict)


def facts_in(text: str) -> Facts | None:
    """The facts, or None where there are none that can be read."""
    found = _BETWEEN.search(text)
    if found is None:
        return None
    try:
        raw = orjson.loads(found[1].strip())
    except orjson.JSONDecodeError:
        return None
    if not isinstance(raw, dict):
        return None
    language = str(raw.get("language", "en"))[:2].lower()
    attributes = raw.get("attributes")
    pairs = attributes.items() if isinstance(attributes, dict) else ()
    return Facts(
        raw=raw,
        language=language if language in LANGUAGES else "en",
        title=_words(raw.get("title")),
        vendor=_words(raw.get("vendor")),
        price=_words(raw.get("price")),
        attributes=tuple((_words(name), said) for name, value in pairs if (said := _words(value))),
        keywords=tuple(said for each in _list(raw.get("keywords")) if (said := _words(each))),
        pictures=tuple(
            Picture(_words(each.get("id")), _whole(each.get("position"), place))
            for place, each in enumerate(_list(raw.get("images")), 1)
            if isinstance(each, dict)
        ),
        wanted=_wanted(raw.get("wanted")),
    )


def _words(value: Any) -> str:
    """A fact as words on one line; lists are joined."""
    match value:
        case str():
            return " ".join(value.split())
        case bool() | None:
            return ""
        case int() | float():
            return str(value)
        case list():
            return ", ".join(said for each in value if (said := _words(each)))
        case {"amount": amount, "currency": str(currency)}:
            return f"{_words(amount)} {currency}".strip()
    return ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _whole(value: Any, otherwise: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise


def _wanted(value: Any) -> dict[str, Json]:
    """Limits by field, in JSON Schema's words; a bare number is the most characters."""
    limits: dict[str, Json] = {}
    for name, said in (value if isinstance(value, dict) else {}).items():
        if isinstance(said, int) and not isinstance(said, bool):
            limits[name] = {"maxLength": said}
        elif isinstance(said, dict):
            limits[name] = {
                _LENGTHS[key]: number
                for key, number in said.items()
                if key in _LENGTHS and isinstance(number, int) and not isinstance(number, bool)
            }
    return limits
