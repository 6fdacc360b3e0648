"""Who deletes their account is named to nobody they brought, and to nobody who brought them."""

from typing import Any

import pytest

from ecomm_testing.actors import PASSWORD


async def _chain(make: Any) -> tuple[Any, Any, Any]:
    """Ada brought Grace, and Grace brought Joan."""
    ada, grace, joan = (
        await make(name="Ada Lovelace"),
        await make(name="Grace Hopper"),
        await make(name="Joan Clarke"),
    )
    await grace.take(await ada.code())
    await joan.take(await grace.code())
    return ada, grace, joan


async def _names(ada: Any, joan: Any) -> tuple[str, str]:
    """What Ada and Joan are told of Grace's business."""
    [brought] = await ada.told("GET", "/introductions")
    return brought["name"], (await joan.told("GET"))["introduced_by"]["name"]


async def _leave(one: Any) -> None:
    reply = await one.merchant.delete("/auth/me", json={"password": PASSWORD})
    assert reply.status_code == 200, reply.text
    await one.work()


async def test_an_owner_who_is_gone_is_named_on_neither_side(make: Any) -> None:
    """Planted below: nobody hears that the owner is gone."""
    ada, grace, joan = await _chain(make)
    assert await _names(ada, joan) == ("Grace H.", "Grace Hopper")
    await _leave(grace)
    assert await _names(ada, joan) == ("[erased]", "[erased]")
    [brought] = await ada.told("GET", "/introductions")
    assert brought["stage"] == "joined", "it stays an introduction"


async def test_where_nobody_hears_of_it_the_name_stays(
    make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: the job does nothing."""

    async def nothing(*_: Any) -> None:
        return None

    monkeypatch.setattr("commerce.partners.tasks.rename", nothing)
    ada, grace, joan = await _chain(make)
    await _leave(grace)
    assert await _names(ada, joan) == ("Grace H.", "Grace Hopper")
