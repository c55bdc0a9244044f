/** What a script may rely on. 78 is EX_CONFIG of sysexits.h. */
export const EXIT_CODES = { done: 0, failed: 1, wrongUse: 2, configuration: 78 } as const;
