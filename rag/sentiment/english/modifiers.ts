export const negators =
  "not no never without cannot neither nor hardly barely n't isn't aren't wasn't weren't don't doesn't didn't won't can't couldn't wouldn't shouldn't hasn't haven't";

/** Turns what follows; the number is its tone where nothing follows that could be turned. */
export const turners: readonly (readonly [own: number, verbs: string])[] = [
  [-1.4, 'reject deny/denied refuse fail veto'],
  [
    -0.9,
    'cancel withdraw/withdrew/withdrawn stop prevent blocked/blocked/blocking block_the/blocks_the block_most/blocks_most',
  ],
  [
    0,
    'avoid dismissal sets_aside/set_aside an_end_to/an_end_to dismiss overturn ends/ended/ending refute debunk resist withstand rule_out/ruled_out escape avert thwart foil',
  ],
  [0.7, 'lift resolve reprieve waive clears/cleared'],
  [0.3, 'settle fix'],
  [0.8, 'shrug_off/shrugs_off/shrugged_off unmoved_by/unfazed_by brushes_off/brushed_off plays_down/played_down'],
  [-0.9, 'fake/fake false/false bogus/bogus'],
];

export const scales: readonly (readonly [factor: number, list: string])[] = [
  [
    1.4,
    'sharply significantly substantially massively dramatically heavily strongly considerably steeply hugely massive huge',
  ],
  [1.3, 'very biggest largest steepest major severe severely fastest extremely deeply super historic unprecedented'],
  [0.6, 'slightly slight marginally modestly modest somewhat small mild mildly little minor partly partially'],
];

export const doubts: readonly (readonly [factor: number, list: string])[] = [
  [0.75, 'expects expected expect forecasts_to estimates anticipates predicts sees aims targets_to plans'],
  [
    0.6,
    'could may might would if possible possibly potential potentially likely reportedly allegedly rumored rumoured',
  ],
  [
    0.5,
    'rumor rumors rumour rumours speculation considers considering mulls mulling weighs eyes unconfirmed hypothetical',
  ],
];

/** A crime against somebody and its prosecution say little of a price; what is heard of police and courts weighs less. */
export const casework = 'police defendants defendant jury sentenced prosecutors tourist suspects suspect jailed prison';

/** Where a clause begins, and what one that only gives the circumstances is worth. */
export const clauseStarts: readonly (readonly [factor: number, list: string])[] = [
  [1, 'but however yet'],
  [0.6, 'while whereas'],
  [0.35, 'despite although though amid because notwithstanding'],
];

export const comparators = 'compared versus vs against';
