"""The whole judgement: which rules apply to a basket, what they take, and why the others lost."""

from collections.abc import Mapping, Sequence

from commerce.promotions.engine import choosing, conditions, stages
from commerce.promotions.engine.model import Basket, DiscountKind, Reason, Result, Rule, Verdict


def judge(rules: Sequence[Rule], basket: Basket) -> Result:
    """Judge every rule of the store and leave a trace of each (R4.3).

    A rule that was let through and took nothing (free shipping where shipping is free already, a
    gift the shopper has no unit for) is told as not applied, and does not count as used.
    """
    refused = {rule.id: conditions.refusal(rule, basket) for rule in rules}
    open_ = [rule for rule in rules if refused[rule.id] is None]
    chosen, taken = _without_idle(open_, basket)
    trace = []
    for rule in sorted(rules, key=lambda rule: (-rule.priority, rule.id)):
        refusal = refused[rule.id]
        if refusal is not None:
            trace.append(_verdict(rule, reason=refusal[0], facts=refusal[1]))
        elif taken.by_rule.get(rule.id):
            trace.append(_verdict(rule, amount=taken.by_rule[rule.id]))
        else:
            trace.append(_lost(rule, chosen))
    known = {rule.code.casefold() for rule in rules if rule.code is not None}
    return Result(
        lines=tuple(taken.lines),
        shipping=taken.shipping,
        trace=tuple(trace),
        unknown_codes=tuple(sorted(basket.codes - known)),
    )


def _without_idle(rules: Sequence[Rule], basket: Basket) -> tuple[list[Rule], stages.Taken]:
    """The chosen rules, none of which takes nothing (an idle one must not shut others out), and
    what they take."""
    rest = list(rules)
    while True:
        chosen = choosing.choose(rest, basket)
        taken = stages.apply(chosen, basket)
        idle = {rule.id for rule in chosen if taken.by_rule[rule.id] == 0}
        if not idle:
            return chosen, taken
        rest = [rule for rule in rest if rule.id not in idle]


def _lost(rule: Rule, chosen: Sequence[Rule]) -> Verdict:
    for winner in chosen:
        reason = choosing.conflict(rule, winner)
        if reason is not None:
            facts = {"rule": str(winner.id), "name": winner.code or winner.name}
            return _verdict(rule, reason=reason, facts=facts)
    if rule.kind is DiscountKind.VOLUME:
        better = next((one for one in chosen if one.kind is DiscountKind.VOLUME), None)
        if better is not None:
            facts = {"rule": str(better.id), "name": better.name}
            return _verdict(rule, reason=Reason.BETTER_PRICE, facts=facts)
    gift = rule.kind is DiscountKind.BOGO
    return _verdict(rule, reason=Reason.BUY_MORE if gift else Reason.NOTHING_LEFT)


def _verdict(
    rule: Rule,
    *,
    amount: int = 0,
    reason: Reason | None = None,
    facts: Mapping[str, str | int] | None = None,
) -> Verdict:
    return Verdict(
        rule_id=rule.id,
        name=rule.name,
        code=rule.code,
        kind=rule.kind,
        target=rule.target,
        applied=reason is None,
        amount=amount,
        reason=reason,
        facts=facts or {},
    )
