"""Sizes that are made when somebody first asks for them."""

import asyncio
import io
from pathlib import Path
from uuid import UUID

import httpx2
import pytest
from PIL import Image

from commerce.catalog import service as catalog
from commerce.catalog.media.service import StoredImage
from commerce.catalog.media.works import PictureWorks
from commerce.stores.contexts import directory_of
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore

from .conftest import picture


async def kept_small(kernel: Kernel, store: ShopStore) -> StoredImage:
    facts = await directory_of(kernel).find(store.slug)
    return await catalog.store_image(
        kernel, facts, picture((600, 300)), "mug.png", sizes_later=True
    )


def on_disk(environ: dict[str, str], store_id: UUID) -> set[str]:
    folder = Path(environ["ECOMM_STORAGE_URL"].removeprefix("file://")) / "media" / str(store_id)
    return {file.name for file in folder.rglob("*.webp")}


async def test_a_size_is_made_once_when_it_is_first_asked_for(
    store: ShopStore,
    kernel: Kernel,
    api: httpx2.AsyncClient,
    environ: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Twenty ask at once, one is made for; who asks later gets the same file.

    Planted: no lock (made again and again), no look after it (as well).
    """
    made: list[int] = []
    make = PictureWorks.smaller

    async def counted(self: PictureWorks, master: bytes, width: int) -> bytes:
        made.append(width)
        return await make(self, master, width)

    monkeypatch.setattr(PictureWorks, "smaller", counted)
    image = await kept_small(kernel, store)
    assert on_disk(environ, store.id) == {"600.webp"}
    assert [size["width"] for size in image.sizes] == [64, 128, 256, 512, 600]
    asked = [api.get(f"/{image.sizes[2]['key']}") for _ in range(20)]
    replies = await asyncio.gather(*asked)
    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.content for reply in replies}) == 1
    with Image.open(io.BytesIO(replies[0].content)) as seen:
        assert (seen.format, seen.size) == ("WEBP", (256, 128))
    assert (await api.get(f"/{image.sizes[2]['key']}")).content == replies[0].content
    assert made == [256]
    assert on_disk(environ, store.id) == {"256.webp", "600.webp"}


@pytest.mark.parametrize("width", [1, 333, 1024, 2048, 9999])
async def test_no_other_size_is_made(
    store: ShopStore,
    kernel: Kernel,
    api: httpx2.AsyncClient,
    environ: dict[str, str],
    width: int,
) -> None:
    """Nobody fills the disk with widths of their own, nor makes a picture larger than it is."""
    image = await kept_small(kernel, store)
    reply = await api.get(f"/media/{store.id}/{image.sha256}/{width}.webp")
    assert (reply.status_code, reply.json()["error"]["code"]) == (404, "media_not_found")
    assert on_disk(environ, store.id) == {"600.webp"}


async def test_an_upload_has_all_its_sizes_at_once(
    store: ShopStore, kernel: Kernel, environ: dict[str, str]
) -> None:
    facts = await directory_of(kernel).find(store.slug)
    await catalog.store_image(kernel, facts, picture((600, 300)), "mug.png")
    names = {"64.webp", "128.webp", "256.webp", "512.webp", "600.webp"}
    assert on_disk(environ, store.id) == names


async def test_a_bucket_gets_all_sizes_at_once(
    store: ShopStore, kernel: Kernel, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Browsers ask it, not us."""
    storage = type(kernel.parts["storage"])
    monkeypatch.setattr(storage, "public_url", lambda _, key: f"https://cdn.example.com/{key}")
    await kept_small(kernel, store)
    assert len(on_disk(environ, store.id)) == 5
