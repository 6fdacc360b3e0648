"""kill -9 in the middle: an import goes on where it stopped and ends as if nothing happened."""

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ecomm_core.kernel import Kernel
from ecomm_testing.actors import Merchant, ShopStore, create_store

from .conftest import Importer, fixture, picture, row, table, workshop_pictures, zipped
from .reports import actions, found

VICTIM = Path(__file__).parent / "victim.py"
HANG_LIMIT = 120.0


async def snapshot(importer: Importer) -> dict[str, Any]:
    """All that an import makes, without ids and times."""
    products = {
        product["slug"]: {
            **{name: product[name] for name in ("title", "status", "tags", "vendor", "version")},
            "variants": [
                (v["title"], v["sku"], v["price"]["amount"], v["stock"] and v["stock"]["on_hand"])
                for v in product["variants"]
            ],
            "pictures": [(m["filename"], m["alt"], m["width"]) for m in product["media"]],
        }
        for product in await importer.products()
    }
    events = await importer.rows(
        "select type, count(*) as n from events where store_id = :store "
        "and type like 'product.%' group by type"
    )
    movements = await importer.rows(
        "select on_hand_change, count(*) as n from inventory_movements where store_id = :store "
        "group by on_hand_change"
    )
    return {
        "products": products,
        "events": {event["type"]: event["n"] for event in events},
        "movements": {each["on_hand_change"]: each["n"] for each in movements},
    }


def import_in_process(
    environ: dict[str, str], file: Path, slug: str, images: Path, where: str, count: int
) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, str(VICTIM), str(file), slug, str(images), where, str(count)],
        env=environ,
        capture_output=True,
        timeout=HANG_LIMIT,
        check=False,
    )


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """(file, folder of pictures): the workshop, and one product with six pictures more."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name, data in workshop_pictures().items():
        (folder / name).write_bytes(data)
    for n in range(6):
        (folder / f"case-{n}.jpg").write_bytes(picture(shade=70 + n))
    file = tmp_path / "workshop.csv"
    header = fixture("workshop.csv").split(b"\n", 1)[0].decode().split(",")
    more = []
    for n in range(6):
        cells = dict.fromkeys(header, "") | {"Handle": "tool-case", "Image Src": f"case-{n}.jpg"}
        if n == 0:
            cells |= {
                "Title": "Tool Case",
                "Variant Inventory Tracker": "shopify",
                "Variant Inventory Qty": "3",
                "Variant Price": "70",
            }
        more.append(",".join(cells.values()))
    file.write_bytes(fixture("workshop.csv") + "\n".join(more).encode() + b"\n")
    return file, folder


@pytest.fixture
async def finished(
    importer: Importer, environ: dict[str, str], files: tuple[Path, Path]
) -> dict[str, Any]:
    """What an import that nobody disturbs makes."""
    ended = await asyncio.to_thread(
        import_in_process, environ, files[0], importer.store.slug, files[1], "never", 1
    )
    assert ended.returncode == 0, ended.stderr.decode()[-2000:]
    report = json.loads(ended.stdout)
    assert report["summary"]["created"] == 6
    return {"snapshot": await snapshot(importer), "report": report}


@pytest.mark.slow
async def test_a_killed_import_goes_on_to_the_same_result(
    finished: dict[str, Any],
    environ: dict[str, str],
    files: tuple[Path, Path],
    other_merchant: Merchant,
    kernel: Kernel,
    make_importer: Callable[[ShopStore], Importer],
) -> None:
    """Killed four times in one import, at every kind of place, and started again each time."""
    victim = make_importer(await create_store(other_merchant, kernel))
    places = [
        ("read", 1),
        ("fetched", 1),
        ("product", 2),
        ("progress", 1),
    ]
    for where, count in places:
        ended = await asyncio.to_thread(
            import_in_process, environ, files[0], victim.store.slug, files[1], where, count
        )
        assert ended.returncode == -signal.SIGKILL, (where, ended.stderr.decode()[-2000:])
    ended = await asyncio.to_thread(
        import_in_process, environ, files[0], victim.store.slug, files[1], "never", 1
    )
    assert ended.returncode == 0, ended.stderr.decode()[-2000:]
    report = json.loads(ended.stdout)
    assert report["status"] == "done"
    assert report["summary"] == finished["report"]["summary"]
    assert [i["code"] for i in report["issues"]] == [
        i["code"] for i in finished["report"]["issues"]
    ]
    assert await snapshot(victim) == finished["snapshot"]
    jobs = await victim.rows("select status from import_jobs where store_id = :store")
    assert jobs == [{"status": "done"}], "one job, four times resumed"


async def test_long_files_are_worked_on_in_batches(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However short its time, a batch does one step, and the next goes on behind it."""
    from commerce.imports import reading, tasks

    monkeypatch.setattr(tasks, "BATCH_SECONDS", 0.0)
    monkeypatch.setattr(reading, "CHUNK", 3)
    images = zipped({f"{n}.jpg": picture(shade=n) for n in range(6)})
    rows = [row(f"p{n}") for n in range(6)]
    rows[0]["Image Src"] = "0.jpg"
    rows[1:1] = [{"Handle": "p0", "Image Src": f"{n}.jpg"} for n in range(1, 6)]
    rows.append(row("p0", Title="Again"))  # the first p0 was read in another batch
    job = await importer.run(rows, images=images)
    assert (job["status"], actions(job)) == ("done", (5, 0, 0, 2))
    rows.pop()
    job = await importer.run(rows, images=images)
    assert (job["status"], actions(job)) == ("done", (1, 0, 5, 0))
    batches = await importer.rows(
        "select count(*) as n from outbox where task = 'commerce.imports.run'"
    )
    assert batches[0]["n"] > 15
    assert len((await importer.by_slug("p0"))["media"]) == 6


async def test_progress_is_visible_on_the_way(
    importer: Importer, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commerce.imports import applying

    seen: list[tuple[str, int, int]] = []
    inner = vars(applying)["import_product"]
    reply = await importer.upload(table([row(f"p{n}") for n in range(4)]))
    job_id = reply.json()["data"]["id"]

    async def looking(*args: Any, **kwargs: Any) -> Any:
        job = await importer.job(job_id)
        seen.append((job["status"], job["done"], job["total"]))
        return await inner(*args, **kwargs)

    monkeypatch.setattr(applying, "import_product", looking)
    await importer.finish(job_id)
    assert seen == [("running", n, 4) for n in range(4)]


async def test_a_batch_that_fails_again_and_again_ends_the_job_with_words(
    importer: Importer, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Attempts are bounded: a poisoned job does not loop, and may be let go on."""
    from commerce.imports import service

    async def broken(*_: Any, **__: Any) -> bool:
        raise OSError("the disk is full")

    inner = vars(service)["apply_all"]
    monkeypatch.setattr(service, "apply_all", broken)
    reply = await importer.upload(table([row("mug")]))
    job_id = reply.json()["data"]["id"]
    for _ in range(5):
        with pytest.raises(OSError, match="disk is full"):
            await importer.finish(job_id)
        await importer.rows("update outbox set not_before = created_at returning 1")
    job = await importer.finish(job_id)
    assert (job["status"], job["total"]) == ("failed", 1)
    assert "several times" in job["error"]
    monkeypatch.setattr(service, "apply_all", inner)
    reply = await importer.store.merchant.post(f"{importer.store.path}/imports/{job_id}/run")
    assert reply.status_code == 202
    assert actions(await importer.finish(job_id)) == (1, 0, 0, 0)


async def test_a_second_delivery_of_a_batch_does_nothing_twice(
    importer: Importer, kernel: Kernel
) -> None:
    reply = await importer.upload(table([row("mug")]))
    job = await importer.finish(reply.json()["data"]["id"])
    before = await importer.fingerprint()
    await importer.rows(
        "update outbox set done_at = null where task = 'commerce.imports.run' returning 1"
    )
    again = await importer.finish(job["id"])
    assert again == job
    assert await importer.fingerprint() == before


async def test_a_deleted_store_ends_its_imports(importer: Importer) -> None:
    reply = await importer.upload(table([row("mug")]))
    assert reply.status_code == 202
    assert (await importer.store.merchant.delete(importer.store.path)).status_code == 200
    from ecomm_testing.outbox import run_outbox

    assert "commerce.imports.run" in await run_outbox(importer.kernel, importer.tenant_id)
    assert await importer.rows("select 1 from products where store_id = :store") == []


async def test_details_of_old_imports_are_forgotten(importer: Importer, shift_clock: Any) -> None:
    job = await importer.run([row("mug", Variant_Price="0")], dry_run=True)
    await importer.rows(
        "update import_jobs set created_at = created_at - interval '31 days' returning 1"
    )
    await importer.run([row("cup")], dry_run=True)
    old = await importer.job(job["id"])
    assert (old["issues"], old["diff"]) == ([], [])
    assert old["summary"] == job["summary"]
    reply = await importer.store.merchant.post(f"{importer.store.path}/imports/{job['id']}/run")
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "import_expired")
    assert found(old) == []
