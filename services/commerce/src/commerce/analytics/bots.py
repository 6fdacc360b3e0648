"""Who says that they are no person: programs that name themselves in their User-Agent. Those that
lie are not told apart, and no figure claims so."""

import re
from typing import Final

_PROGRAMS: Final = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|scan|fetch|monitor|uptime|pingdom|lighthouse|headless|phantom"
    r"|puppeteer|playwright|selenium|preview|facebookexternalhit|whatsapp|telegram|embedly"
    r"|mediapartners|feed|archive|python|curl|wget|httpx|java/|okhttp|go-http|libwww|node-fetch"
    r"|axios|scrapy|gptbot|claude|bytespider|petal|yandex|baidu|semrush|ahrefs",
    re.IGNORECASE,
)


def is_bot(user_agent: str | None) -> bool:
    """Whether a request comes from a program. A browser names itself: none is a program, too."""
    return not user_agent or _PROGRAMS.search(user_agent) is not None
