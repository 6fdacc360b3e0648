"""A/B tests as their merchant sees them."""

from typing import Any

from commerce.catalog.media.storage import storage_of
from commerce.catalog.media.view import image_out
from commerce.marketing.ab_tests.schemas import AbTestOut, FaceOut
from ecomm_core.kernel import Kernel

_AS_IS = set(AbTestOut.model_fields) - {"face"}


def ab_test_out(kernel: Kernel, row: Any) -> AbTestOut:
    """A row of `repository.shown`."""
    image = None
    if row.media_id is not None:
        media = {
            "id": row.media_id,
            "alt": row.alt,
            "width": row.width,
            "height": row.height,
            "sizes": row.sizes,
        }
        image = image_out(storage_of(kernel), media)
    face = FaceOut(title=row.face["title"], description=row.face["description"], image=image)
    return AbTestOut(**{name: getattr(row, name) for name in _AS_IS}, face=face)
