import type { DoctorCheck, Finding } from './finding.ts';
import { ok } from './finding.ts';

/** What a look at the database found; anything else is thrown as an error with a hint. */
export type DatabaseLook =
  | { readonly outcome: 'opened'; readonly description: string }
  | { readonly outcome: 'held'; readonly pid: number };

/** Opens the database, looks and closes it again. */
export type LookAtDatabase = () => Promise<DatabaseLook>;

export function databaseCheck(look: LookAtDatabase): DoctorCheck {
  return {
    name: 'database',
    title: { en: 'Database', ko: '데이터베이스' },
    check: async () => findingOf(await look()),
  };
}

function findingOf(look: DatabaseLook): Finding {
  switch (look.outcome) {
    case 'opened':
      return ok(`${look.description} opens.`, `${look.description}이(가) 열립니다.`);
    case 'held':
      return ok(
        `In use by a running Assent (process ${look.pid}), so it was not opened here.`,
        `실행 중인 Assent(프로세스 ${look.pid})가 쓰고 있어서 여기서는 열지 않았습니다.`,
      );
  }
}
