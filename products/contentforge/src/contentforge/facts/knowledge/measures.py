"""Units: `dimension: symbol=factor to base=names`; names are folded and shared by six languages."""

from fractions import Fraction

_IN = Fraction(254, 10000)
UNITS: dict[str, tuple[tuple[str, Fraction, str], ...]] = {
    "length": (
        ("nm", Fraction(1, 10**9), "nm nanometer"),
        ("um", Fraction(1, 10**6), "µm um mikrometer micron microns micrometer"),
        ("mm", Fraction(1, 1000), "mm millimetre millimeter millimetern milimetro millimetro"),
        ("cm", Fraction(1, 100), "cm centimetre centimeter zentimeter zentimetern centimetro cms"),
        ("dm", Fraction(1, 10), "dm dezimeter decimetre"),
        ("m", Fraction(1), "m metre meter metern metro mtr mts"),
        ("km", Fraction(1000), "km kilometre kilometer kilometern kilometro"),
        ("in", _IN, 'in inch inche inches zoll pouce pulgada pollice pollici pouces duim ″ " ”'),
        ("ft", 12 * _IN, "ft foot feet fuß pied pieds pie pies piedi piede voet"),
        ("yd", 36 * _IN, "yd yard yards yarda"),
        ("mi", Fraction(1609344, 1000), "mi mile miles meile milla miglia mijl"),
    ),
    "mass": (
        ("mg", Fraction(1, 10**6), "mg milligram milligramm milligramme miligramo milligrammo"),
        ("g", Fraction(1, 1000), "g gr gram gramm gramme gramo grammo grammi"),
        ("kg", Fraction(1), "kg kgs kilo kilogram kilogramm kilogramme kilogramo"),
        ("t", Fraction(1000), "tonne tonnen tons tonelada tonnellata ton"),
        ("oz", Fraction(28349523125, 10**12), "oz ounce ounces unze once onza oncia onces ons"),
        ("lb", Fraction(45359237, 10**8), "lb lbs pound pounds livre libra libbra libbre"),
        ("pfund", Fraction(1, 2), "pfund pond"),
        ("ct", Fraction(2, 10000), "ct carat karat carats quilates quilate carati karaat"),
    ),
    "volume": (
        ("ml", Fraction(1, 1000), "ml millilitre milliliter mililitro millilitro"),
        ("cl", Fraction(1, 100), "cl centilitre zentiliter centilitro centiliter"),
        ("dl", Fraction(1, 10), "dl deziliter decilitre"),
        ("l", Fraction(1), "l litre liter litern litro ltr"),
        ("floz", Fraction(295735295625, 10**13), "fl.oz floz"),
        ("gal", Fraction(3785411784, 10**9), "gal gallon gallons gallone galon galones"),
        ("cup", Fraction(2365882365, 10**10), "us-cup"),
        ("qt", Fraction(946352946, 10**9), "qt quart-us quarts"),
        ("pt", Fraction(473176473, 10**9), "pint pinte"),
        ("m3", Fraction(1000), "m³"),
        ("cm3", Fraction(1, 1000), "cm³"),
    ),
    "area": (("m2", Fraction(1), "m² m2 qm"), ("cm2", Fraction(1, 10000), "cm²")),
    "time": (
        ("ms", Fraction(1, 1000), "ms millisekunde millisecond"),
        ("s", Fraction(1), "s sec sek second seconds sekunde seconde segundo secondo secondi"),
        ("min", Fraction(60), "min mins minute minutes minuten minuto minuti minuut minutes"),
        ("h", Fraction(3600), "h hr hrs hour hours stunde std heure hora ora ore uur uren horas"),
        (
            "d",
            Fraction(86400),
            "day days tag tage tagen jour dia dias giorno giorni dag dagen"
            " night nights nacht nachte nuit noche notte notti nachten nuits noches",
        ),
        ("wk", Fraction(604800), "week weeks woche semaine semana settimana settimane weken"),
        (
            "mo",
            Fraction(2629800),
            "month months monat monate monaten mois mes meses mese mesi maand maanden",
        ),
        (
            "yr",
            Fraction(31557600),
            "yr year years jahr jahre jahren an ans annee ano anos anni anno jaar jaren annees",
        ),
    ),
    "power": (
        ("mW", Fraction(1, 1000), "milliwatt"),
        ("W", Fraction(1), "w watt watts wat vatios vatio"),
        ("kW", Fraction(1000), "kw kilowatt"),
        ("hp", Fraction(7457, 10), "hp ps horsepower cv"),
    ),
    "energy": (
        ("Wh", Fraction(1), "wh wattstunden"),
        ("kWh", Fraction(1000), "kwh"),
        ("J", Fraction(1, 3600), "joule joules"),
    ),
    "voltage": (
        ("V", Fraction(1), "v volt volts voltio voltios"),
        ("kV", Fraction(1000), "kv"),
        ("mV", Fraction(1, 1000), "mv"),
    ),
    "current": (("A", Fraction(1), "a amp amps ampere amperios"), ("mA", Fraction(1, 1000), "ma")),
    "charge": (("mAh", Fraction(1, 1000), "mah"), ("Ah", Fraction(1), "ah")),
    "frequency": (
        ("Hz", Fraction(1), "hz hertz"),
        ("kHz", Fraction(1000), "khz"),
        ("MHz", Fraction(10**6), "mhz"),
        ("GHz", Fraction(10**9), "ghz"),
    ),
    "pressure": (
        ("Pa", Fraction(1), "pa pascal"),
        ("kPa", Fraction(1000), "kpa"),
        ("bar", Fraction(10**5), "bar bares"),
        ("psi", Fraction(6894757, 1000), "psi"),
        ("mbar", Fraction(100), "mbar hpa"),
    ),
    "data": (
        ("kB", Fraction(1000), "kb"),
        ("MB", Fraction(10**6), "mb megabyte megabytes"),
        ("GB", Fraction(10**9), "gb gigabyte gigabytes go gigaoctets"),
        ("TB", Fraction(10**12), "tb terabyte to"),
    ),
    "rate": (
        ("Mbit/s", Fraction(10**6), "mbit/s mbps mb/s-bit"),
        ("Gbit/s", Fraction(10**9), "gbit/s gbps"),
        ("MB/s", Fraction(8 * 10**6), "mb/s megabyte/s"),
        ("GB/s", Fraction(8 * 10**9), "gb/s"),
    ),
    "speed": (
        ("km/h", Fraction(1), "km/h kmh"),
        ("mph", Fraction(1609344, 10**6), "mph"),
        ("m/s", Fraction(36, 10), "m/s"),
    ),
    "grammage": (
        ("gsm", Fraction(1), "gsm g/m² g/m2"),
        ("oz/yd2", Fraction(339057, 10000), "oz/yd² oz/yd2"),
    ),
    "temperature": (
        ("C", Fraction(1), "°c celsius"),
        ("F", Fraction(5, 9), "°f fahrenheit"),
        ("K", Fraction(1), "kelvin"),
    ),
    "angle": (
        ("deg", Fraction(1), "° degree degrees degre degres grad grado grados gradi graden"),
    ),
    "percent": (("%", Fraction(1), "% percent prozent"),),
    "light": (("lm", Fraction(1), "lm lumen lumens lumenes"), ("lx", Fraction(1), "lx lux")),
    "colour temperature": (("K", Fraction(1), "k"),),
    "sound": (("dB", Fraction(1), "db decibel dezibel decibels"),),
    "turns": (("rpm", Fraction(1), "rpm u/min tr/min giri/min 1/min"),),
    "force": (("N", Fraction(1), "n newton"), ("Nm", Fraction(1), "nm-torque")),
    "resolution": (("dpi", Fraction(1), "dpi ppp"), ("MP", Fraction(1), "mp megapixel")),
    "denier": (("den", Fraction(1), "den denier deniers"),),
    "karat": (("kt", Fraction(1), "karats-gold"),),
}
"""Bases: m, kg, l, m², s, W, Wh, V, A, Ah, Hz, Pa, byte, bit/s, km/h, g/m², °C, degree, %."""
AMBIGUOUS = frozenset(
    {
        "in",
        "a",
        "to",
        "go",
        "an",
        "pie",
        "mes",
        "ma",
        "on",
        "n",
        "t",
        "pa",
        "ons",
        "once",
        "par",
        "k",
        "ore",
        "ora",
        "dia",
        "second",
        "s",
        "min",
    }
)
"""Also ordinary words: read as units only behind a figure, not behind a number word."""
