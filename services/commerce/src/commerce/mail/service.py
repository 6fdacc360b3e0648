"""Mail: the public face of this folder. Any room may ask for a mail in its own transaction.

`send` writes the wish; a job of the kind's name renders and sends it after the commit.
`about_order` does the same for mails that are made of an order's rows, and writes ids only.

What opens something (a reset, a verification, an invitation) is not written down: the caller leaves
`url` out and names the row in `ref`; a resolver, given at the process's start with `resolve_with`,
makes the link again when the mail is sent.
"""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.mail import repository
from commerce.mail.contexts.base import MailContext
from commerce.mail.kinds import FACTS, Kind, task_of
from commerce.mail.language.drawing import Source
from commerce.mail.models import MailState
from ecomm_core import clock
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

__all__ = [
    "FACTS",
    "Kind",
    "MailContext",
    "MailState",
    "Wish",
    "about_order",
    "forget_recipient",
    "resolve_with",
    "send",
]

RESOLVERS: Final = "mail_resolvers"
_MAX_KEY: Final = 200


@dataclass(frozen=True, slots=True)
class Wish:
    """A mail that was asked for, as a resolver sees it."""

    id: UUID
    kind: Kind
    tenant_id: UUID
    store_id: UUID | None
    recipient: str
    ref: UUID | None
    context: Mapping[str, Any]


Resolver = Callable[[Kernel, AsyncSession, Wish], Awaitable[Mapping[str, Any] | None]]
"""Fields to put into the context when the mail is sent; None: it is no longer wanted."""


def resolve_with(kernel: Kernel, kind: Kind, resolver: Resolver, *, shoppers: bool) -> None:
    """Let `resolver` complete mails of a kind: those of stores to their shoppers, or those of the
    platform to merchants (`shoppers` False)."""
    resolvers: dict[tuple[Kind, bool], Resolver] = kernel.parts.setdefault(RESOLVERS, {})
    resolvers[kind, shoppers] = resolver


def resolver_of(kernel: Kernel, wish: Wish) -> Resolver | None:
    """Who completes this mail, if anybody."""
    resolvers: dict[tuple[Kind, bool], Resolver] = kernel.parts.get(RESOLVERS, {})
    return resolvers.get((wish.kind, wish.store_id is not None))


async def send(
    session: AsyncSession,
    kernel: Kernel,
    *,
    tenant_id: UUID,
    kind: Kind,
    to: str,
    key: str,
    context: MailContext | Mapping[str, Any],
    store_id: UUID | None = None,
    ref: UUID | None = None,
    order_id: UUID | None = None,
    not_before: datetime | None = None,
    draft: Source | None = None,
) -> UUID | None:
    """Ask for a mail, in the caller's transaction; it leaves after the commit, from `not_before`
    on.

    key: names the occasion, `password-reset:<row id>`, at most 200 characters; a second mail of one
        key in one tenant is never sent, and None is returned for it.
    store_id: whose name, branding and templates it carries; None is a mail of the platform itself
        (to merchants), in the scope of the tenant.
    context: the kind's model (`FACTS[kind].context`), or its fields. With `ref`, fields that a
        resolver gives may be missing. It is kept encrypted, and only until the mail has left.
    ref: the row the mail is about, for the resolver.
    draft: words to try, instead of the store's: the mail says that it is a sample.

    Returns the mail's id. Raises ValueError or TypeError for a context that does not fit, and
    ValueError for a key too long.
    """
    if not key or len(key) > _MAX_KEY:
        raise ValueError("a message key has 1 to 200 characters")
    fields = _fields(kind, context, partial=ref is not None)
    mail_id = new_id()
    inserted = await repository.insert(
        session,
        {
            "tenant_id": tenant_id,
            "id": mail_id,
            "store_id": store_id,
            "message_key": key,
            "template": kind.value,
            "recipient": to,
            "order_id": order_id,
            "context": seal(
                kernel,
                mail_id,
                {
                    "fields": fields,
                    "ref": str(ref) if ref else None,
                    "draft": [draft.subject, draft.body] if draft else None,
                },
            ),
            "created_at": clock.now(),
        },
    )
    if not inserted:
        return None
    await kernel.outbox.enqueue(
        session,
        task_of(kind),
        {"mail_id": str(mail_id)},
        tenant_id=tenant_id,
        queue=FACTS[kind].queue,
        not_before=not_before,
    )
    return mail_id


async def about_order(
    session: AsyncSession,
    kernel: Kernel,
    *,
    tenant_id: UUID,
    kind: Kind,
    order_id: UUID,
    fulfillment_id: UUID | None = None,
    refund_id: UUID | None = None,
) -> None:
    """Ask for a mail that is made of an order's rows as they are when it is sent.

    ORDER_CONFIRMATION and ORDER_CANCELLED need the order alone; SHIPPING and DELIVERY the parcel;
    REFUND the refund. Asked twice, the mail is one: its key is made of the same ids.
    """
    needed = {
        Kind.SHIPPING: fulfillment_id,
        Kind.DELIVERY: fulfillment_id,
        Kind.REFUND: refund_id,
        Kind.ORDER_CONFIRMATION: order_id,
        Kind.ORDER_CANCELLED: order_id,
    }
    if needed.get(kind) is None:
        raise ValueError(f"a mail of kind {kind.value} is not made of these ids")
    ids = {"order_id": order_id, "fulfillment_id": fulfillment_id, "refund_id": refund_id}
    args = {name: str(value) for name, value in ids.items() if value is not None}
    await kernel.outbox.enqueue(
        session,
        task_of(kind),
        {"kind": kind.value, **args},
        tenant_id=tenant_id,
        queue=FACTS[kind].queue,
    )


async def forget_recipient(
    session: AsyncSession, store_id: UUID, email: str, kinds: Sequence[Kind], *, nobody: str
) -> None:
    """Take an address out of the journal of these kinds of mail; one that has not left yet does not
    leave. `nobody` stands where it was."""
    await repository.forget_recipient(
        session, store_id, email, [kind.value for kind in kinds], nobody=nobody
    )


def seal(kernel: Kernel, mail_id: UUID, content: Mapping[str, Any]) -> str:
    """Encrypted for this mail's row."""
    return kernel.sealer.seal(json.dumps(content).encode(), _bound_to(mail_id))


def unseal(kernel: Kernel, mail_id: UUID, sealed: str) -> dict[str, Any]:
    """What `seal` was given."""
    content: dict[str, Any] = json.loads(kernel.sealer.open(sealed, _bound_to(mail_id)))
    return content


def _bound_to(mail_id: UUID) -> bytes:
    return f"mail:{mail_id}".encode()


def _fields(
    kind: Kind, context: MailContext | Mapping[str, Any], *, partial: bool
) -> dict[str, Any]:
    model = FACTS[kind].context
    if isinstance(context, MailContext):
        if not isinstance(context, model):
            raise TypeError(f"a mail of kind {kind.value} takes {model.__name__}")
        return context.model_dump(mode="json")
    try:
        return model.model_validate(context).model_dump(mode="json")
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
        if partial and all(problem["type"] == "missing" for problem in problems):
            given: dict[str, Any] = json.loads(json.dumps(dict(context), default=str))
            return given
        raise ValueError(f"a context that is not {model.__name__}: {problems}") from None
