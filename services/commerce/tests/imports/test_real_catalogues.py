"""Catalogues nobody here made up go through the import of goods, killed in the middle and resumed.

They are other people's and lie outside the repository: `ECOMM_CATALOGUES` names the folder that has
them (`*.csv` in Shopify's format, and a folder `images` of pictures by file name)."""

import csv
import os
from collections import Counter, defaultdict
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from commerce.flows import import_goods
from commerce.imports import reviewing
from ecomm_core.kernel import Kernel
from ecomm_testing.outbox import run_outbox

from .conftest import zipped
from .test_goods_files import Reviewed, reviewed

__all__ = ["reviewed"]

FOLDER = os.environ.get("ECOMM_CATALOGUES")
FILES = sorted(Path(FOLDER).glob("*.csv")) if FOLDER else [Path("none.csv")]
KILLS = {"hand_over": (3, 9), "create_product": (2, 8), "attach": (5,)}
"""After so many times of each step the worker dies, its work done and nothing committed."""

pytestmark = pytest.mark.skipif(
    not FOLDER, reason="ECOMM_CATALOGUES names no folder with real catalogues"
)


class KilledError(OSError):
    """The worker died here: no fault of the product's, as one of the machine is not."""


def said_by(path: Path) -> dict[str, list[dict[str, str]]]:
    """Handle -> its rows, read by nothing of ours."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            found[line["Handle"]].append(line)
    return found


def arm(monkeypatch: pytest.MonkeyPatch, where: Any, name: str, deaths: Counter[str]) -> None:
    """Let a step die at its turns."""
    real, passed = getattr(where, name), 0

    async def dies(*args: Any, **kwargs: Any) -> Any:
        nonlocal passed
        passed += 1
        result = await real(*args, **kwargs)
        if passed in KILLS[name]:
            deaths[name] += 1
            raise KilledError(name)
        return result

    monkeypatch.setattr(where, name, dies)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
async def test_every_product_of_a_catalogue_is_a_draft_once(
    reviewed: Reviewed, kernel: Kernel, monkeypatch: pytest.MonkeyPatch, path: Path
) -> None:
    pictures = {one.name: one.read_bytes() for one in sorted((path.parent / "images").iterdir())}
    reply = await reviewed.send(
        file=(path.name, path.read_bytes()), images=("pictures.zip", zipped(pictures))
    )
    assert reply.status_code == 202, reply.text
    deaths: Counter[str] = Counter()
    flow: Any = import_goods
    arm(monkeypatch, reviewing, "hand_over", deaths)
    arm(monkeypatch, flow.catalog, "create_product", deaths)
    arm(monkeypatch, flow.catalog, "attach", deaths)
    for _ in range(sum(len(turns) for turns in KILLS.values()) + 1):
        try:
            await run_outbox(kernel, reviewed.tenant_id, ahead=timedelta(hours=2))
        except KilledError:
            continue
    job = await reviewed.finish(reply.json()["data"]["id"])
    assert deaths["hand_over"] == 2, "it was killed in the middle"
    assert deaths["create_product"] == 2, "and on the way to the drafts"
    assert job["status"] == "done"

    rows = said_by(path)
    wrong = {one["row"] for one in job["issues"] if one["level"] == "error"}
    items = await reviewed.items()
    skipped = job["summary"]["skipped"]
    assert job["summary"]["products"] == len(rows)
    assert len(items) == len(rows) - skipped, "each once, none lost but those said to be"
    assert bool(skipped) == bool(wrong), "what is left out is said by row"
    states = Counter(one["state"] for one in items.values())
    assert set(states) == {"needs_review"}, states
    assert len(await reviewed.products()) == len(items)
    for handle, item in items.items():
        priced = [one for one in rows[handle] if one["Variant Price"]]
        assert len(item["variants"]) == len(priced), handle
        for sold, line in zip(item["product"]["variants"], priced, strict=True):
            assert sold["price"]["amount"] == Decimal(line["Variant Price"]) * 100, handle
            assert (sold["sku"] or "") == line["Variant SKU"].removeprefix("'").strip(), handle
        urls = {one["Image Src"] for one in rows[handle] if one["Image Src"]}
        lost = {one["url"] for one in item["picture_issues"]}
        assert lost <= urls
        here = {url for url in urls if url.partition("?")[0].rpartition("/")[2] in pictures}
        assert not lost & here, "a picture that came with the file is found by its name"
        assert len(item["product"]["media"]) <= len(urls - lost)
        fields = {one["name"]: one["by"] for one in item["fields"]}
        assert fields["title"] == path.name
    print(  # noqa: T201 - the figures of a run by hand
        path.name,
        {
            "rows": job["summary"]["rows"],
            "drafts": len(items),
            "variants": sum(len(one["variants"]) for one in items.values()),
            "pictures": sum(len(one["product"]["media"]) for one in items.values()),
            "pictures not had": sum(len(one["picture_issues"]) for one in items.values()),
            "errors": job["summary"]["errors"],
            "warnings": Counter(one["code"] for one in job["issues"]),
            "failing": Counter(code for one in items.values() for code in one["failing"]),
            "deaths": dict(deaths),
        },
    )
