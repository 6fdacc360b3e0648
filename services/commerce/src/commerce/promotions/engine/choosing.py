"""Which rules stand together: higher priorities first, and among equals the set that saves most.

Two rules combine unless one is exclusive, both are of one exclusive group, or one does not name
the other's class. Volume prices never shut each other out: each line has one of them.
"""

from collections.abc import Iterator, Sequence

from commerce.promotions.engine import stages
from commerce.promotions.engine.model import Basket, DiscountKind, Reason, Rule

MAX_SETS = 64
"""How many sets of equal priority are tried. Beyond it, what saves most alone goes first."""


def conflict(one: Rule, other: Rule) -> Reason | None:
    """Why two rules cannot both apply, or None."""
    if one.exclusive or other.exclusive:
        return Reason.EXCLUSIVE_WITH
    if one.exclusive_group is not None and one.exclusive_group == other.exclusive_group:
        return Reason.EXCLUSIVE_WITH
    if one.kind is other.kind is DiscountKind.VOLUME:
        return None
    if other.target in one.combines_with and one.target in other.combines_with:
        return None
    return Reason.DOES_NOT_COMBINE


def choose(rules: Sequence[Rule], basket: Basket) -> list[Rule]:
    """The rules that apply, of those that may."""
    chosen: list[Rule] = []
    for priority in sorted({rule.priority for rule in rules}, reverse=True):
        level = [
            rule
            for rule in rules
            if rule.priority == priority and not any(conflict(rule, kept) for kept in chosen)
        ]
        chosen.extend(_best(level, chosen, basket))
    return chosen


def _best(level: Sequence[Rule], kept: Sequence[Rule], basket: Basket) -> list[Rule]:
    if len(level) < 2:
        return list(level)
    alone = {rule.id: stages.apply([*kept, rule], basket).total for rule in level}
    ordered = sorted(level, key=lambda rule: (-alone[rule.id], rule.id))
    best: list[Rule] = []
    most = -1
    for tried, candidate in enumerate(_sets(ordered)):
        if tried == MAX_SETS:
            break
        saved = stages.apply([*kept, *candidate], basket).total
        if saved > most:
            best, most = candidate, saved
    return best


def _sets(ordered: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Every largest set without a conflict, those with the best rules first (Bron-Kerbosch with a
    pivot, so that rules which all combine cost one step each and not two to their number)."""
    allies = {
        rule.id: {other.id for other in ordered if other is not rule and not conflict(rule, other)}
        for rule in ordered
    }

    def grow(chosen: list[Rule], open_: list[Rule], closed: list[Rule]) -> Iterator[list[Rule]]:
        if not open_:
            if not closed:
                yield chosen
            return
        pivot = max(
            (*open_, *closed), key=lambda rule: sum(other.id in allies[rule.id] for other in open_)
        )
        for rule in [other for other in open_ if other.id not in allies[pivot.id]]:
            friends = allies[rule.id]
            yield from grow(
                [*chosen, rule],
                [other for other in open_ if other.id in friends],
                [other for other in closed if other.id in friends],
            )
            open_ = [other for other in open_ if other is not rule]
            closed = [*closed, rule]

    return grow([], list(ordered), [])
