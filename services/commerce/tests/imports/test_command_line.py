"""`ecomm import`: the operator's way, without a worker."""

import asyncio
import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Importer, fixture, row, table, workshop_pictures, zipped

HANG_LIMIT = 120.0


@pytest.fixture
def command(importer: Importer, environ: dict[str, str], tmp_path: Path) -> "Command":
    """The command, run in a folder of its own."""
    return Command(importer, {**environ, "PATH": os.environ["PATH"], "COLUMNS": "200"}, tmp_path)


class Command:
    """Runs `ecomm import`."""

    def __init__(self, importer: Importer, environ: dict[str, str], folder: Path) -> None:
        self.importer, self.environ, self.folder = importer, environ, folder

    async def run(
        self, file: bytes, *arguments: str, store: str | None = None
    ) -> "subprocess.CompletedProcess[str]":
        path = self.folder / "products.csv"
        path.write_bytes(file)
        slug = store or self.importer.store.slug
        return await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "ecomm_cli", "import", str(path), "--store", slug, *arguments],
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=HANG_LIMIT,
            check=False,
        )


async def test_a_file_and_a_folder_are_imported_and_reported(command: Command) -> None:
    pictures = command.folder / "pictures"
    pictures.mkdir()
    for name, data in workshop_pictures().items():
        (pictures / name).write_bytes(data)
    report = command.folder / "report.csv"
    ended = await command.run(
        fixture("workshop.csv"), "--images", str(pictures), "--report", str(report)
    )
    assert ended.returncode == 0, ended.stderr
    for words in ("created", "5", "of them stored", "4", "The price is 0"):
        assert words in ended.stdout
    lines = list(csv.DictReader(report.read_text(encoding="utf-8-sig").splitlines()))
    assert [line["row"] for line in lines] == ["2", "10", "11"]
    assert len(await command.importer.products()) == 5
    again = await command.run(fixture("workshop.csv"), "--images", str(pictures))
    assert again.returncode == 0, again.stderr
    products = await command.importer.products()
    assert sum(len(product["media"]) for product in products) == 4
    jobs = await command.importer.rows(
        "select status, actor, file_key, summary ->> 'unchanged' as unchanged from import_jobs "
        "where store_id = :store order by created_at"
    )
    assert [(job["status"], job["actor"], job["file_key"]) for job in jobs] == [
        ("done", "cli", None)
    ] * 2
    assert jobs[1]["unchanged"] == "5"


async def test_a_dry_run_shows_the_differences(command: Command) -> None:
    await command.importer.run([row("mug")])
    before = await command.importer.fingerprint()
    ended = await command.run(table([row("mug", Variant_Price="9.00"), row("cup")]), "--dry-run")
    assert ended.returncode == 0, ended.stderr
    assert "update" in ended.stdout
    assert "create" in ended.stdout
    assert "Would be imported" in ended.stdout
    assert await command.importer.fingerprint() == before


async def test_a_zip_of_pictures_works_too(command: Command) -> None:
    images = command.folder / "pictures.zip"
    images.write_bytes(zipped(workshop_pictures()))
    ended = await command.run(fixture("workshop.csv"), "--images", str(images))
    assert ended.returncode == 0, ended.stderr
    products = await command.importer.products()
    assert sum(len(product["media"]) for product in products) == 4


async def test_what_goes_wrong_is_one_sentence_and_exit_code_1(command: Command) -> None:
    unknown = await command.run(fixture("lamps.csv"), store="no-such-store")
    broken = await command.run(b"id,name\n1,Mug\n")
    images = command.folder / "pictures.zip"
    images.write_bytes(zipped({"../x.jpg": b"x"}))
    attack = await command.run(fixture("lamps.csv"), "--images", str(images))
    for ended, words in (
        (unknown, "does not exist"),
        (broken, "not Shopify's product CSV"),
        (attack, "leads out of the ZIP"),
    ):
        assert ended.returncode == 1, (words, ended.stdout)
        assert words in ended.stderr
        assert "Traceback" not in ended.stderr
    assert await command.importer.products() == []
    statuses = await command.importer.rows("select status from import_jobs where store_id = :store")
    assert statuses == [{"status": "failed"}]
