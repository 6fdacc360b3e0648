"""The resolver's adapter, against a name server that speaks DNS."""

import asyncio
from collections.abc import AsyncIterator
from typing import cast

import dns.asyncresolver
import dns.message
import dns.rcode
import dns.rrset
import pytest
import pytest_asyncio

from commerce.stores.domains.looking import DnsUnavailable, OutsideLooks
from ecomm_core.http import OutboundClient, OutboundPolicy


class NameServer(asyncio.DatagramProtocol):
    """Knows two names; of `broken.test` it says that it failed."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        query = dns.message.from_wire(data)
        name = query.question[0].name
        reply = dns.message.make_response(query)
        if str(name) == "proof.test.":
            records = ('"one"', '"ecomm-" "verification=x"')
            reply.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *records))
        elif str(name) == "broken.test.":
            reply.set_rcode(dns.rcode.SERVFAIL)
        elif str(name) != "empty.test.":
            reply.set_rcode(dns.rcode.NXDOMAIN)
        self.transport.sendto(reply.to_wire(), addr)


@pytest_asyncio.fixture(loop_scope="session")
async def looks() -> AsyncIterator[OutsideLooks]:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(NameServer, local_addr=("127.0.0.1", 0))
    resolver = dns.asyncresolver.Resolver(configure=False)
    resolver.nameservers = ["127.0.0.1"]
    resolver.port = transport.get_extra_info("sockname")[1]
    yield OutsideLooks(OutboundClient(OutboundPolicy(local=True)), resolver)
    transport.close()


async def test_the_parts_of_a_record_are_one_text(looks: OutsideLooks) -> None:
    assert sorted(await looks.txt("proof.test")) == ["ecomm-verification=x", "one"]


@pytest.mark.parametrize("name", ["empty.test", "nowhere.test"])
async def test_no_record_and_no_name_are_no_records(looks: OutsideLooks, name: str) -> None:
    assert await looks.txt(name) == []


async def test_a_server_that_fails_says_nothing_about_the_record(looks: OutsideLooks) -> None:
    with pytest.raises(DnsUnavailable):
        await looks.txt("broken.test")


async def test_a_host_with_a_private_address_is_not_asked(looks: OutsideLooks) -> None:
    assert await looks.certificate("localhost") == "unreachable"
