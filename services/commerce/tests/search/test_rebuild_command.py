"""`ecomm search rebuild`: an operator's way to a new index, while the shop is searched."""

import asyncio
import os
import subprocess
import sys

from sqlalchemy import text

from ecomm_core.db.scope import Scope

from .conftest import Searched


async def rebuild(environ: dict[str, str], *slugs: str) -> "subprocess.CompletedProcess[str]":
    stores = [part for slug in slugs for part in ("--store", slug)]
    return await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "ecomm_cli", "search", "rebuild", *stores],
        env={**environ, "PATH": os.environ["PATH"], "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


async def test_an_operator_lets_an_index_be_built_anew(
    shop: Searched, environ: dict[str, str]
) -> None:
    """R8.4: a document that went missing is there again; the shop answers before and after.
    Planted: without the job the document stays away."""
    await shop.add("Copper Kettle", "Copper Pan")
    tenant = shop.store.merchant.tenant_id
    async with shop.kernel.database.transaction(Scope(tenant_id=tenant)) as session:
        await session.execute(text("delete from search_documents where sort_title like '%kettle%'"))
    assert (await shop.find("copper"))["total"] == 1
    ended = await rebuild(environ, shop.store.slug)
    assert ended.returncode == 0, ended.stderr
    assert shop.store.slug in ended.stdout + ended.stderr
    assert (await shop.find("copper"))["total"] == 1, "asked for, not done yet, and answered"
    await shop.work()
    assert (await shop.find("copper"))["total"] == 2


async def test_an_unknown_store_is_refused_in_a_sentence(
    shop: Searched, environ: dict[str, str]
) -> None:
    ended = await rebuild(environ, "no-such-store")
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
