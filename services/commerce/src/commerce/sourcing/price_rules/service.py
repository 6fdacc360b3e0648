"""Price rules: the public face of this folder."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.price_rules import repository
from commerce.sourcing.price_rules.applying import begin, reprice, settle, work
from commerce.sourcing.price_rules.computing import Candidate, compute
from commerce.sourcing.price_rules.deciding import accept, changes, dismiss
from commerce.sourcing.price_rules.errors import PriceRuleNotFound, TooManyPriceRules
from commerce.sourcing.price_rules.formula import Verdict
from commerce.sourcing.price_rules.models import PriceRule, RuleScope
from commerce.sourcing.price_rules.schemas import (
    LocksIn,
    PricedOut,
    PricePreviewIn,
    PricePreviewSumOut,
    PriceRuleIn,
    PriceRuleOut,
)
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock
from ecomm_core.errors import Invalid
from ecomm_core.ids import new_id

__all__ = [
    "accept",
    "begin",
    "changes",
    "create",
    "delete",
    "dismiss",
    "get",
    "keep_prices",
    "listed",
    "lock",
    "preview",
    "preview_sum",
    "replace",
    "reprice",
    "to_out",
    "work",
]

MAX_RULES: Final = 200
SUMMED_MOST: Final = 1_000
"""Variants that a sum of a preview looks at: it is asked for while somebody types."""
_AT_ONCE: Final = 250
_LARGE: Final = Verdict.REVIEW


async def listed(session: AsyncSession, store: StoreFacts) -> list[PriceRuleOut]:
    """A store's rules in their order."""
    return await to_out(session, store, await repository.rules(session, store.id))


async def get(session: AsyncSession, store: StoreFacts, rule_id: UUID) -> PriceRule:
    """A rule of the store. Raises PriceRuleNotFound (404)."""
    found = await repository.rule(session, store.id, rule_id)
    if found is None:
        raise PriceRuleNotFound
    return found


async def create(
    session: AsyncSession, store: StoreFacts, body: PriceRuleIn, *, actor: str
) -> PriceRule:
    """Add a rule; no price changes before it is applied, or a cost moves.

    Raises TooManyPriceRules (409), Invalid (422).
    """
    await _check(session, store, body)
    if len(await repository.rules(session, store.id)) >= MAX_RULES:
        raise TooManyPriceRules
    row = _row(store, body)
    session.add(row)
    await session.flush()
    await _audit(session, store, row, actor, "create", after=_facts(row))
    return row


async def replace(
    session: AsyncSession, store: StoreFacts, rule_id: UUID, body: PriceRuleIn, *, actor: str
) -> PriceRule:
    """Change a rule. Raises PriceRuleNotFound (404), Invalid (422)."""
    row = await repository.rule(session, store.id, rule_id, lock=True)
    if row is None:
        raise PriceRuleNotFound
    await _check(session, store, body)
    before = _facts(row)
    for name, value in _values(body).items():
        setattr(row, name, value)
    row.updated_at = clock.now()
    await session.flush()
    after = _facts(row)
    if after != before:
        await _audit(session, store, row, actor, "update", before=before, after=after)
    return row


async def delete(session: AsyncSession, store: StoreFacts, rule_id: UUID, *, actor: str) -> None:
    """Take a rule off; prices stay as they are. Raises PriceRuleNotFound (404)."""
    row = await repository.rule(session, store.id, rule_id, lock=True)
    if row is None:
        raise PriceRuleNotFound
    await repository.forget(session, row.id)
    await session.delete(row)
    await session.flush()
    await _audit(session, store, row, actor, "delete", before=_facts(row))


async def preview(
    session: AsyncSession, store: StoreFacts, body: PricePreviewIn, *, offset: int, limit: int
) -> tuple[list[PricedOut], int]:
    """(variants with a supplier as the rules would price them, how many there are); nothing is
    written. Raises PriceRuleNotFound (404), Invalid (422)."""
    rules = await _tried(session, store, body)
    rows, total = await repository.page(session, store.id, offset=offset, limit=limit)
    found = await compute(session, store, rows, rules, clock.now())
    return [_priced(store, one) for one in found], total


async def preview_sum(
    session: AsyncSession, store: StoreFacts, body: PricePreviewIn
) -> PricePreviewSumOut:
    """How many prices the rules would raise, lower, leave or not make; of the first thousand
    variants with a supplier. Nothing is written. Raises PriceRuleNotFound (404), Invalid (422)."""
    rules = await _tried(session, store, body)
    now = clock.now()
    counts: Counter[str] = Counter()
    looked, total = 0, 0
    while looked < SUMMED_MOST:
        rows, total = await repository.page(session, store.id, offset=looked, limit=_AT_ONCE)
        if not rows:
            break
        looked += len(rows)
        counts.update(_bin(one) for one in await compute(session, store, rows, rules, now))
    verdicts = PricePreviewSumOut.model_fields.keys() - {"total", "looked"}
    return PricePreviewSumOut(
        total=total, looked=looked, **{name: counts[name] for name in verdicts}
    )


def _bin(one: Candidate) -> str:
    """Which count of a preview's sum a variant belongs to."""
    if one.verdict is None or one.made is None:
        return "refused" if one.problem == "no_price" else "unpriced"
    if one.verdict is not Verdict.APPLIED:
        return one.verdict.value
    if one.made.price == one.row.price:
        return "same"
    return "raised" if one.made.price > one.row.price else "lowered"


async def _tried(
    session: AsyncSession, store: StoreFacts, body: PricePreviewIn
) -> Sequence[PriceRule]:
    """The store's rules with the one that is tried in its place."""
    rules = list(await repository.rules(session, store.id))
    if body.replaces is not None:
        if body.replaces not in {rule.id for rule in rules}:
            raise PriceRuleNotFound.on_field("replaces")
        rules = [rule for rule in rules if rule.id != body.replaces]
    if body.rule is None:
        return rules
    await _check(session, store, body.rule, "rule.")
    tried = _row(store, body.rule)
    if body.replaces is not None:
        tried.id = body.replaces
    return sorted([*rules, tried], key=lambda rule: (rule.position, rule.id))


def _priced(store: StoreFacts, one: Candidate) -> PricedOut:
    row, landed, made = one.row, one.landed, one.made
    return PricedOut(
        variant_id=row.id,
        product_id=row.product_id,
        product_title=row.product_title,
        variant_title=row.variant_title,
        sku=row.sku,
        currency=store.currency,
        old_price=row.price,
        new_price=made.price if made is not None else None,
        old_compare_at=row.compare_at_price,
        new_compare_at=one.compare_at,
        landed=landed.total if landed is not None else None,
        goods=landed.goods if landed is not None else None,
        shipping=landed.shipping if landed is not None else None,
        duty=landed.duty if landed is not None else None,
        duty_known=landed is not None and landed.duty_known,
        old_margin_ppm=one.old_margin_ppm,
        margin_ppm=made.margin_ppm if made is not None else None,
        rule_id=one.rule.id if one.rule is not None else None,
        rule_name=one.rule.name if one.rule is not None else None,
        supplier_name=one.way.supplier.name if one.way is not None else None,
        locked=row.locked,
        verdict=one.verdict,
        problem=one.problem,
        detail=one.detail,
    )


async def lock(session: AsyncSession, store: StoreFacts, body: LocksIn, *, actor: str) -> int:
    """Keep rules off some variants' prices, or let them at them again; how many changed.

    Raises Invalid (422) for a variant that is not the store's.
    """
    wanted = list(dict.fromkeys(body.variant_ids))
    known = await repository.known_variants(session, store.id, wanted)
    for n, variant_id in enumerate(wanted):
        if variant_id not in known:
            raise Invalid.on_field(f"variant_ids.{n}", "There is no such variant in this store.")
    changed = await repository.put_locks(
        session,
        [
            {
                "tenant_id": store.tenant_id,
                "variant_id": variant_id,
                "store_id": store.id,
                "locked": body.locked,
            }
            for variant_id in wanted
        ],
    )
    if body.locked:
        await repository.overtake(session, wanted, clock.now())
    await audit.record_each(
        session,
        tenant_id=store.tenant_id,
        actor=actor,
        action="price.lock" if body.locked else "price.unlock",
        resource_type="variant",
        after={variant_id: {"locked": body.locked} for variant_id in wanted},
        store_id=store.id,
    )
    return changed


async def keep_prices(
    session: AsyncSession, store: StoreFacts, variant_ids: Collection[UUID], *, unlocked: int
) -> None:
    """Write down what the rules make of variants whose prices the merchant made before there were
    rules: those prices are locked, but for the first `unlocked` by sku that a rule would change a
    lot, which wait for a person."""
    now = clock.now()
    rules = await repository.rules(session, store.id)
    rows = await repository.variants(session, store.id, variant_ids)
    judged = await compute(session, store, rows, rules, now)
    large = sorted((str(one.row.sku), one.row.id) for one in judged if one.verdict is _LARGE)
    asked = {variant_id for _, variant_id in large[:unlocked]}
    own = {"tenant_id": store.tenant_id, "store_id": store.id, "locked": True}
    locks = [{**own, "variant_id": row.id} for row in rows if row.id not in asked]
    if locks:
        await repository.put_locks(session, locks)
    rows = await repository.variants(session, store.id, variant_ids)
    await settle(session, store, await compute(session, store, rows, rules, now), now)


async def to_out(
    session: AsyncSession, store: StoreFacts, rows: Sequence[PriceRule]
) -> list[PriceRuleOut]:
    """Rules as merchants see them."""
    ids = {row.scope_id for row in rows if row.scope_id is not None}
    names = await repository.scope_names(session, store.id, ids) if ids else {}
    return [
        PriceRuleOut(
            id=row.id,
            name=row.name,
            active=row.active,
            position=row.position,
            scope=RuleScope(row.scope),
            scope_id=row.scope_id,
            scope_name=names.get(row.scope_id) if row.scope_id is not None else None,
            formula=row.formula,
            fx_buffer_ppm=row.fx_buffer_ppm,
            floor_margin_ppm=row.floor_margin_ppm,
            ending=row.ending["style"] if row.ending else None,
            compare_at=row.compare_at,
            destination=row.destination,
            updated_at=row.updated_at,
        )
        for row in rows
    ]


async def _check(
    session: AsyncSession, store: StoreFacts, body: PriceRuleIn, prefix: str = ""
) -> None:
    if (body.scope is RuleScope.ALL) != (body.scope_id is None):
        raise Invalid.on_field(
            f"{prefix}scope_id", "Say what the rule is for, and nothing for all."
        )
    if body.scope_id is not None and not await repository.scope_known(
        session, store.id, body.scope.value, body.scope_id
    ):
        raise Invalid.on_field(f"{prefix}scope_id", "There is no such thing in this store.")


def _values(body: PriceRuleIn) -> dict[str, Any]:
    return {
        "name": body.name,
        "active": body.active,
        "position": body.position,
        "scope": body.scope.value,
        "scope_id": body.scope_id,
        "kind": body.formula.kind,
        "formula": body.formula.model_dump(mode="json"),
        "fx_buffer_ppm": body.fx_buffer_ppm,
        "floor_margin_ppm": body.floor_margin_ppm,
        "ending": {"style": body.ending} if body.ending is not None else None,
        "compare_at": body.compare_at,
        "destination": body.destination,
    }


def _row(store: StoreFacts, body: PriceRuleIn) -> PriceRule:
    now = clock.now()
    return PriceRule(
        tenant_id=store.tenant_id,
        id=new_id(),
        store_id=store.id,
        created_at=now,
        updated_at=now,
        **_values(body),
    )


def _facts(row: PriceRule) -> dict[str, Any]:
    names = ("name", "active", "position", "scope", "kind", "formula", "fx_buffer_ppm")
    more = ("floor_margin_ppm", "ending", "compare_at", "destination")
    found = {name: getattr(row, name) for name in (*names, *more)}
    return {**found, "scope_id": str(row.scope_id) if row.scope_id is not None else None}


async def _audit(
    session: AsyncSession,
    store: StoreFacts,
    row: PriceRule,
    actor: str,
    action: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        actor=actor,
        action=f"price_rule.{action}",
        resource_type="price_rule",
        resource_id=row.id,
        store_id=store.id,
        before=before,
        after=after,
    )
