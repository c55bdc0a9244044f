/** Words that are good or bad for the price of what is spoken of, whoever is spoken of. `verbs` are taken in all forms. */
export const verbTones: readonly (readonly [weight: number, verbs: string])[] = [
  [1.8, 'approve win/won/winning outshine thrive triumph greenlight'],
  [1.5, 'beat/beat/beating/beaten upgrade overweight succeed attract reward accumulate upbeat'],
  [1.2, 'praise legalize legalise resume restore reinstate benefit cheer endorse applaud'],
  [0.8, 'allow permit'],
  [0.45, 'buys bought adds'],
  [1, 'adopt award secure streamline modernise modernize unlock save'],
  [-2.6, 'hack exploit steal/stole/stolen drain embezzle defraud depeg/depegged/depegging delist derail'],
  [-1.8, 'strip empty leak'],
  [-2, 'bankrupt breach default downgrade scam swindle phish counterfeit kidnap rob loot'],
  [
    -1.6,
    'sue accuse charge_with convict indict prosecute fine/fined arrest seize freeze/froze/frozen penalise penalize',
  ],
  [-1.6, 'disappoint miss/missed warn suffer hurt/hurt/hurting struggle plague tarnish damage dampen batter'],
  [-1.3, 'lose/lost/losing investigate probe threaten dilute destroy crush worry slam blame recall plead terminate'],
  [-1.2, 'liquidate detain impersonate'],
  [-1, 'resign quit oust postpone delay abandon scrap shut/shut/shutting suspend halt disrupt interrupt lay_off'],
  [-1, 'criticise criticize condemn oppose protest hamper hinder burden strand knock hit_hard drag'],
];

export const wordTones: readonly (readonly [weight: number, list: string])[] = [
  [
    2,
    'bullish breakthrough blockbuster ath all-time_high all-time_highs record_high record_highs record_close approval',
  ],
  [1.6, 'breakout break-out uptrend success successful successfully victory optimistic upbeat profitable lucrative'],
  [
    1.4,
    'pleased delighted honored honoured happy proud favourably favorably excellent outstanding impressive favourable favorable positive best-ever milestone turnaround',
  ],
  [1.2, 'better great winner winners booming boom thriving recovery beneficial attractive'],
  [1.2, 'undervalued cheap_valuation oversold buyers accumulation upgrade overweight adoption partnership breakouts'],
  [
    0.8,
    'good best opportunity welcome efficient competitive improvement improvements advantage progress synergy synergies',
  ],
  [0.8, 'confident promising praised rewarding nod relief bulls'],
  // Said of an order or an alliance only when two of them meet.
  [0.4, 'signed signs agreement cooperation collaboration alliance launches launch introduces introduced'],
  [0.3, 'contract order deal received receives wins new expansion selected invest invests acquisition'],
  [-3, 'ponzi insolvent insolvency bankruptcy hacked rugpull rug-pull'],
  [-2.4, 'hack fraud fraudulent exploit theft depeg crash meltdown catastrophe crisis panic delisting'],
  [-1.6, 'hacker hackers thief thieves stealer intruder intruders intrusion attack fraudster fraudsters laundering'],
  [
    -1.2,
    'attacker attackers kidnapping kidnappings abduction abductions shock indictment conviction convictions forfeiture suits posing',
  ],
  [-0.45, 'sold sells'],
  [
    -2,
    'bearish scam scams malware ransomware phishing breach breakdown default vulnerability rout bloodbath doom turmoil',
  ],
  [
    -1.7,
    'lawsuit ban bans banned crackdown outage shutdown probe scandal violation violations guilty illegal outbreak',
  ],
  [-1.5, 'negative pessimistic disappointing adverse unprofitable loss-making slowdown slump downtrend plight nasty'],
  [-1.3, 'bad worse worst loser losers difficult difficulties troubled trouble failure failed weakness'],
  [
    -1.3,
    'overbought overvalued downgrade underweight sellers dilution risky skepticism skeptical grim bleak dire hard-hit',
  ],
  [-0.7, 'problem problems damages'],
  [
    -1,
    'weakest shorting pullback strike strikes penalty fines allegations accused lawsuit-ridden dispute closure closures redundant uncertain bears',
  ],
  [
    -1,
    'stagnant recessionary unfavourable unfavorable volatile disruption damage delays setback worries misleading harsh',
  ],
];

export const emojiTones: Readonly<Record<string, number>> = {
  '🚀': 2,
  '🌕': 1,
  '📈': 1.5,
  '🐂': 1.5,
  '🟢': 1,
  '💎': 0.8,
  '🔥': 0.6,
  '🎉': 1,
  '✅': 0.5,
  '👍': 0.8,
  '📉': -1.5,
  '🐻': -1.5,
  '🔴': -1,
  '💀': -1.5,
  '🩸': -1.8,
  '😱': -1.2,
  '😭': -1,
  '🚨': -0.5,
  '⚠': -0.8,
  '👎': -0.8,
};
