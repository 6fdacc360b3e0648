"""A sender's domain: which ones may be, and the look at its name servers."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.mail.senders import service
from commerce.mail.senders.schemas import SenderIn
from commerce.mail.senders.service import Proof
from commerce.stores.domains.hosts import given_host
from commerce.stores.domains.looking import DnsUnavailable, looks_of
from ecomm_core.errors import Invalid
from ecomm_core.kernel import Kernel
from ecomm_core.mail import Address, MailInvalid
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.settings import CoreSettings
from ecomm_core.tasks.registry import CallTask


def checked(body: SenderIn, settings: CoreSettings) -> SenderIn:
    """The settings with addresses as mail servers know them. Raises Invalid (422) for what no mail
    can carry, and for domains that are nobody's or the platform's own."""
    fields = body.model_dump()
    for name in ("reply_to", "from_email"):
        if fields[name] is not None:
            try:
                fields[name] = Address(fields[name]).email
            except MailInvalid:
                raise Invalid.on_field(name, "Write an address such as shop@example.com.") from None
    if fields["from_email"] is not None:
        try:
            given_host(fields["from_email"].rpartition("@")[2], settings)
        except Invalid as error:
            raise Invalid.on_field("from_email", error.text) from None
    return SenderIn.model_validate(fields)


async def prepare(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> Proof | None:
    """What to look for."""
    return await service.proof(session, UUID(delivery.args["store_id"]))


async def call(kernel: Kernel, proof: Proof) -> str | None:
    """Look; nothing is open meanwhile. None is the record, as it should be."""
    try:
        records = await looks_of(kernel).txt(proof.name)
    except DnsUnavailable:
        return "dns_unavailable"
    if proof.value in records:
        return None
    return "record_wrong" if records else "record_missing"


async def finish(
    _kernel: Kernel, session: AsyncSession, _delivery: Delivery, proof: Proof, failure: Any
) -> None:
    """Note it."""
    await service.looked(session, proof, failure)


TASKS = [CallTask(service.CHECK, prepare, call, finish)]
