"""The API's OpenAPI document, made without a database or real secrets."""

import base64
import json
import secrets
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from commerce.app import create
from commerce.kernels import make_kernel
from commerce.settings import CommerceSettings


def document(*, examples: bool = True) -> dict[str, Any]:
    """OpenAPI 3.1 of every route, the caller's own copy. Nothing connects: engines are lazy, keys
    are thrown away. Made once for each process, which takes seconds.

    examples: with the recorded calls; without them for tools that would make those calls.
    """
    described: dict[str, Any] = json.loads(_described(examples=examples))
    return described


@cache
def _described(*, examples: bool) -> str:
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    nowhere = "postgresql://nobody@127.0.0.1:1/none"
    settings = CommerceSettings.model_validate(
        {
            "ECOMM_MODE": "local",
            "DATABASE_URL": nowhere,
            "DATABASE_DIRECT_URL": nowhere,
            "REDIS_URL": "redis://127.0.0.1:1",
            "ECOMM_JWT_PRIVATE_KEY": pem.decode(),
            "ECOMM_SECRET_KEY": key,
            "ECOMM_ENCRYPTION_KEY": key,
            "ECOMM_INTERNAL_KEY": key,
            "ECOMM_STORAGE_URL": "file:///nowhere",
            "ECOMM_API_URL": "http://127.0.0.1:8000",
            "ECOMM_DASHBOARD_URL": "http://localhost:3000",
            "ECOMM_STOREFRONT_URL": "http://localhost:3001",
            "ECOMM_STOREFRONT_DOMAIN": "localhost",
        }
    )
    app = create(make_kernel(settings))
    if not examples:
        app.state.api_examples = None
    return json.dumps(app.openapi())
