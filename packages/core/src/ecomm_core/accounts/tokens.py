"""Access tokens: short-lived JWTs, EdDSA only, one audience each."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from ecomm_core import clock
from ecomm_core.errors import Unauthenticated
from ecomm_core.ids import new_id

ISSUER = "ecomm"
LIFETIME = timedelta(minutes=10)
LEEWAY = 30
REMEMBERED = 10_000


class Audience(StrEnum):
    """Who a token is for; a token of one audience is nothing to another."""

    MERCHANT = "merchant"
    SHOPPER = "shopper"


class TokenExpired(Unauthenticated):
    """The access token is over; refresh it."""

    code = "token_expired"
    message = "Your session has expired. Sign in again."


@dataclass(frozen=True, slots=True)
class Claims:
    """What a verified access token says. `store_id` is set for shoppers only."""

    subject: UUID
    audience: Audience
    tenant_id: UUID
    family_id: UUID
    store_id: UUID | None
    expires: float


class TokenSigner:
    """Makes and verifies access tokens. Verified ones are remembered until they expire."""

    def __init__(self, private_key_pem: str) -> None:
        key = load_pem_private_key(private_key_pem.encode(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError("ECOMM_JWT_PRIVATE_KEY must be an Ed25519 key in PEM")
        self._private = key
        self._public = key.public_key()
        raw = self._public.public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.kid = hashlib.sha256(raw).hexdigest()[:16]
        self._verified: OrderedDict[str, Claims] = OrderedDict()

    def issue(
        self,
        *,
        subject: UUID,
        audience: Audience,
        tenant_id: UUID,
        family_id: UUID,
        store_id: UUID | None = None,
    ) -> str:
        """A signed token that lives ten minutes."""
        issued = int(clock.timestamp())
        payload: dict[str, Any] = {
            "iss": ISSUER,
            "aud": audience.value,
            "sub": str(subject),
            "jti": new_id().hex,
            "typ": "access",
            "iat": issued,
            "exp": issued + int(LIFETIME.total_seconds()),
            "tid": str(tenant_id),
            "fam": str(family_id),
        }
        if store_id is not None:
            payload["sto"] = str(store_id)
        return jwt.encode(payload, self._private, algorithm="EdDSA", headers={"kid": self.kid})

    def verify(self, token: str, audience: Audience) -> Claims:
        """The claims of a token meant for `audience`.

        Raises TokenExpired or Unauthenticated (401); anything malformed is the latter.
        """
        claims = self._verified.get(token) or self._decode(token)
        if claims.audience is not audience:
            raise Unauthenticated
        if claims.expires + LEEWAY < clock.timestamp():
            self._verified.pop(token, None)
            raise TokenExpired
        return claims

    def _decode(self, token: str) -> Claims:
        try:
            if jwt.get_unverified_header(token).get("kid") != self.kid:
                raise Unauthenticated
            payload = jwt.decode(
                token,
                self._public,
                algorithms=["EdDSA"],
                issuer=ISSUER,
                audience=[audience.value for audience in Audience],
                options={
                    "require": ["exp", "iat", "iss", "aud", "sub", "jti"],
                    # Judged by our own clock, which local mode can shift.
                    "verify_exp": False,
                    "verify_iat": False,
                },
            )
            if payload.get("typ") != "access":
                raise Unauthenticated
            claims = Claims(
                subject=UUID(payload["sub"]),
                audience=Audience(payload["aud"]),
                tenant_id=UUID(payload["tid"]),
                family_id=UUID(payload["fam"]),
                store_id=UUID(payload["sto"]) if "sto" in payload else None,
                expires=float(payload["exp"]),
            )
        except (jwt.PyJWTError, ValueError, KeyError, TypeError, AttributeError) as exc:
            raise Unauthenticated from exc
        self._verified[token] = claims
        if len(self._verified) > REMEMBERED:
            self._verified.popitem(last=False)
        return claims
