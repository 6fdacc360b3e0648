"""What is taken of an answer. It is data from outside: nothing of it is believed or run."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import orjson

from contentforge.fields import FieldKey, FieldKind, Limits, Value, cleaned, fitted

from .request import Request

_FENCE: Final = re.compile(r"^\s*```[a-z]*\s*(.*?)\s*```\s*$", re.DOTALL)
_LONGEST: Final = 200_000
_MOST_ITEMS: Final = 300


class Unusable(Exception):
    """The answer cannot be read at all; the text says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Clean values within their limits. `missing` fields were not answered or not in their shape;
    `shortened` ones were too long and end earlier now."""

    values: Mapping[FieldKey, Value]
    missing: tuple[FieldKey, ...]
    shortened: frozenset[FieldKey]


def read(request: Request, text: str, limits: Limits) -> Answer:
    """The fields that were asked for; others are dropped. Raises Unusable."""
    given = _object(text)
    values: dict[FieldKey, Value] = {}
    shortened = set()
    pictures = _pictures(given.get("alt_texts"))
    for key in request.keys:
        raw = pictures.get(key.image) if key.image else given.get(str(key.kind))
        value = _shaped(key.kind, raw)
        if value is None:
            continue
        clean = cleaned(key.kind, value)
        if not clean:
            continue
        values[key] = fitted(clean, limits[key.kind])
        if values[key] != clean:
            shortened.add(key)
    missing = tuple(key for key in request.keys if key not in values)
    return Answer(values, missing, frozenset(shortened))


def _object(text: str) -> dict[str, object]:
    if len(text) > _LONGEST:
        raise Unusable("The answer is far too long.")
    fenced = _FENCE.match(text)
    try:
        found = orjson.loads(fenced[1] if fenced else text)
    except orjson.JSONDecodeError as exc:
        raise Unusable("The answer is no JSON.") from exc
    if not isinstance(found, dict):
        raise Unusable("The answer is no JSON object.")
    return found


def _pictures(raw: object) -> dict[str, object]:
    """Texts by picture; the first of two for one picture counts."""
    found: dict[str, object] = {}
    for one in raw[:_MOST_ITEMS] if isinstance(raw, list) else ():
        if isinstance(one, dict) and isinstance(one.get("id"), str):
            found.setdefault(one["id"], one.get("alt"))
    return found


def _shaped(kind: FieldKind, raw: object) -> Value | None:
    """The value if it has the kind's shape; of a list the texts in it."""
    if kind.several:
        if not isinstance(raw, list):
            return None
        return tuple(item for item in raw[:_MOST_ITEMS] if isinstance(item, str))
    return raw if isinstance(raw, str) else None
