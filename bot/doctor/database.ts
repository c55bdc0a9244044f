import type { DoctorCheck, Finding } from './finding.ts';
import { ok } from './finding.ts';

/** What a look at the database found; anything else is thrown as an error with a hint. */
export type DatabaseLook =
  | { readonly outcome: 'opened'; readonly description: string }
  /** There is none yet; the engine for it works. */
  | { readonly outcome: 'absent'; readonly description: string }
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
    case 'absent':
      return ok(
        `${look.description} works; the first start creates its database.`,
        `${look.description} 작동합니다. 데이터베이스는 처음 시작할 때 만들어집니다.`,
      );
    case 'held':
      return ok(
        `A desk runs here (process ${look.pid}) and has it open, so it was not opened a second time.`,
        `여기서 데스크(프로세스 ${look.pid})가 실행 중이며 데이터베이스를 쓰고 있으므로 다시 열지 않았습니다.`,
      );
  }
}
