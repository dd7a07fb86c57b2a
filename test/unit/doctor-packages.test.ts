/** Copies of a package that a program may load, found as Node finds them. */
import { realpathSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { copiesFrom, readManifest, workspacesOf } from '../../transformer/doctor/evidence/packages.js';
import { sees } from '../../transformer/doctor/api-versions.js';
import { emptyFolder, remove, write, type Files } from '../harness/adoption.js';
import { ROOT } from '../harness/fixture.js';

const API = '@opentelemetry/api';
const api = (version: string): object => ({ name: API, version });

describe('copies', () => {
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(emptyFolder());
  });
  afterEach(() => remove(folder));

  const found = (files: Files, from = '.'): readonly string[] => {
    write(folder, files);
    return copiesFrom(join(folder, from), API).map((copy) => `${copy.version} ${relative(folder, copy.folder).replaceAll('\\', '/')} ${copy.through.join('>')}`.trim());
  };

  test('hoisted, and nested in a package that asks for another version', () => {
    const files = {
      'package.json': { dependencies: { [API]: '1', sdk: '1' } },
      'node_modules/sdk/package.json': { dependencies: { deep: '1' } },
      'node_modules/deep/package.json': { dependencies: { [API]: '1.8' } },
      'node_modules/deep/node_modules/@opentelemetry/api/package.json': api('1.8.0'),
      'node_modules/@opentelemetry/api/package.json': api('1.9.1'),
      'node_modules/unused/node_modules/@opentelemetry/api/package.json': api('1.0.0'),
    };
    expect(found(files)).toEqual(['1.9.1 node_modules/@opentelemetry/api', '1.8.0 node_modules/deep/node_modules/@opentelemetry/api sdk>deep']);
  });

  test('what a package is developed with is not installed with it', () => {
    const files = {
      'package.json': { dependencies: { sdk: '1' }, devDependencies: { runner: '1', [API]: '1' } },
      'node_modules/sdk/package.json': { devDependencies: { runner: '1' } },
      'node_modules/runner/package.json': { dependencies: { [API]: '1' } },
      'node_modules/runner/node_modules/@opentelemetry/api/package.json': api('1.0.0'),
      'node_modules/@opentelemetry/api/package.json': api('1.9.1'),
    };
    expect(found(files)).toEqual(['1.9.1 node_modules/@opentelemetry/api']);
  });

  test('linked from a store, as pnpm has them: one copy is one, by whatever path', () => {
    const store = 'node_modules/.pnpm/sdk@1/node_modules';
    const files = { 'package.json': { dependencies: { [API]: '1', sdk: '1' } }, [`${store}/sdk/package.json`]: { peerDependencies: { [API]: '1' } }, 'node_modules/.pnpm/api@1/package.json': api('1.9.1') };
    write(folder, { ...files, 'node_modules/@opentelemetry/none': '', [`${store}/@opentelemetry/none`]: '' });
    symlinkSync(join(folder, `${store}/sdk`), join(folder, 'node_modules/sdk'), 'dir');
    for (const place of ['node_modules', store]) symlinkSync(join(folder, 'node_modules/.pnpm/api@1'), join(folder, place, API), 'dir');
    expect(found({})).toEqual(['1.9.1 node_modules/.pnpm/api@1']);
  });

  test('of each package of a workspace by itself', () => {
    const files = {
      'package.json': { workspaces: ['packages/*'] },
      'packages/a/package.json': { dependencies: { [API]: '1' } },
      'packages/b/package.json': { dependencies: { [API]: '1' } },
      'packages/b/node_modules/@opentelemetry/api/package.json': api('1.8.0'),
      'node_modules/@opentelemetry/api/package.json': api('1.9.1'),
    };
    expect(found(files)).toEqual([]);
    expect(found({}, 'packages/a')).toEqual(['1.9.1 node_modules/@opentelemetry/api']);
    expect(found({}, 'packages/b')).toEqual(['1.8.0 packages/b/node_modules/@opentelemetry/api']);
    expect(workspacesOf(folder, readManifest(folder)).map((each) => relative(folder, each).replaceAll('\\', '/'))).toEqual(['packages/a', 'packages/b']);
    expect(workspacesOf(folder, {})).toEqual([]);
    write(folder, { 'pnpm-workspace.yaml': "packages:\n  - 'packages/b'\n  - packages/none\n" });
    expect(workspacesOf(folder, {}).map((each) => relative(folder, each).replaceAll('\\', '/'))).toEqual(['packages/b']);
  });
});

describe('which copy of the API sees what another has registered is the API’s own rule', () => {
  const { _makeCompatibilityCheck: check } = createRequire(join(ROOT, 'package.json'))(join(ROOT, 'node_modules/@opentelemetry/api/build/src/internal/semver.js')) as {
    readonly _makeCompatibilityCheck: (own: string) => (registered: string) => boolean;
  };
  const versions = ['0.9.0', '0.9.1', '0.10.0', '1.8.0', '1.9.0', '1.9.1', '1.10.0', '1.10.0-rc.1', '2.0.0'];

  test.each(versions)('%s', (own) => {
    expect(versions.filter((registered) => sees(own, registered))).toEqual(versions.filter(check(own)));
  });
});
