"""Shapes of e-mail templates."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StrictBool

from commerce.mail.kinds import Kind
from commerce.mail.language.dialect import MAX_BODY, MAX_SUBJECT
from ecomm_core.api.schemas import Input, Output, Text

Subject = Annotated[Text, Field(max_length=2 * MAX_SUBJECT, examples=["Your order #{{ number }}"])]
Body = Annotated[
    Text, Field(max_length=2 * MAX_BODY, examples=["# Thank you\n\nWe have your order."])
]


class TemplateIn(Input):
    """A store's own words. `version` is the one that was edited, so that nobody's is lost."""

    subject: Subject
    body: Body
    version: Annotated[int, Field(strict=True, ge=0, le=1_000_000, examples=[0])]


class DraftIn(Input):
    """Words to look at, saved or not."""

    subject: Subject
    body: Body


class MailPreviewIn(DraftIn):
    """Words to look at, in one of the languages that shoppers see."""

    locale: Annotated[Text, Field(max_length=35, examples=["de"])] | None = Field(
        default=None, description="One of the template's `locales`; absent: the store's own."
    )


class SwitchIn(Input):
    """Whether mails of this kind are sent."""

    enabled: StrictBool


class TemplateRow(Output):
    """A mail in the list. `problem`: why one went out in our own words although the store has its
    own."""

    kind: Kind
    subject: str
    custom: bool
    enabled: bool
    optional: bool
    to_merchant: bool
    version: int
    problem: str | None
    problem_at: datetime | None
    updated_at: datetime | None


class VariableOut(Output):
    """What a template may say: `path` as it is written; those of a list's items begin with the
    name that `insert` gives them. `insert` is what to write at the cursor."""

    path: str
    description: str
    example: str
    insert: str


class TemplateOut(TemplateRow):
    """A template with its words, ours, and the variables it may use. `locales`: the languages it
    can be previewed in; the first is the store's own, which its mails leave in."""

    body: str
    default_subject: str
    default_body: str
    locales: list[str]
    variables: list[VariableOut]


class VersionOut(Output):
    """A template as it was. Without words it was ours."""

    version: int
    subject: str | None
    body: str | None
    actor: str
    created_at: datetime


class PreviewOut(Output):
    """The mail with example data. `html` is a whole document, for a frame without scripts."""

    subject: str
    html: str
    text: str


class TestMailOut(Output):
    """Where the test mail goes."""

    mail_id: UUID
    recipient: str


class Row(Output):
    """What is stored."""

    id: UUID
    kind: str
    subject: str | None
    body: str | None
    enabled: bool
    version: int
    problem: str | None
    problem_at: datetime | None
    updated_at: datetime


Facts = dict[str, Any]
