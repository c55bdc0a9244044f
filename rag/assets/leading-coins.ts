/**
 * The coins most written about, one a line: `SYMBOL/FORMER kind ; English names ; Korean names as on Upbit and Bithumb`.
 * Kind `word`: the ticker is an ordinary word that crypto texts rarely write in capitals for another reason; `acronym`:
 * in capitals it usually means something else. A name marked `^` counts only with a capital letter, one marked `?` only
 * beside evidence (`Sonic token`) or where the text has named the coin beyond doubt.
 */
export const LEADING_COINS = `
BTC/XBT ; Bitcoin, Bitcoins, Bitcoiner, Bitcoiners, BTC, XBT, Satoshis ; 비트코인
ETH/ETHER ; Ethereum, Ether, ETH ; 이더리움, ?이더
XRP/XRPL ; XRP, XRPL, XRP Ledger, ^Ripple, Ripple Labs, RippleNet ; 리플, 엑스알피, 리플랩스
USDT ; USDT, ^Tether, Tether USD ; 테더
BNB ; BNB, BNB Chain, Binance Coin, Binance Smart Chain, BNB Smart Chain, BSC ; 비앤비, 바이낸스코인, 바이낸스 코인
SOL ; Solana ; 솔라나
USDC ; USDC, USD Coin ; 유에스디코인, 유에스디씨
DOGE ; Dogecoin, Doge ; 도지코인, 도지
ADA ; Cardano ; 에이다, 카르다노
TRX ; TRX, ^Tron, Tronix ; 트론
TON word ; Toncoin, TON Blockchain, The Open Network, Ton Foundation ; 톤코인, ?톤
AVAX ; AVAX, Avalanche C-Chain, Avalanche Network, Avalanche Foundation, ^Avalanche, Ava Labs ; 아발란체
SHIB ; Shiba Inu, SHIB, Shibarium ; 시바이누, 시바 이누, 시바코인
DOT word ; Polkadot ; 폴카닷
LINK word ; Chainlink ; 체인링크
BCH/BCC ; Bitcoin Cash, BCH ; 비트코인캐시, 비트코인 캐시
NEAR word ; Near Protocol, Near Foundation, ?Near ; 니어프로토콜, 니어 프로토콜, 니어코인
SUI ; ^Sui, Sui Network, Sui Foundation ; 수이
APT word ; ^Aptos, Aptos Labs, Aptos Foundation ; 앱토스
LTC ; Litecoin, LTC ; 라이트코인
UNI word ; Uniswap, Uniswap Labs ; 유니스왑
HBAR ; Hedera, Hedera Hashgraph, HBAR ; 헤데라, 헤데라해시그래프
XLM ; XLM, Stellar Lumens, Stellar Network, Stellar Development Foundation, ?Stellar ; 스텔라루멘, 스텔라 루멘
PEPE word ; Pepe Coin, Pepecoin, ^Pepe ; 페페, 페페코인
ETC word ; Ethereum Classic ; 이더리움클래식, 이더리움 클래식
XMR ; Monero, XMR ; 모네로
ZEC ; Zcash ; 지캐시, 제트캐시
DASH word ; Dash Coin, ?Dash ; 대시코인, ?대시
HYPE word ; Hyperliquid, HyperEVM ; 하이퍼리퀴드
POL/MATIC acronym ; MATIC, Polygon Network, Polygon Labs, Polygon PoS, Polygon zkEVM, AggLayer, ^Polygon ; 폴리곤, 폴리곤에코시스템토큰
ICP acronym ; Internet Computer, Dfinity ; 인터넷컴퓨터, 인터넷 컴퓨터
KAS ; Kaspa ; 카스파
AAVE ; Aave ; 에이브
ENA ; Ethena, Ethena Labs ; 에테나
ONDO ; Ondo, Ondo Finance ; 온도파이낸스, 온도 파이낸스
RENDER/RNDR word ; Render Network, RNDR, Render Token, ?Render ; 렌더토큰, 렌더 토큰
ATOM word ; Cosmos Hub, Cosmos Network, Cosmos Ecosystem, ?Cosmos ; ?코스모스
ARB ; Arbitrum, Arbitrum Foundation, Offchain Labs ; 아비트럼
OP acronym ; Optimism Foundation, OP Mainnet, OP Labs, ?Optimism ; ?옵티미즘
FIL ; Filecoin ; 파일코인
FET/ASI ; Fetch.ai, Artificial Superintelligence Alliance ; ?페치, 인공초지능얼라이언스, 페치에이아이
ALGO ; Algorand ; 알고랜드
VET ; VeChain, VeChainThor ; 비체인
INJ ; Injective, Injective Protocol ; 인젝티브
SEI ; ^Sei, Sei Network, Sei Labs ; ?세이
STX ; ^Stacks, Stacks Foundation ; 스택스
IMX ; Immutable X, ImmutableX, Immutable zkEVM, ?Immutable ; 이뮤터블엑스, 이뮤터블
TIA ; Celestia ; 셀레스티아
BONK word ; ^Bonk, Bonk Inu ; 봉크
WIF ; dogwifhat, Dog Wif Hat ; 도그위프햇
FLOKI ; Floki, Floki Inu ; 플로키
WLD ; Worldcoin ; 월드코인
TAO ; Bittensor ; 비트텐서
JUP ; ^Jupiter Exchange, Jupiter DEX, Jupiter Aggregator, ?Jupiter ; ?주피터
PYTH ; Pyth Network, ^Pyth ; 피스네트워크, 피스 네트워크
GRT ; The Graph Network, The Graph Protocol, The Graph Foundation, ?The Graph ; 더그래프, 그래프토큰
MKR ; MakerDAO, ?Maker ; 메이커다오, ?메이커
SKY acronym ; Sky Protocol, Sky Ecosystem ; 스카이프로토콜
DAI acronym ; DAI Stablecoin, MakerDAO DAI ; ?다이
USDS ; Sky Dollar, USDS ;
USDE ; Ethena USDe, USDe ;
PYUSD ; PayPal USD, PYUSD ; 페이팔유에스디
FDUSD ; First Digital USD, FDUSD ;
TUSD ; TrueUSD, TUSD ; 트루유에스디
BUSD ; Binance USD, BUSD ;
USD1 ; USD1, World Liberty USD ; 유에스디원
WLFI ; World Liberty Financial, WLFI ; 월드리버티파이낸셜, 월드 리버티 파이낸셜
TRUMP acronym ; Official Trump, Trump Memecoin, Trump Meme Coin, Trumpcoin ; 오피셜트럼프, 트럼프코인, 트럼프 코인
MELANIA acronym ; Official Melania, Melania Memecoin, Melania Meme Coin ; 멜라니아밈, 멜라니아 코인
LUNC ; Terra Classic, Terra Luna Classic ; 루나클래식, 테라클래식, 테라 클래식
LUNA/LUNA2 word ; Terra Luna, Terraform Labs, ?Terra, ?Luna ; 테라루나, 루나코인, 루나
USTC/UST ; TerraUSD, TerraClassicUSD, USTC ; 테라유에스디
FTT ; FTX Token ; 에프티엑스토큰
CRO acronym ; Cronos, Crypto.com Coin ; ?크로노스
OKB ; OKB ; 오케이비
LEO acronym ; Unus Sed Leo, LEO Token ; 레오토큰
BGB ; Bitget Token, BGB ; 비트겟토큰
MNT ; Mantle Network, ?Mantle ; ?맨틀
WBTC ; Wrapped Bitcoin, Wrapped BTC, WBTC ; 랩드비트코인, 래핑비트코인
WETH ; Wrapped Ether, Wrapped Ethereum, Wrapped ETH, WETH ; 랩드이더
STETH ; stETH, Lido Staked Ether, Lido Staked ETH ;
CBBTC ; cbBTC, Coinbase Wrapped BTC, Coinbase Wrapped Bitcoin ;
BSV ; Bitcoin SV, Bitcoin Satoshi Vision ; 비트코인에스브이, 비트코인사토시비전
BTG ; Bitcoin Gold ; 비트코인골드, 비트코인 골드
QNT ; Quant Network, ?Quant ; ?퀀트
XTZ ; Tezos ; 테조스
EOS/VAULTA ; EOS, Vaulta ; 이오스, ?볼타
XDC ; XDC Network, XDC ; 엑스디씨네트워크
FLR ; Flare Network, ?Flare ; ?플레어
THETA ; Theta Network, Theta Token, ?Theta ; 쎄타토큰, 세타토큰
RUNE ; THORChain ; 토르체인
LDO ; Lido, Lido DAO, Lido Finance ; 리도다오, ?리도
EIGEN ; EigenLayer, Eigen Labs, EigenCloud ; 아이겐레이어, ?아이겐
JTO ; Jito, Jito Labs ; ?지토
STRK ; Starknet, StarkWare ; 스타크넷
ZK acronym ; zkSync, ZKsync Era, Matter Labs ; 지케이싱크
ZRO ; LayerZero, LayerZero Labs ; 레이어제로
W acronym ; Wormhole Bridge, Wormhole Token, ?Wormhole ; ?웜홀
`;
