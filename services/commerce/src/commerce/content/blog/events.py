"""What happens to a store's blog. `tags` are the cached replies and pages that it makes stale."""

from typing import ClassVar
from uuid import UUID

from ecomm_core.outbox.events import EventData


class PostChanged(EventData):
    """A post was written, changed or removed, or its moment came."""

    type: ClassVar[str] = "blog_post.changed"
    resource_type: ClassVar[str] = "blog_post"

    post_id: UUID
    slug: str
    tags: list[str]


class BlogCategoriesChanged(EventData):
    """A category of the blog was made, renamed or removed."""

    type: ClassVar[str] = "blog_categories.changed"
    resource_type: ClassVar[str] = "blog_category"

    category_id: UUID
    tags: list[str]
