/** What else is to be done when the venue says so. */
export type RefusalEffect = 'resync-clock' | 'refresh-instruments' | 'key-trouble' | 'halt';

/** A venue's word that means for certain: nothing was placed. */
export interface DefinitiveReject {
  readonly codes: readonly string[];
  /** Where one code means several things. */
  readonly words?: RegExp;
  /** Our word for it; `duplicate` is none: an order of that id is there. */
  readonly reason: string;
  readonly effect?: RefusalEffect;
}
