"""Asking models: a key for each business, typed answers, what was used, who answered."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest
import pytest_asyncio
from pydantic import BaseModel, Field
from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.product import GatewayClient, Said
from ecomm_core.product.gateway.errors import (
    BadAnswer,
    GatewayAway,
    GatewayMissing,
    GatewayRefused,
)
from ecomm_testing.fakes.gateway import FakeGateway
from ecomm_testing.listening import served
from ecomm_testing.outbox import run_outbox
from ecomm_testing.products import Shop
from template_product.roots import PRODUCT
from template_product.service import SERVICE


class Title(BaseModel):
    """A shape to ask for."""

    title: str = Field(max_length=10)


@dataclass
class World:
    kernel: Kernel
    gateway: FakeGateway

    @property
    def client(self) -> GatewayClient:
        return GatewayClient(self.kernel)


@pytest_asyncio.fixture(loop_scope="session")
async def world(kernel: Kernel, make_kernel: Callable[..., Kernel]) -> AsyncIterator[World]:
    """A second process of the product, which knows a gateway."""
    fake = FakeGateway(kernel.settings.internal_key.get_secret_value())
    async with served(fake.app()) as url:
        fake.url = url
        made = make_kernel(ECOMM_LLM_GATEWAY_URL=url)
        PRODUCT.install(made)
        yield World(made, fake)
        await made.stop()


ASK = [Said("system", "Write a title."), Said("user", "A lamp of oak.")]


async def test_an_answer_is_the_shape_with_its_use_and_says_that_it_is_local(
    world: World, shop: Shop
) -> None:
    world.gateway.words = '{"title": "Oak lamp"}'
    found = await world.client.chat(shop.tenant_id, ASK, Title, feature="titles")
    assert found.value == Title(title="Oak lamp")
    assert (found.local, found.usage.input, found.usage.output) == (True, 12, 5)
    [chat] = world.gateway.chats
    assert chat["response_format"]["json_schema"]["schema"] == Title.model_json_schema()
    assert world.gateway.features == ["titles"]
    world.gateway.model = "gpt-5.1"
    again = await world.client.chat(shop.tenant_id, ASK, Title, feature="titles")
    assert (again.local, again.model) == (False, "gpt-5.1")


async def test_a_business_has_one_key_sealed_and_another_business_another(
    world: World, shop: Shop, other_shop: Shop
) -> None:
    """Fault it was seen to catch: the key kept as it is."""
    world.gateway.words = '{"title": "x"}'
    for tenant_id in (shop.tenant_id, shop.tenant_id, other_shop.tenant_id):
        await world.client.chat(tenant_id, ASK, Title, feature="t")
    assert len(world.gateway.keys) == 2
    async with world.kernel.database.transaction(Scope(tenant_id=shop.tenant_id)) as session:
        [stored] = (await session.execute(text("select g::text from gateway_keys g"))).scalars()
    assert not any(key in stored for key in world.gateway.keys)


async def test_an_answer_of_another_shape_is_data_and_no_value(world: World, shop: Shop) -> None:
    world.gateway.words = '{"title": "far too long a title"}'
    with pytest.raises(BadAnswer, match="title: String should have at most 10"):
        await world.client.chat(shop.tenant_id, ASK, Title, feature="t")
    world.gateway.words = "Sure! Here is your title."
    with pytest.raises(BadAnswer):
        await world.client.chat(shop.tenant_id, ASK, Title, feature="t")


async def test_a_key_that_the_gateway_ended_is_replaced_once(world: World, shop: Shop) -> None:
    world.gateway.words = '{"title": "x"}'
    await world.client.chat(shop.tenant_id, ASK, Title, feature="t")
    world.gateway.keys.clear()
    found = await world.client.chat(shop.tenant_id, ASK, Title, feature="t")
    assert found.value.title == "x"
    assert len(world.gateway.keys) == 1


@pytest.mark.parametrize(
    ("status", "error"),
    [(429, GatewayAway), (503, GatewayAway), (402, GatewayRefused), (400, GatewayRefused)],
)
async def test_each_refusal_is_what_it_is(
    world: World, shop: Shop, status: int, error: type[Exception]
) -> None:
    world.gateway.statuses = [status]
    with pytest.raises(error) as raised:
        await world.client.chat(shop.tenant_id, ASK, Title, feature="t")
    if status == 429:
        assert isinstance(raised.value, GatewayAway)
        assert raised.value.retry_after == 9


async def test_vectors_come_in_the_order_of_their_texts(world: World, shop: Shop) -> None:
    found = await world.client.embed(shop.tenant_id, ["a", "bcd"], feature="search")
    assert found.vectors == ((1.0, 1.0), (3.0, 1.0))
    assert found.local


async def test_without_a_gateway_nothing_is_asked(kernel: Kernel, shop: Shop) -> None:
    with pytest.raises(GatewayMissing):
        await GatewayClient(kernel).chat(shop.tenant_id, ASK, Title, feature="t")


async def test_the_end_of_a_business_ends_its_key(world: World, shop: Shop) -> None:
    world.gateway.words = '{"title": "x"}'
    await world.client.chat(shop.tenant_id, ASK, Title, feature="t")
    owner = await shop.sign_in()
    reply = await owner.post("/business/erase", json={"name": "Mara's shops"})
    assert reply.status_code == 200, reply.text
    ran = await run_outbox(world.kernel, shop.tenant_id, service=SERVICE)
    assert ran == ["template_product.gateway.end_key"]
    assert world.gateway.keys == {}
