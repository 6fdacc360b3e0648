"""Tenant-leak harness: every operation of the OpenAPI document, called by everyone who must not.

For each operation: who is refused and how follows from its declared access; A's rows are unchanged
after the refusals; nobody's reply holds one of A's canaries; and the rightful caller gets 2xx in
the same test, so that a refusal is never the accident of a wrong fixture.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx2
from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel

METHODS = ("get", "post", "put", "patch", "delete")


def betrayed(text: str, canaries: Iterable[str]) -> list[str]:
    """The canaries that a reply holds. Amounts count as numbers of their own: six digits in a row
    stand in the hexadecimal of some id every few thousand replies."""
    return [
        canary
        for canary in canaries
        if (
            re.search(rf"(?<![0-9A-Za-z]){canary}(?![0-9A-Za-z])", text)
            if canary.isdigit()
            else canary in text
        )
    ]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the document."""

    id: str
    method: str
    path: str
    access: str
    success: dict[str, Any]
    """JSON schema of the 2xx reply; empty where it is no JSON."""
    room: str = ""
    """Its first tag: operations of a room work on the same things."""

    @property
    def writes(self) -> bool:
        """True when a viewer must not do it."""
        return self.method != "GET"


@dataclass(frozen=True, slots=True)
class Call:
    """How the rightful caller makes one call. Capability headers stand apart from the rest, so
    that the harness can leave them out."""

    path: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    json: Any = None
    files: Any = None
    data: Any = None
    capability: dict[str, str] = field(default_factory=dict)
    bearer: dict[str, str] | None = None
    """The rightful caller's own credentials, where the call ends their session."""
    own_caller: bool = False
    """Whether `bearer` is somebody made for this call: it changes their account, or guesses at it,
    and whoever else made it would do so to theirs."""


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    """Every operation of a document."""
    for path, item in sorted(document["paths"].items()):
        for method in METHODS:
            if method not in item:
                continue
            operation = item[method]
            replies = operation["responses"]
            success = next(reply for code, reply in sorted(replies.items()) if code[0] == "2")
            content = success.get("content", {}).get("application/json", {})
            yield Operation(
                id=operation["operationId"],
                method=method.upper(),
                path=path,
                access=operation["x-access"],
                success=content.get("schema", {}),
                room=operation.get("tags", [""])[0],
            )


async def send(
    api: httpx2.AsyncClient,
    operation: Operation,
    call: Call,
    *,
    headers: dict[str, str] | None = None,
    capability: dict[str, str] | None = None,
) -> httpx2.Response:
    """Make a call with these credentials; `capability` replaces the call's own headers."""
    shown = call.capability if capability is None else capability
    return await api.request(
        operation.method,
        operation.path.format(**call.path),
        params=call.query or None,
        json=call.json,
        files=call.files,
        data=call.data,
        headers={**(headers or {}), **shown},
    )


async def fingerprint(kernel: Kernel, tenant_id: Any) -> str:
    """A hash over every row of a tenant that a request could change."""
    tables = [
        "users", "tenants", "memberships", "custom_roles", "invites", "api_keys", "stores",
        "products", "product_options",
        "product_variants", "product_categories", "media", "categories", "slug_redirects",
        "inventory_items", "inventory_movements", "reservations", "carts", "cart_lines",
        "checkouts", "shipping_rates", "tax_rates", "payments", "refunds", "orders",
        "order_items", "order_numbers", "order_timeline", "fulfillments", "fulfillment_items",
        "import_jobs", "import_items", "import_issues", "customer_accounts", "audit_log",
        "events", "outbox", "usage", "pages", "menu_items", "redirects", "store_domains",
        "blog_categories", "blog_posts", "seo_audits", "seo_findings",
        "partner_codes", "affiliates", "affiliate_payouts", "introductions", "introductions_taken",
        "commissions", "commission_ledger", "billing_credits",
        "snapshots", "snapshot_restores",
        "customer_addresses", "customer_wishlists", "consents", "customer_links", "segments",
        "segment_members", "cart_reminders",
    ]  # fmt: skip
    parts = " || ".join(
        f"(select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from {name} t)"
        for name in tables
    )
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        return str(await session.scalar(text(f"select md5({parts})")))


def undeclared(body: Any, schema: dict[str, Any], document: dict[str, Any]) -> list[str]:
    """Paths of a reply's fields that its schema does not declare."""
    return list(_undeclared(body, schema, document, ""))


def _undeclared(
    body: Any, schema: dict[str, Any], document: dict[str, Any], place: str
) -> Iterator[str]:
    schema = _resolve(schema, document)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            found = [list(_undeclared(body, s, document, place)) for s in schema[choice]]
            yield from min(found, key=len)
            return
    if isinstance(body, dict):
        declared = schema.get("properties", {})
        free = schema.get("additionalProperties")
        for key, value in body.items():
            if key in declared:
                yield from _undeclared(value, declared[key], document, f"{place}.{key}")
            elif isinstance(free, dict):
                yield from _undeclared(value, free, document, f"{place}.{key}")
            elif free is not True:
                yield f"{place}.{key}"
    elif isinstance(body, list):
        for item in body:
            yield from _undeclared(item, schema.get("items", {}), document, f"{place}[]")


def _resolve(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema
