# ruff: noqa: E501 -- tables are read by column and hold words of six languages
"""Certificates, ratings and properties that one attests. `<` names what each of them implies."""

TABLE = """
tested | tested | getestet, geprüft, erprobt | teste, testee | testado, testada, probado, comprobado | testato, testata | getest |
certified < tested | certified, accredited | zertifiziert, zertifizierte, zertifizierter, bescheinigt | certifie, certifiee, homologue, homologuee | certificado, certificada, homologado, homologada | certificato, certificata, omologato | gecertificeerd, gecertificeerde |
approved | approved, registered, endorsed, recommended by, licensed, official, officially | zugelassen, empfohlen, offiziell, offizielle, lizenziert, lizenzierte, amtlich | agree, agreee, approuve, approuvee, recommande, recommandee, officiel, officielle, sous licence | aprobado, aprobada, recomendado, recomendada, oficial, con licencia, avalado | approvato, raccomandato, ufficiale, consigliato | goedgekeurd, aanbevolen, officieel, erkend |
waterproof < waterrepellent splashproof rainproof | waterproof, watertight | wasserdicht, wasserdichter, wasserdichte, wasserdichtes, wasserfest | etanche, impermeable, waterproof | impermeable, estanco, resistente al agua total, a prueba de agua, sumergible | impermeabile, impermeabili, stagno | waterdicht, waterdichte, watervast |
submersible < waterproof waterrepellent splashproof rainproof | submersible, immersible, take it underwater, underwater, immersion, submersion, immerse, submerge, submerged, for swimming, swim with, diving, dive | tauchfähig, untertauchen, eintauchen, unter wasser, tauchen, schwimmen | submersible, immersion, immerger, immergeable, sous l'eau, plonger | sumergible, sumergir, bajo el agua, inmersion, bucear | sommergibile, immergere, sott'acqua, immersione | onderdompelen, onderdompeling, onder water, duiken |
waterrepellent < splashproof rainproof | water-resistant, water resistant, water-repellent, water repellent, dwr, waterresistant | wasserabweisend, wasserabweisendes, wasserabweisender, wasserabstoßend, wasserresistent, wassergeschützt | deperlant, deperlante, hydrofuge, resistant a l'eau, resiste a l'eau, resistante a l'eau | repelente al agua, resistente al agua, hidrofugo, hidrofuga, repele el agua | idrorepellente, resistente all'acqua, idrorepellenti | waterafstotend, waterbestendig, waterafstotende, waterwerend |
splashproof | splash-proof, splashproof, splash proof, splash-resistant, splash resistant | spritzwassergeschützt, spritzwasserfest, spritzwasserschutz, spritzgeschützt, spritzwasser | eclaboussure, eclaboussures, projections d'eau | salpicaduras | spruzzi, schizzi | spatwaterdicht, spatwaterbestendig, spatwater |
rainproof | rainproof, rain resistant, rain-resistant, weatherproof, weather-resistant, all-weather, showerproof, in the rain | regenfest, regendicht, wetterfest, regen, witterungsbeständig | pluie, resiste a la pluie, intemperies, il pleut | lluvia, intemperie | pioggia, intemperie | regenbestendig, weerbestendig, regen, weervast |
showerproof2 | shower | duschfest, dusche, duschen | douche | ducha, ducharse | doccia | douche, douchen |
pool | pool, chlorine, swimming pool, saltwater, salt water | pool, chlor, salzwasser, schwimmbad, meerwasser | piscine, chlore, eau salee, eau de mer | piscina, cloro, agua salada | piscina, cloro, acqua salata | zwembad, chloor, zoutwater |
windproof | windproof | winddicht | coupe-vent | cortavientos, a prueba de viento | antivento | winddicht |
breathable | breathable | atmungsaktiv | respirant, respirante | transpirable | traspirante | ademend, ademende |
dustproof | dustproof, dust-tight, dust-resistant | staubdicht, staubgeschützt | poussiere | polvo | polvere | stofdicht |
dishwasher | dishwasher, dishwasher-safe | spülmaschine, geschirrspüler, spülmaschinenfest, spülmaschinengeeignet, spülmaschinentauglich | lave-vaisselle, au lave-vaisselle | lavavajillas | lavastoviglie | vaatwasser, vaatwasmachine, vaatwasserbestendig, afwasmachine |
microwave | microwave, microwave-safe, microwavable | mikrowelle, mikrowellengeeignet, mikrowellenfest | micro-ondes, micro-onde | microondas | microonde | magnetron, magnetronbestendig |
oven | oven, oven-safe, ovenproof | ofen, backofen, ofenfest, backofenfest | four | horno | forno | oven, ovenvast, ovenbestendig |
freezer | freezer, freezer-safe | gefrierfach, gefrierschrank, gefriergeeignet, tiefkühl, tiefkühler | congelateur, congelation | congelador | freezer, congelatore | vriezer, diepvries |
machinewash | machine wash, machine-wash, machine washable, machine-washable, washing machine, washable | waschmaschine, maschinenwaschbar, maschinenwäsche, waschbar, waschmaschinenfest | machine a laver, lavable, lavage en machine, lavable en machine, en machine, passe en machine, lave-linge, passe a la machine | lavadora, lavable, lavable a maquina, lavar a maquina, a maquina | lavatrice, lavabile | wasmachine, machinewasbaar, wasbaar, in de was |
handwash | hand wash, hand-wash, handwash, hand wash only, wash by hand | handwäsche, von hand waschen, von hand spülen, handspülen | lavage a la main, laver a la main, main uniquement | lavar a mano, lavado a mano | lavaggio a mano, lavare a mano | handwas, met de hand wassen |
tumbledry | tumble dry, tumble-dry, dryer, tumble dryer, tumble | trockner, trocknergeeignet, wäschetrockner, trocknertauglich | seche-linge | secadora | asciugatrice | droger, wasdroger, droogtrommel |
iron2 | ironing, iron-free, non-iron, crease-free | bügeln, bügelfrei | repasser, repassage | planchar, plancha | stirare, ferro da stiro | strijken, strijkvrij |
bleach | bleach | bleichen, bleiche | javel, blanchiment | lejia | candeggina, candeggiare | bleek, bleken |
dryclean | dry clean, dry-clean, dry cleaning | chemische reinigung, chemisch | nettoyage a sec | limpieza en seco, tintoreria | lavaggio a secco | stomen, chemisch reinigen |
vegan < vegetarian | vegan | vegan, veganer, veganes, vegane | vegan, vegane, vegetalien | vegano, vegana | vegano, vegana | vegan, veganistisch |
vegetarian | vegetarian | vegetarisch | vegetarien | vegetariano | vegetariano | vegetarisch |
crueltyfree | cruelty-free, cruelty free, not tested on animals, no animal testing, animal testing, tested on animals | tierversuchsfrei, tierversuche | cruelty free, cruelty-free, tests sur les animaux, non teste sur les animaux, teste sur les animaux, sans cruaute | cruelty free, testado en animales, no testado en animales, sin crueldad, libre de crueldad | cruelty free, testato su animali, non testato su animali | dierproefvrij, dierproeven, niet getest op dieren |
hypoallergenic | hypoallergenic, hypo-allergenic, allergy-friendly, allergy friendly, kind to allergies | hypoallergen, allergikergeeignet, für allergiker, allergikerfreundlich, hautverträglich, antiallergisch, allergiker | hypoallergenique, anallergique, antiallergique, allergiques | hipoalergenico, hipoalergenica, antialergico, alergicos | ipoallergenico, anallergico, ipoallergenica | hypoallergeen, hypoallergene |
dermatest < tested | dermatologically tested, dermatologist tested, dermatologist-tested, dermatological, dermatologically | dermatologisch getestet, dermatologisch, hautärztlich getestet, dermatologisch geprüft | dermatologiquement, teste dermatologiquement, controle dermatologique, dermatologique, dermatologiquement teste, sous controle dermatologique | dermatologicamente, dermatologico, dermatologicamente testado | dermatologicamente testato, dermatologico | dermatologisch getest, dermatologisch |
clinical < tested | clinically proven, clinically tested, clinical, clinically | klinisch, klinisch getestet, klinisch erprobt, klinisch bewiesen | cliniquement, clinique, cliniquement prouve | clinicamente, clinica, precision clinica, clinico | clinicamente, clinico, clinica | klinisch, klinisch bewezen |
vet | vet approved, vet-approved, vet recommended, veterinarian, veterinary, vets | tierärztlich, tierarzt, tierärzte, veterinär | veterinaire | veterinario, veterinarios | veterinario, veterinari | dierenarts, dierenartsen |
doctor | doctor-recommended, doctors, paediatrician, pediatrician, physician, dentist, dentists, orthopaedic surgeon, physio, physiotherapists | arzt, ärztlich, ärzte, kinderarzt, zahnarzt, zahnärzte, kinderärzten, orthopäden, ärzten | medecin, pediatre, dentiste, kine, osteopathe | medico, pediatra, dentista, fisioterapeuta, pediatras, dentistas | medico, pediatra, dentista | arts, kinderarts, tandarts, artsen, tandartsen |
medical | medical device, medical-grade, medical grade, medically | medizinprodukt, medizinisch | dispositif medical, medical, medicale | dispositivo medico, producto sanitario, grado medico, sanitario | dispositivo medico, grado medico | medisch hulpmiddel, medisch |
patented | patented, patent | patentiert, patent | brevete, brevet | patentado, patente | brevettato, brevetto | gepatenteerd, octrooi |
award | award-winning, award winning, award, prize | preisgekrönt, ausgezeichnet, testsieger, designpreis, sieger | prime, recompense, elu produit, laureat, meilleur produit | premiado, galardonado, premio | premiato, premio, pluripremiato | bekroond, prijswinnend, testwinnaar | red dot
carbonneutral | carbon-neutral, carbon neutral, climate-neutral, climate neutral, co2-neutral | klimaneutral, co2-neutral, klimapositiv | neutre en carbone, carbone neutre, bilan carbone neutre, neutre en co | neutro en carbono, carbono neutral, neutra en carbono | carbon neutral, a impatto zero | klimaatneutraal, co2-neutraal |
biodegradable | biodegradable | biologisch abbaubar, abbaubar | biodegradable | biodegradable | biodegradabile | biologisch afbreekbaar, afbreekbaar |
compostable < biodegradable | compostable, compost, compost heap | kompostierbar, kompost | compostable, compost | compostable, compost | compostabile, compost | composteerbaar, compost |
recyclable | recyclable | recycelbar, recyclingfähig | recyclable | reciclable | riciclabile | recyclebaar, recycleerbaar |
sustainable | sustainable, sustainably, eco-friendly | nachhaltig, umweltfreundlich | durable, ecologique, ecoresponsable, gestion durable | sostenible | sostenibile | duurzaam, duurzame |
fairtrade | fair trade, fairtrade, fair-trade, ethically | fairtrade, fair gehandelt, fairem handel, fairer handel | commerce equitable, equitable | comercio justo | commercio equo, equosolidale | fairtrade, eerlijke handel | fairtrade
halal | halal, kosher | halal, koscher | halal, casher, kasher | halal, kosher | halal, kosher | halal, koosjer |
childsafe | child-safe, childproof, child-proof, child safe, child-resistant | kindersicher, kindersicherer, kindgerecht | securite enfant, securite enfants | a prueba de niños, seguro para niños | a prova di bambino | kindveilig |
babysafe | newborn, newborns, from birth, day one | neugeborene, ab geburt, von geburt, ersten tag | nouveau-ne, des la naissance, la naissance, nouveau-nes | recien nacido, recien nacidos, nacimiento, desde el nacimiento | neonato, neonati, dalla nascita | pasgeborene, geboorte |
bitesafe | chew-proof, bite-proof, chewproof, indestructible, bite-resistant | bissfest, beißfest, unzerstörbar, kaufest | resistant aux morsures, increvable, indestructible, morsure | a prueba de mordiscos, antimordidas, indestructible, mordiscos | a prova di morso, indistruttibile, resistente ai morsi | bijtbestendig, onverwoestbaar |
shatterproof | shatterproof, unbreakable, shatter-proof, drop-proof | bruchsicher, unzerbrechlich, bruchfest, splitterfrei | incassable | irrompible | infrangibile | onbreekbaar, breukvast |
scratchproof | scratch-proof, scratch-resistant, scratchproof, scratch resistant | kratzfest, kratzsicher, kratzbeständig | anti-rayures, inrayable, resistant aux rayures, rayures | antiaranazos, resistente a los aranazos, resistente a aranazos | antigraffio | krasvast, krasbestendig |
rustproof | rustproof, rust-proof, rust-free, rust | rostfrei, rost, rostet, rostsicher | antirouille, anti-rouille, rouille, inoxydable | oxido, antioxido, inoxidable, se oxida | ruggine, antiruggine | roest, roestvrij |
fireproof | fireproof, flame-retardant, flame retardant, fire-resistant, flame-resistant | feuerfest, schwer entflammbar, flammhemmend, feuersicher | ignifuge, ignifugee | ignifugo, ignifuga | ignifugo | brandvertragend, brandwerend, vuurvast |
heatproof | heatproof, heat-resistant, heat resistant | hitzebeständig, hitzefest | resistant a la chaleur | resistente al calor | resistente al calore | hittebestendig |
frostproof | frostproof, frost-resistant, frost-proof, frost | frostsicher, frostfest, frostbeständig, frost, winterfest | gel, resistant au gel, hors gel | helada, heladas, resistente a las heladas | gelo, resistente al gelo | vorstbestendig, vorst, winterhard |
uv | uv-resistant, uv resistant, uv-protected, uv protection, fade-resistant, fadeproof, uv | uv-beständig, lichtecht, uv-schutz, uv-stabil | anti-uv, resistant aux uv, uv, anti uv | resistente a los uv, proteccion uv, uv | resistente ai raggi uv, anti-uv, uv | uv-bestendig, uv-werend, lichtecht |
slipproof | non-slip, anti-slip, nonslip, slip-resistant | rutschfest, rutschfester, rutschhemmend | antiderapant, antiderapante | antideslizante | antiscivolo | antislip |
antibacterial | antibacterial, anti-bacterial, antimicrobial | antibakteriell, antimikrobiell | antibacterien, antibacterienne, antimicrobien | antibacteriano, antibacteriana, antimicrobiano | antibatterico, antibatterica | antibacterieel, antibacteriële |
mitesafe | dust mite, anti-mite, mites | milben, milbendicht | acariens, anti-acariens | acaros, antiacaros | acari, antiacaro | huisstofmijt, mijt |
archival | archival, acid-free, fade-proof, acid free, lightfast | dokumentenecht, säurefrei, archivfest, lichtbeständig | sans acide, permanent, archivage | libre de acido, sin acido, de archivo | senza acidi, privo di acidi | zuurvrij, archief |
indelible | permanent ink, indelible, permanent marker | unauslöschlich, permanent | indelebile | indeleble | indelebile | onuitwisbaar |
legaltrade | legal for trade, trade approved, calibrated | geeicht, eichfähig, kalibriert | homologuee pour la vente, etalonne, legale pour le commerce | homologada para la venta, calibrado | omologata per la vendita, calibrato | geijkt, gekalibreerd |
bpa | bpa | bpa | bpa, bisphenol a, bisphenol | bpa, bisfenol | bpa | bpa | bpa, bpa-free
phthalate | phthalate, phthalates | phthalat, weichmacher | phtalate, phtalates | ftalato | ftalati | ftalaten, weekmakers |
formaldehyde | formaldehyde | formaldehyd | formaldehyde | formaldehido | formaldeide | formaldehyde |
paraben | paraben | paraben | parabene | parabeno | parabeni | parabenen |
sulfate | sulphate, sulfate, sls | sulfat, sls | sulfate | sulfato | solfati | sulfaat |
alcohol | alcohol | alkohol | alcool | alcohol | alcol | alcohol |
fragrance | fragrance, unscented, fragrance-free, perfume, scented | duftstoff, parfüm, parfümfrei, unparfümiert, unbeduftet, duftstofffrei | parfum, non parfume | perfume, fragancia | profumo, profumazione, fragranza | parfum, geurstof, parfumvrij, ongeparfumeerd |
nickel | nickel | nickel | nickel | niquel | nichel, nichelio, nickel | nikkel | niquel
lead | lead-free, lead free, lead | blei | plomb | plomo | piombo | lood |
cadmium | cadmium | cadmium | cadmium | cadmio | cadmio | cadmium |
azo | azo, azo dyes | azofarbstoff, azo | azoique | azoico | azoici, azocoloranti | azokleurstof |
chemicals | chemicals, harmful substances, toxic, toxins, non-toxic, pollutants | schadstoff, schadstofffrei, schadstoffgeprüft, giftfrei, chemie, ungiftig | toxique, substances nocives, non toxique, polluants, produits chimiques | toxico, no toxico, sustancias nocivas, quimicos | tossico, atossico, sostanze nocive, non tossico | giftig, gifvrij, schadelijke stoffen, chemicaliën |
gluten | gluten | gluten | gluten | gluten | glutine | gluten |
lactose | lactose, dairy, milk | laktose, milch | lactose, lait | lactosa, leche | lattosio, latte | lactose, melk |
sugar | sugar | zucker, zuckerfrei, zuckerzusatz | sucre, sucres | azucar, azucares | zucchero, zuccheri | suiker |
nuts | nuts, peanuts, allergens | nüsse, erdnüsse, allergene | noix, arachides, allergenes | frutos secos, cacahuetes, alergenos | frutta a guscio, arachidi | noten, pinda's |
grain | grain, grain-free, cereal | getreide, getreidefrei | cereale, cereales | cereales, cereal | cereali | granen, graanvrij |
pfas | | | | | | | pfas
pfoa | | | | | | | pfoa
plasticfree | plastic-free packaging | plastikfrei, plastikfreier | | | | |
microplastic | microplastics, microplastic | mikroplastik | microplastique, microplastiques | microplasticos | microplastiche | microplastics |
preservative | preservative, preservatives | konservierungsstoff | conservateur, conservateurs | conservante | conservanti | conserveermiddel |
colourant | colourants, colorants, artificial colours, dyes, additives | farbstoff, zusatzstoff | colorants, additifs | colorantes, aditivos | coloranti, additivi | kleurstof, toevoegingen |
latexfree | latex-free | latexfrei | sans latex | sin latex | senza latice | latexvrij |
saliva | saliva-proof, saliva | speichelfest, speichelecht, schweißecht, speichel | salive, resistant a la salive | saliva | saliva | speekselbestendig, speeksel |
colourfast | colourfast, colorfast, colour-fast | farbecht | grand teint | colores solidos | colori solidi | kleurecht |
uvprotect | upf, sun protection | lichtschutzfaktor, lsf, sonnenschutz | protection solaire, fps | proteccion solar, fps | protezione solare | zonbescherming | spf, upf
flickerfree | flicker-free | flimmerfrei | sans scintillement | sin parpadeo | senza sfarfallio | flikkervrij |
ph | ph-neutral, ph neutral | ph-neutral, ph-hautneutral, hautneutral | ph neutre | ph neutro | ph neutro | ph-neutraal |
gmo | gmo | gentechnik, gentechnikfrei | ogm | ogm, transgenico | ogm | gmo, ggo | gmo
lifetime | lifetime, for life, lifetime guarantee, lifetime warranty | lebenslang, lebenslange, lebenslanger | a vie | de por vida, para toda la vida, vitalicia | a vita | levenslang, levenslange |
reusable | reusable, reuse | wiederverwendbar, mehrweg | reutilisable | reutilizable | riutilizzabile | herbruikbaar |
airtight | airtight, leakproof, leak-proof, spill-proof, leak | auslaufsicher, luftdicht, dicht, ausläuft | hermetique, anti-fuite, etanche a l'air | hermetico, hermetica, antiderrames, antigoteo, fugas | ermetico, a tenuta, antigoccia | luchtdicht, lekvrij, lekdicht, lekt |
shockproof | shockproof, shock-resistant, impact-resistant | stoßfest, schlagfest, stoßgeschützt | antichoc, resistant aux chocs, choc, chocs | antigolpes, a prueba de golpes, resistente a golpes | antiurto | schokbestendig, stootvast |
militarygrade | military-grade, military grade, mil-std | militärstandard | norme militaire, militaire | grado militar, militar | grado militare, militare | militaire |
energyclass | energy class, energy efficiency class, energy label | energieeffizienzklasse, energieklasse, energieeffizienz | classe energetique | clase energetica, eficiencia energetica, etiqueta energetica | classe energetica | energieklasse, energielabel |
gs | gs mark | gs-zeichen, gs-geprüft | norme gs, label gs | | | |
pefc | | | | | | | pefc
ecert | ecocert | ecocert | ecocert | ecocert | ecocert | ecocert | ecocert
cosmos | cosmos | cosmos | cosmos | cosmos | cosmos | cosmos | cosmos
cosmosorganic | cosmos organic | cosmos organic | cosmos organic | cosmos organic | cosmos organic | cosmos organic | cosmos organic
cosmosnatural | cosmos natural | cosmos natural | cosmos natural | cosmos natural | cosmos natural | cosmos natural | cosmos natural
bluesign | | | | | | | bluesign
blueangel | blue angel | blauer engel, blauen engel, dem blauen engel | ange bleu, blauer engel | angel azul, blauer engel | angelo blu, blauer engel | blauer engel | blauer engel
tuv | tüv, tuv | tüv, tüv-geprüft | tüv, tuv | tüv, tuv | tüv, tuv | tüv, tuv | tüv
ecolabel | eu ecolabel, ecolabel | eu-ecolabel, umweltzeichen | ecolabel, label ecologique | etiqueta ecologica, ecolabel | ecolabel | ecolabel, milieukeurmerk | ecolabel
oekotex | oeko-tex, oekotex | oeko-tex, ökotex | oeko-tex | oeko-tex | oeko-tex | oeko-tex | oeko-tex
cradle | cradle to cradle | | | | | | cradle to cradle
greenguard | | | | | | | greenguard
euorganic | eu organic | eu-bio, bio-siegel | ab, eurofeuille | eurohoja | | | demeter, naturland, bioland
energystar | energy star | | | | | | energy star
originspain | designation of origin | geschützte ursprungsbezeichnung | aop, igp | denominacion de origen | dop | |
rds | responsible down | | | | | | rds
mulesing | mulesing | mulesing | mulesing | mulesing | mulesing | mulesing | mulesing
"""
