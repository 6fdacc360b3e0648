# ruff: noqa: E501, SIM905 -- tables are read by column and hold words of six languages
"""Well-known makers: a text that names one which the source does not name has it from nowhere."""

NAMES = """
adidas apple galaxy aeg alessi anker ariston asus atomic audi bialetti bic birkenstock black+decker blum bmw bosch
bose braun brembo brita brother canon caran d'ache carhartt cartier casio chicco cisco citizen cree dell delonghi
denon dewalt disney dji dremel duracell dyson einhell electrolux energizer epson ergobaby eterna faber-castell
festool fiskars fitbit fjallraven fossil garmin gardena gillette gopro gore-tex goretex gucci haribo harman hasbro
hermes hilti hitachi honda hp huawei hugo boss hyundai ikea intel invicta jbl jura karcher kenwood kitchenaid
krups lamy lavazza lego leifheit lenovo leatherman levi's lg lindt logitech louis vuitton makita mammut marshall
mattel maxi-cosi mercedes metabo microsoft miele milwaukee moleskine montblanc moulinex nespresso nestle netgear
nike nikon nintendo nivea nokia north face olympus oral-b osram ospray panasonic parker patagonia pelikan pentel
 petzl peugeot philips pilot pioneer playmobil porsche primaloft puma pyrex ralph ravensburger ray-ban razer
remington renault rolex rowenta salomon samsung sandisk sanyo schleich schneider seagate seiko sennheiser sharp
shimano siemens signify skoda smeg sony sram stabilo staedtler stanley steiff stihl swarovski swatch tefal tesla
 thonet thule tiffany tissot toshiba toyota tupperware uhu uniqlo valentino velcro vibram
victorinox vileda villeroy vitra volkswagen volvo whirlpool wilkinson wmf wusthof xiaomi yale yamaha ykk zara
zeiss zippo zwilling magna-tiles duplo britax bugaboo stokke kapla meccano tonie google netflix spotify
youtube whatsapp strava zwift airpods lumix bluecell varta eneloop cordura thinsulate primark
philips-hue sonos nanoleaf ticwatch withings polar suunto wahoo senseo dolce-gusto tassimo lelit
""".split()
