import type { ReviewRequest } from './reviewer.ts';

export interface SizingAdvice {
  /** 0.05..1 of equity; what lies outside is clamped by the caller. */
  readonly investmentFraction: number;
  readonly advisor: string;
}

/** Advises how much of equity to put in. Its word is clamped by bands and caps; null is "no advice". */
export interface SizingAdvisor {
  readonly name: string;
  advise(request: ReviewRequest, strength: number): Promise<SizingAdvice | null>;
}
