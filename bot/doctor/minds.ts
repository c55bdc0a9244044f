import { findingText } from '../minds/finding-words.ts';
import type { ModelFinding } from '../minds/look-at-models.ts';
import { isTrouble } from '../minds/look-at-models.ts';
import type { DoctorCheck, Finding } from './finding.ts';
import { ok, problem, warning } from './finding.ts';

/** Looks at every language model that the configuration asks; an empty list is a desk of rules. */
export type LookAtMinds = () => Promise<readonly ModelFinding[]>;

export function mindsCheck(look: LookAtMinds): DoctorCheck {
  return {
    name: 'minds',
    title: { en: 'Language models', ko: '언어 모델' },
    check: async () => findingOf(await look()),
  };
}

function findingOf(findings: readonly ModelFinding[]): Finding {
  if (findings.length === 0) {
    return ok(
      'None set up: rules review, and the record answers. With GROQ_API_KEY, or models.ollamaUrl, they vote.',
      '설정하지 않았습니다. 규칙이 검토하고 기록으로 답합니다. GROQ_API_KEY나 models.ollamaUrl을 설정하면 언어 모델이 검토합니다.',
    );
  }
  const trouble = findings.filter(isTrouble);
  const told = (trouble.length > 0 ? trouble : findings).map(findingText);
  const en = [...new Set(told.map((one) => one.en))].join(' ');
  const ko = [...new Set(told.map((one) => one.ko))].join(' ');
  if (trouble.length === 0) return ok(en, ko);
  // Without one of its votes no entry is made at all; without advice or talk the desk goes on.
  const isVoteLost = trouble.some(({ uses }) => uses.includes('vote'));
  return isVoteLost
    ? problem(
        `${en} Until then it abstains, and every entry is held.`,
        `${ko} 그때까지 기권하므로 모든 진입이 보류됩니다.`,
      )
    : warning(en, ko);
}
