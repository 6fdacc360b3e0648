# ruff: noqa: E501 -- tables are read by column and hold words of six languages
"""Countries, their adjectives and cities one meets on labels. `city < country`: a city implies it."""

TABLE = """
germany | germany, german, german-made | deutschland, deutsch, deutsche, deutscher | allemagne, allemand, allemande | alemania, aleman, alemana | germania, tedesco | duitsland, duits | germany
france | france, french | frankreich, französisch, französischer | france, francais, francaise | francia, frances, francesa | francia, francese | frankrijk, frans |
italy | italy, italian | italien, italienisch, italienischer, italienisches | italie, italien, italienne | italia, italiano, italiana | italia, italiano, italiana | italië, italiaans | italy
spain | spain, spanish | spanien, spanisch, spanischer | espagne, espagnol, espagnole | españa, español, española | spagna, spagnolo | spanje, spaans | espanha
portugal | portugal, portuguese | portugal, portugiesisch | portugal, portugais | portugal, portugues, portuguesa | portogallo, portoghese | portugal, portugees | portugal
poland | poland, polish | polen, polnisch | pologne, polonais | polonia, polaco | polonia, polacco | polen, pools |
vietnam | vietnam, vietnamese | vietnam | vietnam | vietnam | vietnam | vietnam | vietnam
turkey | turkey, turkish | türkei, türkisch | turquie, turc | turquia, turco | turchia, turco | turkije, turks |
austria | austria, austrian | österreich, österreichisch | autriche, autrichien | austria, austriaco | austria, austriaco | oostenrijk, oostenrijks |
switzerland | switzerland, swiss, swiss-made | schweiz, schweizer | suisse | suiza, suizo, suiza | svizzera, svizzero | zwitserland, zwitsers | swiss
netherlands | netherlands, dutch, holland | niederlande, niederländisch, holland | pays-bas, hollande, neerlandais | paises bajos, holanda | paesi bassi, olanda, olandese | nederland, nederlands |
belgium | belgium, belgian | belgien, belgisch | belgique, belge | belgica, belga | belgio, belga | belgië, belgisch |
uk | uk, britain, british, england, english-made, scotland, scottish, wales, united kingdom | großbritannien, england, schottland, britisch | royaume-uni, angleterre, ecosse, britannique | reino unido, inglaterra, escocia | regno unito, inghilterra, scozia, inglese | verenigd koninkrijk, engeland, schotland |
ireland | ireland, irish | irland, irisch | irlande, irlandais | irlanda, irlandes | irlanda | ierland |
sweden | sweden, swedish | schweden, schwedisch, schwedischer | suede, suedois, suedoise | suecia, sueco | svezia, svedese | zweden, zweeds |
norway | norway, norwegian | norwegen, norwegisch | norvege, norvegien | noruega | norvegia | noorwegen, noors |
denmark | denmark, danish | dänemark, dänisch, dänisches | danemark, danois | dinamarca, danes | danimarca, danese | denemarken, deens |
finland | finland, finnish | finnland, finnisch | finlande, finlandais | finlandia | finlandia | finland, fins |
iceland | iceland | island | islande | islandia | islanda | ijsland |
scandinavia | scandinavia, scandinavian | skandinavien | scandinavie | escandinavia | scandinavia | scandinavië |
czechia | czech, czechia, bohemia, bohemian | tschechien, tschechisch, böhmen | tchequie, boheme | chequia, republica checa, bohemia | repubblica ceca, boemia | tsjechië |
slovakia | slovakia | slowakei | slovaquie | eslovaquia | slovacchia | slowakije |
hungary | hungary, hungarian | ungarn, ungarisch | hongrie | hungria | ungheria | hongarije |
romania | romania, romanian | rumänien | roumanie | rumania | romania | roemenië |
bulgaria | bulgaria | bulgarien | bulgarie | bulgaria | bulgaria | bulgarije |
slovenia | slovenia | slowenien | slovenie | eslovenia | slovenia | slovenië |
croatia | croatia | kroatien | croatie | croacia | croazia | kroatië |
serbia | serbia | serbien | serbie | serbia | serbia | servië |
greece | greece, greek | griechenland, griechisch | grece, grec | grecia, griego | grecia, greco | griekenland |
ukraine | ukraine | ukraine | ukraine | ucrania | ucraina | oekraïne |
estonia | estonia, estonian | estland | estonie | estonia | estonia | estland |
latvia | latvia, latvian | lettland | lettonie | letonia | lettonia | letland |
lithuania | lithuania, lithuanian | litauen | lituanie | lituania | lituania | litouwen |
china | china, chinese | china, chinesisch | chine, chinois | china, chino | cina, cinese | china, chinees | china
japan | japan, japanese | japan, japanisch, japanischer | japon, japonais, japonaise | japon, japones, japonesa | giappone, giapponese | japan, japans |
korea | korea, korean | korea, südkorea, koreanisch | coree, coreen | corea, coreano | corea, coreano | korea, zuid-korea |
taiwan | taiwan, taiwanese | taiwan | taiwan | taiwan | taiwan | taiwan | taiwan
india | india, indian | indien, indisch | inde, indien | india, indio | india, indiano | india, indiaas |
pakistan | pakistan | pakistan | pakistan | pakistan | pakistan | pakistan | pakistan
bangladesh | bangladesh | bangladesch | bangladesh | bangladesh, bangladés | bangladesh | bangladesh | bangladesh
nepal | nepal | nepal | nepal | nepal | nepal | nepal | nepal
thailand | thailand | thailand | thailande | tailandia | thailandia, tailandia | thailand |
indonesia | indonesia, bali | indonesien, bali | indonesie, bali | indonesia, bali | indonesia, bali | indonesië, bali | bali
malaysia | malaysia | malaysia | malaisie | malasia | malesia | maleisië |
morocco | morocco, moroccan | marokko | maroc, marocain | marruecos, marroqui | marocco | marokko |
tunisia | tunisia | tunesien | tunisie | tunez | tunisia | tunesië |
egypt | egypt, egyptian | ägypten, ägyptisch | egypte, egyptien | egipto, egipcio | egitto | egypte |
southafrica | south africa | südafrika | afrique du sud | sudafrica | sudafrica | zuid-afrika |
kenya | kenya | kenia | kenya | kenia | kenya | kenia |
ghana | ghana | ghana | ghana | ghana | ghana | ghana | ghana
usa | usa, america, american, u.s., united states | usa, amerika, amerikanisch, vereinigte staaten | etats-unis, amerique, americain | estados unidos, eeuu, americano | stati uniti, america | verenigde staten, amerika | usa
canada | canada, canadian | kanada, kanadisch | canada, canadien | canada, canadiense | canada | canada |
mexico | mexico, mexican | mexiko | mexique | mexico, mejico | messico | mexico |
brazil | brazil, brazilian | brasilien, brasilianisch | bresil | brasil | brasile | brazilië |
argentina | argentina | argentinien | argentine | argentina | argentina | argentinië |
peru | peru, peruvian | peru | perou | peru | peru | peru |
colombia | colombia | kolumbien | colombie | colombia | colombia | colombia |
chile | chile | chile | chili | chile | cile | chili |
australia | australia, australian | australien | australie | australia | australia | australië |
newzealand | new zealand | neuseeland | nouvelle-zelande | nueva zelanda | nuova zelanda | nieuw-zeeland |
europe | europe, european, eu | europa, europäisch, eu | europe, europeen, europeenne, ue | europa, europeo, ue | europa, europeo, ue | europa, europees, eu |
newyork < usa | new york, nyc | new york | new york | nueva york | new york | new york | nyc, new york
losangeles < california usa | los angeles | | | los angeles | | | los angeles
california < usa | california | kalifornien | californie | california | california | californië |
texas < usa | texas | texas | texas | texas, tejas | texas | texas | texas
austin < texas usa | austin | austin | austin | austin | austin | austin | austin
oregon < usa | oregon | oregon | oregon | oregon | oregon | oregon | oregon
portland < oregon usa | | | | | | | portland
london < uk | london | london | londres | londres | londra | londen |
paris < france | paris, parisian | paris, pariser | paris, parisien | paris | parigi | parijs |
berlin < germany | berlin | berlin | berlin | berlin | berlino | berlijn |
munich < germany | munich | münchen | munich | munich | monaco di baviera | münchen |
hamburg < germany | | | | | | | hamburg
solingen < germany | | | | | | | solingen
thuringia < germany | thuringia | thüringen | thuringe | turingia | turingia | thüringen |
bavaria < germany | bavaria, bavarian | bayern, bayerisch | baviere | baviera | baviera | beieren |
blackforest < germany | black forest | schwarzwald | foret-noire | selva negra | foresta nera | zwarte woud |
saxony < germany | saxony | sachsen | saxe | sajonia | sassonia | saksen |
vienna < austria | vienna | wien | vienne | viena | vienna | wenen |
zurich < switzerland | zurich | zürich | zurich | zurich | zurigo | zürich |
geneva < switzerland | geneva | genf | geneve | ginebra | ginevra | genève |
milan < italy | milan | mailand | milan | milan | milano | milaan |
florence < tuscany italy | florence | florenz | florence | florencia | firenze | florence |
tuscany < italy | tuscany, tuscan | toskana | toscane | toscana | toscana | toscane |
murano < italy | murano | murano | murano | murano | murano | murano | murano
rome < italy | rome | rom | rome | roma | roma | rome |
naples < italy | naples | neapel | naples | napoles | napoli | napels |
venice < italy | venice | venedig | venise | venecia | venezia | venetië |
barcelona < spain | | | barcelone | | barcellona | | barcelona
madrid < spain | | | | | | | madrid
andalusia < spain | andalusia | andalusien | andalousie | andalucia | andalusia | andalusië |
seville < spain | seville | sevilla | seville | sevilla | siviglia | sevilla |
valencia < spain | | | valence | | | | valencia
elche < spain | | | | | | | elche
segovia < spain | | | segovie | | | | segovia
toledo < spain | | | tolede | | | | toledo
albacete < spain | | | | | | | albacete
galicia < spain | galicia | galicien | galice | galicia | galizia | galicië |
mallorca < spain | majorca | mallorca | majorque | mallorca, menorca | maiorca | mallorca | menorca
lyon < france | | | | | | | lyon
marseille < france | | | | marsella | marsiglia | | marseille
grasse < france | grasse | grasse | grasse | grasse | grasse | grasse |
provence < france | provence | provence | provence | provenza | provenza | provence | provence
brittany < france | brittany | bretagne | bretagne | bretaña | bretagna | bretagne |
normandy < france | normandy | normandie | normandie | normandia | normandia | normandië |
limoges < france | | | | | | | limoges
jura | jura | jura | jura | jura | jura | jura | jura
vendee < france | vendee | vendee | vendee | vendee | vandea | vendée |
brussels < belgium | brussels | brüssel | bruxelles | bruselas | bruxelles | brussel |
amsterdam < netherlands | | | | | | | amsterdam
lisbon < portugal | lisbon | lissabon | lisbonne | lisboa | lisbona | lissabon |
porto < portugal | oporto | porto | | oporto | oporto | porto |
aveiro < portugal | | | | | | | aveiro
copenhagen < denmark | copenhagen | kopenhagen | copenhague | copenhague | copenaghen | kopenhagen |
stockholm < sweden | | | | estocolmo | stoccolma | | stockholm
tokyo < japan | tokyo | tokio | tokyo | tokio | tokyo | tokio | kyoto, osaka
seoul < korea | seoul | seoul | seoul | seul | seul | seoul | seoul
shenzhen < china | | | | | | | shenzhen, guangdong, fujian, yiwu
sheffield < uk | | | | | | | sheffield
"""
