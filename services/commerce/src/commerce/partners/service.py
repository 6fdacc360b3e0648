"""Partners as a business sees them: what is offered, whom it brought, what it earned. Who may bring
whom: `claiming`. What follows from a payment: `following`."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from commerce.billing import crediting
from commerce.partners import books, repository, terms
from commerce.partners.claiming import code_for, find, may_claim
from commerce.partners.errors import AlreadyAffiliate, NotAffiliate, PartnersOff, TermsChanged
from commerce.partners.offering import (
    credit_of,
    is_open,
    is_test,
    link_of,
    minimum_of,
    need_open,
    window_of,
)
from commerce.partners.schemas import (
    AffiliateIn,
    AffiliateOut,
    CommissionOut,
    CreditEntryOut,
    IntroducedOut,
    IntroductionOut,
    KindName,
    PartnerLinkOut,
    PartnersOut,
    PartnerTermsOut,
    PayeeIn,
    PayoutOut,
    ReferralOut,
    TierOut,
)
from commerce.partners.states import Kind, Stage
from commerce.reads.owners import owner_of
from ecomm_core import audit, clock
from ecomm_core.api.auth import TenantContext
from ecomm_core.api.pagination import Page
from ecomm_core.api.schemas import Money
from ecomm_core.db.scope import Scope
from ecomm_core.errors import NotFound
from ecomm_core.kernel import Kernel
from ecomm_core.plan_table import CURRENCY

LATELY = timedelta(days=30)


async def show(context: TenantContext) -> PartnersOut:
    """What is offered, and how the business stands in it."""
    kernel, session, tenant_id = context.kernel, context.session, context.tenant_id
    taken = await repository.taken(session, tenant_id)
    codes = await repository.codes(session, tenant_id)
    stages = await repository.stages(session)
    open_here = is_open(kernel)
    return PartnersOut(
        open=open_here,
        test=is_test(kernel),
        terms=_terms(kernel),
        referral=_referral(kernel, codes.get(Kind.REFERRAL), stages) if open_here else None,
        affiliate=await _affiliate(context, codes.get(Kind.AFFILIATE), stages),
        introduced_by=None
        if taken is None
        else IntroducedOut(
            kind=taken.kind,
            name=taken.partner_name,
            stage=taken.stage,
            credit=_money(taken.credit, taken.currency) if taken.credit else None,
        ),
        may_claim=open_here and await may_claim(session, tenant_id, clock.now()),
    )


async def own_code(context: TenantContext) -> PartnersOut:
    """Give the business its code for invitations; the same whenever it asks. Raises PartnersOff
    (409)."""
    if not credit_of(context.kernel):
        raise PartnersOff
    await code_for(context.session, context.tenant_id, Kind.REFERRAL, clock.now())
    return await show(context)


async def introductions(
    context: TenantContext, kind: KindName | None, page: Page
) -> tuple[list[IntroductionOut], int]:
    """A page of whom the business brought, the newest first, and how many there are."""
    rows, total = await repository.introductions(
        context.session, kind, offset=page.offset, limit=page.per_page
    )
    found = [
        IntroductionOut(
            id=row.id,
            kind=row.kind,
            name=row.name,
            stage=row.stage,
            reason=row.reason,
            credit=_money(row.credit, row.currency),
            joined_at=row.joined_at,
            first_paid_at=row.first_paid_at,
            settle_at=row.settle_at,
        )
        for row in rows
    ]
    return found, total


async def credit_entries(context: TenantContext, page: Page) -> tuple[list[CreditEntryOut], int]:
    """A page of credit given and taken back, the newest first, and how many entries there are."""
    rows, total, _ = await crediting.entries(
        context.session, offset=page.offset, limit=page.per_page
    )
    found = [
        CreditEntryOut(
            id=row.id,
            amount=_money(row.amount, row.currency),
            text=row.text,
            state=row.state,
            created_at=row.created_at,
            applied_at=row.applied_at,
        )
        for row in rows
    ]
    return found, total


async def join(context: TenantContext, body: AffiliateIn) -> PartnersOut:
    """Make the business an affiliate, with a link of its own.

    Raises PartnersOff, TermsChanged, AlreadyAffiliate (409).
    """
    need_open(context.kernel)
    if body.terms_version != terms.VERSION:
        raise TermsChanged
    session, tenant_id, now = context.session, context.tenant_id, clock.now()
    made = await repository.join(
        session,
        {
            "tenant": tenant_id,
            "version": terms.VERSION,
            "now": now,
            "actor": context.actor,
            **_payee(context.kernel, tenant_id, body),
        },
    )
    if not made:
        raise AlreadyAffiliate
    await code_for(session, tenant_id, Kind.AFFILIATE, now)
    await _note(context, "partner.join", {"terms": terms.VERSION})
    return await show(context)


async def set_payee(context: TenantContext, body: PayeeIn) -> PartnersOut:
    """Have an affiliate paid somewhere else. Raises NotAffiliate (409)."""
    session, tenant_id = context.session, context.tenant_id
    if await repository.affiliate(session, tenant_id, lock=True) is None:
        raise NotAffiliate
    payee = _payee(context.kernel, tenant_id, body)
    await repository.set_payee(session, {"tenant": tenant_id, **payee})
    await _note(context, "partner.payee", {"name": payee["name"], "account": payee["hint"]})
    return await show(context)


async def commissions(context: TenantContext, page: Page) -> tuple[list[CommissionOut], int]:
    """A page of commissions, the newest first, and how many there are."""
    rows, total = await books.commissions(context.session, offset=page.offset, limit=page.per_page)
    found = [
        CommissionOut(
            id=row.id,
            name=row.name,
            net=_money(row.net, row.currency),
            rate_ppm=row.rate_ppm,
            amount=_money(row.amount, row.currency),
            kept=_money(row.kept, row.currency),
            state=row.state,
            earned_at=row.earned_at,
            settle_at=row.settle_at,
            paid_at=row.paid_at,
            reference=row.reference,
        )
        for row in rows
    ]
    return found, total


async def payouts(context: TenantContext, page: Page) -> tuple[list[PayoutOut], int]:
    """A page of payouts, the newest first, and how many there are."""
    rows, total = await books.payouts(
        context.session, context.tenant_id, offset=page.offset, limit=page.per_page
    )
    found = [
        PayoutOut(
            id=row.id,
            amount=_money(row.amount, row.currency),
            state=row.state,
            opened_at=row.opened_at,
            paid_at=row.paid_at,
            reference=row.reference,
        )
        for row in rows
    ]
    return found, total


async def look(kernel: Kernel, code: str) -> PartnerLinkOut:
    """Who invites by this code. Raises NotFound (404), also where nothing is offered."""
    if not is_open(kernel):
        raise NotFound
    async with kernel.database.transaction() as session:
        partner = await find(session, code)
    if partner is None:
        raise NotFound
    credit = credit_of(kernel) if partner.kind is Kind.REFERRAL else 0
    async with kernel.database.transaction(Scope(tenant_id=partner.tenant_id)) as session:
        owner = await owner_of(session, partner.tenant_id)
    if owner is None or (partner.kind is Kind.REFERRAL and not credit):
        raise NotFound
    return PartnerLinkOut(
        kind=partner.kind.value,
        invited_by=owner.name,
        credit=_money(credit) if credit else None,
    )


async def visit(kernel: Kernel, code: str, *, by_person: bool) -> bool:
    """Count that an affiliate's link was followed by a person, and nothing of who it was; whether
    it was. Raises NotFound (404)."""
    async with kernel.database.transaction() as session:
        partner = await find(session, code)
    if partner is None or not is_open(kernel):
        raise NotFound
    if partner.kind is not Kind.AFFILIATE or not by_person:
        return False
    async with kernel.database.transaction(Scope(tenant_id=partner.tenant_id)) as session:
        await repository.count_visit(session, partner.tenant_id, clock.now().date())
    return True


async def _affiliate(
    context: TenantContext, code: str | None, stages: dict[tuple[str, str], int]
) -> AffiliateOut | None:
    session = context.session
    row = await repository.affiliate(session, context.tenant_id)
    if row is None or code is None:
        return None
    visits, lately = await repository.visits(session, (clock.now() - LATELY).date())
    pending, payable, paid = await books.balance(session)
    paying = await books.paying(session)
    above = terms.next_tier(paying)
    return AffiliateOut(
        code=code,
        link=link_of(context.kernel, code),
        joined_at=row.joined_at,
        terms_version=row.terms_version,
        terms_current=row.terms_version == terms.VERSION,
        payee_name=row.payee_name,
        payee_hint=row.payee_hint,
        visits=visits,
        visits_lately=lately,
        signups=sum(n for (kind, _), n in stages.items() if kind == Kind.AFFILIATE),
        paying=paying,
        rate_ppm=terms.rate_ppm(paying),
        next_tier=None if above is None else _tier(above),
        pending=_money(pending),
        payable=_money(payable),
        paid=_money(paid),
    )


def _referral(
    kernel: Kernel, code: str | None, stages: dict[tuple[str, str], int]
) -> ReferralOut | None:
    credit = credit_of(kernel)
    if not credit:
        return None
    return ReferralOut(
        credit=_money(credit),
        code=code,
        link=None if code is None else link_of(kernel, code),
        joined=sum(n for (kind, _), n in stages.items() if kind == Kind.REFERRAL),
        credited=sum(stages.get((Kind.REFERRAL, s), 0) for s in (Stage.CREDITED, Stage.SETTLED)),
    )


def _terms(kernel: Kernel) -> PartnerTermsOut:
    return PartnerTermsOut(
        version=terms.VERSION,
        tiers=[_tier(tier) for tier in terms.TIERS],
        minimum=_money(minimum_of(kernel)),
        window_days=window_of(kernel).days,
        attribution_days=terms.ATTRIBUTION.days,
    )


def _tier(tier: terms.Tier) -> TierOut:
    return TierOut(businesses=tier.businesses, rate_ppm=tier.ppm)


def _payee(kernel: Kernel, tenant_id: UUID, body: PayeeIn) -> dict[str, Any]:
    return {
        "name": body.payee_name,
        "account": kernel.sealer.seal(body.payee_account.encode(), payee_context(tenant_id)),
        "hint": body.payee_account[-4:],
    }


def payee_context(tenant_id: UUID) -> bytes:
    """What a sealed account is bound to."""
    return f"affiliate:{tenant_id}".encode()


async def _note(context: TenantContext, action: str, after: dict[str, Any]) -> None:
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        actor=context.actor,
        action=action,
        resource_type="affiliate",
        resource_id=context.tenant_id,
        after=after,
    )


def _money(amount: int, currency: str = CURRENCY) -> Money:
    return Money(amount=amount, currency=currency)
