"""A blog: a post from its draft to its redirect, one that appears by the clock, its shelves."""

from datetime import UTC, datetime, timedelta
from typing import Any

from .story import fresh, picture

TAGS = ("blog",)


async def test_a_post_from_its_draft_to_its_redirect(room: Any) -> None:
    """Drafted, published with a picture, moved (its old address leads on), hidden, deleted."""
    mug = await room.product(title=f"Mug {fresh()}")
    shelf = await room.owner.post("/blog/categories", name="Guides")
    seen = await room.owner.upload("/products/upload", "pot.png", picture(), "image/png")
    words = f"<p>Take our {mug['title']}.</p><script>x</script>"
    made = await room.owner.post(
        "/blog/posts",
        {
            "title": "How to brew",
            "body": words,
            "category_id": shelf["id"],
            "tags": ["tea", "Tea", "pots"],
            "cover_id": seen["id"],
            "cover_alt": "A pot",
        },
    )
    one = f"/blog/posts/{made['id']}"
    assert (made["state"], "script" in made["body"]) == ("draft", False)
    assert made["tags"] == ["tea", "pots"]
    await room.shop.gone("/blog/how-to-brew")
    assert await room.shop.get("/blog") == []
    [link] = await room.owner.get(f"{one}/links")
    assert (link["path"], link["phrase"]) == (f"/products/{mug['slug']}", mug["title"])
    linked = words.replace(mug["title"], f'<a href="{link["path"]}">{mug["title"]}</a>')
    await room.owner.patch(one, status="published", body=linked, seo_title="Brewing")
    assert await room.owner.get(f"{one}/links") == []
    shown = await room.shop.get("/blog/how-to-brew")
    assert (shown["seo"]["title"], shown["cover"]["alt"]) == ("Brewing", "A pot")
    assert [card["id"] for card in shown["products"]] == [mug["id"]]
    assert shown["category"] == {"name": "Guides", "slug": "guides"}
    for method, path, body in (
        ("POST", "/blog/posts", {"title": "x"}),
        ("PATCH", one, {"title": "x"}),
        ("DELETE", one, None),
    ):
        await room.denied(method, path, body, watch="/blog/posts")
    await room.hidden(one)
    await room.hidden(f"{one}/links")
    await room.owner.patch(one, slug="brewing-tea")
    old = await room.shop.send("GET", "/blog/how-to-brew")
    assert (old.status_code, old.headers["location"][-17:]) == (301, "/blog/brewing-tea")
    assert await room.shop.get("/redirect", path="/blog/how-to-brew") == {
        "location": "/blog/brewing-tea"
    }
    assert "/blog/brewing-tea" in [entry["path"] for entry in await room.shop.get("/sitemap")]
    assert [row["id"] for row in await room.owner.get("/blog/posts", search="how to")] == [
        made["id"]
    ]
    await room.owner.patch(one, status="draft")
    await room.shop.gone("/blog/brewing-tea")
    assert (await room.owner.get(one))["published_at"] is not None, "its first day stays"
    await room.owner.delete(one)
    await room.owner.gone(one)
    await room.audited("blog_post.delete", made["id"])


async def test_a_post_appears_by_the_clock(room: Any) -> None:
    """Nobody does anything: its moment comes, shoppers see it, cached lists are dropped."""
    at = datetime.now(UTC) + timedelta(hours=5)
    made = await room.owner.post(
        "/blog/posts", title="Later", status="published", published_at=at.isoformat()
    )
    assert made["state"] == "scheduled"
    await room.shop.gone("/blog/later")
    assert await room.owner.total("/blog/posts", state="scheduled") == 1
    room.backstage.later(hours=6)
    await room.sign_in()
    await room.backstage.strike("commerce.content.publish_posts")
    assert (await room.shop.get("/blog/later"))["title"] == "Later"
    assert (await room.owner.get(f"/blog/posts/{made['id']}"))["state"] == "published"


async def test_shelves_of_the_blog(room: Any) -> None:
    """Made, renamed, removed: its posts stay, without one."""
    shelves = "/blog/categories"
    await room.denied("POST", shelves, {"name": "x"}, watch=shelves)
    made = await room.owner.post(shelves, name="News")
    one = f"{shelves}/{made['id']}"
    post = await room.owner.post(
        "/blog/posts", title="Open", status="published", category_id=made["id"]
    )
    assert await room.shop.get("/blog-categories") == [{"name": "News", "slug": "news", "posts": 1}]
    again = {"name": "Other", "slug": "NEWS"}
    assert (await room.owner.refused("POST", shelves, again))[0] == 409
    await room.denied("PATCH", one, {"name": "x"}, watch=shelves)
    await room.denied("DELETE", one, watch=shelves)
    assert (await room.owner.patch(one, name="What is new", slug="new"))["posts"] == 1
    assert [row["id"] for row in await room.shop.get("/blog", category="new")] == [post["id"]]
    assert await room.shop.get("/blog", category="news") == []
    await room.owner.delete(one)
    assert made["id"] not in [row["id"] for row in await room.owner.get(shelves)]
    assert (await room.owner.get(f"/blog/posts/{post['id']}"))["category_id"] is None
    await room.audited("blog_category.delete", made["id"])


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
