"""What products ask with (`ecomm_core.product.gateway`), against the gateway itself."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest_asyncio
from pydantic import BaseModel, Field

from ecomm_core.http.internal import InternalResponse
from ecomm_core.kernel import Kernel
from ecomm_core.product.gateway import keys
from ecomm_core.product.gateway.client import GatewayClient, Said
from ecomm_core.product.settings import ProductSettings
from ecomm_testing.listening import served


class Title(BaseModel):
    """A shape to ask for."""

    title: str = Field(max_length=60)


class WithKey(GatewayClient):
    """Shows a key it was given: where a product keeps its own is the product's test."""

    key = ""

    async def _send(
        self, tenant_id: UUID, path: str, body: dict[str, Any], feature: str
    ) -> InternalResponse:
        headers = {"Authorization": f"Bearer {self.key}", "X-Ecomm-Feature": feature}
        return await keys.send(self._kernel, "POST", path, body, headers)


@pytest_asyncio.fixture(loop_scope="session")
async def product(kernel: Kernel, environ: dict[str, str]) -> AsyncIterator[Kernel]:
    """A product's side: its settings name the gateway, which listens for it."""
    async with served(kernel.parts["app"]) as url:
        aliases = {str(f.validation_alias) for f in ProductSettings.model_fields.values()}
        given = {name: value for name, value in environ.items() if name in aliases}
        settings = ProductSettings.model_validate({**given, "ECOMM_LLM_GATEWAY_URL": url})
        made = replace(kernel, settings=settings, parts={}, closers=[])
        keys.install(made)
        yield made
        for close in made.closers:
            await close()


async def test_the_gateway_gives_a_product_a_key_and_typed_answers(product: Kernel) -> None:
    body = {
        "service": "template_product",
        "external_id": str(uuid4()),
        "name": "Mara's shops",
        "plan": "free",
    }
    path = "/api/v1/operator/tenants"
    known = await keys._operate(product, "PUT", path, body)
    again = await keys._operate(product, "PUT", path, body)
    assert known["tenant_id"] == again["tenant_id"]
    made = await keys._operate(
        product, "POST", f"{path}/{known['tenant_id']}/keys", {"name": "template_product"}
    )
    client = WithKey(product)
    client.key = made["key"]
    said = [Said("user", "Write a title. Facts: title: Oak lamp; material: oak.")]
    found = await client.chat(uuid4(), said, Title, feature="titles")
    assert found.value.title
    assert (found.local, found.usage.input > 0) == (True, True)
    vectors = await client.embed(uuid4(), ["oak", "lamp"], feature="search")
    assert (len(vectors.vectors), vectors.local) == (2, True)
    ended = await keys.call_end(
        product, {"gateway_tenant_id": known["tenant_id"], "key_id": made["id"]}
    )
    assert ended
