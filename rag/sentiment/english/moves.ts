/**
 * Words that say up or down. `market` words are said of prices and need no subject to mean something;
 * `change` words mean little until one knows what changed; `state` words stand before their subject.
 */
export const marketMoves: readonly (readonly [weight: number, verbs: string])[] = [
  [2.4, 'soar surge skyrocket spike explode'],
  [2, 'jump rally/rallied leap/leapt pop'],
  [1.5, 'rise/rose/risen climb advance rebound bounce gain ascend/ascended uptick outperform'],
  [1.2, 'inch/inched perk/perked'],
  [-2.6, 'plunge plummet crash collapse nosedive crater capitulate'],
  [-2.2, 'tumble slump dive/dived/dove dump bleed/bled'],
  [-1.6, 'fall/fell/fallen drop decline slide/slid sink/sank/sunk slip dip retreat lag underperform sag'],
  [-1.5, 'weaken stumble falter dwindle deteriorate worsen stall'],
];

export const changeMoves: readonly (readonly [weight: number, verbs: string])[] = [
  [1.5, 'increase grow/grew/grown improve boost strengthen double triple quadruple accelerate swell/swelled/swollen'],
  [1.2, 'raise widen hike expand escalate intensify mount upsize enhance bolster up/upped'],
  [1.2, 'exceed surpass outpace outstrip'],
  [-1.5, 'decrease shrink/shrank/shrunk narrow halve slow ease subside fade abate dissipate wane'],
  [-1.3, 'reduce lower cut/cut/cutting slash trim pare curb diminish lessen erase erode shed/shed/shedding'],
];

/** Adverbs and adjectives: higher costs, record profit, down 5 %. */
export const states: readonly (readonly [weight: number, lean: 'left' | 'right', alone: number, list: string])[] = [
  [1.3, 'left', 0.9, 'up upward upwards tops topped topping mooning rocketed'],
  [-1.3, 'left', 0.9, 'down downward downwards tanked tanking contracted'],
  [1.2, 'right', 0.8, 'higher'],
  [-1.2, 'right', 0.8, 'lower'],
  [1, 'right', 0.2, 'greater larger rising growing increased improved expanding soaring surging mounting'],
  [-1, 'right', 0.2, 'fewer smaller falling declining shrinking decreased reduced slowing sluggish dwindling easing'],
  [1.3, 'right', 0.9, 'highest strongest'],
  [-1.3, 'right', 0.9, 'lowest'],
  [1.2, 'left', 0.8, 'year_high month_high months_high week_high day_high highs ↑ ▲'],
  [-1.2, 'left', 0.8, 'year_low month_low months_low week_low day_low lows ↓ ▼'],
  [1.4, 'right', 0.7, 'record strong robust solid stronger healthy brisk buoyant'],
  [-1.4, 'right', 0.9, 'weak weaker poor soft softer subdued tepid lacklustre lackluster dismal slumping plunging'],
];

/** Making good again what was lost. */
export const regains: readonly (readonly [weight: number, verbs: string])[] = [
  [1.5, 'recover regain recoup win_back/won_back wins_back'],
];

/** Nouns: an increase of 5 %, growth in sales. */
export const moveNouns: readonly (readonly [weight: number, list: string])[] = [
  [1.4, 'increase increases growth upturn uptrend'],
  [-1.4, 'decrease decreases reduction reductions shrinkage contraction decrement'],
];
