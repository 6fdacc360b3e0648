# ruff: noqa: E501 -- tables are read by column and hold words of six languages
"""Parts, accessories and what is counted. They hold a claim when they are counted, told to be in
the box, or told against a negation of the source; a mere mention is none."""

TABLE = """
lid | lid, cap, top cover | deckel, verschluss | couvercle, bouchon | tapa, tapon | coperchio, tappo | deksel, dop | tampa
handle | handle, handles, grip | griff, henkel, stiel | poignee, manche, anse | asa, mango, empuñadura | manico, maniglia, impugnatura, manici | handvat, greep, steel, handgreep |
body | body, housing, casing, case body, shell | korpus, gehäuse, rumpf | corps, boitier, coque | cuerpo, carcasa | corpo, scocca, carcassa | behuizing, body, huis |
frame | frame | rahmen, gestell | cadre, chassis, structure, armature, monture | marco, estructura, armazon, montura | telaio, struttura, cornice, montatura | frame, lijst, onderstel |
leg | leg, legs, foot, feet | bein, beine, füße, fuß, fußkreuz | pied, pieds, pietement | pata, patas, pie | gamba, gambe, piedi | poot, poten |
base | base, bottom, stand | boden, sockel, basis, standfuß | socle, base, fond | base, fondo | base, fondo | voet, bodem, basis |
top | table top, tabletop, top, surface | tischplatte, platte, oberfläche | plateau, surface | tablero, superficie, sobre | piano, superficie, ripiano | blad, tafelblad |
sole | sole, outsole | sohle, laufsohle | semelle | suela | suola | zool |
insole | insole, footbed | einlegesohle, innensohle, fußbett | semelle interieure, premiere de proprete | plantilla | soletta, sottopiede | binnenzool, inlegzool |
upper | upper, uppers | obermaterial, schaft | tige, dessus | corte, empeine | tomaia | bovenwerk, schacht |
lining | lining, lined | futter, gefüttert | doublure | forro | fodera | voering |
filling | filling, fill, filler | füllung, gefüllt | rembourrage, garnissage, garniture | relleno | imbottitura, riempimento | vulling |
cover | cover, sleeve | bezug, hülle | housse | funda | fodera, rivestimento, custodia | hoes, bekleding |
blade | blade, blades | klinge, klingen, messer, sägeblatt | lame, lames | hoja, cuchilla | lama, lame | lemmet, mes |
clasp | clasp, buckle, fastener, closure | verschluss, schnalle, schließe | fermoir, boucle, fermeture | cierre, hebilla | chiusura, fibbia, moschettone | sluiting, gesp |
zip | zip, zipper | reißverschluss | zip, fermeture eclair | cremallera | cerniera, zip | rits |
chain | chain | kette | chaine, collier | cadena | catena, catenina | ketting |
strap | strap, straps, band, belt | riemen, band, gurt, armband, schultergurt, tragegurt | sangle, bracelet, bandouliere, bretelle | correa, tira, bandolera | cinturino, cinghia, tracolla | band, riem |
tip | tip, nib, tips | spitze, feder | plume, pointe, embout | punta, plumin | punta, pennino | punt, penpunt |
stone | | | | | | |
pendant | pendant | anhänger | pendentif | colgante | ciondolo, pendente | hanger |
core | core | kern | ame, coeur, noyau | nucleo, alma | nucleo, anima | kern |
coating | coating, coated | beschichtung, beschichtet | revetement, enduit | recubrimiento, revestimiento | rivestimento, rivestito | coating, gecoat |
seal | gasket, seal ring, seal | dichtung, dichtungsring | joint | junta | guarnizione | afdichting, rubberen ring |
packaging | packaging, box, package, parcel, packed | verpackung, schachtel, verpackt, paket | emballage, boite, coffret, etui, ecrin | envase, caja, embalaje, estuche, paquete | confezione, scatola, imballaggio, astuccio | verpakking, doos |
pot | pots, jar, jars | tiegel, dose, gläser | pot, pots, bocal | tarro, bote, frasco | vasetto, barattolo, barattoli | pot, potje |
drum | | | | | | |
pocket | pocket, pockets, compartment, compartments | fach, fächer, tasche, taschen | poche, compartiment | bolsillo, compartimento | tasca, tasche, scomparto | zak, vak, vakken |
drawer | drawer | schublade | tiroir | cajon, cajones | cassetto | lade |
shelf | shelf, shelves | regalboden, fachboden, einlegeboden, böden | etagere, tablette, rayon | balda, estante | ripiano, mensola | plank, planken, legplank |
wheel | wheel, wheels, castor, castors, caster | rad, räder, rolle, rollen | roue, roulette | rueda | ruota, rotella | wiel, wielen |
slat | slat, slats | latte, leiste, leisten | latte, lattes | lama, listones, liston | doga | lat, latten |
pane | | | | | | |
cable | cable, cord, lead, charging cable | kabel, ladekabel, netzkabel, zuleitung | cable, cordon, fil | cable, cordon | cavo, filo | kabel, snoer |
charger | charger, adapter, power supply, plug, power adapter, adaptor, driver, wall plug | ladegerät, netzteil, adapter, netzstecker | chargeur, adaptateur, bloc d'alimentation, transformateur | cargador, adaptador, fuente de alimentacion, transformador | caricatore, caricabatterie, alimentatore, adattatore | oplader, lader, adapter, voeding |
battery | battery, batteries, cell, button cell | akku, batterie, batterien, akkus, knopfzelle | batterie, pile, piles, accu | bateria, pila, pilas | batteria, batterie, pila, pile | accu, batterij, batterijen |
tripod | tripod | stativ, dreibein | trepied | tripode | treppiede | statief | tripé
remote | remote, remote control | fernbedienung | telecommande | mando, mando a distancia | telecomando | afstandsbediening |
manual | manual, instructions, guide, booklet, idea booklet | anleitung, heft, gebrauchsanweisung, ideenheft, begleitheft | notice, mode d'emploi, livret, guide | manual, instrucciones, folleto, librito | manuale, istruzioni, libretto | handleiding, gebruiksaanwijzing, boekje |
pouch | pouch, bag, sack, mesh sack, carry bag, storage bag, travel case, carry case | beutel, tragetasche, etui, transportbeutel, tasche, aufbewahrungsbeutel, netzbeutel | pochette, sac, housse de transport, sac de transport | bolsa, saco, estuche, funda de transporte, saquito | sacchetto, borsa, sacca, custodia, borsina | zakje, tas, hoes, etui, opbergzak |
tool | tool, tools, allen key, hex key, screwdriver | werkzeug, inbusschlüssel, schraubendreher | outil, outils, cle allen, tournevis | herramienta, llave allen, destornillador | attrezzo, attrezzi, chiave a brugola, cacciavite, utensili | gereedschap, inbussleutel |
screws | screw, screws, plugs, wall plugs, fixings, mounting hardware, wall anchor, hardware | schraube, schrauben, dübel, befestigungsmaterial, wandhalterung | vis, chevilles, visserie, fixations, fixation murale | tornillo, tornillos, tacos, anclaje, tornilleria | viti, tasselli, viteria, fissaggio | schroeven, pluggen, bevestigingsmateriaal |
assembly | assembly, assemble, assembled | montage, aufbau, zusammenbau, montiert | montage, assemblage, monte | montaje, montar, montado | montaggio, assemblaggio, montato | montage, opbouw, gemonteerd |
filter | filter | filter | filtre | filtro | filtro | filter |
brush | brush, brushes | bürste, pinsel, bürsten | brosse, pinceau | cepillo, pincel, brocha | spazzola, pennello | borstel, kwast |
spoon | spoon, spoons | löffel | cuillere | cuchara, cucharilla | cucchiaio, cucchiaino | lepel |
fork | forks | gabel, gabeln | fourchette | tenedor | forchetta | vork |
cup | cup, cups, mug | tasse, becher, tassen | tasse, gobelet | taza, vaso | tazza | kop, kopje, beker |
saucer | saucer | untertasse, untertassen | soucoupe | platillo, plato | piattino | schotel |
plate | plate, plates | teller | assiette | plato | piatto | bord, borden |
sheet | sheet, sheets, fitted sheet, pages, page | laken, spannbettlaken, blatt, blätter, seite, seiten | drap, feuille, page, pages, feuillets | sabana, hoja, hojas, pagina, paginas | lenzuolo, foglio, fogli, pagine | laken, blad, vel, bladzijden, vellen, pagina's |
pillowcase | pillowcase, pillow, cushion | kissenbezug, kissen, kopfkissen | taie, oreiller, coussin | almohada, funda de almohada, cojin | federa, cuscino | kussensloop, kussen |
mattress | mattress | matratze | matelas | colchon | materasso | matras |
headrest | headrest | kopfstütze | appui-tete, appuie-tete | reposacabezas, cabecero | poggiatesta | hoofdsteun |
hook | hook, hooks | haken | crochet | gancho | gancio, ganci | haak |
hanger | suspension, hanging kit, tree straps, straps | aufhängung, baumgurte | suspension, accroche | colgador, sistema de colgado | sospensione | ophanging |
lamp | bulb, bulbs, light bulb, lamp | leuchtmittel, glühbirne, birne | ampoule | bombilla | lampadina | lamp, gloeilamp, peertje |
led | led | led | led | led | led | led | led
light | lighting, illuminated, backlit, lit, backlight | beleuchtet, beleuchtung, hintergrundbeleuchtung | eclairage, retroeclaire | iluminado, iluminacion, retroiluminado, luz | illuminato, illuminazione, retroilluminato | verlicht, verlichting |
mirror | mirror | spiegel | miroir | espejo | specchio | spiegel |
display | display, screen | display, bildschirm, anzeige | ecran, afficheur | pantalla | schermo, display | scherm, display |
sensor | sensor | sensor, außensensor, fühler | capteur, sonde | sensor | sensore | sensor |
mode | mode, modes, setting, settings, programme, programmes, program | modus, modi, programm, programme, stufen, stufe, leuchtmodi | mode, programme, reglages | modo, programa | modalita, programma | stand, standen, programma |
speed | speed, speeds, level, levels | stufe, stufen, geschwindigkeiten, geschwindigkeitsstufen, helligkeitsstufen | vitesse, niveaux, niveau, intensites | velocidad, niveles, nivel, velocidades | velocita, livelli, livello | snelheid, snelheden, niveaus, stand, standen |
colour | colour, color, colours, colors, shade, shades, hues | farbe, farben, farbtöne, tönen, farbvarianten | couleur, coloris, teinte, teintes, couleurs | color, colores, tono, tonos | colore, colori, tonalita | kleur, kleuren, tinten |
piece | quantity, count, net content, contents, number of, piece, pieces, item, items, parts, part | anzahl, menge, inhalt, lieferumfang, stückzahl, teil, teile, teilig, stück, einzelteile | quantite, contenu, nombre, piece, pieces, pcs | cantidad, contenido, numero de, pieza, piezas, unidades, ud, uds | quantita, contenuto, pezzo, pezzi | aantal, inhoud, deel, delen, delig, stuk, stuks, onderdelen | pcs, pack, stk
pack | two-pack, pack, multipack | packung, er-pack, pack | lot | pack | confezione | verpakking, pak |
set | set | set, satz | set, lot, ensemble, jeu | juego, set, conjunto | set | set |
size2 | size, sizes | größe, größen | taille, tailles | talla, tallas | taglia, taglie | maat, maten |
person | person, people, persons, guests, seats, place settings | person, personen, gäste, leute, plätze | personne, personnes, couverts, convives | persona, personas, plazas, comensales | persona, persone, posti | persoon, personen |
user | user, users, profile, profiles | nutzer, benutzer, profile | utilisateur, profils, profil | usuario, perfil, perfiles | utenti, profili | gebruiker, profielen |
metric | metrics, measurements, readings, indicators | messwerte, körperwerte | indicateur, mesures, donnees | metricas, indicadores | parametri, misurazioni | meetwaarden |
port | port, ports, socket, sockets, output | anschluss, anschlüsse, buchse, buchsen, ausgänge, ports | port, prise, ports, sorties | puerto, puertos, toma, tomas | porta, porte, prese | poort, poorten, aansluiting |
plug | plug types, plug type | steckertypen | types de prise | tipos de enchufe | | |
blocks | block, blocks, brick, bricks | baustein, klotz, klötze, bausteine, steine | bloc, cube, briques | bloque, bloques | blocco, blocchi, mattoncini | blok, blokken |
pencil | pencil, pencils, pen, pens, marker, markers | stift, stifte, bleistift, marker | crayon, stylo, feutre, crayons | lapiz, lapices, boligrafo, rotulador | matita, penna, pennarello, matite | potlood, pen, stift, stiften |
card | card, cards | karte, karten | carte, cartes | carta, cartas, tarjeta, naipes | carta, carte | kaart, kaarten |
candle | candle | kerze | bougie | vela | candela | kaars |
capsule | capsule, capsules, tablet pill, pills | kapsel, kapseln | gelule, capsule | capsula | capsula | capsule |
mask | mask, masks | maske, masken | masque | mascarilla | maschera | masker |
necklace | necklace | kette, halskette | collier | collar | collana | ketting |
earring | earring, earrings | ohrring, ohrstecker | boucle d'oreille, puces | pendiente | orecchino | oorbel |
bottle | bottle, flask, flasks | flasche, flaschen | bouteille, flacon, gourde | botella, bidon | bottiglia, flacone | fles, flessen |
door | door, doors | tür, türen | porte, portes | puerta | porta, ante | deur |
tray | tray | tablett, fettpfanne, auffangschale | bac, plateau | bandeja | vassoio | bak, dienblad |
wall | double wall, double-walled, double wall insulated | doppelwandig, doppelter wand, doppelwandige | double paroi | doble pared | doppia parete | dubbelwandig |
singlewall | single wall, single-wall, single-walled | einwandig | simple paroi | pared simple, una pared | parete singola | enkelwandig |
vacuum | vacuum | vakuum, vakuumisoliert | sous vide, isolation sous vide | vacio | sottovuoto | vacuüm |
timer | timer | timer, zeitschaltuhr | minuterie, minuteur | temporizador | timer | timer |
alarm | alarm | wecker, alarm | alarme, reveil | alarma, despertador | sveglia, allarme | wekker, alarm |
speaker | speaker | lautsprecher | haut-parleur, enceinte | altavoz | altoparlante, cassa | luidspreker |
mic | microphone, mic | mikrofon | micro, microphone | microfono | microfono | microfoon |
gift | gift box, gift bag | geschenkbox, geschenkverpackung | coffret cadeau, emballage cadeau | caja de regalo, caja regalo | confezione regalo | cadeauverpakking, geschenkdoos |
spare | spare, replacement, refill, refills | ersatz, nachfüllpack, ersatzteil | rechange, recharge | repuesto, recambio | ricambio, ricarica | reserve, navulling |
seed | seed, seeds, plant, plants | samen, pflanze, pflanzen | graine, plante, graines | semilla, planta | seme, pianta | zaad, plant, zaden |
removable | removable, detachable, remove | abnehmbar, herausnehmbar, entnehmbar, wechselbar | amovible, detachable, dehoussable, retirable | extraible, desmontable, quitar, desenfundable | rimovibile, estraibile, sfoderabile | afneembaar, uitneembaar |
replaceable | replaceable, interchangeable, exchangeable | austauschbar, auswechselbar, ersetzbar | remplacable, interchangeable | reemplazable, intercambiable, recambiable | sostituibile, intercambiabile | vervangbaar, verwisselbaar |
builtin | built-in, built in, integrated, non-removable | eingebaut, fest verbaut, integriert, fest eingebaut | integre, integree, inamovible | integrado, integrada, incorporado | integrato, integrata, incorporato | ingebouwd, vast |
foldable | foldable, folding, folds flat, collapsible | klappbar, faltbar, zusammenklappbar, einklappbar | pliable, pliant, repliable | plegable | pieghevole | opvouwbaar, inklapbaar |
adjustable | adjustable, height-adjustable | verstellbar, höhenverstellbar, einstellbar | reglable, ajustable | ajustable, regulable en altura | regolabile | verstelbaar |
stackable | stackable | stapelbar | empilable | apilable | impilabile | stapelbaar |
rechargeable | rechargeable | wiederaufladbar, aufladbar | rechargeable | recargable | ricaricabile | oplaadbaar |
refillable | refillable | nachfüllbar, wiederbefüllbar | rechargeables | rellenable | ricaricabile | navulbaar |
reversible | reversible, double-sided, two-sided | wendbar, beidseitig, doppelseitig | reversible, double face | reversible, doble cara | reversibile, double face | omkeerbaar, dubbelzijdig |
subscription | subscription | abo, abonnement | abonnement | suscripcion | abbonamento | abonnement |
batteryfree | battery-free | batterielos | | | | |
cut | cut, slice, chop, cutting | schneiden, anschneiden | couper, trancher, decouper | cortar | tagliare | snijden |
everyday | daily use, everyday use, every night, daily | täglicher gebrauch, dauergebrauch, dauerbetrieb, täglich | usage quotidien, quotidien, tous les jours | uso diario, a diario, todos los dias | uso quotidiano, tutti i giorni | dagelijks gebruik, dagelijks |
occasional | occasional | gelegentlich, gelegentliche | occasionnel | ocasional | occasionale | incidenteel, af en toe |
commercial | commercial use, professional, restaurant | gewerblich, gastronomie, profi | professionnel, usage professionnel | profesional, uso comercial | professionale | professioneel, horeca |
"""
