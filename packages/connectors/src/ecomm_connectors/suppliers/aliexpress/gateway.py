"""One call through AliExpress' gateway: signed, unwrapped, its errors as the port's."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from ecomm_connectors.suppliers.aliexpress.signing import sign_sha256
from ecomm_connectors.suppliers.errors import Refusal, SupplierRefused, SupplierUnavailable
from ecomm_connectors.suppliers.port import HttpClient
from ecomm_connectors.suppliers.wire import ask, clean, mapping

_TOKEN: Final = re.compile(r"illegalaccesstoken|invalid-?session|invalidtoken|expired", re.I)
_KEY: Final = re.compile(r"incompletesignature|invalidappkey|missingappkey|invalidcode", re.I)
_LIMIT: Final = re.compile(r"calllimit|flowlimit|frequency exceeds", re.I)
_OURSELVES: Final = re.compile(r"insufficient-?permission", re.I)
_THEIRS: Final = re.compile(
    r"isp\.|servicetimeout|serviceunavailable|remote service|system ?error|504", re.I
)
_NO_PATH: Final = re.compile(r"invalidapipath|invalidmethod|unsupported|apinotfound", re.I)
_BAN: Final = re.compile(r"ban will last\s+([0-9]{1,5})\s*second", re.I)


class NoSuchPath(Exception):
    """The gateway does not know this interface under this path: nothing was done."""


@dataclass(frozen=True, slots=True)
class Gateway:
    """Calls of one app, with or without an account's token. clock: unix seconds."""

    http: HttpClient
    base_url: str
    app_key: str
    app_secret: str
    clock: Callable[[], float]
    token: str = ""

    async def call(self, method: str, **params: object) -> Mapping[str, Any]:
        """A business method; the content of its `…_response`. Objects are sent as JSON text."""
        sent = {name: _text(value) for name, value in params.items() if value is not None}
        sent |= {"method": method, "session": self.token}
        body = await self._post(f"{self.base_url}/sync", sent, path="")
        for name, inner in body.items():
            if name.endswith("_response") and isinstance(inner, dict):
                return inner
        return body

    async def system(self, path: str, **params: str) -> Mapping[str, Any]:
        """A system interface such as `/auth/token/create`: at `/rest`, or, where that does not know
        the path, at `/sync` (which of the two an app is served at differs). Raises NoSuchPath when
        neither does."""
        try:
            return await self._post(f"{self.base_url}/rest{path}", dict(params), path=path)
        except NoSuchPath:
            sent = {**params, "method": path}
            body = await self._post(f"{self.base_url}/sync", sent, path=path)
            for name, inner in body.items():
                if name.endswith("_response") and isinstance(inner, dict):
                    return inner
            return body

    async def _post(self, url: str, params: dict[str, str], *, path: str) -> Mapping[str, Any]:
        params |= {
            "app_key": self.app_key,
            "timestamp": str(int(self.clock() * 1000)),
            "sign_method": "sha256",
        }
        signed = {**params, "sign": sign_sha256(self.app_secret, params, path)}
        content = urlencode(signed).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"}
        reply = await ask(self.http, "POST", url, content=content, headers=headers)
        body = mapping(reply.data)
        if reply.status == 404 and not body:
            raise NoSuchPath(path)
        error = mapping(body.get("error_response")) or body
        code = clean(error.get("code"), 80)
        if body.get("error_response") is not None or (code not in {"", "0", "00", "200"}):
            raise _refusal(error, code)
        if not body:
            raise SupplierUnavailable(f"an answer ({reply.status}) that says nothing")
        return body


def _refusal(error: Mapping[str, Any], code: str) -> Exception:
    """What an error of the gateway means: codes first, words where there is no more."""
    sub = clean(error.get("sub_code"), 120)
    words = clean(error.get("sub_msg")) or clean(error.get("msg")) or clean(error.get("message"))
    said = f"{code} {sub} {words}"
    if _LIMIT.search(said):
        ban = _BAN.search(said)
        wait = float(ban[1]) if ban else 1.0
        return SupplierUnavailable("too many requests", retry_after=wait, untouched=True)
    if _NO_PATH.search(code):
        return NoSuchPath(code)
    for pattern, reason in (
        (_TOKEN, Refusal.CREDENTIALS),
        (_KEY, Refusal.CREDENTIALS),
        (_OURSELVES, Refusal.PERMISSION),
    ):
        if pattern.search(f"{code} {sub}"):
            return SupplierRefused(reason, words or code, vendor_code=sub or code)
    if _THEIRS.search(said):
        return SupplierUnavailable(f"AliExpress: {words or code}")
    return SupplierRefused(Refusal.INVALID, words or code, vendor_code=sub or code)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
