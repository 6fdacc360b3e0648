"""Hosts that fail, are slow, or lead astray: said by row, and the rest goes on."""

import time
from collections import Counter
from typing import Any

import pytest

from commerce.flows import import_pictures

from .conftest import Importer, names, picture, pictured
from .picture_host import Host
from .reports import actions, found


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """No host has an address; how often each was looked up."""
    asked: Counter[str] = Counter()

    async def resolver(name: str, _port: int) -> list[str]:
        asked[name] += 1
        raise OSError("no such host")

    client = vars(import_pictures)["OutboundClient"]
    monkeypatch.setattr(
        import_pictures, "OutboundClient", lambda policy: client(policy, resolver=resolver)
    )
    return asked


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
    importer: Importer, host: Host, looked_up: Counter[str]
) -> None:
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
    importer: Importer, looked_up: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from commerce.imports import tasks

    monkeypatch.setattr(tasks, "BATCH_SECONDS", 0.0)
    source = "https://gone.invented-shop.example.org/1.jpg"
    job = await importer.run([line for n in range(4) for line in pictured(f"p{n}", source)])
    assert len(job["issues"]) == 4
    assert looked_up.total() == 1


async def test_a_slow_host_is_given_up_after_two_timeouts(
    importer: Importer, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_pictures, "SECONDS", 0.2)

    def slow() -> Any:
        time.sleep(0.6)
        return (200, {}, picture())

    for n in range(20):
        host.answers[f"/{n}.jpg"] = slow
    job = await importer.run(pictured("mug", *[host.url(f"/{n}.jpg") for n in range(20)]))
    assert {issue["code"] for issue in job["issues"]} == {"picture_unreachable"}
    assert len(job["issues"]) == 20
    assert host.asked.total() <= 4, "the first group waits, the others are told"
