"""Server-side request forgery: a corpus of addresses that must not be reached.

The oracle is not the client's own word: Python's audit event of every `connect` is watched. The
corpus runs with no exempt address and with one, as first address and as a redirect's goal.
"""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx2
import pytest

from ecomm_core.http import (
    OutboundClient,
    OutboundError,
    OutboundFailed,
    OutboundPolicy,
    OutboundRefused,
    Refusal,
)

PUBLIC = "93.184.216.34"

_CORPUS = json.loads(Path(__file__).with_name("attack_corpus.json").read_text("ascii"))
ATTACKS: list[str] = _CORPUS["attacks"]
NAMES: dict[str, list[str]] = _CORPUS["names"]
"""What the resolver of these tests knows. Real ones accept odd numbers as well, so this does."""


class FakeResolver:
    """Answers from NAMES, counts, and takes longer than nothing."""

    def __init__(self, names: dict[str, list[str]] | None = None) -> None:
        self.names = NAMES if names is None else names
        self.asked: list[str] = []

    async def __call__(self, host: str, _port: int) -> list[str]:
        self.asked.append(host)
        await asyncio.sleep(0)
        if host not in self.names:
            raise OSError("no such name")
        return self.names[host]


def client(resolver: Any = None, allow: tuple[str, ...] = ()) -> OutboundClient:
    policy = OutboundPolicy.build(local=True, allow=allow)
    return OutboundClient(policy, resolver=resolver or FakeResolver(), total_timeout=3)


async def test_the_corpus_is_large_and_without_doubles() -> None:
    assert len(set(ATTACKS)) == len(ATTACKS) >= 80


@pytest.mark.parametrize("url", ATTACKS)
async def test_no_attack_connects(url: str, oracle: Any) -> None:
    """Planted: a client without the policy, in `test_the_oracle_sees_a_naive_client`."""
    with pytest.raises(OutboundError):
        await client().request("GET", url, max_redirects=3)
    assert oracle.connects == []
    assert oracle.lookups == []


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://user:password@shop.example.com/", Refusal.CREDENTIALS),
        ("http://@shop.example.com/", Refusal.CREDENTIALS),
        ("http://shop.example.com/a b", Refusal.MALFORMED),
        ("http://shop.example.com/a\tb", Refusal.MALFORMED),
        ("http://shop.example.com/a\r\nX: y", Refusal.MALFORMED),
        ("http://shop.example.com/a\\b", Refusal.MALFORMED),
        ("http://shop.example.com/\ud800", Refusal.MALFORMED),
        ("ftp://shop.example.com/", Refusal.SCHEME),
        ("http://shop.example.com:6379/", Refusal.PORT),
        ("http://2130706433/", Refusal.HOST),
        ("http://printer.lan/", Refusal.HOST),
        ("http://localhost/", Refusal.HOST),
        ("http://redis/", Refusal.HOST),
        ("http://127.0.0.1/", Refusal.ADDRESS),
        ("http://[::1%25lo]/", Refusal.ADDRESS),
        ("http://loopback.attacker.com/", Refusal.ADDRESS),
    ],
)
async def test_each_check_refuses_by_itself(url: str, reason: Refusal) -> None:
    # A resolver that calls every other name public: no later check stands in for an earlier one.
    async def all_public(host: str, port: int) -> list[str]:
        return await FakeResolver()(host, port) if "attacker" in host else [PUBLIC]

    with pytest.raises(OutboundRefused) as caught:
        await client(all_public).request("GET", url)
    assert caught.value.reason is reason


class Redirector:
    """A server that answers /?to=… with a redirect and remembers what it was asked."""

    def __init__(self) -> None:
        self.location = ""
        self.requests: list[bytes] = []

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.requests.append(await reader.readuntil(b"\r\n\r\n"))
        if b"GET /redirect " in self.requests[-1]:
            location = self.location.encode("utf-8", "surrogatepass")
            head = b"HTTP/1.1 302 Found\r\nLocation: " + location
        else:
            head = b"HTTP/1.1 200 OK"
        writer.write(head + b"\r\nContent-Length: 2\r\n\r\nok")
        await writer.drain()


@pytest.mark.parametrize("url", ATTACKS)
async def test_no_attack_connects_while_one_address_is_exempt(
    url: str, oracle: Any, serve: Any
) -> None:
    fake = Redirector()
    async with serve(fake) as port:
        exempt = client(allow=(f"127.0.0.1:{port}",))
        with pytest.raises(OutboundError):
            await exempt.request("GET", url, max_redirects=3)
        assert oracle.connects == []
        # The positive control: the exempt address itself is reached.
        assert (await exempt.request("GET", f"http://127.0.0.1:{port}/")).body == b"ok"
    assert oracle.connects == [("127.0.0.1", port)]


RELATIVE = {"", "127.0.0.1", "http:127.0.0.1/", "http:/127.0.0.1/", "http:///127.0.0.1/"}
"""As a Location these are no address, or relative to the server that sent them: harmless."""


@pytest.mark.parametrize("url", [url for url in ATTACKS if not set("\r\x00") & set(url)])
async def test_no_redirect_leads_to_an_attack(url: str, oracle: Any, serve: Any) -> None:
    fake = Redirector()
    fake.location = url
    async with serve(fake) as port:
        exempt = client(allow=(f"127.0.0.1:{port}",))
        asked = exempt.request("GET", f"http://127.0.0.1:{port}/redirect", max_redirects=3)
        if url in RELATIVE:
            assert (await asked).url.startswith(f"http://127.0.0.1:{port}/")
        else:
            with pytest.raises(OutboundError):
                await asked
    assert set(oracle.connects) == {("127.0.0.1", port)}
    assert oracle.lookups == []


async def test_an_exempt_entry_is_exact(oracle: Any, serve: Any) -> None:
    fake = Redirector()
    async with serve(fake) as port:
        for entry, url in [
            (f"127.0.0.1:{port}", f"http://localhost:{port}/"),
            (f"127.0.0.1:{port}", f"http://127.0.0.2:{port}/"),
            (f"127.0.0.1:{port}", f"http://[::ffff:127.0.0.1]:{port}/"),
            (f"127.0.0.1:{port}", f"http://loopback.attacker.com:{port}/"),
            (f"127.0.0.1:{port}", "http://127.0.0.1:8080/"),
            (f"localhost:{port}", f"http://127.0.0.1:{port}/"),
            (f"localhost:{port}", f"http://a.localhost:{port}/"),
            (f"127.0.0.1:{port + 1}", f"http://127.0.0.1:{port}/"),
        ]:
            with pytest.raises(OutboundRefused):
                await client(allow=(entry,)).request("GET", url)
        assert fake.requests == []
    assert oracle.connects == []


@pytest.mark.parametrize(
    "entry",
    [
        "",
        "*",
        "*:80",
        "127.0.0.1",
        "127.0.0.1:*",
        "127.0.0.1:0",
        "127.0.0.1:65536",
        "127.0.0.0/8:80",
        "http://127.0.0.1:80",
        "127.0.0.1:80,127.0.0.2:80",
        " 127.0.0.1:80",
        "127.0.0.1:80\n",
        "::1:80",
    ],
)
def test_other_exemptions_are_refused(entry: str) -> None:
    with pytest.raises(ValueError, match="host:port"):
        OutboundPolicy.build(local=True, allow=[entry])


def test_production_has_no_exemptions() -> None:
    with pytest.raises(ValueError, match="local mode"):
        OutboundPolicy.build(local=False, allow=["127.0.0.1:80"])


async def test_a_name_is_resolved_once_and_the_checked_address_is_used(oracle: Any) -> None:
    class Rebinding:
        asked = 0

        async def __call__(self, _host: str, _port: int) -> list[str]:
            self.asked += 1
            return [PUBLIC] if self.asked == 1 else ["127.0.0.1"]

    resolver = Rebinding()
    with pytest.raises(OutboundFailed):  # the tests let nothing out of this machine
        await client(resolver).request("GET", "http://rebind.attacker.com/")
    assert resolver.asked == 1
    assert oracle.connects == [(PUBLIC, 80)]
    assert oracle.lookups == []
    with pytest.raises(OutboundRefused):
        await client(resolver).request("GET", "http://rebind.attacker.com/")
    assert oracle.connects == [(PUBLIC, 80)]


async def test_a_redirect_to_the_same_name_resolves_and_checks_again(
    oracle: Any, serve: Any
) -> None:
    fake = Redirector()
    fake.location = "http://rebind.attacker.com/"
    answers = [[PUBLIC], ["127.0.0.1"]]

    async def rebinding(_host: str, _port: int) -> list[str]:
        return answers.pop(0)

    async with serve(fake) as port:
        exempt = client(rebinding, allow=(f"127.0.0.1:{port}",))
        for refused in (OutboundFailed, OutboundRefused):
            with pytest.raises(refused):
                await exempt.request("GET", f"http://127.0.0.1:{port}/redirect", max_redirects=1)
    assert oracle.connects == [("127.0.0.1", port), (PUBLIC, 80), ("127.0.0.1", port)]


async def test_checking_an_address_sends_nothing(oracle: Any) -> None:
    assert await client().check("HTTP://Shop.Example.com.:80/a b?x=ü#y".replace(" ", "%20")) == (
        "http://shop.example.com/a%20b?x=%C3%BC"
    )
    for url in ("http://127.0.0.1/", "http://loopback.attacker.com/", "ftp://shop.example.com/"):
        with pytest.raises(OutboundRefused):
            await client().check(url)
    with pytest.raises(OutboundFailed):
        await client().check("http://unknown.attacker.com/")
    assert oracle.connects == []


async def test_production_takes_https_only(oracle: Any) -> None:
    strict = OutboundClient(OutboundPolicy.build(local=False), resolver=FakeResolver())
    for url in ("http://shop.example.com/", "http://shop.example.com:443/"):
        with pytest.raises(OutboundRefused) as caught:
            await strict.request("GET", url)
        assert caught.value.reason is Refusal.SCHEME
    assert oracle.connects == []
    with pytest.raises(OutboundFailed):
        await strict.request("GET", "https://shop.example.com/")
    assert oracle.connects == [(PUBLIC, 443)]


async def test_a_refusal_tells_nothing_about_our_network() -> None:
    messages = set()
    for url in ("http://10.0.0.1/", "http://private.attacker.com/", "http://127.0.0.1:8080/"):
        with pytest.raises(OutboundRefused) as caught:
            await client().request("GET", url)
        messages.add(str(caught.value))
    assert messages == {"the address is not a public one"}


async def test_proxies_of_the_environment_are_not_used(
    oracle: Any, serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = Redirector()
    async with serve(fake) as port:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
        with pytest.raises(OutboundFailed):
            await client().request("GET", "http://shop.example.com/")
        assert fake.requests == []
    assert oracle.connects == [(PUBLIC, 80)]


async def test_the_oracle_sees_a_naive_client(oracle: Any, serve: Any) -> None:
    """Planted: a client without the policy."""
    async with serve(Redirector()) as port, httpx2.AsyncClient(trust_env=False) as naive:
        await naive.get(f"http://127.0.0.1:{port}/")
        with pytest.raises(httpx2.ConnectError):
            await naive.get(f"http://{PUBLIC}/")
    assert oracle.connects == [("127.0.0.1", port), (PUBLIC, 80)]
