"""In whose name a store's mails leave: its own address counts once its domain is proven."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from commerce.stores.domains import looking

OWN = {
    "from_name": "Kontor",
    "reply_to": "hallo@kontor.example.org",
    "from_email": "shop@kontor.example.org",
}


@dataclass(slots=True)
class Names:
    """Name servers as a test says they are."""

    records: dict[str, list[str]] = field(default_factory=dict)
    down: bool = False

    async def txt(self, name: str) -> list[str]:
        if self.down:
            raise looking.DnsUnavailable("no name server")
        return self.records.get(name, [])


@pytest.fixture
def names(kernel: Any) -> Iterator[Names]:
    """Name servers."""
    real, kernel.parts[looking.PART] = kernel.parts[looking.PART], Names()
    yield kernel.parts[looking.PART]
    kernel.parts[looking.PART] = real


async def _state(shop: Any) -> dict[str, Any]:
    data: dict[str, Any] = (await shop.store.merchant.get(f"{shop.store.path}/mail-sender")).json()[
        "data"
    ]
    return data


async def _look(shop: Any) -> dict[str, Any]:
    reply = await shop.store.merchant.post(f"{shop.store.path}/mail-sender/check")
    assert reply.status_code == 202
    await shop.run()
    return await _state(shop)


async def _from(shop: Any, mailbox: Path) -> Any:
    shopper = await shop.shopper((await shop.variant(), 1))
    await shopper.start(await shopper.form())
    await shopper.choose("pay")
    await shop.run()
    for path in mailbox.glob("*.eml"):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if message["To"] == shopper.email:
            return message
    raise AssertionError("no mail came")


async def test_the_platform_sends_until_the_domain_is_proven(
    shop: Any, mailbox: Path, names: Names
) -> None:
    assert (await _state(shop))["state"] == "platform"
    await shop.store.merchant.put(f"{shop.store.path}/mail-sender", json=OWN)
    pending = await _state(shop)
    assert (pending["state"], pending["effective"]) == ("pending", shop.kernel.settings.mail_from)
    message = await _from(shop, mailbox)
    assert message["From"].addresses[0].addr_spec == shop.kernel.settings.mail_from
    assert message["From"].addresses[0].display_name == "Kontor"
    assert message["Reply-To"].addresses[0].addr_spec == OWN["reply_to"]

    assert (await _look(shop))["failure"] == "record_missing"
    record = pending["record"]
    names.records[record["name"]] = ["ecomm-mail=somebody-else"]
    assert (await _look(shop))["failure"] == "record_wrong"
    names.records[record["name"]] = ["v=spf1 -all", record["value"]]
    proven = await _look(shop)
    assert (proven["state"], proven["effective"]) == ("verified", OWN["from_email"])
    message = await _from(shop, mailbox)
    assert message["From"].addresses[0].addr_spec == OWN["from_email"]


async def test_a_name_server_s_bad_day_takes_nothing_back(shop: Any, names: Names) -> None:
    await shop.store.merchant.put(f"{shop.store.path}/mail-sender", json=OWN)
    record = (await _state(shop))["record"]
    names.records[record["name"]] = [record["value"]]
    assert (await _look(shop))["state"] == "verified"
    names.down = True
    assert (await _look(shop))["state"] == "verified"
    names.down = False
    names.records.clear()
    assert (await _look(shop))["state"] == "pending", "the record is gone"


async def test_another_domain_is_proven_anew(shop: Any, names: Names) -> None:
    path = f"{shop.store.path}/mail-sender"
    await shop.store.merchant.put(path, json=OWN)
    record = (await _state(shop))["record"]
    names.records[record["name"]] = [record["value"]]
    assert (await _look(shop))["state"] == "verified"
    same = await shop.store.merchant.put(
        path, json={**OWN, "from_email": "other@kontor.example.org"}
    )
    assert same.json()["data"]["state"] == "verified"
    other = await shop.store.merchant.put(path, json={**OWN, "from_email": "a@bank.example.org"})
    assert other.json()["data"]["state"] == "pending"
    assert other.json()["data"]["record"]["value"] != record["value"]


@pytest.mark.parametrize(
    "address",
    ["shop@localhost", "shop@192.0.2.1", "not an address", "a@b.example.org\r\nBcc: c@d.example"],
)
async def test_an_address_that_nobody_can_prove_is_refused(shop: Any, address: str) -> None:
    reply = await shop.store.merchant.put(
        f"{shop.store.path}/mail-sender", json={**OWN, "from_email": address}
    )
    assert reply.status_code == 422
    assert (await _state(shop))["from_email"] is None
