"""Mails that somebody wished for by `mail.send`: completed, checked, claimed."""

from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.mail import sending
from commerce.mail.kinds import FACTS, Kind
from commerce.mail.language.drawing import Source
from commerce.mail.letter import Letter
from commerce.mail.models import MailState
from commerce.mail.sending import Claimed
from commerce.mail.service import Wish, resolver_of, unseal
from commerce.stores import service as stores
from commerce.stores.addresses import storefront_url
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger

log = get_logger(__name__)


async def prepare_wish(
    kernel: Kernel, session: AsyncSession, mail_id: UUID, *, attempt: int
) -> Claimed | None:
    """The mail to send; None where it has been settled, or is no longer wanted."""
    row = await sending.take(session, mail_id)
    if row is None or row.context is None:
        return None
    kind = Kind(row.template)
    content = unseal(kernel, mail_id, row.context)
    fields = content["fields"]
    wish = Wish(
        id=mail_id,
        kind=kind,
        tenant_id=row.tenant_id,
        store_id=row.store_id,
        recipient=row.recipient,
        ref=UUID(content["ref"]) if content["ref"] else None,
        context=fields,
    )
    resolver = resolver_of(kernel, wish)
    if resolver is not None:
        more = await resolver(kernel, session, wish)
        if more is None:
            await sending.dismiss(session, mail_id, MailState.SKIPPED, "no longer wanted")
            return None
        fields = {**fields, **more}
    try:
        context = FACTS[kind].context.model_validate(fields)
    except ValidationError as error:
        # A resolver's mistake. What it holds may be secret, so only places are named.
        places = ", ".join(".".join(map(str, problem["loc"])) for problem in error.errors())
        log.warning("mail_incomplete", mail_id=str(mail_id), kind=kind.value, fields=places)
        await sending.dismiss(session, mail_id, MailState.FAILED, f"incomplete: {places}")
        return None
    url = kernel.settings.dashboard_url
    if row.store_id is not None:
        url = storefront_url(kernel.settings, (await stores.get(session, row.store_id)).slug)
    draft = content["draft"]
    letter = Letter(
        key=row.message_key,
        kind=kind,
        recipient=row.recipient,
        tenant_id=row.tenant_id,
        store_id=row.store_id,
        order_id=row.order_id,
        context=context,
        notice="sample" if draft else None,
        draft=Source(*draft) if draft else None,
    )
    return await sending.equip(
        kernel, session, mail_id, letter, url=url, attempt=attempt, before=row.before
    )
