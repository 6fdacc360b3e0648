"""Shapes of subscribers."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import EmailStr, Field, StrictBool

from commerce.customers.subscribing.models import SubscriberStatus
from ecomm_core.api.schemas import Input, Output

LocaleTag = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$", examples=["de-DE"])]


class SubscriberSource(StrEnum):
    """Where they said it last."""

    FORM = "form"
    CHECKOUT = "checkout"
    ACCOUNT = "account"
    REGISTER = "register"
    MERCHANT = "merchant"
    IMPORT = "import"


class SubscriberSort(StrEnum):
    """Orders of the list; `-` is descending."""

    CREATED_DESC = "-created"
    CREATED = "created"
    EMAIL = "email"
    EMAIL_DESC = "-email"
    CONFIRMED = "confirmed"
    CONFIRMED_DESC = "-confirmed"


class SubscribeIn(Input):
    """Somebody wishes to be written to. `words` is the text that stood by the form, `text_version`
    its number. `website` is a field that people do not see: whoever fills it in is a program, and
    gets the same answer."""

    email: EmailStr
    locale: LocaleTag | None = None
    text_version: Annotated[str, Field(min_length=1, max_length=60)] = "newsletter-1"
    words: Annotated[str, Field(max_length=600)] | None = None
    website: Annotated[str, Field(max_length=200)] = ""


class NewsletterTokenIn(Input):
    """The link of a mail."""

    token: Annotated[str, Field(min_length=1, max_length=200)]


class NewsletterConfirmedOut(Output):
    """Whose wish was confirmed."""

    email: str


class SubscriberIn(Input):
    """Somebody the merchant writes down. They get a mail that asks them to confirm."""

    email: EmailStr
    locale: LocaleTag | None = None


class SuppressIn(Input):
    """Why an address is not written to again: its mailbox refuses, or its owner called it spam."""

    reason: Literal["bounce", "complaint"]


class SubscriberOut(Output):
    """A subscriber. `over_limit`: they confirmed, and wait for room in the plan. `reason` is why
    they are suppressed, else null."""

    id: UUID
    email: str
    status: SubscriberStatus
    over_limit: bool
    source: str
    locale: str | None
    reason: str | None
    asked_at: datetime
    confirmed_at: datetime | None
    unsubscribed_at: datetime | None
    created_at: datetime


class SubscriberConsentOut(Output):
    """A line of what they said. `marketing_ask` is a wish that was not confirmed then. `ip` is cut
    to its network; `words` are those that were shown, where they are known."""

    id: UUID
    purpose: Literal["marketing_email", "marketing_ask"]
    granted: bool
    at: datetime
    source: str
    text_version: str
    words: str | None
    locale: str | None
    ip: str | None
    user_agent: str | None
    asked_at: datetime | None
    confirmed_at: datetime | None
    actor: str


class SubscriberDetailOut(SubscriberOut):
    """A subscriber with everything they said, the latest first, and whose customer row has the same
    address, if one has."""

    customer_id: UUID | None
    consents: list[SubscriberConsentOut]


class ContactsUseOut(Output):
    """The plan's e-mail contacts, of all stores. `limit` null is unlimited; `lifted_by` names the
    plan that has room for more."""

    used: int
    limit: int | None
    lifted_by: str | None


class SubscriberSummaryOut(Output):
    """How many there are. `confirm_rate_ppm`: of those who asked within 30 days, how many confirmed
    (1,000,000 is all); null where nobody asked."""

    confirmed: int
    pending: int
    over_limit: int
    unsubscribed: int
    suppressed: int
    asked_30d: int
    confirmed_30d: int
    unsubscribed_30d: int
    confirm_rate_ppm: int | None
    contacts: ContactsUseOut


class NewsletterSettingsIn(Input):
    """Whether the shop shows its form."""

    form: StrictBool


class NewsletterSettingsOut(Output):
    """Whether the shop shows its form. `own_sender`: the store sends from a proven address of its
    own; without one the form is off until it is switched on here."""

    form: bool
    own_sender: bool


class SubscriberBulkIn(Input):
    """Do one thing to many subscribers; each is judged by itself. `restore` takes your own
    `unsubscribe` of the last ten minutes back; `invite` mails a confirmation; `erase` is final."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]
    action: Literal["unsubscribe", "restore", "invite", "admit", "erase"]


class SubscriberBulkResult(Output):
    """How it went with one subscriber. `code` and `message` say why they were left alone."""

    id: UUID
    done: bool
    code: str | None
    message: str | None


SubscriberResults = list[SubscriberBulkResult]
