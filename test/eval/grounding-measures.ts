import { createAssistant } from '../../agent/assistant/assistant.ts';
import type { AssistantReply } from '../../agent/assistant/assistant-reply.ts';
import { modelCallsFor } from '../../agent/assistant/turn-bounds.ts';
import type { AssistantPersonality } from '../fakes/llm/assistant-talk.ts';
import { PersonalityModel } from '../fakes/llm/personality-model.ts';
import type { GroundingDesk } from './grounding-desk.ts';
import { type OracleFault, oracleFaults } from './grounding-oracle.ts';
import type { GroundingQuestion } from './grounding-questions.ts';

export interface GroundingMeasures {
  readonly questions: number;
  /** Answered in words of the model's, checked. */
  readonly answered: number;
  /** Of these, after one draft was given back. */
  readonly repaired: number;
  /** Answered by what the tools found, because two drafts were refused. */
  readonly templates: number;
  /** Neither: nothing was found that could be told. */
  readonly refused: number;
  /** Sentences that a person sees, and how many of them are the model's own wording. */
  readonly sentences: number;
  readonly own: number;
  readonly numbers: number;
  readonly citations: number;
  readonly faults: readonly (OracleFault & { readonly question: string })[];
  /** Faults of the assistant itself. */
  readonly broken: readonly string[];
}

const TOOL_CALLS = 6;
const TOKENS = 200_000;
const DEADLINE_MS = 60_000;

/** Puts every question to an assistant of that personality and lets the oracle read whatever would be shown. */
export async function measureGrounding(
  desk: GroundingDesk,
  questions: readonly GroundingQuestion[],
  personality: AssistantPersonality,
): Promise<GroundingMeasures> {
  const broken: string[] = [];
  const assistant = createAssistant({
    modelName: 'fake:assistant',
    voice: () => ({ model: new PersonalityModel(personality), instructions: 'Answer from the claims.' }),
    door: desk.door,
    bounds: { toolCalls: TOOL_CALLS, modelCalls: modelCallsFor(TOOL_CALLS), tokens: TOKENS, deadlineMs: DEADLINE_MS },
    onFault: (fault) => broken.push(String(fault)),
  });
  const sum = { answered: 0, repaired: 0, templates: 0, refused: 0, sentences: 0, own: 0, numbers: 0, citations: 0 };
  const faults: GroundingMeasures['faults'][number][] = [];
  for (const { text, language } of questions) {
    const zone = desk.zoneOf(language);
    const reply = await assistant.answer({
      ...{ text, language, zone, userId: 'terminal:owner', role: 'admin', earlier: [] },
      now: desk.journey.desk.view.now(),
      rendering: desk.renderingFor(language),
    });
    const shown = reply.outcome === 'answered' ? reply.sentences : reply.found;
    count(sum, reply);
    sum.sentences += shown.length;
    sum.own += shown.filter(({ key }) => key === 'assistant.said').length;
    sum.numbers += shown.reduce((all, one) => all + (one.text.match(/\d+(?:[.,:]\d+)*/gu)?.length ?? 0), 0);
    sum.citations += shown.reduce((all, one) => all + one.citations.length, 0);
    const found = oracleFaults(shown, { stored: desk.stored, facts: reply.facts, zone, question: text });
    faults.push(...found.map((fault) => ({ ...fault, question: text })));
  }
  return { questions: questions.length, ...sum, faults, broken };
}

function count(sum: Record<'answered' | 'repaired' | 'templates' | 'refused', number>, reply: AssistantReply): void {
  if (reply.outcome === 'answered') {
    sum.answered += 1;
    sum.repaired += Number(reply.repairs > 0);
  } else if (reply.found.length > 0) sum.templates += 1;
  else sum.refused += 1;
}
