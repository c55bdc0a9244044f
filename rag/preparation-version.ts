/** Changes when the same item would become another document; what was stored before stays as it was. */
export const PREPARATION_VERSION = '1';
