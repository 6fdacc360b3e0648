"""Shapes of stores' own domains."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictBool

from commerce.stores.domains.models import CertificateStatus, DomainStatus
from ecomm_core.api.schemas import Input, Output


class DomainIn(Input):
    """A host of the merchant's own."""

    host: Annotated[str, Field(min_length=1, max_length=300, examples=["shop.example.com"])]


class DomainPatch(Input):
    """Make a verified domain the one that search engines and mails name, or no longer."""

    is_primary: StrictBool


class DnsRecordOut(Output):
    """A record to set at the domain's provider."""

    type: Literal["TXT", "CNAME"]
    name: str
    value: str


class DomainOut(Output):
    """A host of a store's own. `problem`: `record_missing`, `record_wrong`, `dns_unavailable` or
    `taken`; `certificate_problem`: `unreachable` or `certificate`."""

    id: UUID
    host: str
    status: DomainStatus
    problem: Literal["record_missing", "record_wrong", "dns_unavailable", "taken"] | None
    certificate: CertificateStatus
    certificate_problem: Literal["unreachable", "certificate"] | None
    is_primary: bool
    records: list[DnsRecordOut]
    checked_at: datetime | None
    verified_at: datetime | None
    next_check_at: datetime | None
    created_at: datetime
