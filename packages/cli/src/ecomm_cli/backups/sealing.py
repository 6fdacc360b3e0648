"""Secrets in a backup: closed with the operator's passphrase where there is one.

AES-256-GCM under a key that scrypt makes of the passphrase. Without a passphrase they lie in the
backup as they lie in the installation: readable by their owner only.
"""

import base64
import json
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from ecomm_cli.backups.errors import BackupError

PASSPHRASE_VARIABLE = "ECOMM_BACKUP_PASSPHRASE"  # noqa: S105 - a variable's name
SHORTEST = 12
_COST = 2**15
_BOUND_TO = b"ecomm backup secrets 1"


def passphrase() -> str | None:
    """Return the operator's passphrase from the environment. Raises BackupError for a short one."""
    given = os.environ.get(PASSPHRASE_VARIABLE)
    if given and len(given) < SHORTEST:
        raise BackupError(f"{PASSPHRASE_VARIABLE} is shorter than {SHORTEST} characters.")
    return given or None


def seal(plain: bytes, phrase: str) -> str:
    """Return the closed form, JSON text."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    closed = AESGCM(_key(phrase, salt, _COST)).encrypt(nonce, plain, _BOUND_TO)
    parts = {"salt": salt, "nonce": nonce, "closed": closed}
    encoded = {name: base64.b64encode(part).decode() for name, part in parts.items()}
    return json.dumps({"kdf": "scrypt", "n": _COST, **encoded})


def unseal(path: Path, phrase: str | None) -> bytes:
    """Return what was sealed. Raises BackupError without the right passphrase."""
    if phrase is None:
        raise BackupError(
            f"The secrets in this backup are sealed: set {PASSPHRASE_VARIABLE} to the passphrase "
            "they were sealed with."
        )
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        salt, nonce, closed = (base64.b64decode(value[k]) for k in ("salt", "nonce", "closed"))
        return AESGCM(_key(phrase, salt, int(value["n"]))).decrypt(nonce, closed, _BOUND_TO)
    except InvalidTag:
        raise BackupError(f"{PASSPHRASE_VARIABLE} is not the passphrase of this backup.") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError(f"The sealed secrets {path} are damaged ({error}).") from error


def _key(phrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=8, p=1).derive(phrase.encode())
