import { join, resolve } from 'node:path';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type * as realAst from 'typescript-7/unstable/ast' with { 'resolution-mode': 'import' };
import type * as realSync from 'typescript-7/unstable/sync' with { 'resolution-mode': 'import' };
import type { AstModule, SyncModule } from '../../transformer/typescript-7/api.js';
import { peerDependencies } from '../../package.json';
import { findTypeScript7, loadTypeScript7, SUPPORTED } from '../../transformer/typescript-7/find.js';

/** Checked by the compiler: what we use is there. */
export const sync = (module: typeof realSync): SyncModule => module;
export const ast = (module: typeof realAst): AstModule => module;

describe('the TypeScript 7 of a project', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'otel-baton-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function install(name: string, version: string): string {
    const place = join(folder, 'node_modules', name);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'package.json'), JSON.stringify({ name: 'typescript', version }));
    return place;
  }

  test('is found beside TypeScript 6', () => {
    const found = findTypeScript7(resolve());
    expect(found?.version).toMatch(/^7\.0\./);
    expect(found?.folder).toMatch(/node_modules[\\/]typescript-7$/);
  });

  test('is that which is known, where there are two', () => {
    install('typescript', '7.9.0');
    const known = install('typescript-7', '7.0.2');
    expect(findTypeScript7(folder)).toEqual({ version: '7.0.2', folder: known });
  });

  test('may be installed beside this package, if it is known', () => {
    const [major, minor] = (SUPPORTED.at(-1) ?? '').split('.').map(Number);
    expect(peerDependencies.typescript).toBe(`>=5.4 <${major}.${Number(minor) + 1}`);
  });

  test('is missing by name', () => {
    install('typescript', '6.0.3');
    expect(findTypeScript7(folder)).toBeUndefined();
    expect(() => loadTypeScript7(folder)).toThrow(/TypeScript 7 was not found from .*npm install --save-dev typescript@7\.0/);
  });

  test('is refused by name beyond the versions that are known', () => {
    install('typescript', '7.1.0');
    expect(() => loadTypeScript7(folder)).toThrow(/TypeScript 7\.1\.0 was found .*whose API is not known .*typescript@7\.0/);
  });
});
