"""HTTP of mails: a store's own words, its sender, and what was sent."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

from commerce.letters.senders import checked
from commerce.mail.editing.errors import (
    MailNotOptional,
    TemplateChanged,
    TemplateInvalid,
    TemplateNotFound,
    TooManyTests,
)
from commerce.mail.editing.schemas import (
    DraftIn,
    MailPreviewIn,
    PreviewOut,
    SwitchIn,
    TemplateIn,
    TemplateOut,
    TemplateRow,
    TestMailOut,
    VersionOut,
)
from commerce.mail.editing.service import Desk
from commerce.mail.journal import service as journal
from commerce.mail.journal.errors import MailNotFound, MailNotRepeatable, MailUnderWay
from commerce.mail.journal.schemas import MailOut
from commerce.mail.kinds import Kind
from commerce.mail.models import MailState
from commerce.mail.senders import service as senders
from commerce.mail.senders.schemas import SenderIn, SenderOut
from commerce.orders.errors import OrderNotFound
from commerce.reads.order_view import load_order
from commerce.stores.addresses import storefront_url
from commerce.stores.contexts import StoreAdmin, StoreContext, StoreStaff, StoreViewer
from commerce.stores.errors import StoreNotFound
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of
from ecomm_core.api.scopes import scoped

templates = router("email_templates", "/stores/{store_id}/email-templates")
sender = router("mail_sender", "/stores/{store_id}/mail-sender")
mails = router("mails", "/stores/{store_id}")

KindPath = Annotated[Kind, Path(examples=["order_confirmation"])]


def _desk(context: StoreContext) -> Desk:
    return Desk(
        context.kernel,
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        url=storefront_url(context.kernel.settings, context.store.slug),
    )


@templates.get("", responses=errors(StoreNotFound))
async def list_templates(context: StoreViewer) -> Reply[list[TemplateRow]]:
    """The mails a store sends by itself, with what it changed about them."""
    return ok(await _desk(context).all())


@templates.get("/{kind}", responses=errors(StoreNotFound, TemplateNotFound))
async def get_template(context: StoreViewer, kind: KindPath) -> Reply[TemplateOut]:
    """A mail's words, ours beside them, and the variables they may use."""
    return ok(await _desk(context).get(kind))


@templates.put(
    "/{kind}", responses=errors(StoreNotFound, TemplateNotFound, TemplateInvalid, TemplateChanged)
)
async def save(context: StoreAdmin, kind: KindPath, body: TemplateIn) -> Reply[TemplateOut]:
    """Use the store's own words from now on. What the language does not have is refused, with part
    and line."""
    return ok(await _desk(context).save(kind, body))


@templates.patch("/{kind}", responses=errors(StoreNotFound, TemplateNotFound, MailNotOptional))
async def switch(context: StoreAdmin, kind: KindPath, body: SwitchIn) -> Reply[TemplateOut]:
    """Send mails of this kind, or leave them out."""
    return ok(await _desk(context).switch(kind, enabled=body.enabled))


@templates.post("/{kind}/reset", responses=errors(StoreNotFound, TemplateNotFound))
async def reset(context: StoreAdmin, kind: KindPath) -> Reply[TemplateOut]:
    """Use the platform's words again. The store's own stay in the history."""
    return ok(await _desk(context).reset(kind))


@templates.get("/{kind}/versions", responses=errors(StoreNotFound, TemplateNotFound))
async def versions(context: StoreViewer, kind: KindPath) -> Reply[list[VersionOut]]:
    """The last fifty versions, newest first."""
    return ok(await _desk(context).versions(kind))


@templates.post(
    "/{kind}/versions/{version}/restore",
    responses=errors(StoreNotFound, TemplateNotFound, TemplateInvalid),
)
async def restore(
    context: StoreAdmin,
    kind: KindPath,
    version: Annotated[int, Path(ge=1, le=1_000_000, examples=[1])],
) -> Reply[TemplateOut]:
    """Make an earlier version the newest."""
    return ok(await _desk(context).restore(kind, version))


@templates.post(
    "/{kind}/preview", responses=errors(StoreNotFound, TemplateNotFound, TemplateInvalid)
)
async def preview(context: StoreStaff, kind: KindPath, body: MailPreviewIn) -> Reply[PreviewOut]:
    """The mail that these words make with example data, in any language of the store. Nothing is
    saved or sent. Mails leave in the store's own language."""
    return ok(await _desk(context).preview(kind, body, body.locale))


@templates.post(
    "/{kind}/test",
    status_code=202,
    responses=errors(StoreNotFound, TemplateNotFound, TemplateInvalid, TooManyTests),
)
@scoped(None)  # it goes to whoever asks, and a key has no mailbox
async def send_test(context: StoreStaff, kind: KindPath, body: DraftIn) -> Reply[TestMailOut]:
    """Send the mail that these words make to oneself, with example data. Twenty an hour."""
    return ok(await _desk(context).test(kind, body, context.claims.subject))


@sender.get("", responses=errors(StoreNotFound))
async def get_sender(context: StoreViewer) -> Reply[SenderOut]:
    """In whose name the store's mails leave."""
    return ok(
        await senders.get(context.kernel, context.session, context.store_id, context.store.name)
    )


@sender.put("", responses=errors(StoreNotFound))
async def put_sender(context: StoreAdmin, body: SenderIn) -> Reply[SenderOut]:
    """Change it. An address of the store's own counts once its domain is proven."""
    return ok(
        await senders.put(
            context.kernel,
            context.session,
            tenant_id=context.tenant_id,
            store_id=context.store_id,
            actor=context.actor,
            shop=context.store.name,
            body=checked(body, context.kernel.settings),
        )
    )


@sender.post("/check", status_code=202, responses=errors(StoreNotFound))
async def check_sender(context: StoreAdmin) -> Reply[SenderOut]:
    """Have the sender's domain looked at now. The reply is the state before the look."""
    return ok(
        await senders.check(
            context.kernel,
            context.session,
            tenant_id=context.tenant_id,
            store_id=context.store_id,
            actor=context.actor,
            shop=context.store.name,
        )
    )


@mails.get("/mails", responses=errors(StoreNotFound))
async def list_mails(
    context: StoreViewer,
    page: PageDep,
    state: Annotated[MailState | None, Query()] = None,
    kind: Annotated[Kind | None, Query()] = None,
    search: Annotated[Text | None, Query(max_length=254)] = None,
) -> ListReply[MailOut]:
    """The store's mails, newest first. `search` is part of an address."""
    found, total = await journal.page(
        context.session,
        context.store_id,
        offset=page.offset,
        limit=page.per_page,
        state=state,
        kind=kind,
        search=search,
    )
    return page_of(found, page.info(total))


@mails.get("/orders/{order_id}/mails", responses=errors(StoreNotFound, OrderNotFound))
async def of_order(context: StoreViewer, page: PageDep, order_id: UUID) -> ListReply[MailOut]:
    """The mails about an order, newest first."""
    if await load_order(context.session, order_id, store_id=context.store_id) is None:
        raise OrderNotFound
    found, total = await journal.page(
        context.session,
        context.store_id,
        offset=page.offset,
        limit=page.per_page,
        order_id=order_id,
    )
    return page_of(found, page.info(total))


@mails.post(
    "/mails/{mail_id}/resend",
    status_code=202,
    responses=errors(StoreNotFound, MailNotFound, MailUnderWay, MailNotRepeatable),
)
async def resend(context: StoreStaff, mail_id: UUID) -> Reply[MailOut]:
    """Send a mail about an order again, made of the order as it is now."""
    return ok(
        await journal.send_again(
            context.kernel,
            context.session,
            tenant_id=context.tenant_id,
            store_id=context.store_id,
            mail_id=mail_id,
            actor=context.actor,
        )
    )
