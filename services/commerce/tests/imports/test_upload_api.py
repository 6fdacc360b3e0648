"""Uploading a file: who may, what is taken, what is refused, and that nothing is left behind."""

import asyncio
import secrets
import tracemalloc
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from commerce.catalog.media.storage import storage_of
from commerce.imports import uploads
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import Merchant, ShopStore

from .conftest import Importer, row, table, zipped

CSV = table([row("mug")])


async def kept(kernel: Kernel) -> set[str]:
    """Keys of uploads in storage."""
    return {found.key async for found in storage_of(kernel).list("imports")}


async def multipart(
    store: ShopStore, body: bytes | AsyncIterator[bytes], boundary: str = "b", **headers: str
) -> Any:
    return await store.merchant.post(
        f"{store.path}/products/import",
        content=body,
        headers={"Content-Type": f"multipart/form-data; boundary={boundary}", **headers},
    )


def part(name: str, data: bytes, filename: str | None = None) -> bytes:
    named = f'; filename="{filename}"' if filename else ""
    head = f'--b\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
    return head.encode() + data + b"\r\n"


async def test_an_upload_is_a_queued_dry_run_unless_told_otherwise(importer: Importer) -> None:
    reply = await importer.upload(CSV, dry_run=None)
    assert reply.status_code == 202
    job = reply.json()["data"]
    assert (job["status"], job["dry_run"], job["filename"]) == ("queued", True, "products.csv")
    assert (job["summary"], job["issues"], job["diff"]) == (None, [], [])
    assert not (await importer.upload(CSV, dry_run=False)).json()["data"]["dry_run"]


async def test_jobs_are_listed_newest_first(importer: Importer) -> None:
    ids = [(await importer.upload(CSV, name=f"{n}.csv")).json()["data"]["id"] for n in range(3)]
    path = f"{importer.store.path}/imports"
    reply = await importer.store.merchant.get(path, params={"per_page": 2})
    body = reply.json()
    assert [job["id"] for job in body["data"]] == [ids[2], ids[1]]
    assert body["page"] == {"total": 3, "page": 1, "per_page": 2, "next": None}


async def test_the_field_file_is_required(importer: Importer, kernel: Kernel) -> None:
    before = await kept(kernel)
    store = importer.store
    for body in (part("other", b"x", "x.csv"), part("file", CSV), part("file", b"", "x.csv"), b""):
        reply = await multipart(store, body + b"--b--\r\n")
        assert reply.status_code == 422, reply.text
        error = reply.json()["error"]
        assert error["code"] == "upload_invalid"
    reply = await store.merchant.post(f"{store.path}/products/import", json={"file": "x"})
    assert (reply.status_code, reply.json()["error"]["code"]) == (422, "upload_invalid")
    reply = await multipart(store, part("file", CSV, "x.csv"), boundary="b")
    assert reply.status_code == 422, "without its last line the body is cut short"
    reply = await multipart(store, part("file", CSV, "x.csv") + b"--b--")
    assert reply.status_code == 202, "a line end after the last line is not required"
    assert len(await kept(kernel) - before) == 1


async def test_a_form_of_many_fields_is_refused_and_leaves_nothing(
    importer: Importer, kernel: Kernel
) -> None:
    before = await kept(kernel)
    many = b"".join(part(f"field-{n}", b"x") for n in range(200)) + part("file", CSV, "a.csv")
    refused = await multipart(importer.store, many + b"--b--\r\n")
    assert refused.status_code == 422
    assert refused.json()["error"]["code"] == "too_many_parts"
    assert await kept(kernel) == before


async def test_dry_run_is_a_boolean(importer: Importer) -> None:
    body = part("file", CSV, "x.csv") + part("dry_run", b"perhaps" * 1000) + b"--b--\r\n"
    reply = await multipart(importer.store, body)
    assert reply.status_code == 422
    assert reply.json()["error"]["details"][0]["field"] == "dry_run"


async def test_filenames_are_shown_and_never_used(importer: Importer, kernel: Kernel) -> None:
    for given, shown in (
        ("../../etc/passwd", "passwd"),
        ("C:\\files\\a.csv", "a.csv"),
        ("a\x01b.csv", "ab.csv"),
        ("x" * 500 + ".csv", "x" * 200),
    ):
        body = part("file", CSV, given) + b"--b--\r\n"
        reply = await multipart(importer.store, body)
        assert reply.status_code == 202, reply.text
        assert reply.json()["data"]["filename"] == shown
    names = {key.rpartition("/")[2] for key in await kept(kernel)}
    assert names <= {"products.csv", "pictures.zip"}


async def test_a_csv_above_its_limit_is_413_after_it_was_read(
    importer: Importer, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(uploads.LIMITS, "file", 1000)
    before = await kept(kernel)
    reply = await importer.upload(CSV + b"x" * 5000)
    assert reply.status_code == 413
    error = reply.json()["error"]
    assert error["code"] == "file_too_large"
    assert error["details"][0]["field"] == "file"
    assert "100 MB" in error["message"]
    assert await kept(kernel) == before
    assert (await importer.rows("select * from import_jobs where store_id = :store")) == []


async def test_a_zip_above_its_limit_is_413(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(uploads.LIMITS, "images", 100)
    reply = await importer.upload(CSV, images=zipped({"a.jpg": secrets.token_bytes(5000)}))
    assert reply.status_code == 413
    assert reply.json()["error"]["details"][0]["field"] == "images"


async def test_a_body_that_says_it_is_endless_is_refused_at_once(importer: Importer) -> None:
    asked = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal asked
        while True:
            asked += 1
            yield b"x" * 65536

    reply = await multipart(
        importer.store, endless(), **{"Content-Length": str(uploads.MAX_BODY + 1)}
    )
    assert reply.status_code == 413
    assert reply.json()["error"]["code"] == "file_too_large"
    assert asked < 10


async def test_a_body_that_does_not_say_its_size_ends_at_the_limit(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_BODY", 1_000_000)

    async def long() -> AsyncIterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\n'
        for _ in range(200):
            yield b"x" * 65536

    reply = await multipart(importer.store, long())
    assert (reply.status_code, reply.json()["error"]["code"]) == (413, "file_too_large")


async def test_an_upload_passes_through_in_bounded_memory(importer: Importer) -> None:
    """60 MB arrive in pieces, are hashed and stored; a few pieces are held at a time."""
    piece = b"lamp,Lamp,1.00\n" * 4096

    async def large() -> AsyncIterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\n'
        for _ in range(60_000_000 // len(piece)):
            yield piece
        yield b"\r\n--b--\r\n"

    tracemalloc.start()
    try:
        reply = await multipart(importer.store, large())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert reply.status_code == 202, reply.text
    assert peak < 25_000_000, f"{peak:,} bytes"


async def test_a_zip_that_is_not_opened_is_refused_at_the_upload(
    importer: Importer, kernel: Kernel
) -> None:
    before = await kept(kernel)
    for images in (b"no zip", zipped({"../x.jpg": b"x"}), zipped({"x.zip": b"x"})):
        reply = await importer.upload(CSV, images=images)
        assert reply.status_code == 422, reply.text
        error = reply.json()["error"]
        assert error["code"] == "archive_refused"
        assert error["details"][0]["field"] == "images"
    assert await kept(kernel) == before


async def test_no_body_is_read_of_somebody_who_may_not_upload(
    importer: Importer, other_merchant: Merchant, api: Any
) -> None:
    """A denial has no side effect: not even a temporary file."""
    read = False

    async def body() -> AsyncIterator[bytes]:
        nonlocal read
        read = True
        yield part("file", CSV, "x.csv") + b"--b--\r\n"

    path = f"/api/v1{importer.store.path}/products/import"
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    anonymous = await api.post(path, content=body(), headers=kind)
    assert anonymous.status_code == 401
    stranger = await api.post(path, content=body(), headers={**other_merchant.headers, **kind})
    assert stranger.status_code == 404
    assert not read
    assert (await importer.rows("select * from import_jobs where store_id = :store")) == []


async def test_no_transaction_is_open_while_the_body_comes(
    importer: Importer, kernel: Kernel
) -> None:
    open_before: list[int] = []

    async def slow() -> AsyncIterator[bytes]:
        yield part("file", CSV, "x.csv")
        await asyncio.sleep(0.05)
        found = await importer.rows(
            "select count(*) as n from pg_stat_activity where state = 'idle in transaction' "
            "and datname = current_database()"
        )
        open_before.append(found[0]["n"])
        yield b"--b--\r\n"

    reply = await multipart(importer.store, slow())
    assert reply.status_code == 202
    assert open_before == [0]


async def test_the_same_key_uploads_once(importer: Importer, kernel: Kernel) -> None:
    """R5.1: the same Idempotency-Key gives the same reply, and the effect once."""
    key = {"Idempotency-Key": secrets.token_hex(16)}
    before = await kept(kernel)
    first = await importer.upload(CSV, headers=key)
    again = await importer.upload(CSV, headers=key)
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json() == again.json()
    assert len(await importer.rows("select 1 from import_jobs where store_id = :store")) == 1
    assert len(await kept(kernel) - before) == 1


async def test_a_store_has_ten_imports_at_a_time(importer: Importer, kernel: Kernel) -> None:
    for _ in range(10):
        assert (await importer.upload(CSV)).status_code == 202
    before = await kept(kernel)
    reply = await importer.upload(CSV)
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "too_many_imports")
    assert await kept(kernel) == before, "its file is gone again"


async def test_temporary_files_are_gone(
    importer: Importer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    job = await importer.run([row("mug")], images=zipped({"a.jpg": b"x"}))
    assert job["status"] == "done"
    assert list(tmp_path.iterdir()) == []


async def test_uploads_are_kept_a_week_and_then_deleted(
    importer: Importer, kernel: Kernel, shift_clock: Any
) -> None:
    from commerce.imports.tasks import clean_up

    reply = await importer.upload(CSV, images=zipped({"a.jpg": b"x"}))
    job_id = reply.json()["data"]["id"]
    mine = {f"imports/{job_id}/products.csv", f"imports/{job_id}/pictures.zip"}
    await clean_up(kernel)
    assert mine <= await kept(kernel)
    shift_clock(8 * 86_400 + 60)
    await clean_up(kernel)
    assert not mine & await kept(kernel)
    shift_clock(0)
    job = await importer.finish(job_id)
    assert job["status"] == "failed"
    assert "no longer kept" in job["error"]
