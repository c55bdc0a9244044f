/** The next coins, in the notation of the leading ones. */
export const FURTHER_COINS = `
S/FTM acronym ; Fantom, Sonic Labs, Sonic SVM, ?Sonic ; ?팬텀, ?소닉
BERA ; Berachain ; 베라체인
IP acronym ; Story Protocol, Story Network, Story Foundation ; 스토리프로토콜, 스토리 프로토콜
MOVE acronym ; Movement Labs, Movement Network, Movement Foundation ; ?무브먼트
KAITO ; Kaito AI, ^Kaito ; ?카이토
VIRTUAL word ; Virtuals Protocol, Virtual Protocol, Virtuals ; 버추얼프로토콜
FARTCOIN ; Fartcoin ; 파트코인
SPX acronym ; SPX6900 ;
MOG word ; Mog Coin ;
POPCAT ; Popcat ; 팝캣
BRETT word ; Brett Base ;
PNUT ; Peanut the Squirrel, PNUT ; ?피넛
MEW word ; Cat in a Dogs World ; 캣인어독스월드
GOAT acronym ; Goatseus Maximus ; 고트세우스막시무스
AI16Z ; ai16z, ElizaOS ;
PENGU ; Pudgy Penguins, PENGU ; 펏지펭귄
NOT acronym ; Notcoin ; 낫코인
HMSTR ; Hamster Kombat ; 햄스터컴뱃
DOGS acronym ; DOGS Telegram ;
CATI ; Catizen ; 캐티즌
PI acronym ; Pi Network, Pi Coin ; 파이네트워크, 파이코인
KAIA/KLAY ; Kaia, Klaytn, KLAY ; 카이아, 클레이튼
WEMIX ; Wemix ; 위믹스
BORA ; Bora Token ; 보라코인
MBX ; Marblex ; 마브렉스
MLK ; MiL.k, Milk Alliance ; 밀크코인
MED acronym ; MediBloc ; 메디블록
META acronym ; Metadium ; 메타디움
ICX ; ICON Network, ICON Foundation ; 아이콘코인
HUNT word ; Hunt Town ; ?헌트
CRTS ; Cratos ; 크레이토스
AERGO ; Aergo ; ?아르고
PCI acronym ; PayCoin ; 페이코인
PUNDIX ; Pundi X, PundiX ; 펀디엑스
CHZ ; Chiliz ; 칠리즈
SAND word ; The Sandbox, ?Sandbox ; 더샌드박스, ?샌드박스
MANA word ; Decentraland ; 디센트럴랜드
AXS ; Axie Infinity, Axie ; 엑시인피니티, 엑시 인피니티
GALA word ; Gala Games ; 갈라게임즈, ?갈라
ENJ ; Enjin, Enjin Coin ; 엔진코인
APE word ; ApeCoin, Ape Coin, ApeChain ; 에이프코인
ILV ; Illuvium ;
RON ; Ronin Network, Ronin Bridge ; 로닌네트워크
BEAM word ; Beam Network, Merit Circle ; ?빔
PRIME word ; Echelon Prime ;
GMT acronym ; STEPN ; 스테픈
MAGIC word ; Treasure DAO ; 매직토큰
BLUR word ; Blur NFT, Blur Marketplace ; ?블러
AUDIO word ; Audius ; 오디우스
FLOW word ; Flow Blockchain, Flow Network, Dapper Labs, ?Flow ; ?플로우
CRV ; Curve Finance, Curve DAO, ?Curve ; ?커브
CVX ; Convex Finance, ?Convex ; ?컨벡스
COMP word ; Compound Finance, Compound Labs, Compound Protocol, ?Compound ; ?컴파운드
SNX ; Synthetix ; 신세틱스
SUSHI word ; SushiSwap ; 스시스왑
CAKE word ; PancakeSwap ; 팬케이크스왑
YFI ; Yearn Finance, ^Yearn ; 연파이낸스
BAL acronym ; Balancer Protocol, Balancer Labs ;
1INCH ; 1inch, 1inch Network ; 1인치네트워크
DYDX ; dYdX ; 디와이디엑스
GMX ; GMX ;
PENDLE ; Pendle, Pendle Finance ; ?펜들
ETHFI ; ether.fi, EtherFi ; 이더파이
REZ ; Renzo Protocol, Renzo ; ?렌조
RPL ; Rocket Pool ;
SSV ; SSV Network ; 에스에스브이네트워크
FXS/FRAX ; Frax Finance, Frax Share, ^Frax ; ?프랙스
MORPHO ; Morpho Labs, ^Morpho ; ?모르포
RAY acronym ; Raydium ; 레이디움
ORCA word ; Orca DEX, Orca Solana ; ?오르카
DRIFT word ; Drift Protocol ; ?드리프트
PUMP acronym ; Pump.fun, Pumpfun ; 펌프펀
KMNO ; Kamino ; ?카미노
CETUS ; Cetus Protocol, ^Cetus ; 세투스프로토콜, 세터스
DEEP acronym ; DeepBook ; ?딥북
WAL acronym ; Walrus Protocol ; ?월러스
BLAST word ; Blast L2, Blast Network ; 블라스트
MANTA ; Manta Network, Manta Pacific ; 만타네트워크
METIS ; Metis ; ?메티스
TAIKO ; Taiko ; ?타이코
SCR ; Scroll zkEVM, Scroll Network ; ?스크롤
LINEA ; Linea zkEVM, ^Linea ; ?리네아
MODE acronym ; Mode Network ;
ZETA word ; ZetaChain ; 제타체인
AXL ; Axelar ; 엑셀라
DYM ; Dymension ;
ALT acronym ; AltLayer ; 알트레이어
SAGA word ; Saga Protocol ; ?사가
OM acronym ; MANTRA DAO, MANTRA Chain, ^Mantra ; ?만트라
POLYX ; Polymesh ; 폴리매쉬
CFG ; Centrifuge ; 센트리퓨즈
PAXG ; PAX Gold, PAXG ; 팍스골드
XAUT ; Tether Gold, XAUT ; 테더골드
EURC ; EURC ;
RLUSD ; RLUSD, Ripple USD ; 리플유에스디
USDD ; USDD ;
GUSD ; Gemini Dollar, GUSD ;
NEO ; NEO Blockchain, ?Neo ; ?네오
GAS acronym ; NEO GAS ;
ONT ; Ontology Network, Ontology Coin ; ?온톨로지
ONG acronym ; Ontology Gas ; 온톨로지가스
QTUM ; Qtum ; ?퀀텀
ZIL ; Zilliqa ; 질리카
IOTA/MIOTA ; IOTA ; 아이오타
IOST ; IOST ; 아이오에스티
WAVES word ; Waves Platform ; ?웨이브
KSM ; Kusama ; 쿠사마
ASTR ; Astar Network, ^Astar ; ?아스타
GLMR ; Moonbeam ; ?문빔
ACA acronym ; Acala Network, ^Acala ;
KAVA ; Kava ; ?카바
OSMO ; Osmosis DEX ;
SCRT ; Secret Network ;
EGLD ; MultiversX, Elrond ; 멀티버스엑스, 엘론드
MINA word ; Mina Protocol ; ?미나
CELO ; Celo ; ?셀로
ROSE word ; Oasis Network, Oasis Protocol ; 오아시스네트워크
ONE acronym ; ?Harmony, Harmony ONE, Harmony Protocol, Harmony Network, Harmony Blockchain ; ?하모니
ZEN word ; Horizen ; 호라이젠
RVN ; Ravencoin ; 레이븐코인
DGB ; DigiByte ; 디지바이트
DCR ; Decred ; 디크레드
SC acronym ; Siacoin ; 시아코인
XEM ; NEM Blockchain ; ?넴
XEC ; eCash ; 이캐시
XNO ; Nano Cryptocurrency ;
LSK ; Lisk ; 리스크코인
STEEM ; Steem ; ?스팀
HIVE acronym ; Hive Blockchain Token ; 하이브코인
BAT word ; Basic Attention Token ; 베이직어텐션토큰
ZRX ; 0x Protocol ; 제로엑스
ENS ; Ethereum Name Service ; 이더리움네임서비스
LPT ; Livepeer ; 라이브피어
AR acronym ; Arweave ; 알위브
STORJ ; Storj ; 스토리지코인
HNT ; Helium Network, Helium Mobile, ?Helium ; ?헬륨
AKT ; Akash Network, ^Akash ; 아카시네트워크
IO acronym ; io.net ; 아이오넷
ATH acronym ; Aethir ; 에이셔
ARKM ; Arkham Intelligence, ^Arkham ; ?아캄
ID acronym ; Space ID ; 스페이스아이디
CYBER word ; CyberConnect ; 사이버커넥트
MASK word ; Mask Network ; 마스크네트워크
PEOPLE acronym ; ConstitutionDAO ; 컨스티튜션다오
ACE acronym ; Fusionist ;
PORTAL word ; Portal Gaming, Portal Token ; ?포탈
PIXEL word ; Pixels Game, Pixels Online ; ?픽셀
XAI acronym ; Xai Games ; ?자이
HOT acronym ; Holochain, Holo Token ; ?홀로
ANKR ; Ankr ; ?앵커
OCEAN word ; Ocean Protocol ; 오션프로토콜
AGIX ; SingularityNET ; 싱귤래리티넷
CTSI ; Cartesi ; 카르테시
CTC ; Creditcoin ; 크레딧코인
SXP ; Solar Network, Swipe SXP ; ?솔라
STG ; Stargate Finance ; 스타게이트파이낸스
BAND word ; Band Protocol ; 밴드프로토콜
API3 ; API3 ; 에이피아이쓰리
TRB ; Tellor ; ?텔러
UMA ; UMA Protocol ; ?우마
T acronym ; Threshold Network ; 쓰레스홀드
LRC ; Loopring ; 루프링
CELR ; Celer Network ; 셀러네트워크
SKL ; SKALE Network, SKALE ; ?스케일
GLM ; Golem Network ; ?골렘
CVC ; Civic Token ; ?시빅
JASMY ; JasmyCoin, Jasmy ; 재스미코인
JST ; JUST Foundation, JUST Token ; ?저스트
SUN acronym ; SUN Token, Sun.io ; ?썬
BTT ; BitTorrent Token, BitTorrent Chain, BitTorrent ; 비트토렌트
WIN acronym ; WINkLink ; ?윙크
BICO ; Biconomy ;
GTC acronym ; Gitcoin ; 깃코인
SAFE word ; Safe Global, Gnosis Safe ; ?세이프
GNO ; Gnosis Chain, ^Gnosis ;
COW acronym ; CoW Protocol, CoW Swap, CoW DAO ; 카우프로토콜
SNT ; Status Network Token ; 스테이터스네트워크토큰
ARK acronym ; ARK Ecosystem, ARK Blockchain ; ?아크
XVS ; Venus Protocol ;
TWT ; Trust Wallet Token ; 트러스트월렛토큰
ASTER word ; Aster DEX, ?Aster ; ?아스터
GHOST acronym ; GHOST Token ;
ZORA ; Zora ; ?조라
INIT acronym ; Initia ; 이니시아
NIL acronym ; Nillion ; 닐리온
LAYER acronym ; Solayer ; 솔레이어
SOPH ; Sophon ; ?소폰
HUMA ; Huma Finance ; 후마파이낸스
MOODENG ; Moo Deng ; 무뎅
LAUNCHCOIN ; Launch Coin, Launchcoin, Believe App ;
ICE acronym ; Ice Open Network ;
JUST acronym ; JUST Protocol ;
TIME acronym ; Wonderland TIME ;
`;
