"""Number words of six languages: to twenty, then tens; `numbers.py` composes the rest."""

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
HUNDREDS: dict[str, str] = {
    "en": "hundred", "de": "hundert", "fr": "cent", "it": "cento", "nl": "honderd",
    "es": "cien doscientos trescientos cuatrocientos quinientos seiscientos setecientos"
    " ochocientos novecientos",
}  # fmt: skip
"""The word behind the count; Spanish has a word for each."""
BIG: dict[str, str] = {
    "en": "dozen 12, score 20",
    "de": "dutzend 12",
    "fr": "douzaine 12, douzaines 12, demi-douzaine 6, dizaine 10, quinzaine 15, vingtaine 20,"
    " trentaine 30, quarantaine 40, cinquantaine 50, centaine 100",
    "es": "docena 12, docenas 12, decena 10, quincena 15, veintena 20, treintena 30, centenar 100,"
    " centena 100, ciento 100",
    "it": "dozzina 12, dozzine 12, decina 10, quindicina 15, ventina 20, trentina 30,"
    " centinaio 100",
    "nl": "dozijn 12, tiental 10, twintigtal 20, honderdtal 100",
}
"""Collective words, alone or counted: two dozen, une vingtaine."""
HALF: dict[str, str] = {
    "en": "half", "de": "halb halbe halber halbes halben halbem", "fr": "demi demie",
    "es": "medio media", "it": "mezzo mezza", "nl": "half halve",
}  # fmt: skip
MIXED: dict[str, dict[str, str]] = {
    "en": {"quarter": "1/4", "single": "1", "twin": "2", "couple": "2"},
    "de": {"anderthalb": "3/2", "eineinhalb": "3/2", "zweieinhalb": "5/2", "dreieinhalb": "7/2",
           "viereinhalb": "9/2", "fünfeinhalb": "11/2", "sechseinhalb": "13/2", "viertel": "1/4",
           "dreiviertel": "3/4", "zwo": "2", "hälfte": "1/2"},
    "fr": {"quart": "1/4", "moitié": "1/2", "trois quarts": "3/4"},
    "es": {"cuarto": "1/4", "tres cuartas partes": "3/4", "mitad": "1/2", "tres cuartos": "3/4"},
    "it": {"quarto": "1/4", "metà": "1/2", "mezz": "1/2", "tre quarti": "3/4"},
    "nl": {"anderhalf": "3/2", "anderhalve": "3/2", "tweeenhalf": "5/2", "tweeeneenhalf": "5/2",
           "kwart": "1/4", "driekwart": "3/4", "helft": "1/2"},
}  # fmt: skip
PART: dict[str, str] = {
    "1/3": "third thirds drittel tiers tercio tercios terzo terzi derde",
    "1/4": "quarters cuartos quarti",
    "1/5": "fifth fifths fünftel cinquième cinquièmes quinto quintos quinti vijfde",
    "1/8": "eighth eighths achtel huitième octavo ottavo achtste",
    "1/10": "tenth tenths zehntel dixième dixièmes décimo décimos decimo decimi tiende",
}
"""Fractions only behind a number word ("two thirds"): alone they are ordinals."""
PAIR: dict[str, str] = {
    "en": "pair", "de": "paar", "fr": "paire", "es": "par", "it": "paio", "nl": "paar",
}  # fmt: skip
ARTICLES: dict[str, frozenset[str]] = {
    "en": frozenset({"a", "an", "one"}),
    "de": frozenset({"ein", "eine", "einen", "einem", "einer", "eines"}),
    "fr": frozenset({"un", "une"}),
    "es": frozenset({"un", "una", "uno"}),
    "it": frozenset({"un", "una", "uno"}),
    "nl": frozenset({"een"}),
    "pt": frozenset({"um", "uma"}),
}
"""Words for one that are also articles: a claim only before a unit."""
