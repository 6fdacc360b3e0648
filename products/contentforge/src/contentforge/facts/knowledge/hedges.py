# ruff: noqa: E501, SIM905 -- tables are read by column and hold words of six languages
"""Words before (or behind) a figure that say which way it may be off; phrases of stems."""

HEDGES: dict[str, str] = {
    "upto": "up to|upto|max|maximum|at most|no more than|bis zu|bis|maximal|höchstens|jusqu'à|jusqu à"
    "|jusqu'au|jusqu|au maximum|maxi|hasta|como máximo|máximo|máx|fino a|sino a|al massimo|massimo"
    "|tot|tot wel|maximaal|hoogstens|au plus|tops|tops out|limit|cap|rated to|bis auf|rated up to|até",
    "atleast": "at least|minimum|min|from|no less than|mindestens|wenigstens|minimal|ab|au moins"
    "|minimum|à partir|dès|al menos|mínimo|como mínimo|desde|a partir|almeno|da|minimo|dal|minstens"
    "|ten minste|vanaf|starting at|garantiert",
    "over": "over|more than|beyond|above|upward of|exceeding|über|mehr als|plus de|au-delà|más de"
    "|mas de|oltre|più di|meer dan|ruim|gut|algo más de|a little over|a bit over|just over"
    "|knapp über|un poco más de|un peu plus de|poco più di|boven|> |a touch over|a shade over|largement|largos|largo|well over|bien|good",
    "under": "under|below|less than|just under|nearly|almost|just short of|barely|not quite|unter"
    "|weniger als|knapp|fast|beinahe|kaum|moins de|sous|près de|presque|à peine|menos de|bajo"
    "|casi|apenas|poco menos de|meno di|quasi|sotto|appena|onder|minder dan|bijna|krap|net geen"
    "|a shade under|a touch under|quite|close to|un peu moins de",
    "about": "about|around|roughly|approx|approximately|circa|ca|some|or so|give or take|rund|etwa"
    "|ungefähr|zirka|um die|gegen|env|environ|autour de|à peu près|quelque|unos|unas"
    "|aproximadamente|aprox|alrededor de|más o menos|cerca de|circa|all'incirca|intorno a"
    "|ongeveer|zo'n|rond|om en nabij|good|cirka|in etwa|una|un|~|≈|±",
}
REPLACES_LIMIT = "not only"
EACH = frozenset(
    "je jeweils each per pro chacun chacune chaque par cada ognuno ciascuno ogni elk ieder every"
    " apiece jeder jede jedes single je".split()
)
TOTAL = frozenset(
    "total gesamt insgesamt together combined zusammen ensemble tout conjunto totale tutto totaal"
    " samen overall altogether".split()
)
