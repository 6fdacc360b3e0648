# ruff: noqa: E501 -- tables are read by column and hold words of six languages
"""Materials with their hierarchy: steel is metal, metal is not steel."""

TABLE = """
metal | metal, metallic | metall | metal, metallique | metal, metalico | metallo, metallico | metaal |
steel < metal | steel | stahl | acier | acero | acciaio | staal |
stainless < steel metal | stainless steel, stainless, inox | edelstahl, rostfrei, rostfreiem stahl, nirosta | acier inoxydable, inox | acero inoxidable, inox, acero inox | acciaio inossidabile, acciaio inox, inox | roestvrij staal, rvs, roestvast staal, edelstaal, roestvrijstalen | 18/10
carbonsteel < steel metal | carbon steel, sk5 | kohlenstoffstahl, karbonstahl, carbonstahl | acier au carbone, acier carbone | acero al carbono, acero de carbono | acciaio al carbonio | koolstofstaal |
springsteel < steel metal | spring steel | federstahl | acier ressort | acero para muelles | acciaio armonico | verenstaal |
damascus < steel metal | damascus | damast, damaszener | damas | damasco | damasco | damast |
aluminium < metal | aluminium, aluminum, alloy, alu | aluminium, alu | aluminium, alu | aluminio | alluminio | aluminium, alu |
magnesium < metal | magnesium | magnesium | magnesium | magnesio | magnesio | magnesium |
titanium < metal | titanium | titan | titane | titanio | titanio | titanium, titaan |
iron < metal | iron | eisen, schmiedeeisen | fer, fer forge | hierro, hierro forjado | ferro, ferro battuto | ijzer, ijzeren |
castiron < iron metal | cast iron | gusseisen, guss | fonte | hierro fundido, fundicion | ghisa | gietijzer, gietijzeren |
copper < metal | copper | kupfer | cuivre | cobre | rame | koper, koperen |
brass < metal | brass | messing | laiton | laton | ottone | messing |
bronze < metal | bronze | bronze | bronze | bronce | bronzo | brons |
zinc < metal | zinc, zinc alloy, zamak | zink, zinklegierung | zinc, alliage de zinc | zinc, aleacion de zinc | zinco, lega di zinco, zama | zink, zinklegering | zamak
tin < metal | tinplate, pewter | zinn, weissblech, weißblech | fer blanc, fer-blanc, etain | hojalata, estano | latta, peltro, stagno | blik, tin |
nickelplated < metal | nickel plated, nickel-plated | vernickelt | nickele | niquelado | nichelato | vernikkeld |
chrome < metal | chrome, chromed, chromium | chrom, verchromt | chrome, chromee | cromo, cromado | cromo, cromato | chroom, verchroomd |
gold < metal | gold, golden | gold, echtgold | or | oro | oro | goud, gouden |
goldplated < metal | gold plated, gold-plated, gold plating, gold filled, gold-filled, gilded, vermeil, gold vermeil, gold tone, gold-tone, plated with gold, gold coloured | vergoldet, goldfarben, goldfarbig, goldplattiert, vergoldung, goldton, goldauflage | plaque or, plaque-or, dore, doree, dorure, dore a l'or | chapado en oro, bano de oro, banado en oro, dorado, chapado oro | placcato oro, dorato, placcato in oro | verguld, goudkleurig, verguldsel |
whitegold < gold metal | white gold | weißgold, weissgold | or blanc | oro blanco | oro bianco | witgoud |
rosegold | rose gold | roségold, rosegold | or rose | oro rosa | oro rosa | roségoud |
silver < metal | silver | silber, echtsilber | argent | plata | argento | zilver, zilveren |
sterling < silver metal | sterling silver, sterling, 925 silver, silver 925, solid silver | sterlingsilber, sterling, silber 925, 925er silber, 925 silber | argent massif, argent sterling, argent 925 | plata de ley, plata esterlina, plata 925, plata de primera ley | argento 925, argento sterling | sterling zilver, zilver 925, sterlingzilver | prata 925
silverplated < metal | silver plated, silver-plated, silver tone | versilbert, silberfarben, silberton | argente, plaque argent | plateado, banado en plata, chapado en plata, bano de plata | argentato, placcato argento | verzilverd, zilverkleurig |
platinum < metal | platinum | platin | platine | platino | platino | platina |
platinumplated < metal | platinum plated, platinum-plated | platiniert | plaque platine, platine plaque | banado en platino, chapado en platino | placcato platino | geplatineerd |
rhodium < metal | rhodium, rhodium plated, rhodium plating | rhodiniert, rhodium, rhodinierung | rhodie, rhodium | rodio, bano de rodio, rodiado | rodiato, rodio | gerodineerd, rodium | banho de rodio
leather | leather, genuine leather, real leather, full grain, full-grain, top grain, nappa, cowhide | leder, echtleder, vollleder, rindleder, rindsleder, nappaleder, glattleder | cuir, cuir veritable, cuir pleine fleur, vachette | cuero, piel, piel autentica, cuero genuino, cuero autentico, piel de vacuno, piel genuina | pelle, cuoio, vera pelle | leer, leder, echt leer, lederen, rundleer |
suede < leather | suede, nubuck, split leather | wildleder, veloursleder, nubuk, spaltleder | daim, nubuck, croute de cuir, suede | ante, serraje, nobuk | camoscio, scamosciato, nabuk, crosta | suède, nubuck, splitleer |
fauxleather | faux leather, pu leather, vegan leather, leatherette, imitation leather, artificial leather, synthetic leather, pleather, leather-look, leather look | kunstleder, pu-leder, lederimitat, veganes leder, pu leder, lederoptik | similicuir, simili cuir, faux cuir, cuir synthetique, cuir vegan, cuir pu, simili | polipiel, piel sintetica, cuero sintetico, cuero pu, simil cuero, simil piel, cuero vegano, piel pu, ecopiel, polipel | ecopelle, similpelle, finta pelle, pelle sintetica, pelle pu, pelle vegana | kunstleer, pu-leer, imitatieleer, nepleer, vegan leer | leatherette
sheepskin < leather | sheepskin, lambskin, shearling | schaffell, lammfell, schafleder | peau de mouton, peau d'agneau | piel de oveja, piel de cordero, borrego | pelle di pecora, montone | schapenvacht, lamsvacht |
fur | fur, real fur | pelz, echtpelz | fourrure | pelo natural, piel de zorro | pelliccia | bont |
fauxfur | faux fur, fake fur | kunstfell, kunstpelz, webpelz, teddyfell | fausse fourrure, imitation fourrure | pelo sintetico, piel sintetica de pelo | pelliccia sintetica, eco pelliccia | nepbont, imitatiebont |
wood | wood, wooden, timber | holz, echtholz, hölzern | bois | madera | legno | hout, houten |
solidwood < wood | solid wood, hardwood | massivholz, vollholz, hartholz | bois massif, bois dur | madera maciza, madera dura | legno massello, legno massiccio, massello | massief hout, hardhout |
oak < wood | oak, oakwood | eiche, eichenholz | chene | roble | rovere, quercia | eik, eiken, eikenhout |
beech < wood | beech, beechwood | buche, buchenholz | hetre | haya | faggio | beuk, beuken, beukenhout |
walnut < wood | walnut | nussbaum, walnuss, nussholz | noyer | nogal | noce | notenhout, walnoot, noten |
pine < wood | pine, pinewood, pine wood | kiefer, kiefernholz, kiefern, pinie | pin, bois de pin | pino | pino | grenen, grenenhout |
birch < wood | birch | birke, birken, birkenholz | bouleau | abedul | betulla | berk, berken, berkenhout |
ash < wood | ash wood, solid ash, ashwood | esche, eschenholz | frene | fresno | frassino | essen, essenhout |
acacia < wood | acacia | akazie, akazien, akazienholz | acacia | acacia | acacia | acacia |
teak < wood | teak | teak, teakholz | teck | teca | teak | teak |
maple < wood | maple | ahorn, ahornholz | erable | arce | acero legno | esdoorn |
mango < wood | mango wood | mangoholz | manguier, bois de manguier | madera de mango | legno di mango | mangohout |
olive < wood | olive wood | olivenholz | bois d'olivier, olivier | madera de olivo, olivo | legno d'ulivo, ulivo | olijfhout |
cherry < wood | cherry wood, cherrywood | kirschholz, kirschbaum | merisier, cerisier | cerezo | ciliegio | kersenhout |
lime < wood | lime wood, limewood, linden, basswood | linde, linden, lindenholz | tilleul | tilo | tiglio | linden, lindehout |
spruce < wood | spruce, fir | fichte, tanne, fichtenholz | epicea, sapin | abeto | abete | vuren, vurenhout |
paulownia < wood | paulownia | paulownia, kiri | paulownia | paulonia | paulonia | paulownia |
rubberwood < wood | rubberwood, hevea | gummibaum, gummibaumholz, hevea | hevea | madera de caucho, hevea | hevea | rubberhout |
mahogany < wood | mahogany | mahagoni | acajou | caoba | mogano | mahonie |
ebony < wood | ebony | ebenholz | ebene | ebano | ebano | ebben, ebbenhout |
cedar < wood | cedar | zeder, zedernholz | cedre | cedro | cedro | ceder, cederhout |
poplar < wood | poplar | pappel, pappelholz | peuplier | chopo, alamo | pioppo | populier, populieren |
bamboo | bamboo | bambus | bambou | bambu | bambu, bamboo | bamboe |
bambooviscose < viscose | bamboo viscose, viscose from bamboo, bamboo rayon, rayon from bamboo | bambusviskose, viskose aus bambus | viscose de bambou | viscosa de bambu | viscosa di bambu | bamboeviscose, viscose van bamboe |
plywood < wood | plywood | sperrholz, multiplex | contreplaque, multiplis | contrachapado | compensato, multistrato | multiplex, triplex |
chipboard < woodboard | chipboard, particle board, particleboard | spanplatte | agglomere, panneau de particules | aglomerado, tablero de particulas | truciolato | spaanplaat |
woodboard | engineered wood, fibreboard, fiberboard | holzwerkstoff | panneau derive | tablero | pannello | plaatmateriaal |
mdf < woodboard | mdf | mdf | mdf, medium | mdf, dm | mdf | mdf |
veneer | veneer, veneered, oak veneer, walnut veneer | furnier, furniert, eichenfurnier, echtholzfurnier, nussbaumfurnier | placage, plaque chene, placage chene | chapa, chapado, chapa de roble, chapa de madera | impiallacciato, impiallacciatura | fineer, gefineerd |
melamine | melamine | melamin | melamine | melamina | melammina | melamine |
laminate | laminate, laminated | laminat | stratifie | laminado | laminato | laminaat |
rattan | rattan, cane | rattan | rotin | ratan, rattan | rattan | rotan |
polyrattan | poly rattan, polyrattan, pe rattan, synthetic rattan | polyrattan, kunststoffgeflecht | resine tressee | ratan sintetico | polyrattan | polyrotan, wicker |
wicker | wicker, willow | weide, weidengeflecht, korbgeflecht | osier | mimbre | vimini | riet, wilgen |
seagrass | seagrass, water hyacinth | seegras, wasserhyazinthe | jonc de mer, jacinthe d'eau | junco | giunco | zeegras, waterhyacint |
jute | jute, burlap | jute | jute, toile de jute | yute | juta | jute |
sisal | sisal | sisal | sisal | sisal | sisal | sisal |
hemp | hemp | hanf | chanvre | canamo | canapa | hennep |
cork | cork | kork | liege | corcho | sughero | kurk |
paper | paper | papier | papier | papel | carta | papier |
kraft | kraft | kraftpapier | kraft | kraft | kraft | kraft |
washi | washi | washi | washi | washi | washi | washi |
cardboard | cardboard, carton, paperboard | karton, pappe | carton | carton | cartone | karton, kartonnen |
glass | glass | glas | verre | vidrio, cristal | vetro | glas, glazen |
temperedglass < glass | tempered glass, toughened glass | hartglas, gehärtetem glas, gehärtetes glas, einscheibensicherheitsglas, esg, temperiertes glas | verre trempe | vidrio templado, cristal templado | vetro temperato | gehard glas, veiligheidsglas |
safetyglass < glass | safety glass | sicherheitsglas | verre de securite | vidrio de seguridad | vetro di sicurezza | |
borosilicate < glass | borosilicate, borosilicate glass | borosilikat, borosilikatglas | borosilicate, verre borosilicate | borosilicato, vidrio de borosilicato | borosilicato, vetro borosilicato | borosilicaat, borosilicaatglas |
crystal < glass | crystal | kristall, kristallglas, bleikristall | cristal | cristal de bohemia, cristal swarovski | cristallo | kristal |
gorilla < glass | gorilla glass | gorilla | gorilla | gorilla | gorilla | gorilla |
mineralglass < glass | mineral glass | mineralglas | verre mineral | cristal mineral | vetro minerale | mineraalglas |
sapphire | sapphire | saphir, saphirglas | saphir | zafiro | zaffiro | saffier, saffierglas |
diamond | diamond, lab diamond | diamant, diamanten, brillant, brillanten | diamant, brillant | diamante, brillante | diamante, brillante | diamant, briljant |
moissanite | moissanite | moissanit | moissanite | moissanita | moissanite | moissaniet |
zirconia | zirconia, cubic zirconia | zirkonia | zircon, zircone, zirconium, oxyde de zirconium | circonita, zirconita, circonia | zirconi, zircone, zirconia | zirkonia | zirconia
pearl | pearl | perle, süßwasserperle | perle | perla | perla | parel |
motherofpearl | mother of pearl, mother-of-pearl, nacre | perlmutt | nacre | nacar, madreperla | madreperla | parelmoer |
amethyst | amethyst | amethyst | amethyste | amatista | ametista | amethist |
turquoise | turquoise stone | türkisstein | | | | |
quartz | quartz | quarz, rosenquarz | quartz | cuarzo | quarzo | kwarts |
ruby | ruby | rubin | rubis | rubi | rubino | robijn |
emerald | emerald stone | smaragd | emeraude | esmeralda | smeraldo | smaragd |
enamel | enamel, enamelled, enameled | emaille, emailliert, email | email, emaille | esmalte, esmaltado | smalto, smaltato | emaille, geëmailleerd |
ceramic | ceramic, ceramics | keramik, keramisch | ceramique | ceramica | ceramica | keramiek, keramisch |
porcelain < ceramic | porcelain, china | porzellan | porcelaine | porcelana | porcellana | porselein |
bonechina < porcelain ceramic | bone china | knochenporzellan, fine bone china | | porcelana de hueso | | |
stoneware < ceramic | stoneware | steinzeug | gres | gres | gres | steengoed |
earthenware < ceramic | earthenware | steingut | faience | loza | terraglia | aardewerk |
terracotta < ceramic | terracotta, clay | terrakotta, ton | terre cuite, argile | terracota, arcilla, barro | terracotta, argilla | terracotta, klei |
stone | stone | stein, naturstein | pierre | piedra | pietra | steen, natuursteen |
marble < stone | marble | marmor | marbre | marmol | marmo | marmer |
granite < stone | granite | granit | granit | granito | granito | graniet |
slate < stone | slate | schiefer | ardoise | pizarra | ardesia | leisteen |
concrete | concrete | beton | beton | hormigon | cemento, calcestruzzo | beton |
lava | lava stone, lava rock | lavastein | pierre de lave | piedra volcanica | pietra lavica | lavasteen |
plastic | plastic | kunststoff, plastik | plastique | plastico | plastica | kunststof, plastic |
recycledplastic < plastic recycled | recycled plastic | rezyklat, recyclingkunststoff, recycling-kunststoff, recyceltem kunststoff | plastique recycle | plastico reciclado | plastica riciclata | gerecycled plastic, gerecyclede kunststof |
pp < plastic | polypropylene | polypropylen | polypropylene | polipropileno | polipropilene | polypropyleen | pp
pe < plastic | polyethylene, hdpe, ldpe | polyethylen | polyethylene | polietileno | polietilene | polyethyleen | pe, hdpe, ldpe, peva
pet < plastic | rpet | pet-flaschen | | | | | pet, rpet, petg
pvc < plastic | vinyl | vinyl | vinyle | vinilo | vinile | vinyl | pvc
abs < plastic | | | | | | | abs
pc < plastic | polycarbonate | polycarbonat | polycarbonate | policarbonato | policarbonato | polycarbonaat |
acrylic < plastic | acrylic, plexiglass, plexiglas, perspex, pmma | acryl, acrylglas, plexiglas | acrylique, plexiglas | acrilico, metacrilato, plexiglas | acrilico, plexiglas | acryl, plexiglas, acrylaat | pmma
resin | resin, epoxy, polyresin | harz, epoxid, polyresin, kunstharz | resine | resina | resina | hars |
tritan < plastic | | | | | | | tritan
eva < plastic | | eva-schaum | | goma eva | | | eva
eps < plastic | polystyrene, styrofoam | styropor, polystyrol | polystyrene | poliestireno, poliespan | polistirolo | piepschuim, polystyreen | eps
tpu < plastic | | | | | | | tpu, tpe, tpr
polymer < plastic | polymer | polymer | polymere | polimero | polimero | polymeer |
bioplastic < plastic | bioplastic, pla | biokunststoff, biobasiert | bioplastique | bioplastico | bioplastica | bioplastic | pla
elastomer | elastomer | elastomer | elastomere | elastomero | elastomero | elastomeer |
silicone | silicone | silikon | silicone | silicona | silicone | siliconen, silicone, siliconen |
platinumsilicone < silicone | platinum silicone | platinsilikon | silicone platine | silicona de platino | silicone platinico | platinasilicone |
rubber | rubber | gummi, kautschuk | caoutchouc, gomme | caucho, goma | gomma, caucciu | rubber |
naturalrubber < rubber | natural rubber, natural latex rubber | naturkautschuk, naturgummi | caoutchouc naturel | caucho natural | gomma naturale, caucciu naturale | natuurrubber |
latex | latex | latex | latex | latex | lattice | latex |
neoprene | neoprene | neopren | neoprene | neopreno | neoprene | neopreen |
foam | foam | schaum, schaumstoff | mousse | espuma | schiuma | schuim |
memoryfoam < foam | memory foam, viscoelastic | memory, memory-schaum, memoryschaum, viscoschaum, memory-foam, visko | mousse a memoire, memoire de forme, mousse a memoire de forme, viscoelastique | viscoelastica, espuma viscoelastica, espuma con memoria | memory foam, memory | traagschuim, geheugenschuim | memory foam
coldfoam < foam | cold foam | kaltschaum | mousse froide, haute resilience | | | koudschuim |
pufoam < foam | pu foam, polyurethane foam | pu-schaum, polyurethanschaum | mousse pu, mousse polyurethane | espuma de pu, espuma de poliuretano | schiuma pu | pu-schuim |
pu < plastic | polyurethane | polyurethan | polyurethane | poliuretano | poliuretano | polyurethaan | pu
fibreglass | fibreglass, fiberglass, glass fibre, glass fiber | glasfaser, fiberglas, gfk | fibre de verre | fibra de vidrio | fibra di vetro | glasvezel |
carbon | carbon fibre, carbon fiber, carbon | karbon, carbon, kohlefaser, kohlenstofffaser | fibre de carbone, carbone | fibra de carbono, carbono | fibra di carbonio, carbonio | koolstofvezel, carbon |
kevlar | kevlar, aramid | kevlar, aramid | kevlar, aramide | kevlar, aramida | kevlar, aramide | kevlar | kevlar, aramid
cotton | cotton | baumwolle | coton | algodon | cotone | katoen, katoenen | algodao
organiccotton < cotton | organic cotton | biobaumwolle, bio-baumwolle | coton bio, coton biologique | algodon organico, algodon ecologico | cotone biologico, cotone bio | biokatoen, biologisch katoen |
pima < cotton | pima, supima, egyptian cotton | mako, ägyptische baumwolle, pima | coton egyptien, pima | algodon egipcio, algodon pima | cotone egiziano | egyptisch katoen |
percale | percale | perkal | percale | percal | percalle | perkal |
sateen | sateen, satin | satin | satin | saten | raso | satijn |
flannel | flannel | flanell | flanelle | franela | flanella | flanel |
denim | denim | denim, jeansstoff | denim, jean | denim, vaquero | denim | denim |
canvas | canvas | canvas, segeltuch | toile, canvas | lona | tela canvas, canvas | canvas, zeildoek |
corduroy | corduroy | cord, cordstoff | velours cotele | pana | velluto a coste | ribfluweel, corduroy |
linen | linen | leinen | lin | lino | lino | linnen |
halflinen | half linen, linen blend | halbleinen | metis | mezcla de lino | misto lino | halflinnen |
wool | wool, woollen, woolen | wolle | laine | lana | lana | wol |
newwool < wool | virgin wool, new wool | schurwolle | laine vierge | lana virgen | lana vergine | scheerwol |
merino < wool | merino | merino, merinowolle | merinos | merino, merina | merino, merinos | merino, merinowol |
cashmere < wool | cashmere | kaschmir | cachemire | cachemir, cachemira, cashmere | cachemire, cashmere | kasjmier |
alpaca < wool | alpaca | alpaka | alpaga | alpaca | alpaca | alpaca |
mohair < wool | mohair | mohair | mohair | mohair | mohair | mohair |
lambswool < wool | lambswool | lammwolle | laine d'agneau | lana de cordero | lana d'agnello, agnello | lamswol |
felt | felt | filz | feutre | fieltro | feltro | vilt |
woolfelt < felt wool | wool felt | wollfilz | feutre de laine | fieltro de lana | feltro di lana | wolvilt |
silk | silk | seide | soie | seda | seta | zijde |
mulberrysilk < silk | mulberry silk | maulbeerseide | soie de murier | seda de morera | seta di gelso | moerbeizijde |
viscose | viscose, rayon | viskose | viscose, rayonne | viscosa, rayon | viscosa | viscose |
lyocell < viscose | lyocell, tencel | lyocell, tencel | lyocell, tencel | lyocell, tencel | lyocell, tencel | lyocell, tencel | tencel
modal < viscose | | | | | | | modal
cupro | cupra, cupro | cupro | cupro | cupro | cupro | cupro |
cellulose | cellulose | zellulose, cellulose, zellstoff | cellulose | celulosa | cellulosa | cellulose |
polyester | polyester | polyester | polyester | poliester | poliestere | polyester | polyester
polyamide | polyamide, nylon | polyamid, nylon | polyamide, nylon | poliamida, nailon, nylon | poliammide, nylon, nailon | polyamide, nylon | nylon
ripstop | | | | | | | ripstop
cordura < polyamide | | | | | | | cordura
elastane | elastane, spandex, lycra | elasthan, elastan, lycra | elasthanne, lycra | elastano, lycra, licra | elastan, elastam, elastane | elastaan, lycra | lycra, spandex
polyacryl | acrylic yarn, acrylic fibre | polyacryl | fibre acrylique | fibra acrilica | fibra acrilica | polyacryl |
fleece | fleece | fleece, vlies | polaire | polar, forro polar | pile, fleece | fleece |
microfibre | microfibre, microfiber | mikrofaser | microfibre | microfibra | microfibra | microvezel |
velvet | velvet, velour | samt, velours | velours | terciopelo | velluto | fluweel, velours |
plush | plush | plüsch | peluche | felpa, peluche | peluche | pluche |
mesh | mesh | netz, mesh, netzgewebe, netzstoff | maille filet, mesh, filet | malla, rejilla | rete, mesh | gaas, mesh |
terry | terry | frottee, frottier | eponge | rizo | spugna | badstof |
down | down, goose down, duck down | daune, daunen, gänsedaune, entendaune | duvet, duvet d'oie, plume d'oie | plumon, plumon de oca, duvet | piumino, piuma d'oca, piuma | dons, ganzendons |
goosedown < down | goose down | gänsedaune, gänsedaunen | duvet d'oie | plumon de oca, plumon de ganso | piuma d'oca | ganzendons |
feather | feather | feder | | pluma | piuma | veer |
horsehair | horsehair | rosshaar | crin, crin de cheval | crin | crine | paardenhaar |
coconut | coir, coconut fibre, coconut | kokos, kokosfaser | coco, coir | coco, fibra de coco | cocco | kokos |
kapok | | | | | | | kapok
spelt | spelt, buckwheat | dinkel, buchweizen | epeautre, sarrasin | espelta, alforfon | farro, grano saraceno | spelt, boekweit |
wheatstraw | wheat straw, straw | weizenstroh, stroh | paille, paille de ble | paja, paja de trigo | paglia | stro, tarwestro |
wheat | wheat, wheat flour | weizen, weizenmehl | ble, farine de ble | trigo, harina de trigo | grano, farina di grano | tarwe, tarwemeel |
soy | soy, soy wax | soja, sojawachs | soja, cire de soja | soja, cera de soja | soia, cera di soia | soja, sojawas |
beeswax | beeswax | bienenwachs | cire d'abeille | cera de abeja, cera de abejas | cera d'api | bijenwas |
rapeseedwax | rapeseed wax | rapswachs | cire de colza | cera de colza | cera di colza | koolzaadwas |
coconutwax | coconut wax | kokoswachs | cire de coco | cera de coco | cera di cocco | kokoswas |
honey | honey | honig | miel | miel | miele | honing |
propolis | | | | propoleo, propolis | propoli | | propolis
shea | shea, shea butter | sheabutter, karité, shea | karite, beurre de karite | karite, manteca de karite | karite, burro di karite | sheaboter, karité |
argan | argan, argan oil | arganöl, argan | argan, huile d'argan | argan, aceite de argan | argan, olio di argan | arganolie, argan |
almond | almond, almond oil | mandel, mandelöl | amande, huile d'amande | almendra, aceite de almendra | mandorla, olio di mandorle | amandel, amandelolie |
jojoba | jojoba | jojoba, jojobaöl | jojoba | jojoba | jojoba | jojoba, jojobaolie |
rosehip | rosehip, rosehip oil | hagebutte, hagebuttenöl, wildrose | rose musquee, eglantier, cynorhodon | rosa mosqueta | rosa mosqueta, rosa canina | rozenbottel, rozenbottelolie |
coconutoil | coconut oil | kokosöl | huile de coco | aceite de coco | olio di cocco | kokosolie |
oliveoil | olive oil | olivenöl | huile d'olive | aceite de oliva | olio d'oliva | olijfolie |
palmoil | palm oil | palmöl | huile de palme | aceite de palma | olio di palma | palmolie |
aloe | aloe, aloe vera | aloe | aloes, aloe | aloe | aloe | aloe |
hyaluronic | hyaluronic, hyaluronic acid | hyaluron, hyaluronsäure | acide hyaluronique, hyaluronique | hialuronico, acido hialuronico | ialuronico, acido ialuronico | hyaluronzuur |
retinol | retinol | retinol | retinol | retinol | retinolo | retinol |
vitaminc | vitamin c | vitamin c | vitamine c | vitamina c | vitamina c | vitamine c |
niacinamide | niacinamide | niacinamid | niacinamide | niacinamida | niacinamide | niacinamide |
collagen | collagen | kollagen | collagene | colageno | collagene | collageen |
centella | centella | centella, tigergras | centella | centella | centella | centella |
caffeine | caffeine | koffein | cafeine | cafeina | caffeina | cafeïne |
cocoa | cocoa | kakao | cacao | cacao | cacao | cacao |
salmon | salmon | lachs | saumon | salmon | salmone | zalm |
chicken | chicken | huhn, hähnchen | poulet | pollo | pollo | kip |
beef | beef | rind, rindfleisch | boeuf | ternera, vacuno | manzo | rund, rundvlees |
water | water-based, water based, based on water | wasserbasis, wasserbasiert, wasserbasierte | a base d'eau, base aqueuse | al agua, base de agua, base agua, a base de agua | a base d'acqua, base acqua | waterbasis, op waterbasis |
oilbased | oil-based, oil based | ölbasis, ölbasiert | a base d'huile | a base de aceite | a base d'olio | oliebasis |
teflon | teflon, ptfe | teflon, ptfe | teflon, ptfe | teflon, ptfe | teflon, ptfe | teflon, ptfe | teflon, ptfe
nonstick | non-stick, nonstick, non stick | antihaft, antihaftbeschichtet | antiadhesif, antiadhesive, anti-adhesif | antiadherente | antiaderente | antiaanbak, antiaanbaklaag |
graphite | graphite | graphit | graphite | grafito | grafite | grafiet |
wax | wax | wachs | cire | cera | cera | wax |
paraffin < wax | paraffin | paraffin | paraffine | parafina | paraffina | paraffine |
goretex | gore-tex, goretex | gore-tex, goretex | gore-tex | gore-tex | gore-tex | gore-tex | gore-tex
lithium | lithium, li-ion, lithium-ion, lipo | lithium, lithium-ionen, li-ionen, li-ion | lithium, lithium-ion, li-ion | litio, ion-litio | litio | lithium | li-ion
naturalingredients | natural ingredients, natural origin | natürliche inhaltsstoffe, natürlichen ursprungs | origine naturelle | origen natural | origine naturale | natuurlijke oorsprong, natuurlijke ingrediënten |
tarpaulin | tarpaulin, tarp | plane, lkw-plane | bache | lona | telone | dekzeil |
"""
