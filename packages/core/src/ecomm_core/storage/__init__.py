"""Files that outlive a request: one port, kept on disk or in an S3-speaking bucket.

`build(url, public_url=…)` gives a `Storage`. In a forking server, build it after the fork.
"""

from ecomm_core.storage.keys import KeyRefused, check_key, content_key, content_type_of
from ecomm_core.storage.objects import ObjectStorage, build
from ecomm_core.storage.port import (
    IMMUTABLE,
    ObjectInfo,
    ObjectMissing,
    Storage,
    StorageError,
    StorageFailed,
    StoredObject,
)

__all__ = [
    "IMMUTABLE",
    "KeyRefused",
    "ObjectInfo",
    "ObjectMissing",
    "ObjectStorage",
    "Storage",
    "StorageError",
    "StorageFailed",
    "StoredObject",
    "build",
    "check_key",
    "content_key",
    "content_type_of",
]
