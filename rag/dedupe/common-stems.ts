/**
 * How much a word says about which event a text tells, by how rare it is: ln(documents / documents with the word) over
 * 11,000 English crypto news items of 2021 to 2025, rounded to halves. Words are Porter stems. Whatever is not listed
 * stands in fewer than one text in 300 and counts `RARE_WEIGHT`.
 */
export const RARE_WEIGHT = 6;

export const COMMON_STEMS: readonly (readonly [weight: number, stems: string])[] = [
  [
    0.5,
    `
    a and in of the to
    `,
  ],
  [
    1,
    `
    bitcoin crypto for is on
    `,
  ],
  [
    1.5,
    `
    as ha it new price that with
    `,
  ],
  [
    2,
    `
    ar at be btc by from market thi us will
    `,
  ],
  [
    2.5,
    `
    after an asset blockchain but could cryptocurr digit ethereum exchang first have high investor launch mai more
    nft over report sai their time trade up week
    `,
  ],
  [
    3,
    `
    2025 3 about abov accord all altcoin amid analyst announc back bank been bui can ceo compani continu dai data
    defi develop eth financi firm follow fund futur gain hi hit hold how industri into invest kei level major make
    move network not now out plan platform project ralli recent said support surg than token trader usd user wa what
    which while world x xrp year
    `,
  ],
  [
    3.5,
    `
    0 1 2 2022 adopt against aim analysi anoth appear around base becom befor below binanc bull bullish call capit
    central chain coin come commun current daili decentr despit down drop etf expect face financ founder game get
    global go govern grow he here hour if increas institut interest just largest last latest lead like liquid list
    long made mark metavers mine month most near next no offer or other past payment posit post potenti predict
    presid protocol provid rais reach record regul relat remain reveal rise risk secur see sell servic set share
    show signal signific sinc solana some stablecoin start state still stock strategi strong suggest take target
    technolog term thei todai top transact trump two valu wallet web why worth xa your
    `,
  ],
  [
    4,
    `
    10 20 2021 24 30 5 9 account across action activ ada address again ahead allow also among bear believ bet
    between big bill boost break breakout bring build busi case chang claim close co coinbas collect concern confer
    consolid countri creat critic cryptoasset declin demand digest dip do doge dollar dure earli ecosystem end enter
    even expand ey fall fed fintech further giant group growth had help higher highlight holder includ indic inflow
    integr issu jump keep legal look loss low luna manag mani march massiv media might miner momentum monei nation
    nearli need off offici onli open oper opportun option own part partner peopl perform point possibl power product
    profit propos public purchas push rate real regulatori releas reportedli reserv resist return run russia russian
    s sec sentiment shift short should sign size social sol space spot stake struggl tax team technic terra there
    these three through total toward tradit treasuri trend turn ukrain under unit volatil volum wai want warn watch
    we weekli were whale when where who within work would you
    `,
  ],
  [
    4.5,
    `
    100 100000000 12 2024 21 22 28 4 40 40000 50 7 8 93 acceler accept access accumul acquir acquisit act ad add ai
    almost alreadi american ani ap app applic approach approv april argu attack attempt attent attract author avax
    averag ban bearish begin behind best biggest bitcoinworld bite block bnb bond both bottom bridg broader cap
    cardano cash cbdc chart china clear coinpedia cointelegraph commiss confirm consid contract corpor correct court
    crash creator cross currenc custom d dao deal decis deriv discuss doe dogecoin domin donald dot doubl drive due
    earn econom economi effort el emerg enabl establish ether european event ever execut experi expert explain
    exploit extend fail far featur feder fee few file final find focu focus forc form former foundat fresh ftx fuel
    gener give gold good hack hacker happen head histor hope hous howev impact import improv inflat infrastructur
    initi innov intern introduc involv join june known korean lab larg law layer led leverag link live lose lower
    marketplac mean meet meme metric michael movement much multipl n name non notabl number onc ongo optim our pai
    particip partnership pattern per phase plai player polici popular pressur previou protect put q question r rang
    read rebound receiv recov recoveri research result retail right rippl rule sale salvador sanction saw scam
    sector seek seen senat sever smart so soar solut soon south spark spike stage stai step strateg street such
    suppli surpass survei system talk tariff tech test tether th them trigger twitter unveil updat upsid ust ventur
    via wall war wave well without yet yield zone
    `,
  ],
  [
    5,
    `
    1000 100000 1000000 1000000000 11 110000 111000 13 14 15 16 18 19 20000 2020 25 26 27 29 3000 30000 500 6 addit
    advanc affect agenc airdrop alleg alloc altern america amidst amount analyt anticip approxim ask ath avalanch
    avoid awai benefit better beyond billion blackrock bold bore bought bounc brand breach broke card caus celebr
    center challeng charg chief chines cite citi class client climb club coinotag cointurk collabor collaps com
    comment compar complet condit confid connect consum control cost crucial custodi cut cycl date debt depart
    design detail dex did differ direct dive donat dont downsid driven dynam e each earlier effect elon embrac
    energi enhanc entir equiti eu europ everi evolv excit experienc explor exposur factor fan favor fear fiat figur
    five flow forecast found four fraud fridai full fungibl gamestop goe grayscal green half hand hard headlin hedg
    held highest hint histori hype hyperliquid i impress inch incom increasingli index india individu influenc
    inform insight intellig internet interview inu investig jame januari japanes know korea kwon la lack landscap
    late lawmak lawsuit leader least leav ledger legisl lend less let limit line loan local lost macro magacoin
    mainstream maintain member memecoin meta microstrategi mileston million minist mix model mondai monetari multi
    musk must nasdaq nativ net note offic often opensea order organ outflow outlook outperform p pair parti pass
    paus peak peg period person pivot place plung polit polygon portfolio prepar present privaci privat pro process
    program promin promis proof pull pullback readi reason reclaim red reduc reflect reject remark renew repres
    requir respond respons revers reward role roll round same saylor scale second seem send seri sharp shib shiba
    singapor six skyrocket slow small sold sourc speak specul spend stabil stand standard startup statement steadi
    stolen stop store strength strengthen structur substanti success sustain takeawai tap thing think third those
    threat thursdai ti told too took tool track transfer transform trust try uk uncertainti understand upcom upgrad
    urg usdc usdt util valuat vega veri victim video view virtual vote wednesdai weekend whether wide win withdraw
    wont wynn york
    `,
  ],
  [
    5.5,
    `
    10000 105000 107000 109000 112000 200 2000 200000000 2023 23 38000 42000 45000 60 70 80 90 aav abl accus achiev
    adam administr advoc ago agre agreement algorithm align allegedli alongsid although anonym appl area arm arrest
    art arthur artifici artist associ auction australia australian avail await axi bad balanc barrier battl bayc
    becam becaus bid billionair bitfinex bitmex bloomberg board border brazil briefli brought built buterin buyer
    came canada canadian cant captur catch celsiu cftc chainalysi chair chanc channel circl citizen clariti closer
    cloud code combin commit committe commod competit complianc comput conduct consensu content controversi convert
    cool core correl credit crime crimin crisi cz dapp david de debat decemb decid declar deeper defend delai delist
    deliv democrat deni deploi deposit difficulti director disclos distribut doesnt done dorsei downturn draw dubai
    dump eas edg educ effici elect electr emphas enforc engag ensur enthusiast entiti entri era eric especi estat
    exclus exec exist expans expens explos express extrem fake famili fast februari fell fidel fight flag flagship
    flash flip fluctuat fork formerli forward framework free freedom friendli fulli function fundament fundrais ga
    geopolit glassnod goal goldman googl got governor grant great guid halt hash hay heat her highli hike him hire
    hong host hover hub huge hurdl idea ident identifi imf implement inc indian infin insid instead intend interact
    interoper isnt issuer itself jack japan job jpmorgan juli kong kraken l land later launder learn left licens
    life light lightn littl lock longer loom lot lowest macroeconom main mainnet maker man margin matter mayor
    meanwhil measur merg messag method mid ministri mint minut miss moment monthli mount natur neg never nifti north
    notic novemb occur old onchain onlin opinion origin outlin overal owner ownership paid particularli path phish
    physic pizza polic polkadot pool prefer premium press prevent previous prime problem profil progress promot
    publicli publish pump purpos quarter race rapidli reaction realiz redefin regard region regist rel relief remov
    resid resili restrict retest revenu review robinhood robust rose roughli rumor sach safe save scheme season
    select self sent serv session settl settlement setup seven shape sharpli shock significantli similar simpl singl
    slump softwar someth specif spent sport spotlight statu steal stori streak strike stuck studi suffer sui suit
    swap swiss taken tell tender tension territori tesla testnet texa thank then though threaten trajectori transit
    transpar trim tron tuesdai tvl ukrainian union uniswap univers unlock until upward valid variou vice vitalik vs
    weak wealth weigh went white winter wit worst zero â
    `,
  ],
];
