import { tryByChance } from './stranger-chance.ts';
import { tableOf, walk } from './stranger-walk.ts';

/** `node --import tsx test/bot/stranger-run.ts 100000`: walks everything, then lets chance try so many times. */
const runs = Number(process.argv[2] ?? '100000');
process.stdout.write(`${tableOf(await walk())}\n\n`);
const started = performance.now();
const { tries, heard } = await tryByChance(runs);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
const said = [...heard].map(([kind, count]) => `${kind} ${count}`).join(', ');
process.stdout.write(`by chance: ${tries} tries in ${seconds} s, 0 effects; heard: ${said}\n`);
