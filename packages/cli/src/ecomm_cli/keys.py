"""Key pairs. A module of its own: the library is large, and only the first start needs it."""

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def ed25519_pem() -> str:
    """Return a new Ed25519 private key as PKCS#8 PEM, for signing tokens (EdDSA)."""
    return (
        Ed25519PrivateKey.generate()
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )
