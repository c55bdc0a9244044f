/**
 * Korean words that stand in so much market news that they say little about which event a text tells. Chosen by hand:
 * unlike the English list they were not counted, for lack of a Korean collection with times.
 */
export const COMMON_KOREAN_WEIGHT = 2;

export const COMMON_KOREAN: readonly string[] = `
  가격 가능 가능성 가상 가상자산 가상화폐 가운데 감소 강세 개발 거래 거래량 거래소 결제 경제 계획 고래 공개 관련 관측
  규모 규제 금리 금융 급등 급락 기관 기록 기업 기준 기술 기자 까지 네트워크 뉴스 다시 단기 달러 달성 대비 대통령 대한
  대해 도입 돌파 동안 등 디지털 디지털자산 디파이 때문 또 또한 리플 마켓 만에 매도 매수 목표 무역 미국 밈코인 반등
  반감기 발표 발행 밝혀 밝혔다 법안 변동성 보고서 보도 보유 분석 분석가 블록체인 비트코인 사상 상승 상승세 상장 상황
  서비스 선물 성장 솔라나 속 수수료 순유입 순유출 스테이블코인 승인 시가총액 시간 시장 신고가 신규 신규상장 안내 알트코인
  암호화폐 약세 억 업계 업비트 연준 예상 예정 오늘 온체인 올해 완화 우려 원 원화 위한 위해 유입 유출 은행 의원 이더리움
  이번 이상 이후 일 자금 자산 저항 저항선 전 전략 전망 전문가 전일 정부 정책 종목 주간 주요 중 증가 지갑 지난 지난해 지수
  지원 지지 지지선 진행 첫 청산 최고 최고가 최고치 최근 최대 추가 출금 출시 코인 코인베이스 클레이튼 토큰 투자 투자자
  트럼프 트레이더 파생상품 펀드 펌프 평가 포인트 포함 프로젝트 프로토콜 하락 하락세 하루 한 한국 합의 향후 현물 현재
  협력 확대 확인 회복
`
  .trim()
  .split(/\s+/);
