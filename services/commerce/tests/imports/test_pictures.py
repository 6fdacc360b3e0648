"""Pictures by address and by file name: what cannot be had is said by row, and the rest goes on."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from commerce.flows import import_pictures
from ecomm_core.kernel import Kernel

from .conftest import Importer, picture, row, zipped
from .test_import_api import actions, found


@dataclass(slots=True)
class Host:
    """An image host on the loopback. `answers`: path -> (status, headers, body) or a function."""

    port: int
    answers: dict[str, Any] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    at_once: int = 0
    most_at_once: int = 0

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def serves(self, path: str, data: bytes, status: int = 200, **headers: str) -> str:
        self.answers[path] = (status, headers, data)
        return self.url(path)


@pytest.fixture
def host(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    """A host that imports may ask although it is on the loopback."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            with lock:
                running.asked[path] += 1
                running.at_once += 1
                running.most_at_once = max(running.most_at_once, running.at_once)
            try:
                answer = running.answers.get(path, (404, {}, b"none"))
                status, headers, body = answer() if callable(answer) else answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                return  # the other side had enough
            finally:
                with lock:
                    running.at_once -= 1

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running = Host(server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    allowed = {"outbound_allow": [f"127.0.0.1:{server.server_port}"]}
    monkeypatch.setattr(kernel, "settings", kernel.settings.model_copy(update=allowed))
    yield running
    server.shutdown()
    server.server_close()
    thread.join()


def pictured(handle: str, *sources: str, **cells: Any) -> list[dict[str, Any]]:
    """A product with these pictures."""
    first, *others = sources
    return [
        row(handle, Image_Src=first, **cells),
        *({"Handle": handle, "Image Src": source} for source in others),
    ]


async def names(importer: Importer, slug: str) -> list[str]:
    return [media["filename"] for media in (await importer.by_slug(slug))["media"]]


async def test_pictures_are_fetched_in_the_order_of_the_file(
    importer: Importer, host: Host
) -> None:
    sources = [host.serves(f"/{n}.jpg", picture(shade=n)) for n in range(7)]
    job = await importer.run(pictured("mug", *[f"{source}?v=1" for source in sources]))
    assert job["issues"] == []
    assert await names(importer, "mug") == [f"{n}.jpg" for n in range(7)]
    assert host.most_at_once <= 4
    positions = [media["position"] for media in (await importer.by_slug("mug"))["media"]]
    assert positions == list(range(7))


async def test_what_is_stored_is_not_fetched_again(importer: Importer, host: Host) -> None:
    rows = pictured("mug", *[host.serves(f"/{n}.jpg", picture(shade=n)) for n in range(3)])
    await importer.run(rows)
    before = await importer.fingerprint()
    job = await importer.run(rows)
    assert actions(job) == (0, 0, 1, 0)
    assert job["summary"]["pictures_stored"] == 3
    assert set(host.asked.values()) == {1}
    assert await importer.fingerprint() == before


async def test_image_position_gives_the_order(importer: Importer, host: Host) -> None:
    rows = pictured(
        "mug", host.serves("/b.jpg", picture(shade=1)), host.serves("/a.jpg", picture(shade=2))
    )
    rows[0]["Image Position"], rows[1]["Image Position"] = "2", "1"
    await importer.run(rows)
    assert await names(importer, "mug") == ["a.jpg", "b.jpg"]


async def test_a_file_name_wins_over_the_address(importer: Importer, host: Host) -> None:
    source = host.serves("/x/mug%20one.jpg", picture(shade=1))
    await importer.run(pictured("mug", source), images=zipped({"MUG one.jpg": picture(shade=2)}))
    assert host.asked == {}
    assert await names(importer, "mug") == ["mug one.jpg"]


async def test_every_failure_is_named_and_the_import_goes_on(
    importer: Importer, host: Host
) -> None:
    """R8.3: JPEG, PNG, WebP or AVIF, at most 20 MB."""
    rows = pictured(
        "mug",
        host.serves("/good.jpg", picture(shade=1)),
        host.serves("/gone.jpg", b"", 404),
        host.serves("/closed.jpg", b"", 403),
        host.serves("/down.jpg", b"", 503),
        host.serves("/page.jpg", b"<html>not a picture</html>", content_type="image/jpeg"),
        host.serves("/half.jpg", picture(size=(400, 400))[:900]),
        host.serves("/huge.jpg", bytes(import_pictures.MAX_BYTES + 1)),
        host.serves("/empty.jpg", b""),
        host.serves("/script.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"),
        "mug-front.jpg",
        "ftp://pictures.invented-shop.test/a.jpg",
        "javascript:alert(1)",
        "https://pictures.invented-shop.test/a.jpg",
        host.serves("/last.jpg", picture(shade=3)),
    )
    job = await importer.run(rows)
    assert (job["status"], actions(job)) == ("done", (1, 0, 0, 0))
    assert found(job) == [
        (3, "Image Src", "picture_missing"),
        (4, "Image Src", "picture_unreachable"),
        (5, "Image Src", "picture_unreachable"),
        (6, "Image Src", "picture_invalid"),
        (7, "Image Src", "picture_invalid"),
        (8, "Image Src", "picture_invalid"),
        (9, "Image Src", "picture_invalid"),
        (10, "Image Src", "picture_invalid"),
        (11, "Image Src", "picture_missing"),
        (12, "Image Src", "picture_missing"),
        (13, "Image Src", "picture_missing"),
        (14, "Image Src", "picture_unreachable"),
    ]
    assert {issue["level"] for issue in job["issues"]} == {"warning"}
    assert all(issue["value"] for issue in job["issues"])
    summary = job["summary"]
    assert (summary["pictures"], summary["pictures_stored"], summary["pictures_failed"]) == (
        14,
        2,
        12,
    )
    assert await names(importer, "mug") == ["good.jpg", "last.jpg"]


async def test_three_redirects_are_followed_and_no_more(importer: Importer, host: Host) -> None:
    end = host.serves("/0.jpg", picture(shade=1))
    for n in range(1, 5):
        host.serves(f"/{n}.jpg", b"", 302, location=f"/{n - 1}.jpg")
    job = await importer.run(
        pictured("mug", host.url("/3.jpg")) + pictured("cup", host.url("/4.jpg"))
    )
    assert end
    assert found(job) == [(3, "Image Src", "picture_unreachable")]
    assert await names(importer, "mug") == ["3.jpg"]


async def test_nobody_is_led_to_a_private_address(importer: Importer, host: Host) -> None:
    """R8.3: remote fetch refuses private addresses and re-checks after redirects."""
    other = host.port + 1 if host.port < 65_000 else host.port - 1
    targets = [
        f"http://127.0.0.1:{other}/x.jpg",
        "http://127.0.0.1/x.jpg",
        "http://localhost/x.jpg",
        "http://[::1]/x.jpg",
        "http://10.0.0.1/x.jpg",
        "http://169.254.169.254/latest/meta-data",
        "http://2130706433/x.jpg",
        "http://user:secret@127.0.0.1/x.jpg",
        "http://[::ffff:127.0.0.1]/x.jpg",
        "https://metadata.internal/x.jpg",
    ]
    rows = pictured("mug", *targets)
    for n, target in enumerate(targets):
        host.serves(f"/to-{n}.jpg", b"", 302, location=target)
    rows += pictured("cup", *[host.url(f"/to-{n}.jpg") for n in range(len(targets))])
    job = await importer.run(rows)
    assert [issue["code"] for issue in job["issues"]] == ["picture_unreachable"] * 2 * len(targets)
    assert await names(importer, "mug") == []
    assert await names(importer, "cup") == []
    assert "secret" not in "".join(issue["message"] for issue in job["issues"])


async def test_an_unreachable_host_is_asked_once_in_a_job(
    importer: Importer, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: Counter[str] = Counter()

    async def resolver(name: str, _port: int) -> list[str]:
        looked_up[name] += 1
        raise OSError("no such host")

    client = vars(import_pictures)["OutboundClient"]
    monkeypatch.setattr(
        import_pictures, "OutboundClient", lambda policy: client(policy, resolver=resolver)
    )
    rows = [
        line
        for n in range(50)
        for line in pictured(f"p{n}", f"https://gone.invented-shop.example.org/{n}.jpg")
    ]
    rows += pictured("other", "https://else.invented-shop.example.org/1.jpg")
    job = await importer.run(rows)
    assert len(job["issues"]) == 51
    assert looked_up == {
        "gone.invented-shop.example.org": 1,
        "else.invented-shop.example.org": 1,
    }


async def test_what_a_batch_learnt_of_a_host_the_next_one_knows(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commerce.imports import tasks

    asked: Counter[str] = Counter()

    async def resolver(name: str, _port: int) -> list[str]:
        asked[name] += 1
        raise OSError("no such host")

    client = vars(import_pictures)["OutboundClient"]
    monkeypatch.setattr(
        import_pictures, "OutboundClient", lambda policy: client(policy, resolver=resolver)
    )
    monkeypatch.setattr(tasks, "BATCH_SECONDS", 0.0)
    source = "https://gone.invented-shop.example.org/1.jpg"
    job = await importer.run([line for n in range(4) for line in pictured(f"p{n}", source)])
    assert len(job["issues"]) == 4
    assert asked.total() == 1


async def test_a_slow_host_is_given_up_after_two_timeouts(
    importer: Importer, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_pictures, "SECONDS", 0.2)

    def slow() -> Any:
        time.sleep(0.6)
        return (200, {}, picture())

    for n in range(20):
        host.answers[f"/{n}.jpg"] = slow
    began = time.monotonic()
    job = await importer.run(pictured("mug", *[host.url(f"/{n}.jpg") for n in range(20)]))
    assert {issue["code"] for issue in job["issues"]} == {"picture_unreachable"}
    assert len(job["issues"]) == 20
    assert host.asked.total() <= 4, "the first group waits, the others are told"
    assert time.monotonic() - began < 10


async def test_no_transaction_is_open_while_pictures_come(importer: Importer, host: Host) -> None:
    asked = threading.Event()
    go_on = threading.Event()

    def waiting() -> Any:
        asked.set()
        go_on.wait(10)
        return (200, {}, picture())

    host.answers["/slow.jpg"] = waiting
    running = asyncio.create_task(importer.run(pictured("mug", host.url("/slow.jpg"))))
    await asyncio.to_thread(asked.wait, 10)
    found_open = await importer.rows(
        "select state, query from pg_stat_activity where datname = current_database() "
        "and pid <> pg_backend_pid() and state like 'idle in transaction%'"
    )
    go_on.set()
    job = await running
    assert found_open == []
    assert job["summary"]["pictures_stored"] == 1


async def test_new_pictures_take_their_place_and_pictures_of_the_merchant_stay(
    importer: Importer, host: Host
) -> None:
    urls = [host.serves(f"/{n}.jpg", picture(shade=n)) for n in range(4)]
    await importer.run(pictured("mug", urls[0], urls[2]))
    product = await importer.by_slug("mug")
    reply = await importer.store.merchant.post(
        f"{importer.store.path}/products/upload",
        files={"file": ("own.png", picture("PNG", shade=99), "image/png")},
        data={"product_id": product["id"], "alt": "Mine"},
    )
    assert reply.status_code == 201, reply.text
    job = await importer.run(pictured("mug", *urls))
    assert actions(job) == (0, 1, 0, 0)
    assert job["diff"][0]["changes"] == [{"field": "pictures_added", "before": None, "after": 2}]
    assert await names(importer, "mug") == ["0.jpg", "1.jpg", "2.jpg", "3.jpg", "own.png"]
    job = await importer.run(pictured("mug", urls[3]))
    assert actions(job) == (0, 0, 1, 0)
    assert len(await names(importer, "mug")) == 5, "an import takes no picture away"


async def test_a_picture_on_two_products_is_stored_once(importer: Importer, host: Host) -> None:
    """R8.3: sha256 dedupe."""
    source = host.serves("/a.jpg", picture(shade=7))
    twin = host.serves("/b.jpg", picture(shade=7))
    await importer.run(pictured("mug", source, twin) + pictured("cup", source))
    assert await names(importer, "mug") == ["a.jpg"], "the same picture twice is one"
    keys = await importer.rows("select original_key from media where store_id = :store")
    assert len(keys) == 2
    assert len({key["original_key"] for key in keys}) == 1


async def test_an_upload_of_the_merchant_while_pictures_come_is_not_lost(
    importer: Importer, host: Host
) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def waiting() -> Any:
        asked.set()
        go_on.wait(10)
        return (200, {}, picture(shade=5))

    host.answers["/slow.jpg"] = waiting
    running = asyncio.create_task(importer.run(pictured("mug", host.url("/slow.jpg"))))
    await asyncio.to_thread(asked.wait, 10)
    product = await importer.by_slug("mug")
    reply = await importer.store.merchant.post(
        f"{importer.store.path}/products/upload",
        files={"file": ("own.png", picture("PNG", shade=99), "image/png")},
        data={"product_id": product["id"]},
    )
    go_on.set()
    await running
    assert reply.status_code == 201
    assert sorted(await names(importer, "mug")) == ["own.png", "slow.jpg"]


async def test_the_product_may_go_away_while_its_pictures_come(
    importer: Importer, host: Host, kernel: Kernel
) -> None:
    from sqlalchemy import text

    from ecomm_core.db.scope import Scope

    asked, go_on = threading.Event(), threading.Event()

    def waiting() -> Any:
        asked.set()
        go_on.wait(10)
        return (200, {}, picture(shade=5))

    host.answers["/slow.jpg"] = waiting
    running = asyncio.create_task(
        importer.run([*pictured("mug", host.url("/slow.jpg")), row("cup")])
    )
    await asyncio.to_thread(asked.wait, 10)
    async with kernel.database.transaction(Scope(tenant_id=importer.tenant_id)) as session:
        await session.execute(
            text("delete from products where store_id = :store"), {"store": importer.store.id}
        )
    go_on.set()
    job = await running
    assert job["status"] == "done"
    assert [product["slug"] for product in await importer.products()] == ["cup"]


async def test_a_dry_run_asks_nobody(importer: Importer, host: Host) -> None:
    rows = pictured("mug", host.serves("/a.jpg", picture(shade=1)), "b.jpg")
    await importer.run([row("mug")])
    job = await importer.run(rows, dry_run=True, images=zipped({"b.jpg": picture(shade=2)}))
    assert host.asked == {}
    assert actions(job) == (0, 1, 0, 0)
    assert job["diff"][0]["changes"] == [
        {"field": "pictures", "before": 0, "after": 1},
        {"field": "pictures_to_fetch", "before": None, "after": 1},
    ]


async def test_250_pictures_are_kept_and_no_more(
    importer: Importer, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R8.1: 250 media per product, pictures of the merchant among them."""
    monkeypatch.setattr(import_pictures, "MAX_MEDIA", 3)
    urls = [host.serves(f"/{n}.jpg", picture(shade=n)) for n in range(5)]
    job = await importer.run(pictured("mug", *urls))
    assert found(job) == [
        (5, "Image Src", "too_many_pictures"),
        (6, "Image Src", "too_many_pictures"),
    ]
    assert len(await names(importer, "mug")) == 3
