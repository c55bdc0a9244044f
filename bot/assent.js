#!/usr/bin/env node
// Plain JavaScript, so that a Node too old for the rest can still say so. tsx is loaded into this process instead of
// a second one: that start is about 0.2 s quicker. On Node 20 it does not reach worker threads, which therefore
// begin in a small JavaScript file of their own.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const EXIT_CONFIGURATION = 78;

function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(EXIT_CONFIGURATION);
}

if (major < 20 || (major === 20 && minor < 11)) {
  refuse(
    `Assent needs Node.js 20.11 or newer, and this is ${process.version}. Install a newer Node.js and start again.`,
  );
}

try {
  await import('tsx');
} catch (error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  refuse('The packages of Assent are not installed. Run "npm ci" in its folder and start again.');
}

await import('./main.ts');
