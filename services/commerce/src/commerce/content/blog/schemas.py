"""Shapes of the blog."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from commerce.catalog.schemas import ImageOut, PageSeoOut
from commerce.content.blog.models import PostState, PostStatus
from ecomm_core.api.pagination import MAX_PAGE
from ecomm_core.api.schemas import Input, Moment, Output, Text

MAX_TAGS = 20


def _once(tags: list[str]) -> list[str]:
    """Each tag once, whatever its case; commas would part them where they are typed."""
    if any("," in tag for tag in tags):
        raise ValueError("a tag has no commas")
    return list({tag.casefold(): tag for tag in reversed(tags)}.values())[::-1]


PostTitle = Annotated[str, Field(min_length=1, max_length=160)]
PostSlug = Annotated[str, Field(min_length=1, max_length=120)]
PostBody = Annotated[str, Field(max_length=200_000)]
Excerpt = Annotated[str, Field(max_length=500)]
Author = Annotated[str, Field(max_length=120)]
CoverAlt = Annotated[str, Field(max_length=500)]
PostTag = Annotated[str, Field(min_length=1, max_length=40)]
PostTags = Annotated[list[PostTag], Field(max_length=MAX_TAGS), AfterValidator(_once)]
SeoTitle = Annotated[str, Field(max_length=255)]
SeoDescription = Annotated[str, Field(max_length=1000)]
CategoryName = Annotated[str, Field(min_length=1, max_length=80)]
CategorySlug = Annotated[str, Field(min_length=1, max_length=80)]


class PostIn(Input):
    """A new post. `body` is HTML; what a text does not need is taken out of it."""

    title: PostTitle
    slug: PostSlug | None = Field(default=None, description="Of the title where absent.")
    body: PostBody = ""
    excerpt: Excerpt | None = Field(
        default=None, description="The beginning of the text is shown where absent."
    )
    author: Author | None = None
    category_id: UUID | None = None
    tags: PostTags = Field(default_factory=list)
    cover_id: UUID | None = Field(default=None, description="A picture of this store.")
    cover_alt: CoverAlt = ""
    status: PostStatus = PostStatus.DRAFT
    published_at: Moment | None = Field(
        default=None,
        description="When shoppers see it: now where absent; a moment to come schedules it.",
    )
    seo_title: SeoTitle | None = None
    seo_description: SeoDescription | None = None


class PostPatch(Input):
    """Changes to a post. Absent fields stay; null clears what may be empty, and `published_at`
    null of a published post is now."""

    title: PostTitle | None = None
    slug: PostSlug | None = None
    body: PostBody | None = None
    excerpt: Excerpt | None = None
    author: Author | None = None
    category_id: UUID | None = None
    tags: PostTags | None = None
    cover_id: UUID | None = None
    cover_alt: CoverAlt | None = None
    status: PostStatus | None = None
    published_at: Moment | None = None
    seo_title: SeoTitle | None = None
    seo_description: SeoDescription | None = None


class BlogCategoryLinkOut(Output):
    """A category of the blog by name."""

    name: str
    slug: str


class PostRowOut(Output):
    """A post in a list. `state` is where it stands now."""

    id: UUID
    title: str
    slug: str
    state: PostState
    status: PostStatus
    author: str | None
    category_id: UUID | None
    category: str | None
    tags: list[str]
    published_at: datetime | None
    created_at: datetime
    updated_at: datetime


class PostOut(PostRowOut):
    """A post as its merchants see it. `summary` is what lists of the shop show of it."""

    body: str
    excerpt: str | None
    summary: str
    cover: ImageOut | None
    cover_alt: str
    seo_title: str | None
    seo_description: str | None


class BlogCategoryIn(Input):
    """A category of the blog."""

    name: CategoryName
    slug: CategorySlug | None = Field(default=None, description="Of the name where absent.")


class BlogCategoryPatch(Input):
    """Changes to a category of the blog. Absent fields stay."""

    name: CategoryName | None = None
    slug: CategorySlug | None = None


class BlogCategoryOut(Output):
    """A category of the blog; `posts` counts all of its posts."""

    id: UUID
    name: str
    slug: str
    posts: int


class LinkSuggestionOut(Output):
    """Something of the shop that a post names and does not link. `phrase` is how it is written in
    the text, `path` where the link would lead."""

    kind: Literal["product", "category", "collection"]
    id: UUID
    title: str
    phrase: str
    path: str


class BlogListIn(BaseModel):
    """What a reader asks of the blog."""

    page: int = Field(default=1, ge=1, le=MAX_PAGE)
    per_page: int = Field(default=12, ge=1, le=100)
    category: Text | None = Field(default=None, max_length=120, description="A slug.")
    tag: Text | None = Field(default=None, max_length=40)


class PublicPostRowOut(Output):
    """A published post in a list, the latest first."""

    id: UUID
    slug: str
    title: str
    summary: str
    author: str | None
    category: BlogCategoryLinkOut | None
    tags: list[str]
    cover: ImageOut | None
    published_at: datetime
    updated_at: datetime


class PublicBlogCategoryOut(BlogCategoryLinkOut):
    """A category of the blog with how many published posts it has."""

    posts: int


class PublicPostBaseOut(PublicPostRowOut):
    """A published post with its text."""

    body: str
    seo: PageSeoOut
    related: list[PublicPostRowOut]
