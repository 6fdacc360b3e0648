"""A file at an address."""

from __future__ import annotations

from typing import Any

from ecomm_testing.fakes.vendors.serving import Asked, FakeVendor

GOODS = """sku;name;wholesale_price;currency;stock;color;item_group_id;image_link
MUG-1;Stoneware mug;4,10;EUR;12;Clay;MUG;https://pictures.example/mug-clay.jpg
MUG-2;Stoneware mug;4,10;EUR;0;Sage;MUG;https://pictures.example/mug-sage.jpg
LAMP;Mushroom lamp;"1.016,80";EUR;3;;;https://pictures.example/lamp.jpg
"""


class FakeFeed(FakeVendor):
    """Serves `body` at any path."""

    refused = (200, b"")
    expired = (403, {})

    def __init__(self, body: bytes = GOODS.encode()) -> None:
        super().__init__()
        self.body = body

    def answer(self, asked: Asked) -> tuple[int, Any]:
        """The file."""
        del asked
        return 200, self.body
