/** Time as the engine knows it: event time in replay and backtest, the system's in paper and live. Epoch milliseconds. */
export interface Clock {
  now(): number;
}
