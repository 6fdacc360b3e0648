# ruff: noqa: E501 -- tables are read by column and hold words of six languages
"""Which measure a figure is of: words that head or follow it, all languages together."""

ROLES: dict[str, str] = {
    "height": "height, high, tall, höhe, hoch, hohe, hoher, hohes, hauteur, haut, haute, talls, altura, alto, alta, altezza, hoog, hoogte, h, altura, stands, climbs, rises, bauhöhe, höher, height max",
    "width": "width, wide, breite, breit, breiter, breites, largeur, large, anchura, ancho, ancha, larghezza, largo es, breedte, breed, b, wingspan, broad",
    "depth": "depth, deep, tiefe, tief, tiefer, profondeur, profond, profonde, profundidad, fondo, profundo, profondita, diepte, diep, einbautiefe, pocket depth",
    "length": "length, long, länge, lang, lange, langer, langes, longueur, long, longue, longitud, largo, larga, lunghezza, lungo, lunga, lengte, lang, kabellänge, trockenlänge",
    "thickness": "thickness, thick, dicke, dick, stärke, stark, starkes, epaisseur, epais, epaisse, espesor, grosor, grueso, gruesa, spessore, spesso, dikte, dik, thin, slim, dünn, dun, fin, fino, sottile, fine",
    "diameter": "diameter, across, durchmesser, diametre, diametro, diameter, doorsnede, ø, in diameter, rund",
    "circumference": "circumference, umfang, circonference, tour de tete, perimetro, contorno, circonferenza, omtrek, kopfumfang, hüftumfang",
    "seat": "seat height, sitzhöhe, hauteur d'assise, altura del asiento, altezza seduta, zithoogte",
    "cable": "cable, cord, kabel, zuleitung, snoer, cavo, cordon, cable length",
    "load": "load, max load, holds up, supports, bears, capacity, belastbarkeit, belastbar, belastung, trägt, tragkraft, traglast, supporte, capacite, soporta, aguanta, sostiene, portata, sopporta, carico, draagt, draagvermogen, belasting, nutzlast, max weight, pèse jusqu, zuladung, payload, admite",
    "weight": "weight, weighs, weighing, gewicht, wiegt, wiegen, schwer, poids, pese, peso, pesa, weegt, item weight, tips the scales, poids plume, net weight, leicht, light, leicht",
    "warranty": "warranty, guarantee, garantie, garantia, garanzia, gewährleistung, herstellergarantie, service, replacement",
    "range": "range, reichweite, portee, alcance, portata radio, bereik, raggio",
    "age": "age, aged, years old, alter, ab, jahren, âge, ans, edad, eta, leeftijd, and up, dès",
    "burn": "burn time, burns, burn, brenndauer, brennt, brennzeit, combustion, brule, combustion, quema, tiempo de combustion, arde, brucia, combustione, branduren, brandt",
    "charge": "charging, charge time, charging time, ladezeit, ladedauer, temps de charge, tiempo de carga, tempo di ricarica, laadtijd, oplaadtijd, recharge, aufgeladen, geladen, recharges, recarga, ricarica",
    "run": "battery life, run time, runtime, playtime, akkulaufzeit, laufzeit, spielzeit, autonomie, autonomia, duracion, looptijd, speelduur, playback, betriebsdauer",
    "cold": "cold, kalt, froid, frio, freddo, koud, kühl, frais, ice, chilled",
    "hot": "hot, heiß, warm, chaud, caliente, caldo, heet, au chaud",
}
"""The words are folded and stemmed when read; a figure has the nearest role in its clause."""
RIVALS: tuple[frozenset[str], ...] = (
    frozenset(
        {
            "height",
            "width",
            "depth",
            "length",
            "thickness",
            "diameter",
            "circumference",
            "seat",
            "cable",
        }
    ),
    frozenset({"load", "weight"}),
    frozenset({"warranty", "age", "burn", "charge", "run"}),
    frozenset({"cold", "hot"}),
)
"""Within a set one figure cannot stand for two."""
"""Pairs of roles that do not contradict each other."""
FRIENDS: frozenset[frozenset[str]] = frozenset(
    frozenset(pair.split("/"))
    for pair in (
        "length/cable",
        "depth/thickness",
        "thickness/height",
        "length/depth",
        "height/length",
        "diameter/width",
        "width/diameter",
        "height/seat",
        "length/diameter",
    )
)
"""The tail end of each pair may be told of the other when the source names only one."""
