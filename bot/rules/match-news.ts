import type { ConditionOf } from '../../engine/domain/alert-rule.ts';
import type { NewsDocument } from '../../rag/document.ts';

/** Tells whether a report is what a rule waits for. Words are looked for in title and text, in either language. */
export function matchesNews({ coin, about }: ConditionOf<'news'>, report: NewsDocument): boolean {
  if (coin !== null && !report.assets.includes(coin)) return false;
  switch (about.by) {
    case 'anything':
      return true;
    case 'tone':
      return about.when === 'above' ? report.tone >= about.tone : report.tone <= about.tone;
    case 'topic':
      return report.topic === about.topic;
    case 'keyword':
      return textOf(report).includes(about.keyword);
  }
}

function textOf({ title, body }: NewsDocument): string {
  const parts = [title.en, title.ko, body.en, body.ko].filter((part) => part !== undefined);
  return parts.join('\n').toLowerCase().replace(/\s+/g, ' ');
}
