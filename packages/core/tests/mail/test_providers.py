"""SendGrid and Resend behind the port, against a local server that answers as they document."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from ecomm_core.mail import Address, Mail, MailRefused, MailUnavailable, MailUnknown, build
from ecomm_core.mail.resend import ResendTransport
from ecomm_core.mail.sendgrid import SendGridTransport
from ecomm_core.mail.web import WebMail


@dataclass
class Provider:
    """Answers with `status` and `body`; `silent` takes the message and hangs up."""

    url: str = ""
    status: int = 202
    body: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    silent: bool = False
    seen: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)


@contextmanager
def _running() -> Iterator[Provider]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            provider.seen.append((self.path, headers, json.loads(body)))
            if provider.silent:
                self.close_connection = True
                return
            reply = json.dumps(provider.body).encode()
            with suppress(ConnectionError):
                self.send_response(provider.status)
                for name, value in provider.headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    provider.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider's server."""
    with _running() as made:
        yield made


def _mail(**changes: Any) -> Mail:
    values: dict[str, Any] = {
        "sender": Address("shop@kontor.example", name='Kontor, "Kaffee"'),
        "to": Address("ada@example.com", name="Ada"),
        "reply_to": Address("hallo@kontor.example"),
        "subject": "Danke",
        "text": "Danke, Ada",
        "html": "<p>Danke, Ada</p>",
        "message_key": "order-confirmation:1",
        "headers": {"List-Unsubscribe": "<https://kontor.example/u>"},
    }
    return Mail(**{**values, **changes})


async def _send(transport: WebMail, mail: Mail) -> None:
    try:
        await transport.send(mail)  # type: ignore[attr-defined]  # both transports have it
    finally:
        await transport.aclose()


def _both(url: str) -> list[WebMail]:
    return [SendGridTransport(url, "SG.secret"), ResendTransport(url, "re_secret")]


async def test_sendgrid_is_asked_as_it_documents(provider: Provider) -> None:
    mail = _mail()
    await _send(SendGridTransport(provider.url, "SG.secret"), mail)
    [(path, headers, body)] = provider.seen
    assert path == "/v3/mail/send"
    assert headers["authorization"] == "Bearer SG.secret"
    assert body["personalizations"] == [{"to": [{"email": "ada@example.com", "name": "Ada"}]}]
    assert body["from"] == {"email": "shop@kontor.example", "name": 'Kontor, "Kaffee"'}
    assert body["reply_to"] == {"email": "hallo@kontor.example"}
    assert [part["type"] for part in body["content"]] == ["text/plain", "text/html"]
    assert body["headers"]["Message-ID"] == mail.message_id
    assert body["headers"]["List-Unsubscribe"] == "<https://kontor.example/u>"
    assert body["tracking_settings"]["click_tracking"]["enable"] is False


async def test_resend_is_asked_as_it_documents(provider: Provider) -> None:
    provider.status, provider.body = 200, {"id": "1"}
    for _ in range(2):
        await _send(ResendTransport(provider.url, "re_secret"), _mail())
    (path, first, body), (_, second, _) = provider.seen
    assert path == "/emails"
    assert body["from"] == '"Kontor, \\"Kaffee\\"" <shop@kontor.example>'
    assert body["to"] == ["Ada <ada@example.com>"]
    assert first["idempotency-key"] == second["idempotency-key"], "one occasion, one key"


@pytest.mark.parametrize("status", [400, 413, 422])
async def test_what_will_never_be_taken_is_refused(provider: Provider, status: int) -> None:
    provider.status = status
    provider.body = {"errors": [{"message": "Does not contain a valid address.", "field": "to"}]}
    for transport in _both(provider.url):
        with pytest.raises(MailRefused, match=f"{status} Does not contain a valid address"):
            await _send(transport, _mail())


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
async def test_what_may_be_taken_later_is_tried_again(provider: Provider, status: int) -> None:
    """A wrong key is the operator's mistake, not the message's: mails wait until it is mended."""
    provider.status, provider.headers = status, {"Retry-After": "90"}
    for transport in _both(provider.url):
        with pytest.raises(MailUnavailable) as raised:
            await _send(transport, _mail())
        assert raised.value.retry_after == 90


@pytest.mark.parametrize("retry_after", ["-1", "soon", "99999999999", ""])
async def test_an_odd_wait_is_no_wait_or_an_hour(provider: Provider, retry_after: str) -> None:
    provider.status, provider.headers = 429, {"Retry-After": retry_after}
    with pytest.raises(MailUnavailable) as raised:
        await _send(SendGridTransport(provider.url, "k"), _mail())
    assert raised.value.retry_after in {None, 3_600}


async def test_taken_and_not_answered_is_unknown_unless_asking_again_is_safe(
    provider: Provider,
) -> None:
    """Double sends are impossible: only a provider with idempotency keys is asked again."""
    provider.silent = True
    with pytest.raises(MailUnknown):
        await _send(SendGridTransport(provider.url, "k"), _mail())
    with pytest.raises(MailUnavailable):
        await _send(ResendTransport(provider.url, "k"), _mail())
    provider.silent, provider.status = False, 504
    with pytest.raises(MailUnknown):
        await _send(SendGridTransport(provider.url, "k"), _mail())


async def test_a_key_used_for_other_words_says_that_one_arrived(provider: Provider) -> None:
    provider.status, provider.body = 409, {"name": "invalid_idempotent_request", "message": "x"}
    with pytest.raises(MailUnknown):
        await _send(ResendTransport(provider.url, "k"), _mail())
    provider.body = {"name": "concurrent_idempotent_requests", "message": "x"}
    with pytest.raises(MailUnavailable):
        await _send(ResendTransport(provider.url, "k"), _mail())


async def test_nobody_listening_is_unavailable() -> None:
    with _running() as gone:
        url = gone.url
    for transport in _both(url):
        with pytest.raises(MailUnavailable):
            await _send(transport, _mail())


async def test_an_address_that_they_do_not_take_is_refused(provider: Provider) -> None:
    for transport in _both(provider.url):
        with pytest.raises(MailRefused):
            await _send(transport, _mail(to=Address("jos\u00e9@example.com")))
    assert provider.seen == []


def test_settings_choose() -> None:
    assert isinstance(build(sendgrid_key="k"), SendGridTransport)
    assert isinstance(build(resend_key="k"), ResendTransport)
    with pytest.raises(ValueError, match="provider"):
        build()
