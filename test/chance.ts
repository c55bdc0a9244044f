import fc from 'fast-check';

// Where CI=true every run walks the same cases, so that a red run means a change; elsewhere chance goes on looking.
if (process.env.CI === 'true') fc.configureGlobal({ seed: 20_261_120 });
