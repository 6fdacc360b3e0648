"""Imports for tests: product files, pictures, and the way from an upload to its report."""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore
from ecomm_testing.outbox import run_outbox

from .picture_host import host

__all__ = ["host"]
"""Fixtures of other files that pytest is to find here."""

FIXTURES = Path(__file__).parent / "fixtures"

WORKSHOP_PICTURES = (
    ("Notebook Plain.png", "PNG"),
    ("apron-ink.jpg", "JPEG"),
    ("apron-sand.webp", "WEBP"),
    ("pencils.avif", "AVIF"),
)
"""Two of the file's six pictures are on no shelf: the tray's, and the apron worn."""


def picture(kind: str = "JPEG", *, shade: int = 120, size: tuple[int, int] = (90, 60)) -> bytes:
    """A picture that no other shade has."""
    out = io.BytesIO()
    Image.new("RGB", size, (shade % 256, shade * 7 % 256, shade * 13 % 256)).save(out, kind)
    return out.getvalue()


def workshop_pictures() -> dict[str, bytes]:
    """File name -> picture."""
    return {name: picture(kind, shade=n) for n, (name, kind) in enumerate(WORKSHOP_PICTURES, 40)}


def zipped(files: Mapping[str, bytes], folder: str = "") -> bytes:
    """A ZIP of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(folder + name, data)
    return out.getvalue()


def table(rows: Sequence[Mapping[str, Any]], **dialect: Any) -> bytes:
    """A product CSV of these rows; columns as they appear."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", **dialect)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def row(handle: str, **cells: Any) -> dict[str, Any]:
    """A product of one variant: 12.50, five in stock. Keys with underscores for spaces."""
    plain = {
        "Handle": handle,
        "Title": handle.replace("-", " ").title(),
        "Variant Inventory Tracker": "shopify",
        "Variant Inventory Qty": "5",
        "Variant Price": "12.50",
    }
    return plain | {name.replace("_", " "): value for name, value in cells.items()}


def pictured(handle: str, *sources: str, **cells: Any) -> list[dict[str, Any]]:
    """A product with these pictures."""
    first, *others = sources
    return [
        row(handle, Image_Src=first, **cells),
        *({"Handle": handle, "Image Src": source} for source in others),
    ]


@dataclass(slots=True)
class Importer:
    """Uploads files to one store and lets the worker finish them."""

    store: ShopStore
    kernel: Kernel

    @property
    def tenant_id(self) -> UUID:
        return self.store.merchant.tenant_id

    async def upload(
        self,
        file: bytes,
        *,
        images: bytes | None = None,
        dry_run: bool | None = False,
        name: str = "products.csv",
        **kwargs: Any,
    ) -> Any:
        """The reply to an upload."""
        files: dict[str, Any] = {"file": (name, file, "text/csv")}
        if images is not None:
            files["images"] = ("pictures.zip", images, "application/zip")
        data = {} if dry_run is None else {"dry_run": str(dry_run).lower()}
        return await self.store.merchant.post(
            f"{self.store.path}/products/import", files=files, data=data, **kwargs
        )

    async def finish(self, job_id: str) -> dict[str, Any]:
        """Let the worker work; the job as the merchant sees it then."""
        await run_outbox(self.kernel, self.tenant_id)
        return await self.job(job_id)

    async def job(self, job_id: str) -> dict[str, Any]:
        """The job as the merchant sees it."""
        reply = await self.store.merchant.get(f"{self.store.path}/imports/{job_id}")
        assert reply.status_code == 200, reply.text
        found: dict[str, Any] = reply.json()["data"]
        return found

    async def run(self, file: bytes | Sequence[Mapping[str, Any]], **kwargs: Any) -> dict[str, Any]:
        """Upload and finish."""
        data = file if isinstance(file, bytes) else table(file)
        reply = await self.upload(data, **kwargs)
        assert reply.status_code == 202, reply.text
        return await self.finish(reply.json()["data"]["id"])

    async def products(self) -> list[dict[str, Any]]:
        """All products of the store, whole, by handle's order of creation."""
        rows: list[dict[str, Any]] = []
        for status in ("active", "draft", "archived"):
            reply = await self.store.merchant.get(
                f"{self.store.path}/products", params={"status": status, "per_page": 100}
            )
            assert reply.status_code == 200, reply.text
            rows += reply.json()["data"]
        return [await self.product(found["id"]) for found in rows]

    async def product(self, product_id: str) -> dict[str, Any]:
        """A product, whole."""
        reply = await self.store.merchant.get(f"{self.store.path}/products/{product_id}")
        assert reply.status_code == 200, reply.text
        found: dict[str, Any] = reply.json()["data"]
        return found

    async def by_slug(self, slug: str) -> dict[str, Any]:
        """The product of this slug."""
        return next(found for found in await self.products() if found["slug"] == slug)

    async def change(self, product_id: str, **fields: Any) -> None:
        """Edit a product by hand."""
        reply = await self.store.merchant.patch(
            f"{self.store.path}/products/{product_id}", json=fields
        )
        assert reply.status_code == 200, reply.text

    async def rows(self, query: str, **values: Any) -> list[dict[str, Any]]:
        """What a query as the tenant finds."""
        async with self.kernel.database.transaction(Scope(tenant_id=self.tenant_id)) as session:
            found = await session.execute(text(query), {"store": self.store.id, **values})
            return [dict(each) for each in found.mappings()]

    async def fingerprint(self) -> dict[str, Any]:
        """All that an import could touch: equal before and after where it changed nothing."""
        return {
            "products": await self.rows(
                "select to_jsonb(p) as row from products p where store_id = :store order by id"
            ),
            "variants": await self.rows(
                "select to_jsonb(v) as row from product_variants v where store_id = :store "
                "order by id"
            ),
            "stock": await self.rows(
                "select to_jsonb(i) as row from inventory_items i where store_id = :store "
                "order by id"
            ),
            "media": await self.rows(
                "select to_jsonb(m) as row from media m where store_id = :store order by id"
            ),
            "events": await self.rows("select count(*) from events where store_id = :store"),
            "audit": await self.rows(
                "select count(*) from audit_log where store_id = :store "
                "and resource_type = 'product'"
            ),
        }


async def names(importer: Importer, slug: str) -> list[str]:
    return [media["filename"] for media in (await importer.by_slug(slug))["media"]]


@pytest.fixture
def importer(store: ShopStore, kernel: Kernel) -> Importer:
    """Imports into a store nobody else uses."""
    return Importer(store, kernel)


@pytest.fixture
def make_importer(kernel: Kernel) -> Callable[[ShopStore], Importer]:
    """Imports into a given store."""
    return lambda store: Importer(store, kernel)


def fixture(name: str) -> bytes:
    """A file of `fixtures/`."""
    return (FIXTURES / name).read_bytes()
