"""What fuzzing found, each with a name of its own."""

from collections.abc import Iterator
from typing import Any, get_args

import httpx2
import pytest
from pydantic import ValidationError

from commerce.openapi import document
from ecomm_core.api.schemas import Input
from ecomm_testing.actors import ShopStore
from ecomm_testing.shopping import open_cart


def _bodies(base: type[Input] = Input) -> Iterator[type[Input]]:
    for body in base.__subclasses__():
        if body.__module__.startswith("commerce."):
            yield body
        yield from _bodies(body)


def _scalars(annotation: Any) -> set[type]:
    inner = get_args(annotation)
    if not inner:
        return {annotation} if annotation in {int, bool} else set()
    return set().union(*map(_scalars, inner))


FIELDS = [
    pytest.param(body, described.alias or name, scalar, id=f"{body.__name__}.{name}")
    for body in sorted(set(_bodies()), key=lambda body: body.__name__)
    for name, described in body.model_fields.items()
    for scalar in _scalars(described.annotation)
]


@pytest.mark.parametrize(("body", "name", "scalar"), FIELDS)
def test_json_types_are_taken_at_their_word(body: type[Input], name: str, scalar: type) -> None:
    """`false` is not the number 0 and "yes" is not true: `{"quantity": false}` removed a line."""
    wrong: list[object] = [True, False, "1", 1.0] if scalar is int else [1, 0, "yes", "true"]
    for value in wrong:
        with pytest.raises(ValidationError) as refused:
            body.model_validate({name: value})
        assert (name,) in {error["loc"] for error in refused.value.errors()}, value


async def test_false_is_no_quantity(store: ShopStore, api: httpx2.AsyncClient) -> None:
    product = await store.product()
    cart = await open_cart(api, store.public)
    await cart.add(product["variants"][0]["id"])
    line = f"{store.public}/carts/{cart.id}/lines/{cart.line_ids[0]}"
    reply = await api.patch(line, headers=cart.headers, json={"quantity": False})
    assert reply.status_code == 422
    assert reply.json()["error"]["details"][0]["field"] == "quantity"
    kept = await api.get(f"{store.public}/carts/{cart.id}", headers=cart.headers)
    assert len(kept.json()["data"]["lines"]) == 1


def test_cached_reads_declare_that_they_answer_not_modified() -> None:
    described: dict[str, Any] = document()
    for path, item in described["paths"].items():
        operation = item.get("get", {"operationId": ""})
        if operation["operationId"] == "public_feed_xml":
            continue  # written while it is read, and kept nowhere
        if operation["operationId"].startswith("public_"):
            assert "304" in operation["responses"], path
