import fc from 'fast-check';
import { LINES } from './stranger-lines.ts';
import type { Actor, Place, Scene } from './stranger-walk.ts';
import { ACTORS, kindOf, NONCES, PLACES, setScene } from './stranger-walk.ts';

interface Attempt {
  readonly actor: Actor;
  readonly place: Place;
  readonly text: string | null;
  readonly nonce: (scene: Scene) => string;
  readonly waitMs: number;
  readonly agoMs: number | undefined;
  readonly deliveryId: string | undefined;
  readonly chatId: string | undefined;
  readonly displayName: string | undefined;
}

const word = fc.constantFrom(...LINES);
const text = fc.oneof(
  { weight: 4, arbitrary: word },
  {
    weight: 2,
    arbitrary: fc.tuple(word, fc.string({ unit: 'grapheme', maxLength: 20 })).map((parts) => parts.join(' ')),
  },
  { weight: 1, arbitrary: fc.tuple(fc.string({ unit: 'binary', maxLength: 5 }), word).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.stringMatching(/^\/?(?:start |join )?[2-9A-HJ-KM-NP-TV-Z]{4}-?[2-9A-HJ-KM-NP-TV-Z]{4}$/) },
  { weight: 1, arbitrary: fc.stringMatching(/^\/?(?:confirm )?\d{4}$/) },
);

/** A nonce that exists, or one that nearly does, or none at all. */
const nonce = fc.oneof(
  fc
    .tuple(fc.constantFrom(...NONCES), fc.nat(), fc.constantFrom('', ' ', '\0', 'x'), fc.boolean())
    .map(([kind, at, tail, upper]) => (scene: Scene) => {
      const found = scene.nonces[kind][at % Math.max(1, scene.nonces[kind].length)] ?? '';
      return (upper ? found.toUpperCase() : found) + tail;
    }),
  fc.base64String({ minLength: 22, maxLength: 24 }).map((random) => () => random),
  fc.string({ unit: 'binary', maxLength: 80 }).map((random) => () => random),
);

const attempt: fc.Arbitrary<Attempt> = fc.record({
  actor: fc.constantFrom(...(Object.keys(ACTORS) as Actor[])),
  place: fc.constantFrom(...(Object.keys(PLACES) as Place[])),
  text: fc.option(text),
  nonce,
  waitMs: fc.constantFrom(0, 0, 1, 30_000, 3_600_000),
  agoMs: fc.option(fc.integer({ min: -100_000, max: 100_000 }), { nil: undefined }),
  deliveryId: fc.option(fc.constantFrom('1', '2', '3'), { nil: undefined }),
  chatId: fc.option(fc.constantFrom('telegram:-5', 'telegram:-9', 'telegram:3', 'terminal:owner'), { nil: undefined }),
  displayName: fc.option(fc.string({ unit: 'binary', maxLength: 50 }), { nil: undefined }),
});

/** Lets chance try so many times, several tries to a desk; throws with the smallest story that had an effect or a leak. */
export async function tryByChance(
  runs: number,
): Promise<{ readonly tries: number; readonly heard: Map<string, number> }> {
  const heard = new Map<string, number>();
  let tries = 0;
  const story = fc.array(attempt, { minLength: 10, maxLength: 10 });
  const property = fc.asyncProperty(story, async (attempts) => {
    const scene = await setScene();
    for (const one of attempts) {
      const before = scene.effectsOf(one.actor);
      const kind = kindOf(await make(one, scene), one.actor);
      tries += 1;
      heard.set(kind, (heard.get(kind) ?? 0) + 1);
      if (kind.startsWith('LEAK')) throw new Error(kind);
      if (scene.effectsOf(one.actor) !== before) throw new Error(`an effect: ${scene.effectsOf(one.actor)}`);
    }
  });
  await fc.assert(property, { numRuns: Math.ceil(runs / 10) });
  return { tries, heard };
}

function make(one: Attempt, scene: Scene) {
  const { rig } = scene;
  rig.clock.at += one.waitMs;
  const more = {
    ...PLACES[one.place],
    ...(one.chatId === undefined ? {} : { chatId: one.chatId }),
    ...(one.agoMs === undefined ? {} : { sentAt: rig.clock.at - one.agoMs }),
    deliveryId: one.deliveryId,
    displayName: one.displayName,
  };
  const userId = ACTORS[one.actor];
  return one.text === null ? rig.tapAs(userId, one.nonce(scene), more) : rig.sayAs(userId, one.text, more);
}
