"""The API's document for everybody: complete, and made beside the loop."""

import asyncio
import json
import re
import secrets
from typing import Any

import httpx2

from commerce.openapi import document
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import Merchant, ShopStore
from ecomm_testing.leak import METHODS


async def test_the_first_reading_of_the_document_keeps_no_request_waiting(
    kernel: Kernel, api: httpx2.AsyncClient
) -> None:
    """The fixture that watches the loop fails this test where the document is made on it."""
    app = kernel.parts["app"]
    app.openapi_schema = None
    first = await api.get("/openapi.json")
    assert first.status_code == 200
    assert first.json()["openapi"] == "3.1.0"
    assert first.json()["paths"].keys() >= {"/api/v1/auth/register", "/api/v1/stores"}
    assert (await api.get("/openapi.json")).json() == first.json() == app.openapi()
    assert "/openapi.json" in (await api.get("/docs")).text


async def test_a_route_s_own_refusals_stand_in_the_document_beside_the_general_ones(
    kernel: Kernel,
) -> None:
    """422 too, whose reply the framework would describe in a shape of its own."""
    paths = kernel.parts["app"].openapi()["paths"]
    upload = paths["/api/v1/stores/{store_id}/products/import"]["post"]["responses"]["422"]
    assert upload["description"].startswith("invalid | upload_invalid | too_many_parts")
    content = upload["content"]["application/json"]
    assert content["examples"]["too_many_parts"]["value"]["error"]["code"] == "too_many_parts"
    for item in paths.values():
        for operation in item.values():
            if isinstance(operation, dict) and "422" in operation.get("responses", {}):
                reply = operation["responses"]["422"]
                assert reply["description"].split(" | ")[0] == "invalid"
                schema = reply["content"]["application/json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/ErrorReply"}


def key_of(operation: dict[str, Any]) -> str | None:
    """The pattern of the operation's Idempotency-Key, if it names one."""
    for one in operation.get("parameters", []):
        if (one["in"], one["name"]) == ("header", "Idempotency-Key"):
            return str(one["schema"]["pattern"])
    return None


async def test_the_operations_that_take_an_idempotency_key_name_it(kernel: Kernel) -> None:
    paths = kernel.parts["app"].openapi()["paths"]
    named = {
        operation["operationId"]: key_of(operation)
        for item in paths.values()
        for operation in item.values()
        if isinstance(operation, dict) and "operationId" in operation
    }
    for taking in ("stores_create", "products_create", "products_upload", "orders_cancel"):
        assert named[taking] == "^[!-~]{1,200}$"
    for anonymous in ("carts_create", "carts_add_line"):
        assert named[anonymous] == "^[!-~]{22,200}$"
    for free in ("auth_login", "checkout_start", "stores_list", "products_update", "stores_delete"):
        assert named[free] is None


async def test_what_the_document_says_of_keys_is_so(
    merchant: Merchant, api: httpx2.AsyncClient, store: ShopStore
) -> None:
    """One POST of each kind of caller, twice with a key: the second is the first's reply."""
    merchants = {"Idempotency-Key": "!"}
    body = {"name": "Once", "niche": "home", "currency": "EUR", "country": "DE"}
    for _ in range(2):
        created = await merchant.post("/stores", json=body, headers=merchants)
    assert created.headers["idempotent-replayed"] == "true"
    anonymous = {"Idempotency-Key": secrets.token_urlsafe(16)}
    for _ in range(2):
        cart = await api.post(f"{store.public}/carts", json={}, headers=anonymous)
    assert cart.headers["idempotent-replayed"] == "true"
    short = {"Idempotency-Key": anonymous["Idempotency-Key"][:21]}
    assert (await api.post(f"{store.public}/carts", json={}, headers=short)).status_code == 422


async def test_405_names_every_method_of_the_path_and_no_other(
    api: httpx2.AsyncClient, kernel: Kernel
) -> None:
    """RFC 9110 §15.5.6; asked at each path of the document with a method nobody has."""
    document = await asyncio.to_thread(kernel.parts["app"].openapi)
    seen = 0
    for path, item in document["paths"].items():
        asked = path.replace("{slug}", "demo").replace("{", "").replace("}", "")
        reply = await api.request("PROPFIND", asked)
        assert reply.status_code == 405, path
        assert reply.json()["error"]["code"] == "method_not_allowed"
        named = set(reply.headers["allow"].split(", "))
        own = {method.upper() for method in item if method in METHODS}
        assert named == own, path
        seen += len(own) > 1
    assert seen > 10, "paths of more than one method"
    reply = await api.request("PROPFIND", "/api/v1/stores/1/products")
    assert reply.headers["allow"] == "GET, POST"
    assert (await api.post("/health")).headers["allow"] == "GET, HEAD"


def test_patterns_mean_the_same_to_every_engine() -> None:
    r"""`\s`, `\w`, `\d` and `\b` differ between Rust, ECMAScript and Python: none is promised.

    Seen: an address with U+0085 was refused, which fits the pattern by ECMAScript's `\s`.
    """
    text = json.dumps(document(examples=False))
    patterns = [
        json.loads(f'"{found}"') for found in re.findall(r'"pattern": "((?:\\.|[^"])*)"', text)
    ]
    assert len(patterns) > 20
    assert [p for p in patterns if re.search(r"(?<!\\)(?:\\\\)*\\[swdbSWDB]", p)] == []
