"""Shapes of customers as their merchant sees them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import EmailStr, Field, StrictBool

from commerce.customers.book.schemas import AddressIn, AddressOut
from ecomm_core.api.schemas import Input, Money, Output

Name = Annotated[str, Field(min_length=1, max_length=120)]
Phone = Annotated[str, Field(max_length=40)]
Tag = Annotated[str, Field(min_length=1, max_length=60)]
Tags = Annotated[list[Tag], Field(max_length=50)]
Note = Annotated[str, Field(max_length=5000)]
Source = Literal["account", "order", "merchant", "import"]


class CustomerSort(StrEnum):
    """Orders of the table; `-` is descending."""

    CREATED_DESC = "-created"
    CREATED = "created"
    NAME = "name"
    NAME_DESC = "-name"
    SPENT_DESC = "-spent"
    SPENT = "spent"
    ORDERS_DESC = "-orders"
    ORDERS = "orders"
    LAST_ORDER_DESC = "-last_order"
    LAST_ORDER = "last_order"


class CustomerIn(Input):
    """Somebody the merchant writes down. They sign in only after setting a password by mail."""

    email: EmailStr
    name: Name
    phone: Phone | None = None
    note: Note = ""
    tags: Tags = Field(default_factory=list)
    marketing: StrictBool = False
    address: AddressIn | None = None


class MerchantCustomerPatch(Input):
    """What changes. `disabled` ends every session and refuses further ones."""

    email: EmailStr | None = None
    name: Name | None = None
    phone: Phone | None = None
    note: Note | None = None
    tags: Tags | None = None
    marketing: StrictBool | None = None
    disabled: StrictBool | None = None


class BulkTagsIn(Input):
    """Tags that many customers get or lose."""

    customer_ids: Annotated[list[UUID], Field(min_length=1, max_length=500)]
    add: Tags = Field(default_factory=list)
    remove: Tags = Field(default_factory=list)


class ChangedOut(Output):
    """How many rows changed."""

    changed: int


class CustomerRow(Output):
    """A line of the customer table. `account`: they have a password. Orders and what was spent on
    them leave test orders out."""

    id: UUID
    email: str
    name: str
    phone: str | None
    country: str | None
    source: Source
    account: bool
    verified: bool
    disabled: bool
    marketing: bool
    tags: list[str]
    orders_count: int
    total_spent: Money
    last_order_at: datetime | None
    created_at: datetime


class ConsentOut(Output):
    """One time somebody agreed or took it back."""

    purpose: Literal["marketing_email"]
    granted: bool
    at: datetime
    source: str
    text_version: str
    actor: str


class SegmentName(Output):
    """A segment the customer is in now."""

    id: UUID
    name: str


class MerchantCustomerOut(CustomerRow):
    """A customer, whole."""

    note: str
    addresses: list[AddressOut]
    consents: list[ConsentOut]
    segments: list[SegmentName]
    wishlist: int
    test_orders: int
    updated_at: datetime


class CustomerImportIn(Input):
    """A CSV as text. Columns: email, name, phone, tags (separated by commas), marketing (yes/no),
    note, address line1, line2, city, state, postal_code, country; only email is needed. A rerun
    updates by e-mail."""

    csv: Annotated[str, Field(min_length=1, max_length=2_000_000)]
    dry_run: StrictBool = True


class ImportIssue(Output):
    """What is wrong with a line; line 1 is the header."""

    line: int
    column: str
    reason: str


class CustomerImportOut(Output):
    """What an import did, or would do. Lines with issues are left out."""

    dry_run: bool
    created: int
    updated: int
    unchanged: int
    failed: int
    issues: list[ImportIssue]
