"""The storage port, the same on disk and in a bucket of a server that speaks S3."""

import asyncio
import logging
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from ecomm_core.storage import (
    IMMUTABLE,
    KeyRefused,
    ObjectMissing,
    ObjectStorage,
    Storage,
    StorageFailed,
    build,
)

PUBLIC = "http://localhost:8000/media/"


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(s3_endpoint: str, tmp_path: Path) -> Any:
    client = boto3.client(
        "s3",
        endpoint_url=s3_endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    client.create_bucket(Bucket=bucket_name(tmp_path))
    yield client
    client.close()


def bucket_name(tmp_path: Path) -> str:
    return "b" + str(abs(hash(str(tmp_path))))


def in_bucket(s3_endpoint: str, bucket: str) -> ObjectStorage:
    return build(
        f"s3://{bucket}/shop/files?endpoint={s3_endpoint}&region=us-east-1",
        public_url=PUBLIC,
        access_key_id="test",
        secret_access_key="test",
    )


@pytest.fixture(params=["disk", "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "disk":
        return build(f"file://{tmp_path}/media", public_url=PUBLIC)
    request.getfixturevalue("s3")
    return in_bucket(request.getfixturevalue("s3_endpoint"), bucket_name(tmp_path))


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        await asyncio.sleep(0)
        yield part


async def keys(storage: Storage, prefix: str) -> list[str]:
    return sorted([info.key async for info in storage.list(prefix)])


async def test_what_is_put_is_got(storage: Storage) -> None:
    before = time.time() - 2
    await storage.put("media/a.webp", b"picture", "image/webp", IMMUTABLE)
    found = await storage.get("media/a.webp")
    assert found.content_type == "image/webp"
    assert (found.info.key, found.info.size) == ("media/a.webp", 7)
    assert found.info.etag.strip('"')
    assert before < found.info.modified.timestamp() < time.time() + 2
    assert await found.read() == b"picture"


async def test_an_object_is_replaced_whole_and_its_etag_changes(storage: Storage) -> None:
    await storage.put("a.txt", b"long first text", "text/plain; charset=utf-8")
    first = (await storage.get("a.txt")).info.etag
    await storage.put("a.txt", b"second", "text/plain")
    found = await storage.get("a.txt")
    assert await found.read() == b"second"
    assert found.info.etag != first


async def test_streams_go_in_and_come_out(storage: Storage) -> None:
    parts = [bytes([n]) * 1_500_000 for n in range(8)]  # more than one part of an upload
    await storage.put("big.zip", chunks(*parts), "application/zip")
    found = await storage.get("big.zip")
    assert found.info.size == 12_000_000
    received = [chunk async for chunk in found.stream()]
    assert len(received) > 1
    assert b"".join(received) == b"".join(parts)


async def test_an_empty_object_is_an_object(storage: Storage) -> None:
    await storage.put("empty.txt", b"", "text/plain")
    await storage.put("empty-stream.txt", chunks(), "text/plain")
    for key in ("empty.txt", "empty-stream.txt"):
        found = await storage.get(key)
        assert found.info.size == 0
        assert await found.read() == b""


async def test_a_stream_that_breaks_leaves_nothing(storage: Storage) -> None:
    async def breaks() -> AsyncIterator[bytes]:
        yield b"x" * 6_000_000
        raise RuntimeError("source gone")

    await storage.put("kept.zip", b"old", "application/zip")
    for key in ("new.zip", "kept.zip"):
        with pytest.raises(RuntimeError, match="source gone"):
            await storage.put(key, breaks(), "application/zip")
    assert not await storage.exists("new.zip")
    assert await (await storage.get("kept.zip")).read() == b"old"
    assert await keys(storage, "") == ["kept.zip"]


async def test_missing_objects_are_said_to_be_missing(storage: Storage) -> None:
    with pytest.raises(ObjectMissing):
        await storage.get("none.txt")
    assert not await storage.exists("none.txt")
    await storage.delete("none.txt")


async def test_deleting_removes_one_object_only(storage: Storage) -> None:
    await storage.put("a/1.txt", b"1", "text/plain")
    await storage.put("a/2.txt", b"2", "text/plain")
    await storage.delete("a/1.txt")
    assert await keys(storage, "") == ["a/2.txt"]
    assert not await storage.exists("a/1.txt")


async def test_lists_go_by_folder(storage: Storage) -> None:
    for key in ("media/a/1.txt", "media/a/b/2.txt", "media/ab.txt", "other.txt"):
        await storage.put(key, b"x", "text/plain")
    assert await keys(storage, "media/a") == ["media/a/1.txt", "media/a/b/2.txt"]
    assert await keys(storage, "media/a/") == ["media/a/1.txt", "media/a/b/2.txt"]
    assert await keys(storage, "media") == ["media/a/1.txt", "media/a/b/2.txt", "media/ab.txt"]
    assert len(await keys(storage, "")) == 4
    assert await keys(storage, "none") == []


@pytest.mark.parametrize("key", ["../x", "/etc/passwd", "a/../../x", "a\x00", "", "A", "a b"])
async def test_no_call_takes_another_kind_of_key(storage: Storage, key: str) -> None:
    with pytest.raises(KeyRefused):
        await storage.put(key, b"x", "text/plain")
    with pytest.raises(KeyRefused):
        await storage.get(key)
    with pytest.raises(KeyRefused):
        await storage.delete(key)
    with pytest.raises(KeyRefused):
        await storage.exists(key)
    with pytest.raises(KeyRefused):
        storage.public_url(key)
    if key:
        with pytest.raises(KeyRefused):
            await keys(storage, key)
    assert await keys(storage, "") == []


async def test_a_media_type_must_fit_the_suffix(storage: Storage) -> None:
    for key, content_type in [("a.webp", "text/html"), ("a.html", "text/html"), ("a", "image/png")]:
        with pytest.raises(ValueError, match="stands for"):
            await storage.put(key, b"x", content_type)
    assert await keys(storage, "") == []


async def test_public_addresses(storage: Storage) -> None:
    assert storage.public_url("media/a.webp") == "http://localhost:8000/media/media/a.webp"


async def test_the_bucket_hands_out_type_and_caching(
    s3: Any, s3_endpoint: str, tmp_path: Path
) -> None:
    bucket = bucket_name(tmp_path)
    storage = in_bucket(s3_endpoint, bucket)
    await storage.put("a.webp", b"x", "image/webp", IMMUTABLE)
    await storage.put("big.zip", chunks(b"x" * 11_000_000), "application/zip", "no-store")
    for key, content_type, cache in [
        ("a.webp", "image/webp", IMMUTABLE),
        ("big.zip", "application/zip", "no-store"),
    ]:
        head = s3.head_object(Bucket=bucket, Key=f"shop/files/{key}")
        assert (head["ContentType"], head["CacheControl"]) == (content_type, cache)


async def test_a_broken_upload_leaves_no_parts_in_the_bucket(
    s3: Any, s3_endpoint: str, tmp_path: Path
) -> None:
    async def breaks() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * 6_000_000
        raise RuntimeError("source gone")

    bucket = bucket_name(tmp_path)
    with pytest.raises(RuntimeError):
        await in_bucket(s3_endpoint, bucket).put("new.zip", breaks(), "application/zip")
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=bucket)


async def test_a_missing_bucket_and_a_dead_server_are_failures(s3_endpoint: str) -> None:
    nowhere = in_bucket(s3_endpoint, "no-such-bucket")
    with pytest.raises(StorageFailed):
        await nowhere.put("a.txt", b"x", "text/plain")
    dead = in_bucket("http://127.0.0.1:9", "b")
    with pytest.raises(StorageFailed) as caught:
        await dead.exists("a.txt")
    assert "\n" not in str(caught.value)


async def test_a_folder_that_cannot_be_written_is_a_failure(tmp_path: Path) -> None:
    storage = build(f"file://{tmp_path}/media", public_url=PUBLIC)
    await storage.put("a.txt", b"x", "text/plain")
    with pytest.raises(StorageFailed):
        await storage.put("a.txt/b.txt", b"x", "text/plain")


WRITER = """
import asyncio, sys
from ecomm_core.storage import build

async def parts(fill):
    yield fill * 500_000
    yield fill * 500_000

async def main():
    storage = build(sys.argv[1], public_url="http://localhost")
    for number in range(1_000_000):
        await storage.put("a.zip", parts(bytes([number % 251])), "application/zip")
        if number == 0:
            print("written", flush=True)

asyncio.run(main())
"""


async def test_a_reader_never_sees_a_torn_object_even_when_the_writer_is_killed(
    tmp_path: Path,
) -> None:
    url = f"file://{tmp_path}/media"
    storage = build(url, public_url=PUBLIC)
    seen: set[bytes] = set()
    for _ in range(3):
        writer = await asyncio.create_subprocess_exec(
            sys.executable, "-c", WRITER, url, stdout=asyncio.subprocess.PIPE
        )
        assert writer.stdout
        await writer.stdout.readline()
        for _ in range(60):
            body = await (await storage.get("a.zip")).read()
            assert len(body) == 1_000_000
            assert body.count(body[:1]) == 1_000_000
            seen.add(body[:1])
        writer.kill()
        await writer.communicate()
    assert len(seen) > 3
    assert await keys(storage, "") == ["a.zip"]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "media",
        "/var/media",
        "http://bucket/x",
        "memory:///",
        "file://",
        "file:///",
        "file://host/x",
        "file:///x?mode=1",
        "s3://",
        "s3://key:secret@bucket/x",
        "s3://bucket/x?endpoint=ftp://host",
        "s3://bucket/x?access_key_id=1",
        "s3://bucket/x#y",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"storage|folder|bucket"):
        build(url, public_url=PUBLIC)
