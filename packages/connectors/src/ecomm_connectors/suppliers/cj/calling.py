"""One call to CJ: within the budget, unwrapped, its errors as the port's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from ecomm_connectors.suppliers.cj.budget import Budget
from ecomm_connectors.suppliers.errors import Refusal, SupplierRefused, SupplierUnavailable
from ecomm_connectors.suppliers.port import HttpClient
from ecomm_connectors.suppliers.wire import ask, clean, integer, mapping

_GOOD: Final = 200
_LIMITS: Final = frozenset({1600200, 1600201, 429})
_TOKENS: Final = frozenset({1600001, 1600002, 1600003, 1600004, 1600005, 401})
_BALANCE: Final = frozenset({1604000, 1604001})
_WORDS: Final = (
    (re.compile(r"token|api ?key", re.I), Refusal.CREDENTIALS),
    (re.compile(r"balance|insufficient fund", re.I), Refusal.FUNDS),
    (re.compile(r"out of stock|inventory", re.I), Refusal.OUT_OF_STOCK),
    (re.compile(r"variant|vid", re.I), Refusal.OPTION_GONE),
    (re.compile(r"logistic|freight", re.I), Refusal.NO_LANE),
    (re.compile(r"shipping|address|zip|province|phone", re.I), Refusal.ADDRESS),
    (re.compile(r"not found|not exist|removed", re.I), Refusal.NOT_FOUND),
    (re.compile(r"permission|not allowed", re.I), Refusal.PERMISSION),
)


@dataclass(frozen=True, slots=True)
class CjCaller:
    """Calls bearing one token."""

    http: HttpClient
    base_url: str
    token: str
    budget: Budget

    async def call(
        self,
        method: str,
        path: str,
        payload: Mapping[str, Any] | None = None,
        *,
        query: Mapping[str, str] | None = None,
        points: int = 1,
    ) -> Any:
        """The answer's `data`, None where it has none. Raises SupplierUnavailable, and
        SupplierRefused: CJ answers errors with 200 and `result: false` as well as with 4xx."""
        await self.budget.take(points)
        url = f"{self.base_url}/{path}" + (f"?{urlencode(query)}" if query else "")
        headers = {"CJ-Access-Token": self.token} if self.token else {}
        reply = await ask(self.http, method, url, payload=payload, headers=headers)
        body = mapping(reply.data)
        code = integer(body.get("code"))
        if body.get("result") is True and code in {None, _GOOD} and reply.status < 400:
            return body.get("data")
        if code is None and "result" not in body:
            raise SupplierUnavailable(f"an answer ({reply.status}) that says nothing")
        raise _refusal(code or reply.status, clean(body.get("message")))


def _refusal(code: int, words: str) -> Exception:
    if code in _LIMITS:
        wait = 1.0 if code != 1600201 else 3600.0
        return SupplierUnavailable(f"CJ: {words}", retry_after=wait, untouched=True)
    if code == 1600000 or 500 <= code < 600:
        return SupplierUnavailable(f"CJ: {words or code}")
    if code in _TOKENS:
        reason = Refusal.CREDENTIALS
    elif code in _BALANCE:
        reason = Refusal.FUNDS
    else:
        reason = next((why for seen, why in _WORDS if seen.search(words)), Refusal.INVALID)
    return SupplierRefused(reason, words or str(code), vendor_code=str(code))
