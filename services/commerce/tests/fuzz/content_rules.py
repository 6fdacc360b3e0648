"""What fits the schema of the blog's operations and is refused, with the reason."""

_SLUG = "letters, digits, hyphens"
_TAKEN = "what exists is known to the database"
_POST = {
    "slug": _SLUG,
    "tags": "without commas",
    "category_id": _TAKEN,
    "cover_id": _TAKEN,
    "published_at": "from 1990 to five years from now",
}

FIELDS = {
    "blog_create": _POST,
    "blog_update": _POST,
    "blog_create_category": {"slug": _SLUG},
    "blog_update_category": {"slug": _SLUG},
    "public_post": {
        "currency": "a store sells in one currency, which the document cannot know",
        "locale": "the shop's languages are known to the database",
    },
}
