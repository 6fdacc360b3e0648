"""Settings for tests: fresh secrets, a cloned database, folders of their own."""

import base64
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ecomm_cli.embedded.roles import MAIN, ServiceRoles
from ecomm_testing.cluster import OWNER, Cluster


def environment(
    cluster: Cluster, database: str, folder: Path, service: str = MAIN
) -> dict[str, str]:
    """What a process of one service would be told, for one cloned database."""
    app = ServiceRoles(service).app
    for name in ("media", "mailbox"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    return {
        "ECOMM_MODE": "local",
        "ECOMM_HOME": str(folder),
        "DATABASE_URL": cluster.url(app, database),
        "DATABASE_DIRECT_URL": cluster.url(app, database),
        "DATABASE_MIGRATOR_URL": cluster.url(OWNER, database),
        "REDIS_URL": cluster.valkey.url(),
        "ECOMM_JWT_PRIVATE_KEY": pem.decode(),
        "ECOMM_SECRET_KEY": _key(),
        "ECOMM_ENCRYPTION_KEY": _key(),
        "ECOMM_INTERNAL_KEY": _key(),
        "ECOMM_STORAGE_URL": f"file://{folder / 'media'}",
        "ECOMM_API_URL": "http://127.0.0.1:9",
        "ECOMM_DASHBOARD_URL": "http://localhost:3000",
        "ECOMM_STOREFRONT_URL": "http://localhost:3001",
        "ECOMM_STOREFRONT_DOMAIN": "localhost",
        "ECOMM_RATE_LIMITS": "*=1000000/60",
        "ECOMM_CLOCK_FILE": str(folder / "clock"),
        "ECOMM_MAILBOX_DIR": str(folder / "mailbox"),
    }


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
