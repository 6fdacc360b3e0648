"""Rightful calls of a store's blog and its SEO audits."""

import secrets
from typing import Any

from ecomm_testing.leak import Call
from ecomm_testing.outbox import run_outbox

from .operations import operation, simple, with_id
from .world import World


async def post(world: World, **fields: Any) -> dict[str, Any]:
    """A published post of A's."""
    body = {"title": secrets.token_hex(4), "status": "published", "body": "<p>x</p>", **fields}
    return await world.made("/blog/posts", json=body)


async def post_id(world: World) -> str:
    """Its id."""
    return str((await post(world))["id"])


async def category_id(world: World) -> str:
    """A category of A's blog."""
    return str((await world.made("/blog/categories", json={"name": secrets.token_hex(4)}))["id"])


simple("blog_list_posts")
simple("blog_create", json={"title": "A post", "body": "<p>Words.</p>", "tags": ["news"]})
with_id("blog_get", "post_id", post_id)
with_id("blog_update", "post_id", post_id, json={"title": "B"})
with_id("blog_delete", "post_id", post_id)


@operation("blog_suggest_links")
async def _links(world: World) -> Call:
    """A post that names a product of A's."""
    made = await post(world, body=f"<p>Our {world.product['title']} is here.</p>")
    return Call(path={**world.ids, "post_id": made["id"]})


simple("blog_list_categories")
with_id("blog_update_category", "category_id", category_id, json={"name": "Guides"})
with_id("blog_delete_category", "category_id", category_id)


@operation("blog_create_category")
async def _category(world: World) -> Call:
    return Call(path=dict(world.ids), json={"name": f"Guides {secrets.token_hex(3)}"})


@operation("public_posts")
async def _posts(world: World) -> Call:
    await post(world, category_id=await category_id(world), tags=["news"])
    return Call(path=dict(world.ids))


@operation("public_blog_categories")
async def _categories(world: World) -> Call:
    await post(world, category_id=await category_id(world))
    return Call(path=dict(world.ids))


@operation("public_post")
async def _post(world: World) -> Call:
    link = f'<p><a href="/products/{world.product["slug"]}">It</a></p>'
    made = await post(world, body=link)
    return Call(path={**world.ids, "post_slug": made["slug"]})


async def audit_id(world: World) -> str:
    """An audit of A's that is done; those before it are, too."""
    await run_outbox(world.kernel, world.owner.tenant_id)
    made = await world.made("/seo/audits")
    await run_outbox(world.kernel, world.owner.tenant_id)
    return str(made["id"])


simple("seo_list_audits")
with_id("seo_get", "audit_id", audit_id)
with_id("seo_list_findings", "audit_id", audit_id)


@operation("seo_create")
async def _audit(world: World) -> Call:
    """One more, after those before it are done."""
    await run_outbox(world.kernel, world.owner.tenant_id)
    return Call(path=dict(world.ids))
