"""A dress and a lamp, as suppliers tell of them."""

from contentforge.fields import DEFAULTS
from contentforge.prompting import Brief
from contentforge.sources.content import Content, Image
from contentforge.voice import Voice

DRESS = Content(
    title="Linen Summer Dress with Pockets",
    language="en",
    vendor="Nordwind",
    product_type="Dresses",
    tags=("summer dress", "linen"),
    attributes=(("Material", "100 % linen"), ("Colour", "sea blue"), ("Length", "98 cm")),
    description="<p>Light dress with two side pockets. Machine wash at 30 °C.</p>",
    images=(Image("m1", 1, name="dress-front.jpg"), Image("m2", 2)),
)
BRIEF = Brief("en", Voice(), DEFAULTS)
