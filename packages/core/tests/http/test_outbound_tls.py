"""TLS to a pinned address: the name is asked for and checked, not the address."""

import asyncio
import ipaddress
import ssl
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ecomm_core.http import Failure, OutboundClient, OutboundFailed, OutboundPolicy


async def refused_by_tls(asked: Awaitable[object]) -> None:
    with pytest.raises(OutboundFailed) as caught:
        await asked
    assert caught.value.reason is Failure.TLS


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context for hook.example.com and 127.0.0.2, and a client's that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hook.example.com")])
    names: list[x509.GeneralName] = [
        x509.DNSName("hook.example.com"),
        x509.IPAddress(ipaddress.ip_address("127.0.0.2")),
    ]
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path_factory.mktemp("tls") / "server.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    return server, ssl.create_default_context(cafile=str(pem))


async def test_tls_asks_for_and_checks_the_name_not_the_address(
    tls: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    asked_names: list[str | None] = []
    server_context, trusting = tls
    server_context.sni_callback = lambda _sock, name, _context: asked_names.append(name)
    heads: list[str] = []

    async def here(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        await writer.drain()
        writer.close()

    listening = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=server_context)
    async with listening:
        port = listening.sockets[0].getsockname()[1]
        policy = OutboundPolicy.build(
            local=True,
            allow=[f"hook.example.com:{port}", f"other.example.com:{port}", f"127.0.0.1:{port}"],
        )
        trusted = OutboundClient(policy, resolver=here, tls_context=trusting)
        answer = await trusted.request("GET", f"https://hook.example.com:{port}/")
        assert answer.body == b"ok"
        assert asked_names == ["hook.example.com"]
        assert f"Host: hook.example.com:{port}\r\n" in heads[0]
        for host in ("other.example.com", "127.0.0.1"):
            await refused_by_tls(trusted.request("GET", f"https://{host}:{port}/"))
        stranger = OutboundClient(policy, resolver=here)
        asked = stranger.request("GET", f"https://hook.example.com:{port}/")
        await refused_by_tls(asked)
    assert len(heads) == 1
