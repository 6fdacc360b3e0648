"""HTTP of partners: for businesses, and for whoever follows a link."""

from typing import Annotated

from fastapi import Path, Query

from commerce.analytics.bots import is_bot
from commerce.partners import claiming, service
from commerce.partners.errors import (
    AlreadyAffiliate,
    AlreadyIntroduced,
    CodeUnknown,
    NotAffiliate,
    PartnersOff,
    SelfReferral,
    TermsChanged,
    TooLateForCode,
)
from commerce.partners.schemas import (
    AffiliateIn,
    ClaimIn,
    CommissionOut,
    CreditEntryOut,
    IntroductionOut,
    KindName,
    PartnerLinkOut,
    PartnersOut,
    PayeeIn,
    PayoutOut,
    VisitOut,
)
from ecomm_core.api.auth import Admin, Owner, Public, Viewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of
from ecomm_core.errors import NotFound

routes = router("partners", "/partners")
public_routes = router("partners", "/public/partners")

Code = Annotated[Text, Path(min_length=1, max_length=40, description="What a link ends with.")]


@routes.get("")
async def show(context: Viewer) -> Reply[PartnersOut]:
    """What is offered to partners here, and how the business stands in it: its invitations, its
    affiliate's link and balance, and by whom it was brought itself."""
    return ok(await service.show(context))


@routes.post("/code", responses=errors(PartnersOff))
async def make_code(context: Owner) -> Reply[PartnersOut]:
    """The business's own code for invitations: made the first time, the same ever after. For
    owners."""
    return ok(await service.own_code(context))


@routes.post(
    "/claim",
    responses=errors(PartnersOff, CodeUnknown, SelfReferral, AlreadyIntroduced, TooLateForCode),
)
async def claim(context: Owner, body: ClaimIn) -> Reply[PartnersOut]:
    """Say by whose link the business came: once, within 30 days of registering, before the first
    bill is paid, and never one's own. For owners."""
    await claiming.claim(context, body.code)
    return ok(await service.show(context))


@routes.get("/introductions")
async def list_introductions(
    context: Admin, page: PageDep, kind: Annotated[KindName | None, Query()] = None
) -> ListReply[IntroductionOut]:
    """Whom the business brought and where each stands, the newest first. For admins and owners."""
    found, total = await service.introductions(context, kind, page)
    return page_of(found, page.info(total))


@routes.get("/credits")
async def list_credits(context: Admin, page: PageDep) -> ListReply[CreditEntryOut]:
    """Credit that the business's bills take first, given and taken back, the newest first. For
    admins and owners."""
    found, total = await service.credit_entries(context, page)
    return page_of(found, page.info(total))


@routes.post("/affiliate", responses=errors(PartnersOff, TermsChanged, AlreadyAffiliate))
async def join(context: Owner, body: AffiliateIn) -> Reply[PartnersOut]:
    """Become an affiliate: agree to the terms of this version, and say where to be paid. For
    owners."""
    return ok(await service.join(context, body))


@routes.put("/affiliate/payee", responses=errors(NotAffiliate))
async def set_payee(context: Owner, body: PayeeIn) -> Reply[PartnersOut]:
    """Where an affiliate is paid from the next payout on. For owners."""
    return ok(await service.set_payee(context, body))


@routes.get("/affiliate/commissions")
async def list_commissions(context: Admin, page: PageDep) -> ListReply[CommissionOut]:
    """What each bill of those the affiliate brought came to, the newest first. For admins and
    owners."""
    found, total = await service.commissions(context, page)
    return page_of(found, page.info(total))


@routes.get("/affiliate/payouts")
async def list_payouts(context: Admin, page: PageDep) -> ListReply[PayoutOut]:
    """Sums that were paid to the affiliate, or are about to be, the newest first. For admins and
    owners."""
    found, total = await service.payouts(context, page)
    return page_of(found, page.info(total))


@public_routes.get("/{code}", responses=errors(NotFound))
async def look_at_link(caller: Public, code: Code) -> Reply[PartnerLinkOut]:
    """Who invites by this link, and what whoever registers by it gets."""
    return ok(await service.look(caller.kernel, code))


@public_routes.post("/{code}/visits", responses=errors(NotFound))
async def count_visit(caller: Public, code: Code) -> Reply[VisitOut]:
    """A link was followed. An affiliate's visits are counted by the day, those of programs not; who
    came is not written down."""
    by_person = not is_bot(caller.client.user_agent)
    return ok(VisitOut(counted=await service.visit(caller.kernel, code, by_person=by_person)))
