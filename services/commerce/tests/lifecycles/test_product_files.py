"""Products as files: out, changed by hand, tried, in again."""

from typing import Any

from .story import euros, rows_of

TAGS = ("exports", "imports")

BAD = "Handle,Title,Variant Price,Variant SKU\ngood,Good,12.50,G-1\nbad,Bad,dear,B-1\n"


async def take(room: Any, text: str, *, dry_run: bool) -> Any:
    """A file read by the worker; the job."""
    job = await room.owner.upload(
        "/products/import", "p.csv", text.encode(), "text/csv", dry_run=str(dry_run).lower()
    )
    await room.work()
    return await room.owner.get(f"/imports/{job['id']}")


async def give(room: Any, **body: Any) -> str:
    """An export's file."""
    job = await room.owner.post("/exports", body)
    await room.work()
    done = await room.owner.get(f"/exports/{job['id']}")
    assert (done["status"], done["skipped"]) == ("done", 0), done
    return str(await room.owner.text(f"/exports/{job['id']}/file.csv"))


async def test_products_travel_out_and_in_again(room: Any) -> None:
    """R8.5: Shopify's format both ways: what went out comes in unchanged, a rerun makes nothing
    twice, a changed line changes one product."""
    await room.product(
        title="Mug",
        sku=None,
        options=[{"name": "Size", "values": ["S", "L"]}],
        price=euros(1500),
        tags=["kitchen"],
    )
    await room.product(title="Bowl", sku="BOWL-1", price=euros(900))
    for form in ("shopify", "own"):
        text = await give(room, format=form)
        tried = await take(room, text, dry_run=True)
        assert (tried["status"], tried["issues_total"]) == ("done", 0), tried["issues"]
        assert await room.owner.total("/products") == 2
    text = await give(room)
    assert {row["Handle"] for row in rows_of(text)} == {"mug", "bowl"}
    dearer = text.replace("9.00", "9.50")
    tried = await take(room, dearer, dry_run=True)
    [diff] = [entry for entry in tried["diff"] if entry["action"] == "update"]
    assert diff["handle"] == "bowl"
    assert {change["field"] for change in diff["changes"]} == {"price"}
    [bowl] = await room.owner.get("/products", search="bowl")
    assert bowl["price_min"] == euros(900), "a try changes nothing"
    job = await room.owner.post(f"/imports/{tried['id']}/run")
    await room.work()
    assert (await room.owner.get(f"/imports/{job['id']}"))["status"] == "done"
    [bowl] = await room.owner.get("/products", search="bowl")
    assert bowl["price_min"] == euros(950)
    await take(room, dearer, dry_run=False)
    assert await room.owner.total("/products") == 2, "nothing twice"
    assert await room.owner.total("/exports") == 3
    [row] = await room.owner.get("/exports", per_page=1)
    await room.hidden(f"/exports/{row['id']}")
    assert (await room.viewer.refused("GET", f"/exports/{row['id']}/file.csv"))[0] == 403
    assert (await room.stranger.refused("GET", f"/exports/{row['id']}/file.csv"))[0] == 404
    await room.denied("POST", "/exports", {}, watch="/exports")


async def test_a_wrong_file_is_told_by_row_column_and_reason(room: Any) -> None:
    """R8.5: the good lines come in, the bad ones stand in a file of their own."""
    job = await take(room, BAD, dry_run=False)
    assert (job["status"], job["issues_total"]) == ("done", 1)
    [issue] = rows_of(await room.owner.text(f"/imports/{job['id']}/issues.csv"))
    named = {name.lower(): value for name, value in issue.items()}
    assert named["row"] == "3"
    assert named["column"] == "Variant Price"
    assert "not a price" in named["message"]
    assert [row["title"] for row in await room.owner.get("/products", search="good")] == ["Good"]
    assert await room.owner.get("/products", search="bad") == []
    await room.hidden(f"/imports/{job['id']}")


async def test_a_list_becomes_drafts_for_a_look(room: Any) -> None:
    """A list of one's own: what has a cost is priced by rule, and nothing is sold before a look."""
    where = "/goods-imports/files"
    await room.denied("POST", where, watch="/imports")
    text = "Name,Code,Cost\nCorkscrew,CORK-1,4.00\nRinger,,x\n"
    job = await room.owner.upload(where, "list.csv", text.encode(), "text/csv")
    await room.work()
    job = await room.owner.get(f"/imports/{job['id']}")
    assert (job["kind"], job["summary"]["created"], job["summary"]["skipped"]) == ("review", 1, 1)
    report = await room.owner.text(f"/imports/{job['id']}/issues.csv")
    assert "3,Cost,error,price_invalid" in report
    [item] = await room.owner.get("/goods-imports/items", import_id=job["id"])
    assert (item["state"], item["price_min"]) == ("needs_review", euros(1000))
    assert (await room.owner.get(f"/goods-imports/{job['id']}"))["filename"] == "list.csv"


async def test_an_import_nobody_has_begun_is_taken_back(room: Any) -> None:
    job = await room.owner.upload("/products/import", "p.csv", BAD.encode(), "text/csv")
    one = f"/imports/{job['id']}"
    await room.denied("POST", f"{one}/cancel", watch=one)
    assert (await room.owner.post(f"{one}/cancel"))["status"] == "cancelled"
    await room.work()
    assert (await room.owner.get(one))["status"] == "cancelled"
    assert (await room.owner.post(f"{one}/cancel"))["status"] == "cancelled", "twice is once"
    rows = await room.owner.get("/imports", per_page=1)
    assert [row["id"] for row in rows] == [job["id"]]


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
