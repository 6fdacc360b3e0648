"""Where people who run businesses are named: one list for their copy and for the erasure of their
account. A test holds it against the database's catalogue.

A condition finds a person's rows of a table as `t`, in the business whose scope is open. It may ask
for `:user`, `:email` and `:actor` (`user:<id>`, how logs name them). Who did what stands in some
twenty tables as that actor: an id that leads to nobody once the account is gone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from commerce.privacy.topics import Topic


@dataclass(frozen=True, slots=True)
class UserHolding:
    """A table that names people who run a business, as `privacy.holdings.Holding` has it.

    `once`: its rows are seen wherever one looks from, so it is asked once and not per business.
    `with_account`: its rows go in the transaction that deletes the account, those of `cascades` by
    the database. `stays`: columns of a table that is emptied which name nobody: a new column has to
    say what it is. `kept`: why rows stay."""

    table: str
    about: str
    where: str
    topic: Topic = Topic.TEAM
    once: bool = False
    with_account: bool = False
    cascades: bool = False
    deletes: bool = False
    sets: Mapping[str, str] = field(default_factory=dict)
    stays: tuple[str, ...] = ()
    unless: str = ""
    hidden: tuple[str, ...] = ()
    kept: str = ""


_OWN: Final = "t.user_id = :user"
_FAMILIES: Final = "t.subject_id = :user and t.audience = 'merchant'"

USER_HOLDINGS: Final = (
    UserHolding(
        "memberships",
        "Businesses you belong to",
        _OWN,
        once=True,
        with_account=True,
        cascades=True,
    ),
    UserHolding(
        "account_links",
        "Links we mailed you",
        _OWN,
        once=True,
        with_account=True,
        cascades=True,
        hidden=("nonce",),
    ),
    UserHolding(
        "notifications",
        "What you were told",
        _OWN,
        with_account=True,
        cascades=True,
    ),
    UserHolding(
        "notification_preferences",
        "What you want to be told",
        _OWN,
        with_account=True,
        cascades=True,
    ),
    UserHolding(
        "refresh_tokens",
        "How your log-ins were renewed",
        f"t.family_id in (select t.id from token_families t where {_FAMILIES})",  # noqa: S608 - constants
        with_account=True,
        deletes=True,
        hidden=("hash",),
    ),
    UserHolding(
        "token_families",
        "Your log-ins",
        _FAMILIES,
        once=True,
        with_account=True,
        deletes=True,
    ),
    UserHolding(
        "users",
        "Your account",
        "t.id = :user",
        once=True,
        with_account=True,
        deletes=True,
        hidden=("password_hash", "totp_secret", "totp_last_step", "recovery_codes"),
    ),
    UserHolding(
        "api_keys",
        "API keys you made",
        "t.created_by = :user",
        hidden=("hash",),
        kept="The business's log names its keys. They stop working with the account.",
    ),
    UserHolding(
        "invites",
        "Invitations you got or wrote",
        "lower(t.email) = :email or t.invited_by = :user",
        sets={"email": "case when lower(t.email) = :email then :nobody else t.email end"},
        stays=(
            "tenant_id",
            "id",
            "role",
            "role_id",
            "store_ids",
            "invited_by",
            "created_at",
            "sent_at",
            "expires_at",
            "accepted_at",
            "revoked_at",
        ),
        hidden=("nonce",),
    ),
    UserHolding(
        "mail_messages",
        "Mails we sent you, and invitations in your name",
        "lower(t.recipient) = :email and t.order_id is null or t.template = 'team_invite' "
        "and t.message_key like any (select 'team-invite:' || i.id || ':%' from invites i "
        "where i.invited_by = :user)",
        sets={
            "recipient": "case when lower(t.recipient) = :email then :nobody else t.recipient end",
            "subject": ":erased",
            "context": "null",
            "error": "null",
        },
        stays=(
            "tenant_id",
            "id",
            "store_id",
            "template",
            "state",
            "order_id",
            "source",
            "provider",
            "created_at",
            "sent_at",
        ),
        unless="t.state in ('queued', 'sending')",
        hidden=("context", "message_key"),
    ),
    UserHolding(
        "audit_log",
        "What you did",
        "t.actor = :actor",
        topic=Topic.LOG,
        # What was changed is the business's own: its prices, its goods.
        hidden=("before", "after"),
        kept="The log cannot be changed; it names you by a number that leads to nobody.",
    ),
    UserHolding(
        "audit_log",
        "What was done about you",
        "t.resource_type = 'user' and t.resource_id = :user and t.actor <> :actor",
        topic=Topic.LOG,
        kept="Name and e-mail in it are blanked.",
    ),
    UserHolding(
        "user_data_requests",
        "What you asked of your data",
        _OWN,
        topic=Topic.REQUESTS,
        once=True,
        kept="A receipt counts rows and names nobody.",
    ),
)
"""In the order in which they are erased."""

OF_THE_BUSINESS: Final = {
    "attempts": "guesses of passwords, under a keyed hash that leads to nobody",
    "invoice_sellers": "what a business says of itself on its papers",
    "mail_senders": "in whose name a store's mails leave",
    "stores": "a store's own name and address",
    "tenants": "the business; its name goes when it closes with its last owner",
    "affiliates": "where a business is paid what it earned, with what it was paid",
    "introductions": "which businesses it brought; their owners' names follow `OwnerLeft`",
    "introductions_taken": "which business brought it; its owner's name follows `OwnerLeft`",
    "subscriptions": "what a business pays",
    "subscription_events": "what the payment provider told of a business",
    "subscription_invoices": "bills of the business",
    "mock_subscriptions": "the mock payment provider's own books",
}
"""Tables of the topic `team` that are about a business and not about one of its people."""
