"""A demo shop's blog, written as its merchant would: two posts to read, one that is not ready."""

from datetime import timedelta
from typing import Any

import httpx2
from sqlalchemy import text

from commerce.demo.calling import call
from commerce.stores.directory import StoreFacts
from ecomm_core import clock
from ecomm_core.kernel import Kernel

_COVER = text(
    """select m.id, m.alt, v.sku, m.position from media m
         join product_variants v on v.tenant_id = m.tenant_id and v.product_id = m.product_id
        where m.store_id = :store and v.sku like :sku"""
)


async def write_posts(
    kernel: Kernel, client: httpx2.AsyncClient, store: StoreFacts, plan: dict[str, Any]
) -> int:
    """The plan's posts that the blog does not have yet; how many. Raises RuntimeError with a
    refusal's words."""
    path = f"/stores/{store.id}/blog/posts"
    known = {post["title"] for post in await call(client, "GET", f"{path}?per_page=100")}
    missing = [post for post in plan["posts"] if post["title"] not in known]
    for post in missing:
        body = {"title": post["title"], "body": post["body"], "tags": post["tags"]}
        body["author"] = plan.get("author", plan["store"]["name"])
        if post["days"] is not None:
            at = clock.now() - timedelta(days=post["days"])
            body |= {"status": "published", "published_at": at.isoformat()}
        if post["cover"] is not None:
            async with kernel.database.transaction(store.scope) as session:
                wanted = {"store": store.id, "sku": f"{post['cover']}-%"}
                found = (await session.execute(_COVER, wanted)).all()
            if found:
                cover = min(found, key=lambda one: (one.sku, one.position))
                body |= {"cover_id": str(cover.id), "cover_alt": cover.alt}
        await call(client, "POST", path, json=body)
    return len(missing)
