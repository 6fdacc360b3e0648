"""Where pictures are kept: the kernel's storage, and the addresses browsers get."""

from typing import Final
from urllib.parse import parse_qs, urlsplit

from ecomm_core.kernel import Kernel
from ecomm_core.settings import CoreSettings
from ecomm_core.storage import ObjectStorage, Storage, build

PART: Final = "storage"
PUBLIC: Final = "media"
"""First segment of every public key. On disk it is also the path the API serves: keys are paths."""


def storage_of(kernel: Kernel) -> Storage:
    """The storage of this process."""
    storage = kernel.parts[PART]
    if not isinstance(storage, ObjectStorage):
        raise TypeError("wiring puts the storage into kernel.parts")
    return storage


def public_prefix(kernel: Kernel) -> str:
    """What stands before a picture's key in its public address: SQL builds addresses with it."""
    return storage_of(kernel).public_url("x")[:-1]


def is_served_here(kernel: Kernel) -> bool:
    """Whether browsers get pictures from our own route, and not from a bucket's address."""
    return storage_of(kernel).public_url("x").startswith("/")


def open_storage(settings: CoreSettings) -> Storage:
    """The storage of the settings. On disk the API serves it, under the API's own paths; a bucket
    serves itself, below its endpoint."""
    return build(settings.storage_url, public_url=public_base(settings.storage_url))


def public_base(storage_url: str) -> str:
    """The address before a key: empty on disk, else the bucket's own."""
    parts = urlsplit(storage_url)
    if parts.scheme == "file":
        return ""
    query = parse_qs(parts.query)
    folder = f"/{parts.path.strip('/')}" if parts.path.strip("/") else ""
    if "endpoint" in query:
        return f"{query['endpoint'][0].rstrip('/')}/{parts.netloc}{folder}"
    region = query.get("region", ["us-east-1"])[0]
    return f"https://{parts.netloc}.s3.{region}.amazonaws.com{folder}"
