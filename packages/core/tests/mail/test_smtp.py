"""SMTP against real servers on the loopback: what arrives, and what each bad day is called."""

import asyncio
import ipaddress
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ecomm_core.mail import Address, Mail, MailRefused, MailUnavailable, SmtpTransport
from ecomm_core.mail.smtp import Security

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def mail(to: str = "jane@example.org", **values: Any) -> Mail:
    given = {"subject": "Order", "text": "Thank you.", "message_key": "order:1", **values}
    return Mail(sender=Address("shop@example.com", "Kettle"), to=Address(to), **given)


class Recorder:
    """An SMTP server's handler that keeps what it accepted."""

    def __init__(self, rcpt: str = "250 OK", data: str = "250 OK") -> None:
        self.rcpt = rcpt
        self.data = data
        self.envelopes: list[Envelope] = []
        self.encrypted: list[bool] = []

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's names
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(  # noqa: N802 - the name aiosmtpd calls
        self, _server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.data.startswith("250"):
            self.envelopes.append(envelope)
            self.encrypted.append(session.ssl is not None)
        return self.data


def authenticate(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
) -> AuthResult:
    good = (data.login, data.password) == (b"user", b"p@ss/word")
    return AuthResult(success=good, handled=False)  # the server says 535 itself


@asynccontextmanager
async def serving(
    handler: Recorder, *, implicit_tls: ssl.SSLContext | None = None, **options: Any
) -> AsyncIterator[int]:
    """A real SMTP server on a port that the system picks. Afterwards no connection is open."""
    connections: list[SMTP] = []

    def connected() -> SMTP:
        connections.append(SMTP(handler, hostname="test", **options))
        return connections[-1]

    loop = asyncio.get_running_loop()
    server = await loop.create_server(connected, "127.0.0.1", 0, ssl=implicit_tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await asyncio.sleep(0.02)
    assert all(c.transport is None or c.transport.is_closing() for c in connections)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + built.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def server_tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusting(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))


def plain(port: int, **options: Any) -> SmtpTransport:
    return SmtpTransport("127.0.0.1", port, security=Security.NONE, now=lambda: NOW, **options)


async def test_a_mail_arrives_as_it_was_written() -> None:
    handler = Recorder()
    async with serving(handler) as port:
        await plain(port).send(mail(subject="Grüße\r\nBcc: x@y.z", html="<p>Danke</p>"))
    [envelope] = handler.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("shop@example.com", ["jane@example.org"])
    assert isinstance(envelope.content, bytes)
    message = message_from_bytes(envelope.content, policy=policy.default)
    assert message["Subject"] == "Grüße Bcc: x@y.z"
    assert message["Bcc"] is None
    assert message["Message-ID"] == mail().message_id
    assert message["Date"].datetime == NOW
    assert message.get_content_type() == "multipart/alternative"


async def test_lines_that_end_a_message_do_not_end_it() -> None:
    # "SMTP smuggling": the text holds an end of data and another message.
    text = "one\n.\r\nMAIL FROM:<v@x.y>\r\nRCPT TO:<w@x.y>\r\n\n.\n\r.\rtwo"
    handler = Recorder()
    async with serving(handler) as port:
        await plain(port).send(mail(text=text))
    assert len(handler.envelopes) == 1
    content = handler.envelopes[0].content
    assert isinstance(content, bytes)
    received = message_from_bytes(content, policy=policy.default).get_content()
    assert received.split() == text.split()


async def test_starttls_login_and_delivery(
    server_tls: ssl.SSLContext, trusting: ssl.SSLContext
) -> None:
    handler = Recorder()
    async with serving(
        handler,
        tls_context=server_tls,
        require_starttls=True,
        authenticator=authenticate,
        auth_required=True,
    ) as port:
        await SmtpTransport(
            "127.0.0.1",
            port,
            security=Security.STARTTLS,
            username="user",
            password="p@ss/word",
            tls_context=trusting,
        ).send(mail())
    assert handler.encrypted == [True]


async def test_tls_from_the_first_byte(
    server_tls: ssl.SSLContext, trusting: ssl.SSLContext
) -> None:
    handler = Recorder()
    async with serving(handler, implicit_tls=server_tls) as port:
        await SmtpTransport("127.0.0.1", port, security=Security.TLS, tls_context=trusting).send(
            mail()
        )
    assert len(handler.envelopes) == 1


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
async def test_an_unknown_certificate_gets_no_mail(
    security: Security, server_tls: ssl.SSLContext
) -> None:
    handler = Recorder()
    options = (
        {"implicit_tls": server_tls}
        if security is Security.TLS
        else {"tls_context": server_tls, "require_starttls": True}
    )
    async with serving(handler, **options) as port:
        transport = SmtpTransport("127.0.0.1", port, security=security)
        with pytest.raises(MailUnavailable, match="certificate"):
            await transport.send(mail())
    assert handler.envelopes == []


async def test_a_server_without_starttls_gets_neither_login_nor_mail() -> None:
    handler = Recorder()
    async with serving(handler, authenticator=authenticate, auth_require_tls=False) as port:
        transport = SmtpTransport(
            "127.0.0.1", port, security=Security.STARTTLS, username="user", password="p@ss/word"
        )
        with pytest.raises(MailUnavailable, match=r"(?i)starttls"):
            await transport.send(mail())
    assert handler.envelopes == []


async def test_a_refused_login_waits_for_the_operator() -> None:
    handler = Recorder()
    async with serving(handler, authenticator=authenticate, auth_require_tls=False) as port:
        transport = plain(port, username="user", password="wrong")
        with pytest.raises(MailUnavailable, match="login"):
            await transport.send(mail())
    assert handler.envelopes == []


@pytest.mark.parametrize(
    ("rcpt", "data", "error"),
    [
        ("550 5.1.1 no such user", "250 OK", MailRefused),
        ("553 bad mailbox", "250 OK", MailRefused),
        ("451 4.7.1 greylisted", "250 OK", MailUnavailable),
        ("452 too many recipients", "250 OK", MailUnavailable),
        ("250 OK", "554 5.7.1 looks like spam", MailRefused),
        ("250 OK", "552 too big", MailRefused),
        ("250 OK", "451 try later", MailUnavailable),
        ("250 OK", "421 closing", MailUnavailable),
    ],
)
async def test_refusals_are_permanent_or_not(rcpt: str, data: str, error: type[Exception]) -> None:
    handler = Recorder(rcpt, data)
    async with serving(handler) as port:
        with pytest.raises(error) as caught:
            await plain(port).send(mail())
    assert type(caught.value) is error
    assert handler.envelopes == []


async def test_non_ascii_addresses_need_smtputf8() -> None:
    handler = Recorder()
    async with serving(handler, enable_SMTPUTF8=True) as port:
        await plain(port).send(mail("jürgen@example.org"))
    assert handler.envelopes[0].rcpt_tos == ["jürgen@example.org"]
    content = handler.envelopes[0].content
    assert isinstance(content, bytes)
    assert "To: jürgen@example.org\r\n".encode() in content
    async with serving(handler, enable_SMTPUTF8=False) as port:
        with pytest.raises(MailRefused):
            await plain(port).send(mail("jürgen@example.org"))
    assert len(handler.envelopes) == 1


@pytest.mark.parametrize(
    ("url", "security", "port"),
    [
        ("smtps://u:p%40ss@mail.example.com", Security.TLS, 465),
        ("smtp://mail.example.com", Security.STARTTLS, 587),
        ("smtp://mail.example.com:25", Security.STARTTLS, 25),
        ("smtp://127.0.0.1:2525", Security.NONE, 2525),
        ("smtp://localhost:2525", Security.NONE, 2525),
        ("smtp://[::1]:2525", Security.NONE, 2525),
    ],
)
def test_addresses_of_servers(url: str, security: Security, port: int) -> None:
    transport = SmtpTransport.from_url(url)
    assert (transport._security, transport._port) == (security, port)
    if "@" in url:
        assert (transport._username, transport._password) == ("u", "p@ss")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example.com",
        "http://mail.example.com",
        "smtp://",
        "smtp://host:notaport",
        "smtp://host/path",
        "smtp://host?tls=no",
        "smtp://hunter2@host",
        "smtp://user:hunter2@host:99999",
    ],
)
def test_other_addresses_are_refused_without_repeating_them(url: str) -> None:
    with pytest.raises(ValueError, match=r"mail|login") as caught:
        SmtpTransport.from_url(url)
    assert "hunter2" not in str(caught.value)


def test_plain_connections_stay_on_this_machine() -> None:
    with pytest.raises(ValueError, match="TLS"):
        SmtpTransport("192.0.2.1", 25, security=Security.NONE)
