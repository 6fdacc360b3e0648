"""Options and their combinations, without a database: what a request asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product as combinations_of
from math import prod
from typing import Any

from commerce.catalog.errors import problem, refuse
from commerce.catalog.schemas import MAX_OPTIONS, MAX_VARIANTS, OptionIn, VariantIn
from ecomm_core.errors import Invalid

MAX_VALUES = 200
MAX_NAME = 60

Combination = tuple[str, ...]
"""Option values in the order of the options; empty for a product without options."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option's name and values, in order."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A variant the request asks for; `index` is its place in the request's `variants`."""

    combination: Combination
    given: VariantIn | None = None
    index: int | None = None

    def field(self, name: str) -> str:
        """Where the request names this variant's field."""
        return name if self.index is None else f"variants.{self.index}.{name}"


def checked(options: Sequence[OptionIn]) -> list[Option]:
    """Options as given, each name and value once. Raises Invalid (422) naming the place."""
    problems = []
    names: set[str] = set()
    for n, option in enumerate(options):
        if option.name.casefold() in names:
            problems.append(problem(f"options.{n}.name", "This option is there twice."))
        names.add(option.name.casefold())
        values: set[str] = set()
        for m, value in enumerate(option.values):
            if value in values:
                problems.append(problem(f"options.{n}.values.{m}", "This value is there twice."))
            values.add(value)
    refuse(problems)
    return [Option(option.name, tuple(option.values)) for option in options]


def derived(variants: Sequence[VariantIn]) -> list[Option]:
    """The options that a list of variants speaks of, in the order of their first appearance."""
    names: dict[str, str] = {}
    values: dict[str, dict[str, None]] = {}
    for variant in variants:
        for name, value in variant.options.items():
            key = name.strip().casefold()
            names.setdefault(key, name.strip())
            values.setdefault(key, {})[value] = None
    if len(values) > MAX_OPTIONS:
        raise Invalid.on_field("variants", f"A product has at most {MAX_OPTIONS} options.")
    for key, found in values.items():
        if not 1 <= len(names[key]) <= MAX_NAME or len(found) > MAX_VALUES:
            raise Invalid.on_field(
                "variants",
                f"An option has a name of up to {MAX_NAME} characters, and {MAX_VALUES} values.",
            )
    return [Option(names[key], tuple(found)) for key, found in values.items()]


def extended(options: Sequence[Option], variants: Sequence[VariantIn]) -> list[Option]:
    """The options with the values that variants newly speak of appended."""
    known = {option.name.casefold(): dict.fromkeys(option.values) for option in options}
    for variant in variants:
        for name, value in variant.options.items():
            values = known.get(name.strip().casefold())
            if values is not None:
                values[value] = None
    for found in known.values():
        if len(found) > MAX_VALUES:
            raise Invalid.on_field("variants", f"An option has at most {MAX_VALUES} values.")
    return [Option(o.name, tuple(known[o.name.casefold()])) for o in options]


def full(options: Sequence[Option], field: str = "options") -> list[Wanted]:
    """Every combination, row by row; one without values for a product without options.

    Raises Invalid (422) for more than 2,048.
    """
    count = prod(len(option.values) for option in options)
    if count > MAX_VARIANTS:
        raise Invalid.on_field(
            field, f"These options make {count:,} variants; {MAX_VARIANTS:,} are possible."
        )
    return [Wanted(found) for found in combinations_of(*(option.values for option in options))]


def listed(options: Sequence[Option], variants: Sequence[VariantIn]) -> list[Wanted]:
    """The combinations that the request lists itself.

    Raises Invalid (422) naming the variant for a missing, unknown or repeated option or value.
    """
    if not variants:
        raise Invalid.on_field("variants", "A product has at least one variant.")
    wanted: list[Wanted] = []
    problems: list[dict[str, Any]] = []
    seen: dict[Combination, int] = {}
    for n, variant in enumerate(variants):
        field = f"variants.{n}.options"
        given = {name.strip().casefold(): value for name, value in variant.options.items()}
        unknown = given.keys() - {option.name.casefold() for option in options}
        problems += [
            problem(field, f"There is no option {name[:MAX_NAME]!r}.") for name in sorted(unknown)
        ]
        combination = []
        for option in options:
            value = given.get(option.name.casefold())
            if value is None:
                problems.append(problem(field, f"{option.name} is missing."))
            elif value not in option.values:
                problems.append(problem(field, f"{value!r} is not a value of {option.name}."))
            combination.append(value or "")
        key = tuple(combination)
        if key in seen:
            problems.append(problem(field, f"This is the same as variant {seen[key] + 1}."))
        seen.setdefault(key, n)
        wanted.append(Wanted(key, variant, n))
    refuse(problems)
    return wanted


def title_of(combination: Combination) -> str:
    """`Ink / Large`; empty for a product without options."""
    return " / ".join(combination)
