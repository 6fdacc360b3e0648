"""HTTP of the blog for merchants. Shoppers read it in `commerce.shop`."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query

from commerce.catalog.errors import MediaNotFound
from commerce.content.blog import categories, service, suggesting
from commerce.content.blog.errors import (
    BlogCategoryNotFound,
    BlogCategorySlugTaken,
    PostNotFound,
    PostSlugTaken,
    TooManyBlogCategories,
    TooManyPosts,
)
from commerce.content.blog.models import PostState
from commerce.content.blog.schemas import (
    BlogCategoryIn,
    BlogCategoryOut,
    BlogCategoryPatch,
    LinkSuggestionOut,
    PostIn,
    PostOut,
    PostPatch,
    PostRowOut,
)
from commerce.stores.contexts import StoreStaff, StoreViewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of
from ecomm_core.errors import LimitReached

routes = router("blog", "/stores/{store_id}/blog")

Sort = Literal["title", "-title", "published_at", "-published_at", "updated_at", "-updated_at"]


@routes.get("/posts")
async def list_posts(
    context: StoreViewer,
    page: PageDep,
    search: Annotated[Text | None, Query(max_length=200)] = None,
    state: PostState | None = None,
    category_id: UUID | None = None,
    sort: Sort = "-published_at",
) -> ListReply[PostRowOut]:
    """The store's posts without their text, drafts first where the latest come first; `search`
    looks into titles and addresses."""
    rows, total = await service.list_posts(
        context.session,
        context.store_id,
        search=search,
        state=state,
        category_id=category_id,
        sort=sort,
        offset=page.offset,
        limit=page.per_page,
    )
    return page_of(rows, page.info(total))


@routes.post(
    "/posts",
    status_code=201,
    responses=errors(
        LimitReached, BlogCategoryNotFound, MediaNotFound, PostSlugTaken, TooManyPosts
    ),
)
async def create(context: StoreStaff, body: PostIn) -> Reply[PostOut]:
    """Write a post: a draft, one that shoppers see now, or one that they see from its moment on."""
    made = await service.create(
        context.kernel, context.session, context.store, body, actor=context.actor
    )
    return ok(await service.to_out(context.kernel, context.session, made))


@routes.get("/posts/{post_id}", responses=errors(PostNotFound))
async def get(context: StoreViewer, post_id: UUID) -> Reply[PostOut]:
    """A post with its text."""
    post = await service.get(context.session, context.store_id, post_id)
    return ok(await service.to_out(context.kernel, context.session, post))


@routes.patch(
    "/posts/{post_id}",
    responses=errors(PostNotFound, BlogCategoryNotFound, MediaNotFound, PostSlugTaken),
)
async def update(context: StoreStaff, post_id: UUID, body: PostPatch) -> Reply[PostOut]:
    """Change, publish, schedule or hide a post. A changed address leads from the old one."""
    changed = await service.update(
        context.kernel, context.session, context.store, post_id, body, actor=context.actor
    )
    return ok(await service.to_out(context.kernel, context.session, changed))


@routes.delete("/posts/{post_id}", responses=errors(PostNotFound))
async def delete(context: StoreStaff, post_id: UUID) -> Reply[dict[str, Any]]:
    """Remove a post."""
    await service.delete(
        context.kernel, context.session, context.store, post_id, actor=context.actor
    )
    return ok({})


@routes.get("/posts/{post_id}/links", responses=errors(PostNotFound))
async def suggest_links(context: StoreViewer, post_id: UUID) -> Reply[list[LinkSuggestionOut]]:
    """Products, categories and collections that the post names and does not link, ten at most, in
    the order of the text."""
    found = await suggesting.suggestions(context.session, context.store_id, post_id)
    return ok(found)


@routes.get("/categories")
async def list_categories(context: StoreViewer) -> Reply[list[BlogCategoryOut]]:
    """The blog's categories by name, 100 at most."""
    return ok(await categories.list_categories(context.session, context.store_id))


@routes.post(
    "/categories",
    status_code=201,
    responses=errors(BlogCategorySlugTaken, TooManyBlogCategories),
)
async def create_category(context: StoreStaff, body: BlogCategoryIn) -> Reply[BlogCategoryOut]:
    """Make a category."""
    made = await categories.create(
        context.kernel, context.session, context.store, body, actor=context.actor
    )
    return ok(await categories.out(context.session, context.store_id, made.id))


@routes.patch(
    "/categories/{category_id}", responses=errors(BlogCategoryNotFound, BlogCategorySlugTaken)
)
async def update_category(
    context: StoreStaff, category_id: UUID, body: BlogCategoryPatch
) -> Reply[BlogCategoryOut]:
    """Rename a category, or give it another address."""
    await categories.update(
        context.kernel, context.session, context.store, category_id, body, actor=context.actor
    )
    return ok(await categories.out(context.session, context.store_id, category_id))


@routes.delete("/categories/{category_id}", responses=errors(BlogCategoryNotFound))
async def delete_category(context: StoreStaff, category_id: UUID) -> Reply[dict[str, Any]]:
    """Remove a category; its posts stay, without one."""
    await categories.delete(
        context.kernel, context.session, context.store, category_id, actor=context.actor
    )
    return ok({})
