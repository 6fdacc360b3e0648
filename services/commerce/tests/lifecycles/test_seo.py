"""An SEO audit from its beginning to its history."""

from typing import Any

TAGS = ("seo",)


async def test_an_audit_is_begun_read_and_kept(room: Any) -> None:
    """A job makes it; what is mended is gone from the next one."""
    audits = "/seo/audits"
    thing = await room.product(title="Copper kettle", description="<p>Short.</p>")
    await room.denied("POST", audits, watch=audits)
    begun = await room.owner.post(audits)
    assert begun["score"] is None
    await room.work()
    one = f"{audits}/{begun['id']}"
    done = await room.owner.get(one)
    assert done["state"] == "done"
    assert sum(rule["points"] for rule in done["rules"]) == 100
    thin = await room.owner.get(f"{one}/findings", rule="thin_text", thing="product")
    [found] = [finding for finding in thin if finding["thing_id"] == thing["id"]]
    assert found["detail"]["words"] == 1
    await room.hidden(one)
    await room.hidden(f"{one}/findings")
    await room.owner.patch(f"/products/{thing['id']}", description=f"<p>{'word ' * 60}</p>")
    again = await room.owner.post(audits)
    await room.work()
    after = await room.owner.get(f"{audits}/{again['id']}/findings", rule="thin_text")
    assert thing["id"] not in [finding["thing_id"] for finding in after]
    assert [row["id"] for row in await room.owner.get(audits)] == [again["id"], begun["id"]]
    await room.audited("seo_audit.create", begun["id"])


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
