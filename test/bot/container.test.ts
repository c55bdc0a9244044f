import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '../../bot/config/config.ts';
import { ENVIRONMENT_SETTINGS } from '../../bot/config/config-schema.ts';

const service = z.looseObject({
  healthcheck: z.looseObject({ test: z.array(z.string()) }),
  read_only: z.literal(true),
  tmpfs: z.array(z.string()),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  environment: z.record(z.string(), z.string()),
  ports: z.array(z.string().startsWith('127.0.0.1:')).optional(),
  volumes: z.array(z.string().regex(/^[a-z-]+:\//)),
});

const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true });
const dockerfile = readFileSync('Dockerfile', 'utf8');

/** Returns why the client cannot check the file here, or null. The engine is not needed for it. */
function whyNoCompose(): string | null {
  const { status } = spawnSync('docker', ['compose', 'version'], { stdio: 'ignore' });
  return status === 0 ? null : 'the docker client here has no compose plug-in';
}

describe('docker-compose.yml', () => {
  test('is valid for docker compose', (context) => {
    const missing = whyNoCompose();
    if (missing !== null) return context.skip(missing);
    const folder = mkdtempSync(join(tmpdir(), 'assent-compose-'));
    try {
      mkdirSync(join(folder, '.secrets'));
      writeFileSync(join(folder, '.secrets', 'database-password'), 'x');
      writeFileSync(join(folder, 'docker-compose.yml'), readFileSync('docker-compose.yml'));
      const { status, stderr } = spawnSync('docker', ['compose', 'config', '--quiet'], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each(['assent', 'db', 'ollama'])('%s is hardened, watched and open to this machine only', (name) => {
    expect(service.safeParse(compose.services[name]).error?.issues).toBeUndefined();
  });

  test('keeps every secret in a file and every volume in a name', () => {
    const named = Object.keys(compose.volumes);
    for (const { environment, volumes } of Object.values<z.infer<typeof service>>(compose.services)) {
      for (const [key, value] of Object.entries(environment)) {
        if (/password|secret|token|key/i.test(key)) expect(value).toMatch(/^\/run\/secrets\//);
      }
      for (const volume of volumes) expect(named).toContain(volume.split(':')[0]);
    }
  });

  test('waits for a healthy database, and the desk can be talked to', () => {
    const { assent } = compose.services;
    expect(assent).toMatchObject({ stdin_open: true, tty: true, depends_on: { db: { condition: 'service_healthy' } } });
  });

  test('gives the desk an environment that its configuration accepts', () => {
    const environment: Record<string, string> = { ...compose.services.assent.environment };
    const folder = mkdtempSync(join(tmpdir(), 'assent-compose-'));
    try {
      writeFileSync(join(folder, 'password'), 'f00d'.repeat(8));
      for (const [key, value] of Object.entries(environment))
        environment[key] = value.replace(/^\$\{\w+:-(.*)\}$/, '$1');
      environment.DATABASE_PASSWORD_FILE = join(folder, 'password');
      const { config } = loadConfig({ environment, workingDirectory: folder, strategies: [] });
      expect(config.database.url).toBe(`postgres://assent:${'f00d'.repeat(8)}@db:5432/assent`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('.env.example documents exactly the variables that the file asks for', () => {
    const asked = [...readFileSync('docker-compose.yml', 'utf8').matchAll(/\$\{(\w+):-([^}]*)\}/g)];
    const documented = [...readFileSync('.env.example', 'utf8').matchAll(/^(\w+)=(.*)$/gm)];
    const sorted = (matches: RegExpExecArray[]) => matches.map(([, name, value]) => `${name}=${value}`).sort();
    expect(sorted(documented)).toEqual(sorted(asked));
  });
});

describe('the Dockerfile', () => {
  test('runs as an ordinary user, with a health check, on packages from the lock file', () => {
    expect(dockerfile).toMatch(/^RUN npm ci .*--ignore-scripts/m);
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK /m);
    expect(dockerfile.lastIndexOf('\nUSER ')).toBeLessThan(dockerfile.indexOf('\nENTRYPOINT '));
  });

  test('gets every floor that runs and no data of anybody, and sets only variables that the configuration knows', () => {
    const ignored = readFileSync('.dockerignore', 'utf8');
    expect(ignored).toMatch(/^\*$/m);
    for (const unwanted of ['data', 'test', '.secrets', '.env', 'config.yaml'])
      expect(ignored).not.toContain(`!${unwanted}\n`);
    for (const floor of ['prompts', 'engine', 'rag', 'agent', 'db', 'bot']) {
      expect(ignored).toContain(`\n!${floor}\n`);
    }
    for (const [variable] of dockerfile.matchAll(/ASSENT_\w+/g))
      expect(Object.keys(ENVIRONMENT_SETTINGS)).toContain(variable);
  });
});
