"""Whoever reaches addresses that people give goes through the guarded client: the corpus through
every such caller, and a closed list of those who open connections at all."""

import ipaddress
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from commerce.flows import import_pictures
from commerce.flows.incoming import IncomingPicture, Issue
from commerce.flows.supplier_pictures import SimulatedPictures
from commerce.stores.domains.looking import OutsideLooks
from commerce.webhooks.service import look_at
from ecomm_core import clock
from ecomm_core.delivery.sending import Message, send
from ecomm_core.delivery.signing import new_secret
from ecomm_core.http import InternalClient, OutboundClient, OutboundPolicy
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore
from ecomm_testing.network import watched

HOME = "http://127.0.0.1:9/simulated-supplier/pictures/"
"""Where the simulated supplier has its pictures: the inner client asks nothing else there."""
ROOT = Path(__file__).parents[4]
_CORPUS = json.loads(
    (ROOT / "packages/core/tests/http/attack_corpus.json").read_text(encoding="ascii")
)
ATTACKS: list[str] = _CORPUS["attacks"]
NAMES: dict[str, list[str]] = _CORPUS["names"]

OPENS = {
    "packages/core/src/ecomm_core/http/outbound.py": "the guarded client itself",
    "packages/core/src/ecomm_core/http/internal.py": "addresses from settings only",
    "packages/core/src/ecomm_core/mail/smtp.py": "the operator's mail server, from settings",
    "packages/core/src/ecomm_core/mail/web.py": "mail providers' fixed addresses",
    "packages/connectors/src/ecomm_connectors/payments/stripe/client.py": "Stripe's fixed address",
    "packages/connectors/src/ecomm_connectors/payments/mock/delivery.py": "our own API, local mode",
    "packages/connectors/src/ecomm_connectors/suppliers/wire.py": "reads errors",
    "services/commerce/src/commerce/stores/domains/looking.py": "TXT records by the resolver",
    "packages/core/src/ecomm_core/product/writing/client.py": "the platform, as it signed it",
    "packages/core/src/ecomm_core/http/policy.py": "the guarded client's rules; opens nothing",
    "services/commerce/src/commerce/seed/__init__.py": "our own API, for the demo",
    "services/commerce/src/commerce/seed/shops.py": "the same",
    "services/commerce/src/commerce/demo/calling.py": "the same",
    "services/commerce/src/commerce/demo/orders.py": "the same",
    "services/commerce/src/commerce/seed/living.py": "the same, by its address",
    "services/commerce/src/commerce/seed/posting.py": "the same",
    "services/commerce/src/commerce/seed/supply/doors.py": "the simulated supplier in this process",
}
"""Who opens connections, and why that is no hole. A new one says so here, or uses the first."""
_OPENERS = re.compile(
    r"^(?:import|from) (?:httpx2?|httpcore2?|aiohttp|requests|urllib\.request|http\.client|ftplib"
    r"|socket|dns|smtplib|aiosmtplib)\b",
    re.MULTILINE,
)
_SOURCES = ("packages/core/src", "packages/connectors/src", "services/commerce/src")


async def resolver(name: str, _port: int) -> list[str]:
    """Knows the corpus's names, and resolves odd numbers as real ones do."""
    if name not in NAMES:
        raise OSError("no such name")
    return NAMES[name]


def openers(root: Path) -> Iterator[str]:
    """Files that open connections by themselves."""
    for source in _SOURCES:
        for path in sorted((root / source).rglob("*.py")):
            if _OPENERS.search(path.read_text(encoding="utf-8")):
                yield path.relative_to(root).as_posix()


def test_nobody_else_opens_connections() -> None:
    """Planted: a module with a client of its own, in `test_a_new_caller_is_seen`."""
    assert set(openers(ROOT)) == set(OPENS)


def test_a_new_caller_is_seen(tmp_path: Path) -> None:
    """Planted: a module that fetches an address with a client of its own."""
    planted = tmp_path / _SOURCES[2] / "commerce" / "reviews" / "pictures.py"
    planted.parent.mkdir(parents=True)
    planted.write_text("import httpx2\n")
    assert list(openers(tmp_path)) == ["services/commerce/src/commerce/reviews/pictures.py"]


class NoShelf:
    """No pictures by file name."""

    empty = True

    def has(self, _filename: str) -> bool:
        return False

    def read(self, filename: str) -> bytes:
        raise KeyError(filename)


@pytest.mark.parametrize("allow", [(), ("127.0.0.1:9",)], ids=["closed", "with an exemption"])
async def test_no_attack_connects_through_a_caller(
    kernel: Kernel, store: ShopStore, allow: tuple[str, ...]
) -> None:
    """The import of pictures by address, a supplier's pictures, the look at a merchant's own
    domain, a webhook when it is registered and, on its own, when a message is sent. The oracle is
    proven by a planted naive client beside the guarded one's own tests."""
    policy = OutboundPolicy.build(local=True, allow=allow)
    client = OutboundClient(policy, resolver=resolver, total_timeout=3)
    at: Any = import_pictures.Sources(NoShelf(), client, {})
    looks = OutsideLooks(client)
    pictures = SimulatedPictures(client, InternalClient(["http://127.0.0.1:9"]), HOME)
    facts: Any = None  # nothing is stored: every one is refused before
    with watched() as oracle:
        for number, url in enumerate(ATTACKS):
            before = len(oracle.connects)
            picture = IncomingPicture(number, url, "")
            [came] = await import_pictures.fetch(kernel, facts, [picture], at)
            assert isinstance(came, Issue), url
            assert len(oracle.connects) == before, url
            at.dead_hosts.clear()
            goods: Any = import_pictures.Sources(NoShelf(), pictures, {})
            [came] = await import_pictures.fetch(kernel, facts, [picture], goods)
            assert isinstance(came, Issue), url
            assert len(oracle.connects) == before, url
            assert (await look_at(client, url)).refusal is not None, url
            sent = await send(client, _message(url))
            assert (sent.ok, sent.code) == (False, None), url
            assert len(oracle.connects) == before, url
            host = _host(url)
            if host:
                assert await looks.certificate(host) is not None, url
    # The corpus has names that are public, with something else wrong: as hosts they may be tried.
    assert all(ipaddress.ip_address(address).is_global for address, _ in oracle.connects)
    assert oracle.lookups == []


def _message(url: str) -> Message:
    """To an address that nobody looked at when it was registered."""
    return Message(
        tenant_id=new_id(),
        endpoint_id=new_id(),
        delivery_id=new_id(),
        message_id=new_id(),
        type="order.created",
        body="{}",
        test=False,
        attempt=1,
        round=1,
        give_up_at=clock.now(),
        purpose="webhook",
        url=url,
        secrets=(new_secret(),),
        platform=True,
    )


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
