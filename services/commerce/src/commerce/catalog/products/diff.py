"""Which variant becomes which when options change. Ids are never made anew for a combination
that lives on, also under another name (rules §8)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from commerce.catalog.errors import problem, refuse
from commerce.catalog.products.matrix import Combination, Option, Wanted


@dataclass(frozen=True, slots=True)
class Known:
    """A variant of the product, live or removed earlier."""

    id: UUID
    combination: Combination
    removed: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A wanted variant with the id it already has, or None for a new one."""

    wanted: Wanted
    id: UUID | None


@dataclass(frozen=True, slots=True)
class Diff:
    """The variants in their new order, and the live ones that are not among them."""

    variants: list[Kept]
    removed: list[UUID]


Paired = list[int | None]
"""For each new option the place of the old one it continues."""


def pair(old: Sequence[Option], new: Sequence[Option]) -> Paired:
    """Which old option each new one continues: by name, by the same values, or as the only one
    left over on both sides."""
    places = {option.name.casefold(): n for n, option in enumerate(old)}
    paired: Paired = [places.get(option.name.casefold()) for option in new]
    open_old = [n for n in range(len(old)) if n not in paired]
    for n, option in enumerate(new):
        if paired[n] is None:
            same = [o for o in open_old if set(old[o].values) == set(option.values)]
            if len(same) == 1:
                paired[n] = same[0]
                open_old.remove(same[0])
    open_new = [n for n, place in enumerate(paired) if place is None]
    if len(open_old) == len(open_new) == 1 and _alike(old[open_old[0]], new[open_new[0]]):
        paired[open_new[0]] = open_old[0]
    return paired


def _alike(old: Option, new: Option) -> bool:
    """A renamed option keeps at least one of its values; else it is another option."""
    return bool(set(old.values) & set(new.values))


def renamed(old: Option, new: Option) -> dict[str, str]:
    """Old value -> new value: the same, the same in other letters, or the only new one, where it
    stands in the place of the only one that is gone. Anything else is taken out and put in."""
    mapping = {value: value for value in old.values if value in new.values}
    folded = {value.casefold(): value for value in new.values if value not in mapping.values()}
    for value in old.values:
        if value not in mapping and value.casefold() in folded:
            mapping[value] = folded.pop(value.casefold())
    gone = [n for n, value in enumerate(old.values) if value not in mapping]
    fresh = [n for n, value in enumerate(new.values) if value not in mapping.values()]
    if len(gone) == 1 and gone == fresh:
        mapping[old.values[gone[0]]] = new.values[gone[0]]
    return mapping


def diff(
    old_options: Sequence[Option],
    known: Sequence[Known],
    new_options: Sequence[Option],
    wanted: Sequence[Wanted],
    *,
    generated: bool,
) -> Diff:
    """Match wanted variants with known ones: by given id, else by combination.

    `known` in the order of their positions. `generated`: the request gave options alone and
    `wanted` is the full matrix; combinations the merchant had taken out stay out.
    Raises Invalid (422) on `variants.N.id` for an id that is no variant of the product.
    """
    paired = pair(old_options, new_options)
    mapping = [
        {} if place is None else renamed(old_options[place], option)
        for place, option in zip(paired, new_options, strict=True)
    ]
    claims = _claims(known, paired, mapping, new_options)
    by_id = _by_given_id(wanted, {variant.id for variant in known})
    taken = set(by_id.values())
    gone = {variant.id for variant in known if variant.removed}
    variants: list[Kept] = []
    for want in wanted:
        match = by_id.get(want.combination) or claims.get(want.combination)
        if match is not None and by_id.get(want.combination) != match and match in taken:
            match = None
        living = match is not None and match not in gone
        if generated and not living and _left_out(want.combination, paired, mapping):
            continue
        if match is not None:
            taken.add(match)
        variants.append(Kept(want, match))
    if not variants:
        variants = [Kept(want, None) for want in wanted]
    used = {kept.id for kept in variants}
    return Diff(variants, [v.id for v in known if not v.removed and v.id not in used])


def _by_given_id(wanted: Iterable[Wanted], known: set[UUID]) -> dict[Combination, UUID]:
    found: dict[Combination, UUID] = {}
    problems = []
    used: set[UUID] = set()
    for want in wanted:
        if want.given is None or want.given.id is None:
            continue
        if want.given.id not in known:
            problems.append(problem(want.field("id"), "This is no variant of this product."))
        elif want.given.id in used:
            problems.append(problem(want.field("id"), "This variant is there twice."))
        used.add(want.given.id)
        found[want.combination] = want.given.id
    refuse(problems)
    return found


def _claims(
    known: Sequence[Known],
    paired: Paired,
    mapping: Sequence[Mapping[str, str]],
    new_options: Sequence[Option],
) -> dict[Combination, UUID]:
    """Combination -> the known variant that becomes it. Of several, the first live one; a removed
    one comes back under its old id when its combination is wanted again."""
    claims: dict[Combination, UUID] = {}
    back = [
        {**{value: value for value in option.values if value not in values.values()}, **values}
        for option, values in zip(new_options, mapping, strict=True)
    ]
    for removed, values in ((False, mapping), (True, back)):
        for variant in known:
            if variant.removed == removed:
                target = _target(variant.combination, paired, values, new_options)
                if target is not None:
                    claims.setdefault(target, variant.id)
    return claims


def _target(
    combination: Combination,
    paired: Paired,
    mapping: Sequence[Mapping[str, str]],
    new_options: Sequence[Option],
) -> Combination | None:
    target = []
    for place, values, option in zip(paired, mapping, new_options, strict=True):
        if place is None:
            # A new option: what was sold so far is its first value.
            target.append(option.values[0])
            continue
        value = values.get(combination[place]) if place < len(combination) else None
        if value is None:
            return None
        target.append(value)
    return tuple(target)


def _left_out(
    combination: Combination, paired: Paired, mapping: Sequence[Mapping[str, str]]
) -> bool:
    """All its values were there before, yet no variant was: the merchant had taken it out."""
    return all(place is not None for place in paired) and all(
        value in values.values() for value, values in zip(combination, mapping, strict=True)
    )
