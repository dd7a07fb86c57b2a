/** ts-jest from the packed tarball, by the configuration that docs/hosts.md shows: what is tested is connected, and is not without us. */
import { join } from 'node:path';
import { remove } from '../harness/adoption.js';
import { all, hostFolder, node, replacing, type Change, type HostFolder, type Ran } from '../harness/host.js';
import { packedPackage } from '../harness/packed.js';

const PACKAGES = ['jest', 'ts-jest', '@types/jest'];

const ISOLATED = replacing('tsconfig.json', '"strict": true', '"strict": true, "isolatedModules": true');
const ESM = all(
  replacing('jest.config.js', 'module.exports = {', "module.exports = {\n  extensionsToTreatAsEsm: ['.ts'],"),
  replacing('jest.config.js', "['ts-jest', {", "['ts-jest', {\n      useESM: true,"),
  replacing('tsconfig.json', '"CommonJS"', '"ESNext", "moduleResolution": "bundler"'),
);

/** Ways to set a project up, as changes of the one in `fixtures/projects/hosts/ts-jest`. */
const WAYS: readonly { readonly name: string; readonly change: Change; readonly esm?: true }[] = [
  { name: 'CommonJS', change: (_, text) => text },
  { name: 'CommonJS with isolatedModules', change: ISOLATED },
  { name: 'ES modules', esm: true, change: ESM },
  { name: 'ES modules with isolatedModules', esm: true, change: all(ESM, ISOLATED) },
];

const packed = packedPackage();
let host: HostFolder;

beforeEach(() => {
  host = hostFolder({ name: 'ts-jest', packages: PACKAGES, application: null }, packed.tarball);
});

afterEach(() => remove(host.folder));
const jestIn = (project: string, isEsm: boolean, ...args: string[]): Promise<Ran> =>
  node(project, [...(isEsm ? ['--experimental-vm-modules', '--no-warnings'] : []), join(host.folder, 'node_modules/jest/bin/jest.js'), '--cacheDirectory', join(host.folder, 'cache'), ...args]);

test.each(WAYS)('$name', async ({ change, esm: isEsm = false }) => {
  // Nothing is mocked by hoisting in an ES module.
  const chosen = isEsm ? ['kitchen'] : [];
  const [connected, plain] = await Promise.all([jestIn(host.project('connected', change), isEsm, ...chosen), jestIn(host.project('plain', change), isEsm, 'kitchen')]);
  expect(connected).toMatchObject({ status: 0, stdout: '', stderr: expect.stringContaining(`${isEsm ? 1 : 3} passed`) as string });
  expect(plain).toMatchObject({ status: 1, stderr: expect.stringContaining("expect(parent('cook')).toMatchObject") as string });
}, 90_000);

test('what was cached with other options is compiled anew', async () => {
  const path = "require.resolve('otel-baton/transformer')";
  const off = host.project('connected', all(ISOLATED, replacing('jest.config.js', path, `${path}, options: { manualSpans: 'off' }`)));
  expect(await jestIn(off, false, 'kitchen')).toMatchObject({ status: 1, stderr: expect.stringContaining("expect(parent('write')).toMatchObject") as string });
  expect(await jestIn(host.project('connected', ISOLATED), false, 'kitchen')).toMatchObject({ status: 0 });
}, 90_000);
