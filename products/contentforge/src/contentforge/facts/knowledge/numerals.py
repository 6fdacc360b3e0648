# ruff: noqa: E501, SIM905 -- tables are read by column and hold words of six languages
"""Number words of six languages. `zero..twenty`, then tens; the rest is composed in `numbers.py`."""

SMALL: dict[str, str] = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen",
    "de": "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn"
    " fünfzehn sechzehn siebzehn achtzehn neunzehn",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze"
    " seize dix-sept dix-huit dix-neuf",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"
    " dieciséis diecisiete dieciocho diecinueve",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici"
    " quattordici quindici sedici diciassette diciotto diciannove",
    "nl": "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien"
    " vijftien zestien zeventien achttien negentien",
}
TENS: dict[str, str] = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante soixante-dix quatre-vingt quatre-vingt-dix",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
}
JOIN: dict[str, str] = {"en": "-", "fr": "-", "es": " y ", "it": ""}
"""Between ten and unit; German and Dutch put the unit first."""
BIG: dict[str, dict[str, int]] = {
    "en": {"hundred": 100, "thousand": 1000, "dozen": 12},
    "de": {"hundert": 100, "tausend": 1000, "dutzend": 12},
    "fr": {"cent": 100, "cents": 100, "mille": 1000, "douzaine": 12, "dizaine": 10, "quinzaine": 15,
           "vingtaine": 20},
    "es": {"cien": 100, "ciento": 100, "mil": 1000, "docena": 12, "decena": 10, "doscientos": 200,
           "quinientos": 500},
    "it": {"cento": 100, "mille": 1000, "dozzina": 12, "decina": 10, "duecento": 200},
    "nl": {"honderd": 100, "duizend": 1000, "dozijn": 12},
}  # fmt: skip
HALF: dict[str, str] = {
    "en": "half", "de": "halb halbe halber halbes halben halbem", "fr": "demi demie",
    "es": "medio media", "it": "mezzo mezza", "nl": "half halve",
}  # fmt: skip
MIXED: dict[str, dict[str, float]] = {
    "en": {"quarter": 0.25, "single": 1, "twin": 2},
    "de": {"anderthalb": 1.5, "eineinhalb": 1.5, "zweieinhalb": 2.5, "dreieinhalb": 3.5,
           "viertel": 0.25, "dreiviertel": 0.75, "zwo": 2, "beide": 2},
    "fr": {"quart": 0.25},
    "es": {"cuarto": 0.25, "veintiun": 21, "veintiuno": 21, "veintidos": 22, "veintitres": 23,
           "veinticuatro": 24, "veinticinco": 25, "veintiseis": 26},
    "it": {"quarto": 0.25, "ventuno": 21, "ventotto": 28},
    "nl": {"anderhalf": 1.5, "anderhalve": 1.5, "tweeenhalf": 2.5, "kwart": 0.25,
           "kwartier": 0.25},
}  # fmt: skip
PAIR: dict[str, str] = {
    "en": "pair", "de": "paar", "fr": "paire", "es": "par", "it": "paio", "nl": "paar",
}  # fmt: skip
ARTICLES = frozenset("a an one ein eine einen einem einer eines un une una uno uma um een".split())
"""Words for one that are also articles: a claim only before a unit."""
