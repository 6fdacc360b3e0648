"""The generator's words in four languages: goods, materials, seals, and frames for sentences.

None of them stands in either corpus as a sentence. `{q}` marks the claim's words in a frame; in a
wording `{n}` is a figure, `{u}` a unit, `{w}` a number word, `{x}` a name.
"""

from typing import Literal, NamedTuple

Tongue = Literal["de", "en", "es", "fr"]
Said = dict[Tongue, str]
"""One thing, said in each language."""

TONGUES: tuple[Tongue, ...] = ("de", "en", "es", "fr")


def said(en: str, de: str, fr: str, es: str) -> Said:
    """In the order in which it is easiest to proofread."""
    return {"en": en, "de": de, "fr": fr, "es": es}


class Stuff(NamedTuple):
    """A material, and the dearer or other one that copy likes to make of it."""

    real: Said
    upgrade: Said


class Seal(NamedTuple):
    """A certificate or rating, and a stronger or other one."""

    real: str
    stronger: str


GOODS: tuple[Said, ...] = (
    said("bread bin", "Brotdose", "boîte à pain", "panera"),
    said("reading lamp", "Leselampe", "lampe de lecture", "lámpara de lectura"),
    said("tool bag", "Werkzeugtasche", "sac à outils", "bolsa de herramientas"),
    said("storage box", "Aufbewahrungskiste", "caisse de rangement", "caja de almacenaje"),
    said("toy cart", "Spielzeugwagen", "charrette à jouets", "carrito de juguete"),
    said("pet carrier", "Transportbox", "cage de transport", "transportín"),
    said("make-up case", "Kosmetikkoffer", "mallette de maquillage", "maletín de maquillaje"),
    said("camping table", "Campingtisch", "table de camping", "mesa de camping"),
    said("letter tray", "Briefablage", "bannette à courrier", "bandeja de correo"),
    said("changing bag", "Wickeltasche", "sac à langer", "bolso cambiador"),
    said("jewellery box", "Schmuckkasten", "coffret à bijoux", "joyero"),
    said("radio", "Radio", "radio", "radio"),
)

STUFFS: tuple[Stuff, ...] = (
    Stuff(
        said("faux leather", "Kunstleder", "similicuir", "polipiel"),
        said("genuine leather", "Echtleder", "cuir véritable", "cuero genuino"),
    ),
    Stuff(
        said("plywood", "Sperrholz", "contreplaqué", "contrachapado"),
        said("solid walnut", "massivem Nussbaum", "noyer massif", "nogal macizo"),
    ),
    Stuff(
        said("stainless steel", "Edelstahl", "acier inoxydable", "acero inoxidable"),
        said("titanium", "Titan", "titane", "titanio"),
    ),
    Stuff(
        said("polyester", "Polyester", "polyester", "poliéster"),
        said("virgin wool", "Schurwolle", "laine vierge", "lana virgen"),
    ),
    Stuff(
        said("polycarbonate", "Polycarbonat", "polycarbonate", "policarbonato"),
        said("safety glass", "Sicherheitsglas", "verre de sécurité", "vidrio de seguridad"),
    ),
    Stuff(
        said("aluminium", "Aluminium", "aluminium", "aluminio"),
        said("brass", "Messing", "laiton", "latón"),
    ),
)

LIDS: tuple[Said, ...] = (
    said("bamboo", "Bambus", "bambou", "bambú"),
    said("cork", "Kork", "liège", "corcho"),
    said("oak", "Eiche", "chêne", "roble"),
    said("ceramic", "Keramik", "céramique", "cerámica"),
)

SEALS: tuple[Seal, ...] = (
    Seal("OEKO-TEX Standard 100", "GOTS"),
    Seal("FSC Mix", "FSC 100 %"),
    Seal("IPX4", "IPX8"),
    Seal("IP44", "IP68"),
    Seal("CE", "TÜV Rheinland"),
    Seal("Blauer Engel", "Cradle to Cradle Gold"),
    Seal("EN 71", "ASTM F963"),
)

FREE: tuple[Said, ...] = (
    said("BPA-free", "BPA-frei", "sans BPA", "sin BPA"),
    said("free of phthalates", "frei von Phthalaten", "sans phtalates", "sin ftalatos"),
    said("vegan", "vegan", "vegan", "vegano"),
    said("free of formaldehyde", "frei von Formaldehyd", "sans formaldéhyde", "sin formaldehído"),
)

PLACES: tuple[Said, ...] = (
    said("Portugal", "Portugal", "au Portugal", "Portugal"),
    said("Poland", "Polen", "en Pologne", "Polonia"),
    said("Vietnam", "Vietnam", "au Vietnam", "Vietnam"),
    said("Italy", "Italien", "en Italie", "Italia"),
    said("Turkey", "der Türkei", "en Turquie", "Turquía"),
    said("Austria", "Österreich", "en Autriche", "Austria"),
)

COUNTS: dict[Tongue, tuple[str, ...]] = {
    "en": ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    "de": ("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"),
    "fr": ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
    "es": ("dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"),
}
"""From two on."""

UNITS: dict[str, Said] = {
    "h": said("hours", "Stunden", "heures", "horas"),
    "min": said("minutes", "Minuten", "minutes", "minutos"),
    "days": said("days", "Tage", "jours", "días"),
    "in": said("inches", "Zoll", "pouces", "pulgadas"),
    "oz": said("ounces", "Unzen", "onces", "onzas"),
}
"""Units with words; all others are written as they are."""

NAMES: dict[str, Said] = {
    "height": said("height", "Höhe", "hauteur", "altura"),
    "width": said("width", "Breite", "largeur", "anchura"),
    "weight": said("weight", "Gewicht", "poids", "peso"),
    "volume": said("capacity", "Fassungsvermögen", "contenance", "capacidad"),
    "runtime": said("battery life", "Akkulaufzeit", "autonomie", "autonomía"),
    "power": said("power", "Leistung", "puissance", "potencia"),
    "colours": said("colours", "Farben", "coloris", "colores"),
    "pieces": said("pieces", "Teile", "pièces", "piezas"),
    "material": said("material", "Material", "matière", "material"),
    "lid": said("lid", "Deckel", "couvercle", "tapa"),
    "seal": said("certification", "Zertifikat", "certification", "certificación"),
    "fits": said("fits", "passend für", "compatible avec", "compatible con"),
}
"""Attributes, as a supplier heads them."""

WORDINGS: dict[str, Said] = {
    "height": said("{n} {u} tall", "{n} {u} hoch", "{n} {u} de haut", "{n} {u} de alto"),
    "width": said("{n} {u} wide", "{n} {u} breit", "{n} {u} de large", "{n} {u} de ancho"),
    "weight": said("{n} {u}", "{n} {u}", "{n} {u}", "{n} {u}"),
    "volume": said("{n} {u}", "{n} {u}", "{n} {u}", "{n} {u}"),
    "power": said("{n} {u}", "{n} {u}", "{n} {u}", "{n} {u}"),
    "runtime": said("up to {n} {u}", "bis zu {n} {u}", "jusqu'à {n} {u}", "hasta {n} {u}"),
    "at least": said(
        "at least {n} {u}", "mindestens {n} {u}", "au moins {n} {u}", "al menos {n} {u}"
    ),
    "colours": said("{w} colours", "{w} Farben", "{w} coloris", "{w} colores"),
    "pieces": said("{w} pieces", "{w} Teile", "{w} pièces", "{w} piezas"),
    "lid": said("lid in {x}", "Deckel aus {x}", "couvercle en {x}", "tapa de {x}"),
    "body": said("body in {x}", "Korpus aus {x}", "corps en {x}", "cuerpo de {x}"),
    "place": said("made in {x}", "hergestellt in {x}", "fabriqué {x}", "fabricado en {x}"),
}

DISHWASHER: dict[bool, Said] = {
    True: said("dishwasher-safe", "spülmaschinenfest", "compatible lave-vaisselle",
               "apto para lavavajillas"),
    False: said("not dishwasher-safe", "nicht spülmaschinenfest", "pas de lave-vaisselle",
                "no apto para lavavajillas"),
}  # fmt: skip
WATER: dict[bool, Said] = {
    True: said("waterproof", "wasserdicht", "étanche", "impermeable"),
    False: said("water-repellent", "wasserabweisend", "déperlant", "repelente al agua"),
}
"""False: as the source has it; True: what copy makes of it."""

FRAMES: dict[str, dict[Tongue, tuple[str, ...]]] = {
    "size": {
        "en": ("Our tape measure says {q}.", "Allow for something {q}."),
        "de": ("Unser Maßband sagt: {q}.", "Rechnen Sie mit einem Stück, {q}."),
        "fr": ("Notre mètre annonce {q}.", "Prévoyez un objet, {q}."),
        "es": ("Nuestra cinta métrica marca {q}.", "Cuenta con una pieza, {q}."),
    },
    "weight": {
        "en": ("In the hand that is {q}.", "The postman carried {q}."),
        "de": ("In der Hand sind das {q}.", "Der Postbote trug {q}."),
        "fr": ("En main, cela fait {q}.", "Le facteur a porté {q}."),
        "es": ("En la mano son {q}.", "El cartero cargó con {q}."),
    },
    "volume": {
        "en": ("There is room for {q}.", "Fill it with {q}, not a drop more."),
        "de": ("Platz ist für {q}.", "Hinein gehen {q}, kein Tropfen mehr."),
        "fr": ("Il y a de la place pour {q}.", "On y verse {q}, pas une goutte de plus."),
        "es": ("Hay sitio para {q}.", "Admite {q}, ni una gota más."),
    },
    "runtime": {
        "en": ("Away from the socket it lasts {q}.", "One charge, {q}."),
        "de": ("Fern der Steckdose hält der Akku {q}.", "Einmal laden, {q} Ruhe."),
        "fr": ("Loin de la prise, comptez {q}.", "Une charge, {q}."),
        "es": ("Lejos del enchufe aguanta {q}.", "Una carga, {q}."),
    },
    "power": {
        "en": ("At full tilt it draws {q}.",),
        "de": ("Unter Volllast zieht das Gerät {q}.",),
        "fr": ("À pleine charge, il consomme {q}.",),
        "es": ("A plena carga consume {q}.",),
    },
    "count": {
        "en": ("Open the parcel and count {q}.", "There are {q} to love."),
        "de": ("Im Paket zählen Sie {q}.", "Zur Wahl und zur Freude: {q}."),
        "fr": ("Dans le colis, comptez {q}.", "Au programme : {q}."),
        "es": ("En el paquete contarás {q}.", "En total, {q}."),
    },
    "made of": {
        "en": ("Touch it and you feel {q}.", "The makers chose {q}."),
        "de": ("Wer zugreift, spürt {q}.", "Das Haus entschied sich für {q}."),
        "fr": ("Au toucher : {q}.", "La maison a choisi {q}."),
        "es": ("Al tacto se nota: {q}.", "La casa eligió {q}."),
    },
    "seal": {
        "en": ("The label on the back reads {q}.", "It comes with {q} on record."),
        "de": ("Auf dem Etikett steht {q}.", "Verbrieft ist: {q}."),
        "fr": ("Au dos, l'étiquette indique {q}.", "C'est écrit noir sur blanc : {q}."),
        "es": ("En la etiqueta pone {q}.", "Consta por escrito: {q}."),
    },
    "trait": {
        "en": ("And yes, it is {q}.", "Good to know: {q}."),
        "de": ("Und ja: {q}.", "Gut zu wissen: {q}."),
        "fr": ("Et oui : {q}.", "Bon à savoir : {q}."),
        "es": ("Y sí: {q}.", "Conviene saberlo: {q}."),
    },
    "fits": {
        "en": ("It gets along with {q}.", "Click it onto {q}."),
        "de": ("Es versteht sich mit {q}.", "Einfach einklicken: {q}."),
        "fr": ("Il s'entend avec {q}.", "À clipser sur {q}."),
        "es": ("Se lleva bien con {q}.", "Encájalo en {q}."),
    },
    "maker": {
        "en": ("For the record: {q}.",),
        "de": ("Fürs Protokoll: {q}.",),
        "fr": ("Pour mémoire : {q}.",),
        "es": ("Para que conste: {q}.",),
    },
}

BY: Said = said("by {x}", "von {x}", "de chez {x}", "de la casa {x}")

MOODS: dict[Tongue, tuple[str, ...]] = {
    "en": (
        "Nobody ever regretted a quiet five minutes.",
        "It is the kind of thing you borrow once and never give back.",
        "A thousand reasons, and you only need the one.",
        "First things first: breathe.",
    ),
    "de": (
        "Fünf Minuten Ruhe hat noch niemand bereut.",
        "So etwas leiht man sich einmal und gibt es nie zurück.",
        "Tausend Gründe, und einer genügt.",
        "Erst einmal tief durchatmen.",
    ),
    "fr": (
        "Personne n'a jamais regretté cinq minutes de calme.",
        "On l'emprunte une fois, on ne le rend jamais.",
        "Mille raisons, et une seule suffit.",
        "D'abord, on respire.",
    ),
    "es": (
        "Nadie se ha arrepentido nunca de cinco minutos de calma.",
        "Se pide prestado una vez y no se devuelve jamás.",
        "Mil razones, y con una basta.",
        "Lo primero es lo primero: respira.",
    ),
}
