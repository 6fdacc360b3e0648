"""Refusals about the blog."""

from ecomm_core.errors import Conflict, NotFound


class PostNotFound(NotFound):
    """No such post in this store; for shoppers: none that is published by now."""

    code = "post_not_found"
    message = "This post does not exist."


class PostSlugTaken(Conflict):
    """Another post of the store has this slug."""

    code = "slug_taken"
    message = "Another post has this address."


class TooManyPosts(Conflict):
    """A store has 5,000 posts at most."""

    code = "too_many_posts"
    message = "A store can have 5,000 posts."


class BlogCategoryNotFound(NotFound):
    """No such category in this store's blog."""

    code = "blog_category_not_found"
    message = "This category does not exist in your blog."


class BlogCategorySlugTaken(Conflict):
    """Another category of the blog has this slug."""

    code = "slug_taken"
    message = "Another category of your blog has this address."


class TooManyBlogCategories(Conflict):
    """A blog has 100 categories at most."""

    code = "too_many_blog_categories"
    message = "A blog can have 100 categories."
