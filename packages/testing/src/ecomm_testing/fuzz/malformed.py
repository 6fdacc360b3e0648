"""Requests that no client library would send: broken bytes in body, query, path and headers.

Each is the rightful call with one thing broken, written to the socket as it is. Whatever comes
back is no 5xx, is declared, and wears the error envelope.
"""

import contextlib
import gzip
import http.client
import json
import socket
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import jsonschema_rs

from ecomm_testing.fuzz.oddities import ODD_HEADERS, ODD_KEYS
from ecomm_testing.leak import Call, Operation

JSON = "application/json"
MEGABYTE = 1024 * 1024
ODD_VALUES = (
    "%00",
    "%ff%fe",
    "%ed%a0%80",
    "",
    "9" * 400,
    "-1",
    "%25%30%30",
    "..%2f..%2f",
    "a" * 5000,
)
"""Percent-encoded values for query and path."""

BETWEEN = {307, 400, 404, 405, 413, 414, 431}
"""Answered by the server or the router before any operation is known."""


@dataclass(frozen=True, slots=True)
class Raw:
    """One request, ready to be written."""

    what: str
    method: str
    target: str
    headers: dict[str, str | bytes]
    body: bytes = b""
    elsewhere: bool = False
    """The path is no longer the operation's own."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    kind: str
    body: bytes


NO_HTTP = Answer(400, "text/plain; charset=utf-8", b"Invalid HTTP request received.")
"""The HTTP parser's own refusal, before there is an application."""


@dataclass(frozen=True, slots=True)
class Malformer:
    """Makes and judges the broken requests of one document."""

    document: dict[str, Any]
    url: str
    share: int = 1
    """One in `share` of the requests, another selection for every operation."""
    _error: Any = field(init=False)

    def __post_init__(self) -> None:
        """Compile the error envelope, without the thousand schemas that are none of it."""
        schemas = self.document["components"]["schemas"]
        needed = {name: schemas[name] for name in ("ErrorReply", "ErrorBody") if name in schemas}
        envelope = {
            "components": {"schemas": needed},
            "$ref": "#/components/schemas/ErrorReply",
        }
        object.__setattr__(self, "_error", jsonschema_rs.Draft202012Validator(envelope))

    def requests(self, operation: Operation, call: Call, headers: dict[str, str]) -> Iterator[Raw]:
        """The ways to break the operation's rightful call."""
        start = zlib.crc32(operation.id.encode()) % self.share
        return islice(self._all(operation, call, headers), start, None, self.share)

    def _all(self, operation: Operation, call: Call, headers: dict[str, str]) -> Iterator[Raw]:
        path = operation.path.format(**{n: quote(str(v)) for n, v in call.path.items()})
        target = f"{path}?{urlencode(call.query)}" if call.query else path
        plain: dict[str, str | bytes] = {**headers, **call.capability}
        described = self.document["paths"][operation.path][operation.method.lower()]
        content = described.get("requestBody", {}).get("content", {})
        body = b"" if call.json is None else json.dumps(call.json).encode()
        typed = {**plain, "Content-Type": JSON} if body else plain
        for what, query in _queries(described):
            yield Raw(f"query {what}", operation.method, f"{path}?{query}", typed, body)
        for name in call.path:
            for value in ODD_VALUES:
                if value:
                    wrong = {n: quote(str(v)) for n, v in call.path.items()} | {name: value}
                    where = operation.path.format(**wrong)
                    yield Raw(f"path {name}", operation.method, where, typed, body, elsewhere=True)
        for odd in (*ODD_HEADERS, *({"Idempotency-Key": key} for key in ODD_KEYS)):
            yield Raw(f"header {odd}"[:80], operation.method, target, {**typed, **odd}, body)
        if JSON in content:
            for what, kind, broken in _bodies(call.json, body):
                yield Raw(f"body {what}", operation.method, target, {**plain, **kind}, broken)
        elif content:
            for what, kind, broken in _multiparts(content["multipart/form-data"]):
                yield Raw(f"body {what}", operation.method, target, {**plain, **kind}, broken)
        else:
            sent = {**plain, "Content-Type": JSON}
            yield Raw("body unasked for", operation.method, target, sent, b'{"\xff')

    def send(self, raw: Raw) -> Answer:
        """Write the request, read the reply."""
        parts = urlsplit(self.url)
        with socket.create_connection((str(parts.hostname), parts.port or 80), 30) as line:
            head = [f"{raw.method} ".encode() + raw.target.encode() + b" HTTP/1.1"]
            head += [b"Host: api.test", b"Connection: close"]
            for name, value in raw.headers.items():
                shown = value if isinstance(value, bytes) else value.encode("latin-1")
                head.append(name.encode() + b": " + shown)
            if raw.body or raw.method not in {"GET", "DELETE"}:
                head.append(f"Content-Length: {len(raw.body)}".encode())
            with contextlib.suppress(OSError):  # refused while we write: the reply is there to read
                line.sendall(b"\r\n".join(head) + b"\r\n\r\n" + raw.body)
            reply = http.client.HTTPResponse(line, method=raw.method)
            reply.begin()
            found = reply.read()
            return Answer(reply.status, reply.getheader("content-type", "") or "", found)

    def wrong(self, operation: Operation, raw: Raw, answer: Answer) -> str | None:
        """What is wrong with a reply, or None."""
        described = self.document["paths"][operation.path][operation.method.lower()]["responses"]
        before_routes = raw.elsewhere and answer.status in BETWEEN
        if answer.status >= 500:
            return f"{answer.status}: {answer.body[:300]!r}"
        if answer == NO_HTTP:
            return None
        if str(answer.status) not in described and not before_routes:
            return f"undeclared {answer.status}: {answer.body[:300]!r}"
        return None if answer.status < 400 else self._envelope(answer)

    def _envelope(self, answer: Answer) -> str | None:
        if not answer.kind.startswith(JSON):
            return f"{answer.status} is no envelope but {answer.kind}: {answer.body[:300]!r}"
        problem = next(iter(self._error.iter_errors(json.loads(answer.body))), None)
        return None if problem is None else f"{answer.status} envelope: {problem.message}"


def _queries(described: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from (
        ("bytes", "%ff=%fe&%00=%00"),
        ("raw bytes", "\xff=\xfe"),
        ("separators", "=&&&==;&=&"),
        ("half percent", "%=%zz&a=%2"),
        ("many", "&".join(f"a{n}=1" for n in range(2000))),
        ("deep", "a" + "[b]" * 500 + "=1"),
    )
    for parameter in described.get("parameters", []):
        if parameter["in"] == "query":
            name = parameter["name"]
            for value in ODD_VALUES:
                yield name, f"{name}={value}"
            yield f"{name} twice", f"{name}=1&{name}=2&{name}="
            yield f"{name} digits", f"{name}=%D9%A1%D9%A2"


def _bodies(rightful: Any, body: bytes) -> Iterator[tuple[str, dict[str, str | bytes], bytes]]:
    kind: dict[str, str | bytes] = {"Content-Type": JSON}
    texts = {
        "empty": b"",
        "null": b"null",
        "a number": b"1",
        "an array": b"[" + body + b"]",
        "truncated": body[:-1],
        "followed by rubbish": body + b"}",
        "with a BOM": b"\xef\xbb\xbf" + body,
        "in UTF-16": body.decode().encode("utf-16"),
        "invalid UTF-8": b'{"name": "\xff\xfe", "email": "\xed\xa0\x80"}',
        "nested deeply": b"[" * 100_000,
        "nested in an object": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        "of ten megabytes": b'{"a": "' + b"x" * (10 * MEGABYTE) + b'"}',
        "of many keys": json.dumps({f"k{n}": n for n in range(20_000)}).encode(),
        "one key twice": b'{"a": 1, "a": 2}',
    }
    for what, text in texts.items():
        yield what, kind, text
    if isinstance(rightful, dict):
        for path in _places(rightful):
            for what, text in _ODD_JSON.items():
                yield f"{'.'.join(path)} {what}", kind, _with(rightful, path, text)
    for what, odd in _ODD_TYPES.items():
        yield what, odd, body
    zipped: dict[str, str | bytes] = {**kind, "Content-Encoding": "gzip"}
    yield "gzip", zipped, gzip.compress(body)
    yield "no gzip", zipped, body


_ODD_JSON = {
    "NUL": rb'"a\u0000b"',
    "surrogate": rb'"\ud800"',
    "NaN": b"NaN",
    "Infinity": b"-Infinity",
    "1e400": b"1e400",
    "2**63": b"9223372036854775808",
    "-2**63": b"-9223372036854775809",
    "5,000 digits": b"9" * 5000,
    "a fraction": b"0.1",
    "true": b"true",
    "null": b"null",
    "empty": b'""',
    "an object": b'{"a": {"b": []}}',
    "an array": b"[[[]]]",
    "long": b'"' + b"x" * 300_000 + b'"',
    "marked up": rb'"<script>alert(1)</script>\u202e\u0007\ufeff"',
}

_ODD_TYPES: dict[str, dict[str, str | bytes]] = {
    "no type": {},
    "text": {"Content-Type": "text/plain"},
    "charset": {"Content-Type": "application/json; charset=utf-7"},
    "form": {"Content-Type": "application/x-www-form-urlencoded"},
    "multipart": {"Content-Type": "multipart/form-data"},
    "rubbish type": {"Content-Type": b"\xff/;;=\x80"},
}


def _places(body: dict[str, Any], below: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, value in body.items():
        yield (*below, name)
        if isinstance(value, dict):
            yield from _places(value, (*below, name))


def _with(body: dict[str, Any], path: tuple[str, ...], text: bytes) -> bytes:
    """The body with this JSON text in one place."""
    mark = "\u2603here"
    changed = json.loads(json.dumps(body))
    inner = changed
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = mark
    return json.dumps(changed).encode().replace(json.dumps(mark).encode(), text)


def _multiparts(media: dict[str, Any]) -> Iterator[tuple[str, dict[str, str | bytes], bytes]]:
    kind: dict[str, str | bytes] = {"Content-Type": "multipart/form-data; boundary=b"}
    file = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    bodies = {
        "empty": b"",
        "no parts": b"--b--\r\n",
        "unclosed": file + b"x",
        "another boundary": file.replace(b"--b", b"--c") + b"x\r\n--c--\r\n",
        "no name": b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
        "no disposition": b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n",
        "header bytes": b"--b\r\n\xff\xfe: \x00\r\n\r\nx\r\n--b--\r\n",
        "name bytes": file.replace(b"a.png", b"\xff\x00../../a.png") + b"x\r\n--b--\r\n",
        "long name": file.replace(b"a.png", b"a" * 5000) + b"x\r\n--b--\r\n",
        "no file": b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--b--\r\n',
        "twice": (file + b"x\r\n") * 2 + b"--b--\r\n",
        "many parts": b"".join(
            b'--b\r\nContent-Disposition: form-data; name="a%d"\r\n\r\nx\r\n' % n
            for n in range(3000)
        )
        + b"--b--\r\n",
        "many files": (file + b"x\r\n") * 1500 + b"--b--\r\n",
        "transfer encoding": file.replace(
            b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        )
        + b"!!\r\n--b--\r\n",
    }
    for what, body in bodies.items():
        yield f"multipart {what}", kind, body
    for name in media["schema"].get("properties", {"file": {}}):
        for what, value in (("NUL", b"\x00"), ("bytes", b"\xff\xfe"), ("long", b"9" * 100_000)):
            part = b'\r\n--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n' % name.encode()
            yield f"multipart {name} {what}", kind, file + b"x" + part + value + b"\r\n--b--\r\n"
    for boundary in (b"", b"=", b'"', b"x" * 300, b"\xff"):
        wrong: dict[str, str | bytes] = {
            "Content-Type": b"multipart/form-data; boundary=" + boundary
        }
        yield f"boundary {boundary[:9]!r}", wrong, file + b"x\r\n--b--\r\n"
    yield "JSON for a form", {"Content-Type": JSON}, b"{}"
