"""Tracking pages of common carriers. The number is put in URL-encoded.

The addresses are the carriers' own public tracking pages.
"""

from typing import Final
from urllib.parse import quote

CARRIERS: Final[dict[str, str]] = {
    "DHL": "https://www.dhl.com/global-en/home/tracking.html?tracking-id={number}",
    "DHL Paket": "https://www.dhl.de/de/privatkunden/dhl-sendungsverfolgung.html?piececode={number}",
    "DPD": "https://tracking.dpd.de/status/en_US/parcel/{number}",
    "GLS": "https://gls-group.com/track/{number}",
    "Hermes": "https://www.myhermes.de/empfangen/sendungsverfolgung/sendungsinformation/#{number}",
    "UPS": "https://www.ups.com/track?tracknum={number}",
    "FedEx": "https://www.fedex.com/fedextrack/?trknbr={number}",
    "USPS": "https://tools.usps.com/go/TrackConfirmAction?tLabels={number}",
    "Royal Mail": "https://www.royalmail.com/track-your-item#/tracking-results/{number}",
    "Evri": "https://www.evri.com/track/parcel/{number}",
    "PostNL": "https://jouw.postnl.nl/track-and-trace/{number}",
    "bpost": "https://track.bpost.cloud/btr/web/#/search?itemCode={number}",
    "La Poste": "https://www.laposte.fr/outils/suivre-vos-envois?code={number}",
    "Swiss Post": "https://service.post.ch/ekp-web/ui/entry/search/{number}",
    "Austrian Post": "https://www.post.at/sv/sendungsdetails?snr={number}",
    "InPost": "https://inpost.pl/sledzenie-przesylek?number={number}",
    "Correos": "https://www.correos.es/es/en/tools/tracker/items/details?tracking-number={number}",
    "Canada Post": "https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor={number}",
    "Australia Post": "https://auspost.com.au/mypost/track/#/details/{number}",
    "YunExpress": "https://www.yuntrack.com/parcelTracking?id={number}",
    "4PX": "https://track.4px.com/#/result/0/{number}",
    "17TRACK": "https://t.17track.net/en#nums={number}",
}

_BY_KEY: Final = {name.casefold(): template for name, template in CARRIERS.items()}


def tracking_url(carrier: str, number: str) -> str | None:
    """The carrier's page for a number; None where the carrier is not a known one."""
    template = _BY_KEY.get(carrier.strip().casefold())
    return template.format(number=quote(number.strip(), safe="")) if template and number else None
