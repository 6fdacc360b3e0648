"""Fills a schema: what is known by a property's name first, neutral values that fit otherwise."""

import math
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final, Protocol

from llm_gateway.local.schema.pattern import example
from llm_gateway.local.schema.shape import Unfillable, kinds_of, merged, shape_of
from llm_gateway.local.schema.words import fitted, fitted_html, formatted
from llm_gateway.wire.call import Json

_ONLY_REQUIRED: Final = 5
"""Depth below which optional members are left out."""
_DEEPEST: Final = 40
_MOST_ITEMS: Final = 500


class Sources(Protocol):
    """What is known for a property's name."""

    def limits(self, name: str) -> Json:
        """Limits beyond the schema's."""

    def text(self, name: str, limit: int | None) -> str | None:
        """Words for a property."""

    def items(self, name: str) -> Sequence[str] | None:
        """Several."""

    def objects(self, name: str) -> "Sequence[Sources] | None":
        """Several that have members of their own."""

    def number(self, name: str) -> int | float | None:
        """A number."""


class Nothing:
    """Knows nothing."""

    def limits(self, name: str) -> Json:
        """None."""
        del name
        return {}

    def text(self, name: str, limit: int | None) -> str | None:
        """Unknown."""
        del name, limit
        return None

    def items(self, name: str) -> Sequence[str] | None:
        """Unknown."""
        del name
        return None

    def objects(self, name: str) -> "Sequence[Sources] | None":
        """Unknown."""
        del name
        return None

    def number(self, name: str) -> int | float | None:
        """Unknown."""
        del name
        return None


class Filler:
    """Makes values for one schema."""

    def __init__(self, root: Json, sources: Sources | None = None) -> None:
        self._root = root
        self._sources: Sources = sources or Nothing()

    def fill(self) -> Any:
        """A value that follows the schema. Raises Unfillable."""
        return self._value(self._root, "", self._sources, 0)

    def _value(self, schema: Any, name: str, known: Sources, depth: int) -> Any:
        if depth > _DEEPEST:
            raise Unfillable("a schema without a bottom")
        shape = shape_of(schema, self._root)
        for word in ("anyOf", "oneOf"):
            if word in shape:
                return self._one_of(shape, word, name, known, depth)
        if "const" in shape:
            return shape["const"]
        if "enum" in shape:
            return self._chosen(shape, name, known)
        problem: Unfillable | None = None
        for kind in kinds_of(shape):
            try:
                return self._of_kind(kind, shape, name, known, depth)
            except Unfillable as exc:
                problem = problem or exc
        raise problem or Unfillable("a schema that allows nothing")

    def _one_of(self, shape: Json, word: str, name: str, known: Sources, depth: int) -> Any:
        rest = {key: value for key, value in shape.items() if key != word}
        options = sorted(shape[word], key=lambda each: each == {"type": "null"})
        problem: Unfillable | None = None
        for option in options:
            try:
                flat = merged(rest, shape_of(option, self._root))
                return self._value(flat, name, known, depth + 1)
            except Unfillable as exc:
                problem = problem or exc
        raise problem or Unfillable(f"an empty `{word}`")

    def _chosen(self, shape: Json, name: str, known: Sources) -> Any:
        options = shape["enum"]
        if "type" in shape:
            options = [each for each in options if _kind(each) & set(kinds_of(shape))]
        if not options:
            raise Unfillable("an empty `enum`")
        said = known.text(name, None)
        return said if said in options else options[0]

    def _of_kind(self, kind: str, shape: Json, name: str, known: Sources, depth: int) -> Any:
        match kind:
            case "string":
                return self._text(shape, name, known)
            case "integer" | "number":
                return _number(shape, known.number(name), whole=kind == "integer")
            case "boolean":
                return False
            case "null":
                return None
            case "array":
                return self._list(shape, name, known, depth)
            case "object":
                return self._object(shape, known, depth)
        raise Unfillable(f"the type {kind[:40]!r}")

    # --------------------------------------------------------------- text

    def _text(self, shape: Json, name: str, known: Sources, said: str | None = None) -> str:
        limits = known.limits(name)
        low, high = shape.get("minLength", 0), shape.get("maxLength")
        wanted = limits.get("maxLength")
        if isinstance(wanted, int) and wanted >= low:
            high = wanted if high is None else min(high, wanted)
        if high is not None and low > high:
            raise Unfillable("a text both longer and shorter")
        if said is None:
            said = known.text(name, high)
        if "pattern" in shape:
            return _patterned(shape["pattern"], said, low, high)
        if "format" in shape and (shown := formatted(shape["format"])) is not None:
            if low <= len(shown) and (high is None or len(shown) <= high):
                return shown
            raise Unfillable("a format within its length")
        if said is not None and said.startswith("<p>"):
            return fitted_html(said, low, high)
        return fitted(said or "", low, high)

    # --------------------------------------------------------------- lists

    def _list(self, shape: Json, name: str, known: Sources, depth: int) -> list[Any]:
        limits = known.limits(name)
        low, high = shape.get("minItems", 0), shape.get("maxItems", _MOST_ITEMS)
        if isinstance(limits.get("maxItems"), int):
            high = max(low, min(high, limits["maxItems"]))
        if isinstance(limits.get("minItems"), int):
            low = min(high, max(low, limits["minItems"]))
        if low > high or low > _MOST_ITEMS:
            raise Unfillable("a list of that length")
        fixed = shape.get("prefixItems") or []
        items = shape.get("items", True)
        found = [self._value(each, name, known, depth + 1) for each in fixed[:high]]
        if items is not False:
            found += self._known_items(items, name, known, depth)[: high - len(found)]
        if "contains" in shape:
            wanted = max(1, shape.get("minContains", 1))
            needed = [self._value(shape["contains"], name, known, depth + 1)] * wanted
            found = [*found[: max(len(fixed), high - wanted)], *needed]
        missing = max(low, 1 if not found and high and depth < _ONLY_REQUIRED else 0) - len(found)
        if missing > 0 and items is False:
            raise Unfillable("a list longer than its items")
        if missing > 0:
            try:
                found += [self._value(items, name, known, depth + 1) for _ in range(missing)]
            except Unfillable:
                if low > len(found):
                    raise
        if shape.get("uniqueItems"):
            found = self._distinct(found, items, low)
        return found

    def _known_items(self, items: Any, name: str, known: Sources, depth: int) -> list[Any]:
        shape = shape_of(items, self._root)
        kinds = kinds_of(shape)
        if "object" in kinds and (inner := known.objects(name)) is not None:
            return [self._value(shape, name, each, depth + 1) for each in inner]
        plain = not {"enum", "const", "anyOf", "oneOf"} & shape.keys()
        if "string" in kinds and plain and (said := known.items(name)) is not None:
            return [self._text(shape, name, Nothing(), each) for each in said]
        return []

    def _distinct(self, found: list[Any], items: Any, low: int) -> list[Any]:
        kept: list[Any] = []
        for each in found:
            if not any(_equal(each, other) for other in kept):
                kept.append(each)
        shape = shape_of(items, self._root) if items is not False else {}
        number = 1
        while len(kept) < low:
            other = self._another(shape, number)
            number += 1
            if not any(_equal(other, each) for each in kept):
                kept.append(other)
            if number > 4 * _MOST_ITEMS:
                raise Unfillable("so many different items")
        return kept

    def _another(self, shape: Json, number: int) -> Any:
        """The so-many-th value of a schema, for lists whose items differ."""
        if "enum" in shape:
            return shape["enum"][number % len(shape["enum"])]
        kind = kinds_of(shape)[0]
        if kind == "string" and not {"pattern", "format", "const"} & shape.keys():
            low, high = shape.get("minLength", 0), shape.get("maxLength")
            return fitted(str(number), low, high, fill="0")
        if kind in {"integer", "number"} and "const" not in shape:
            step = shape.get("multipleOf", 1)
            return _number(shape, None, whole=kind == "integer", start=number * step)
        if kind == "boolean":
            return number % 2 == 1
        raise Unfillable("different items of this kind")

    # --------------------------------------------------------------- objects

    def _object(self, shape: Json, known: Sources, depth: int) -> Json:
        properties: Json = shape.get("properties") or {}
        required: list[str] = shape.get("required") or []
        most = shape.get("maxProperties", math.inf)
        filled: Json = {}
        for name, schema in properties.items():
            needed = name in required
            room = len(filled) + sum(each not in filled for each in required) < most
            if not needed and (depth >= _ONLY_REQUIRED or not room):
                continue
            try:
                filled[name] = self._value(schema, name, known, depth + 1)
            except Unfillable:
                if needed:
                    raise
        extra = shape.get("additionalProperties", True)
        for name in required:
            if name not in filled:
                filled[name] = self._value(_extra(shape, name, extra), name, known, depth + 1)
        for number in range(1, shape.get("minProperties", 0) + 1):
            if len(filled) >= shape["minProperties"]:
                break
            name = f"extra_{number}"
            filled[name] = self._value(_extra(shape, name, extra), name, known, depth + 1)
        if len(filled) > most:
            raise Unfillable("fewer members than are required")
        return filled


def _extra(shape: Json, name: str, extra: Any) -> Any:
    if shape.get("patternProperties"):
        raise Unfillable("`patternProperties` for a member without a schema")
    if extra is False:
        raise Unfillable(f"the member {name[:40]!r}, which is required and not allowed")
    return extra


def _kind(value: Any) -> set[str]:  # noqa: PLR0911 - one return a type
    match value:
        case None:
            return {"null"}
        case bool():
            return {"boolean"}
        case int():
            return {"integer", "number"}
        case float():
            return {"number", "integer"} if value.is_integer() else {"number"}
        case str():
            return {"string"}
        case list():
            return {"array"}
    return {"object"}


def _equal(one: Any, other: Any) -> bool:
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _patterned(pattern: str, said: str | None, low: int, high: int | None) -> str:
    if said is not None and low <= len(said) and (high is None or len(said) <= high):
        try:
            if re.search(pattern, said):
                return said
        except re.error as exc:
            raise Unfillable("a broken pattern") from exc
    return example(pattern, low, high)


def _number(
    shape: Json, said: int | float | None, *, whole: bool, start: int | float = 0
) -> int | float:
    """The known number where it fits, else the one nearest to `start` that does."""
    low, high = shape.get("minimum"), shape.get("maximum")
    above, below = shape.get("exclusiveMinimum"), shape.get("exclusiveMaximum")
    step = Fraction(str(shape.get("multipleOf", 1 if whole else 0)))
    if whole and step.denominator != 1:
        step = Fraction(step.numerator)

    def fits(value: Fraction) -> bool:
        return (
            (low is None or value >= Fraction(str(low)))
            and (high is None or value <= Fraction(str(high)))
            and (above is None or value > Fraction(str(above)))
            and (below is None or value < Fraction(str(below)))
            and (step == 0 or value % step == 0)
        )

    floor = [Fraction(str(each)) for each in (low, above) if each is not None]
    ceiling = [Fraction(str(each)) for each in (high, below) if each is not None]
    candidates = [Fraction(str(said))] if said is not None else []
    candidates.append(Fraction(str(start)))
    if floor and ceiling:
        candidates.append((max(floor) + min(ceiling)) / 2)
    for edge in [*floor, *ceiling]:
        if step:
            nearest = edge // step * step
            candidates += [nearest, nearest + step, nearest - step]
        candidates += [
            edge,
            edge + 1,
            edge - 1,
            Fraction(math.floor(edge)),
            Fraction(math.ceil(edge)),
        ]
    for value in candidates:
        if fits(value):
            return int(value) if value.denominator == 1 else float(value)
    raise Unfillable("a number between those limits")
