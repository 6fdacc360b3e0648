# ruff: noqa: E501 -- tables are read by column and hold words of six languages
"""Devices, systems, places, people and animals a product may fit."""

TABLE = """
wifi | wi-fi, wifi, wlan | wlan, wi-fi, wifi | wi-fi, wifi | wi-fi, wifi | wi-fi, wifi | wifi, wi-fi | wifi, wi-fi
bluetooth | | | | | | | bluetooth
nfc | | | | | | | nfc
zigbee | | | | | | | zigbee
gps | | | | | | | gps
app | app | app | appli, application | app, aplicacion | app | app | app
usbc | usb-c, usb c, type-c, type c | usb-c, usb c, typ-c | usb-c, usb c | usb-c, usb c | usb-c, usb c | usb-c, usb c | usb-c, usb c, type-c, usbc
microusb | micro-usb, micro usb | micro-usb, micro usb | micro-usb | micro-usb, micro usb | micro-usb | micro-usb | micro-usb, micro usb
usba | usb-a | usb-a | usb-a | usb-a | usb-a | usb-a | usb-a
hdmi | | | | | | | hdmi
displayport | | | | | | | displayport
thunderbolt | | | | | | | thunderbolt
lightning | | | | | | | lightning
magsafe | | | | | | | magsafe
qi | | | | | | | qi
jack | aux, headphone jack, audio jack | klinke, aux, klinkenstecker | prise jack, jack | jack, aux | jack, aux | aux |
wireless | wireless charging, charge wirelessly, wirelessly, wireless charger | kabellos laden, kabelloses laden, induktives laden, induktiv | recharge sans fil, charge sans fil | carga inalambrica | ricarica wireless | draadloos opladen |
ios | ios, iphone, ipad | ios, iphone, ipad | ios, iphone, ipad | ios, iphone, ipad | ios, iphone, ipad | ios, iphone, ipad | ios
android | | | | | | | android
windows | windows pc | | | | | | windows
macos | mac, macos, macbook | mac, macos, macbook | mac, macos, macbook | mac, macos, macbook | mac, macos, macbook | mac, macos, macbook | macos
linux | | | | | | | linux
chromeos | chromebook, chromeos | chromebook | chromebook | chromebook | chromebook | chromebook | chromebook
alexa | | | | | | | alexa
googlehome | google home, google assistant, hey google | google home, google assistant | google home, google assistant | google home, asistente de google, google assistant | google home, google assistant | google home, google assistant | google home, google assistant
homekit | homekit, siri, apple home | homekit, siri, apple home | homekit, siri | homekit, siri | homekit, siri | homekit, siri | homekit
playstation | playstation, ps5, ps4 | | | | | | playstation, ps5, ps4
xbox | | | | | | | xbox
nintendo | nintendo, switch console | | | | | | nintendo
smarttv | smart tv | smart-tv | smart tv | smart tv | smart tv | smart tv |
tv | television, tv, tvs | fernseher, tv | televiseur, tele | televisor, television, tele | televisore, tv | televisie, tv |
laptop | laptop, notebook | laptop, notebook | ordinateur portable, laptop, pc portable, ordi portable | portatil, ordenador portatil | portatile, laptop | laptop, notebook |
tablet | tablet | tablet | tablette | tableta, tablet | tablet | tablet |
ereader | e-reader, e-readers, kindle | e-reader, tolino, kindle | liseuse | lector electronico, libro electronico | e-reader | e-reader |
monitor | monitor | monitor | ecran externe, moniteur | monitor | monitor, schermo esterno | monitor, beeldscherm |
console | games console, console | spielkonsole, konsole | console de jeux | consola | console | spelconsole |
camera | camera | kamera | appareil photo, camera | camara | fotocamera, telecamera | camera |
drone | drone | drohne | drone | dron, drones | drone | drone |
car | car, cars, in the car | auto, pkw, autos | voiture | coche | automobile, macchina, auto | auto |
motorbike | motorbike, motorcycle | motorrad | moto | moto, motocicleta | moto | motorfiets |
truck | truck, lorry, camper, motorhome, caravan | lkw, wohnmobil, wohnwagen | camion, camping-car, caravane | camion, autocaravana, caravana | camion, camper, roulotte | vrachtwagen, camper, caravan |
ebike | e-bike, ebike, e-bikes | e-bike, pedelec | velo electrique, vae | bicicleta electrica, e-bike | bici elettrica, e-bike | e-bike, elektrische fiets |
scooter | scooter, e-scooter | roller, e-scooter, e-roller | trottinette, scooter | patinete | monopattino | step, scooter |
bike | bicycle, bike | fahrrad, rad | velo, bicyclette | bicicleta, bici | bicicletta, bici | fiets |
boat | boat | boot | bateau | barco | barca | boot |
plane | cabin luggage, hand luggage, carry-on, airline, flight-approved, airline-approved, on board | handgepäck, airline, airlines, flugzeug | bagage cabine, bagage a main, avion, compagnies aeriennes | equipaje de mano, avion, aerolineas, cabina | bagaglio a mano, aereo, compagnie aeree | handbagage, vliegtuig |
train | train | zug | train | tren | treno | trein |
induction | induction | induktion, induktionsherd, induktionsgeeignet, induktionskochfeld | induction | induccion | induzione | inductie |
gashob | gas hob, gas stove, gas cooker, gas | gasherd, gas, gaskocher | gaz | gas | gas, fornello | gas, gasfornuis |
ceramichob | ceramic hob, glass-ceramic | ceran, glaskeramik, cerankochfeld, ceranfeld | vitroceramique | vitroceramica | vetroceramica | keramische kookplaat |
electrichob | electric hob | elektroherd, elektrokochfeld | plaques electriques | placa electrica | piastra elettrica | elektrische kookplaat |
allhobs | all hobs, every hob, any hob, all hob types, all stovetops, every stovetop, all cooktops | alle herdarten, allen herdarten, jeden herd, alle herde, alle kochfelder, jedem herd | tous feux, tous les feux, toutes plaques, toutes les plaques, tous types de feux | todas las cocinas, todo tipo de cocinas, todas las placas | tutti i piani cottura, ogni piano cottura | alle warmtebronnen, alle kookplaten, elke kookplaat |
stove | stove, stovetop, hob, cooker | herd, kocher, kochfeld | rechaud, plaque de cuisson, feu | fogon, hornillo, cocina de | fornello, piano cottura | fornuis, kookplaat |
grill | grill, barbecue, bbq | grill, grillen | barbecue, gril | barbacoa, parrilla | griglia, barbecue | barbecue, bbq |
campfire | campfire, open fire, open flame, fire pit | lagerfeuer, offenes feuer, offener flamme | feu de camp, flamme nue | hoguera, fuego abierto, llama | falo, fiamma, fuoco | kampvuur, open vuur |
dogs | dog, puppy, puppies | hund, welpe, welpen | chien, chiot | perro, cachorro | cane, cani, cucciolo | hond, puppy |
cats | cat, kitten, kitty | katze, kätzchen | chat, chaton | gato, gatito | gatto, gatti, gattino | kat, poes |
horses | horse, pony, ponies | pferd, pony | cheval, chevaux, poney | caballo, poni | cavallo, cavalli | paard, pony |
birds | bird, parrot, budgie | vogel, vögel, papagei, wellensittich | oiseau, oiseaux, perroquet | pajaro, ave, loro | uccello, uccelli, pappagallo | vogel, papegaai |
rodents | rabbit, hamster, guinea pig, ferret | kaninchen, hamster, meerschweinchen, frettchen | lapin, hamster, cochon d'inde, furet | conejo, hamster, cobaya, huron | coniglio, criceto, porcellino d'india | konijn, hamster, cavia, fret |
fish | aquarium fish | zierfische, fische | poissons | peces | pesci | vissen |
insects | ticks, fleas | zecken, flöhe | tiques, puces | garrapatas, pulgas | zecche, pulci | teken, vlooien |
baby | baby, babies, infant, infants, toddler, toddlers | baby, säugling, kleinkind, säuglinge, kleinkinder, babys | bebe, nourrisson, tout-petit | bebe, lactante | neonato, bebe, bimbo piccolo, lattante | baby, peuter, zuigeling |
kids | kids, child, children | kind, kinder, kindern | enfant, enfants | niño, niña, crio | bambino, bambini, bimbi | kind, kinderen |
adults | adult, adults, grown-up, grown-ups | erwachsene | adulte | adulto | adulto, adulti | volwassene |
pregnant | pregnant, pregnancy | schwanger, schwangerschaft, schwangere | enceinte, grossesse | embarazada, embarazo | gravidanza, incinta | zwanger, zwangerschap |
pacemaker | pacemaker, pacemakers | herzschrittmacher | pacemaker, stimulateur cardiaque | marcapasos | pacemaker | pacemaker |
sensitiveskin | sensitive skin | empfindliche haut, empfindlicher haut, sensible haut, sensibler haut | peau sensible, peaux sensibles | piel sensible, pieles sensibles | pelle sensibile, pelli sensibili | gevoelige huid |
oilyskin | oily skin, acne-prone, acne | fettige haut, unreine haut, akne | peau grasse, peaux grasses, acne | piel grasa, acne | pelle grassa, acne | vette huid, acne |
dryskin | dry skin | trockene haut, trockener haut | peau seche, peaux seches | piel seca, pieles secas | pelle secca | droge huid |
matureskin | mature skin | reife haut, reifer haut | peau mature, peaux matures | piel madura, pieles maduras | pelle matura | rijpe huid |
allskin | all skin types, every skin type, any skin, all skin, every skin | alle hauttypen, jeden hauttyp, jede haut | tous types de peau, toutes les peaux, tous les types de peau, tout type de peau | todo tipo de piel, todo tipo de pieles, todas las pieles, todos los tipos de piel | tutti i tipi di pelle, ogni tipo di pelle | alle huidtypes, elk huidtype, alle huidtypen |
lefthanded | left-handed, lefties, left-handers, southpaws, lefty | linkshänder, linkshänderinnen | gaucher, gauchers | zurdo, zurdos | mancino, mancini | linkshandig, linkshandigen |
righthanded | right-handed, right-handers | rechtshänder | droitier, droitiers | diestro, diestros | destro, destrorsi | rechtshandig |
outdoor | outdoor, outdoors, garden, patio, balcony, terrace, in the open | außen, outdoor, draußen, garten, balkon, terrasse, im freien, außenbereich | exterieur, dehors, jardin, balcon, terrasse, plein air | exterior, aire libre, jardin, balcon, terraza | esterno, esterni, giardino, balcone, terrazzo, all'aperto | buiten, tuin, balkon, terras |
indoor | indoor, indoors | innen, innenraum, drinnen, innenräume, innenbereich | interieur, dedans | interior, interiores | interno, interni, al chiuso | binnen, binnenshuis |
bathroom | bathroom, wet room | bad, badezimmer, feuchtraum, feuchträume | salle de bains, salle de bain | baño, cuarto de baño | bagno | badkamer |
sauna | | | | | | | sauna
parquet | parquet, hardwood floors, wooden floors, hard floor, hard floors | parkett, dielen, hartboden, harte böden, hartböden | parquet, sols durs | parque, parquet, tarima, suelo duro, suelos duros | parquet | parket, harde vloer, harde vloeren |
carpet | carpet, carpets, rug, high pile | teppich, teppiche, teppichboden, hochflor | moquette, tapis epais | alfombra, moqueta, pelo largo | tappeto, moquette, pelo lungo | tapijt, vloerkleed, hoogpolig |
tiles | tile, tiles | fliese, fliesen | carrelage | azulejo, baldosa | piastrella, piastrelle | tegel |
wallpaper | wallpaper, plaster, brick | tapete, putz, backstein, raufaser | papier peint, platre, brique, crepi | papel pintado, yeso, ladrillo, gotele | carta da parati, intonaco, mattone | behang, pleister, baksteen |
glasssurface | window pane, windows | fensterscheibe, scheibe, fenster | vitre, fenetre | ventana, cristales | finestra, vetri | raam, ruit |
fabric | fabric, textiles, cloth | textilien, stoff | textile, tissu | tejido, tela | tessuto, stoffa | stof, textiel |
dimmable | dimmable, dimmer, dimmed | dimmbar, dimmer | dimmable, variateur, gradateur | regulable, atenuable, dimmer | dimmerabile, regolabile in intensita, dimmer | dimbaar, dimmer |
solar | solar, solar-powered | solar, solarbetrieben | solaire | solar | solare | zonne-energie, solar |
battery_aa | | | | | | |
mains | mains, wall socket, power outlet | steckdose, netzbetrieb, netzstrom | secteur | enchufe, red electrica | presa di corrente, rete elettrica | stopcontact, netstroom |
powerbank | power bank, powerbank | powerbank | batterie externe, powerbank | bateria externa, power bank | power bank | powerbank |
hairdryer | hair dryer, hair dryers, hairdryer, hairdryers | föhn, haartrockner, fön | seche-cheveux | secador, secador de pelo | asciugacapelli, phon | föhn, haardroger |
voltageconv | voltage converter, converts voltage, converts the voltage, transformer | spannungswandler, spannung um, transformator | convertisseur, transformateur | convertidor, transformador | trasformatore, convertitore | spanningsomvormer, transformator |
worldwide | worldwide, every country, all countries, anywhere in the world, around the world | weltweit, allen ländern, jedem land, in jedem land | monde entier, tous les pays, partout dans le monde | todo el mundo, todos los paises, cualquier pais | tutto il mondo, tutti i paesi, ogni paese | wereldwijd, alle landen, elk land |
allmodels | all models, every model, any model, all brands, every brand, any brand, any phone, every phone, all phones, any device, every device, all devices, any tablet, any laptop, any bike, any car, all cars, every car, any bottle, any machine, every machine, all machines, any bed, any mattress, any system, any lens, any camera | alle modelle, jedes modell, alle marken, jede marke, jedes handy, jedes smartphone, alle smartphones, jedes gerät, alle geräte, jedem gerät, allen geräten, jedes fahrrad, jedes auto, jede maschine, alle maschinen, jeder marke, aller marken, jede matratze, jeder maschine | tous les modeles, toutes les marques, tout modele, n'importe quel, tous les smartphones, tout smartphone, tous les appareils, toute marque, toutes les machines, tous les telephones, toutes marques | todos los modelos, cualquier modelo, todas las marcas, cualquier marca, cualquier movil, todos los moviles, cualquier dispositivo, todos los dispositivos, cualquier maquina, todas las maquinas, cualquier coche, cualquier telefono, cualquier | tutti i modelli, qualsiasi modello, qualunque modello, tutte le marche, ogni modello, qualsiasi, tutti gli smartphone, tutti i dispositivi, qualunque, tutte le macchine | alle modellen, elk model, alle merken, elk merk, elke telefoon, alle telefoons, elk apparaat, alle apparaten, iedere, elke machine, alle machines |
faceid | face id, fingerprint | | | | | | face id, touch id
lidar | lidar, laser | lidar, laser | lidar, laser | lidar, laser | lidar, laser | lidar, laser | lidar
applehealth | apple health | | | | | | apple health
googlefit | google fit | | | | | | google fit
sdcard | sd card, microsd, memory card | speicherkarte, microsd | carte sd, carte memoire, microsd | tarjeta sd, tarjeta de memoria, microsd | scheda sd, microsd | geheugenkaart, microsd | microsd
toddlerage | | | | | | |
"""
