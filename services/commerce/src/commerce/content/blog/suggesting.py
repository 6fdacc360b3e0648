"""What a post names and does not link: products, categories and collections by their titles."""

import re
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.content.blog import service
from commerce.content.blog.schemas import LinkSuggestionOut
from commerce.reads import link_targets

MOST: Final = 10
SHORTEST: Final = 4
"""Letters of a title: shorter ones stand in too many texts by chance."""

_LINK: Final = re.compile(r"<a\b[^>]*>.*?</a>", re.DOTALL)
_HREF: Final = re.compile(r'href="(?:https?://[^"/]+)?(/[^"?#]*)')


async def suggestions(
    session: AsyncSession, store_id: UUID, post_id: UUID
) -> list[LinkSuggestionOut]:
    """The first ten by where they stand in the text; the longest title wins a place. Raises
    PostNotFound (404)."""
    post = await service.get(session, store_id, post_id)
    linked = {path.rstrip("/") for path in _HREF.findall(post.body)}
    text = service.plain_text(_LINK.sub(" ", post.body))
    named = await link_targets.named_in(session, store_id, text, shortest=SHORTEST)
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, LinkSuggestionOut]] = []
    for target in sorted(named, key=lambda row: (-len(row.title), str(row.id))):
        if target.path in linked:
            continue
        # A word of its own, not a part of another one.
        places = re.finditer(rf"(?<!\w){re.escape(target.title)}(?!\w)", text, re.IGNORECASE)
        place = next(
            (p for p in places if all(p.end() <= a or p.start() >= b for a, b in taken)), None
        )
        if place is None:
            continue
        taken.append(place.span())
        found.append(
            (
                place.start(),
                LinkSuggestionOut(
                    kind=target.kind,
                    id=target.id,
                    title=target.title,
                    phrase=place.group(),
                    path=target.path,
                ),
            )
        )
    return [one for _, one in sorted(found, key=lambda pair: pair[0])[:MOST]]
