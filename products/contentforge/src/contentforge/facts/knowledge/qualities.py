# ruff: noqa: E501 -- tables are read by column and hold words of six languages
"""Claims about the stuff itself: solid, genuine, recycled. Each needs its own word in the source."""

TABLE = """
solid | solid | massiv, massives, massivem, massiver, voll massiv | massif, massive | macizo, maciza | massiccio, massello | massief, massieve |
genuine | genuine, real | echt, echtes, echtem, echter | veritable | genuino, autentico, autentica | vero, vera, autentico | echt, echte |
pure | pure, entirely, completely | rein, reine, reiner, reinem, reines, komplett aus, vollständig aus | pur, pure, entierement | puro, pura, totalmente, enteramente | puro, pura, interamente | puur, zuiver, zuivere, geheel |
recycled | recycled | recycelt, recyceltem, recycelte, recyceltes, rezyklat, recycling | recycle, recyclee | reciclado, reciclada | riciclato, riciclata | gerecycled, gerecyclede, gerecycleerd |
organic | organic, certified organic | bio, kba, ökologisch angebaut, biologisch | bio, biologique, issu de l'agriculture biologique | ecologico, organico, de cultivo ecologico, biologico | biologico, biologica, bio | biologisch, biologische, bio |
forged | forged, hand-forged | geschmiedet, handgeschmiedet | forge, forgee | forjado, forjada | forgiato | gesmeed |
handmade | handmade, hand-made, handcrafted, hand crafted, by hand, hand-thrown, hand-painted, hand-woven, hand-knotted, handwoven, hand-blown, mouth-blown | handgemacht, handgefertigt, von hand, handarbeit, handbemalt, handgewebt, mundgeblasen, handgedreht | fait main, faite main, fait a la main, a la main, artisanal, souffle bouche, peint a la main | hecho a mano, a mano, artesanal, artesano, soplado a boca | fatto a mano, a mano, artigianale | handgemaakt, met de hand, handwerk, ambachtelijk |
braided | braided | geflochten | tresse, tressee | trenzado | intrecciato | gevlochten |
hardened | hardened, tempered | gehärtet, gehärteter, gehärtetem | trempe, trempee | templado, templada | temprato, temperato | gehard, geharde |
anodised | anodised, anodized | eloxiert | anodise | anodizado | anodizzato | geanodiseerd |
foodgrade < foodsafe | food-grade, food grade, food-safe, food safe, food contact | lebensmittelecht, lebensmittelechtem, lebensmittelecht, lebensmitteltauglich, lebensmittelsicher | alimentaire, qualite alimentaire, contact alimentaire | alimentario, apto para alimentos, grado alimentario, uso alimentario | alimentare, per alimenti | voedselveilig, voedselgeschikt, levensmiddelengeschikt |
foodsafe | food-safe | lebensmittelsicher | | | | |
carbonized | carbonized, carbonised | karbonisiert | carbonise | carbonizado | carbonizzato | gecarboniseerd |
lacquered | lacquered, varnished | lackiert | laque, vernis | lacado, barnizado | laccato, verniciato | gelakt |
oiled | oiled | geölt | huile, huilee | aceitado | oliato | geolied |
polished | polished | poliert, poliertem | poli | pulido | lucidato | gepolijst |
"""
