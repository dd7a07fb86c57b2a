/** That a file which a bundler's plugin passes over is one in which nothing is rewritten: all of the fixtures. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { createTellingFiles } from '../../transformer/hosts/telling-files.js';
import { readOptions } from '../../transformer/options.js';
import { createModules } from '../../transformer/own-modules.js';
import { createTextTransform } from '../../transformer/text-transform.js';
import { families, fixtures } from '../harness/fixture.js';

const demo = join(__dirname, '../../fixtures/projects/demo/src');

test.each(families())('%s', (family) => {
  for (const { folder, settings, sources } of fixtures(family)) {
    const config = settings.options ?? {};
    const { options } = readOptions(config);
    const telling = createTellingFiles(options);
    const transform = createTextTransform(config, { compiler: ts, modules: createModules(ts, {}) });
    const careful = createTextTransform(config, { compiler: ts, modules: createModules(ts, {}, telling?.mayTell) });
    for (const file of sources) {
      const fileName = join(folder, file);
      const text = readFileSync(fileName, 'utf8');
      const rewritten = transform(text, fileName)?.code;
      expect({ fileName, rewritten: careful(text, fileName)?.code }).toEqual({ fileName, rewritten });
      if (rewritten !== undefined) expect({ fileName, isSeen: telling?.mayConcern(fileName, text) ?? true }).toEqual({ fileName, isSeen: true });
    }
  }
});

test('a file is seen where what it imports tells, by way of another one', () => {
  const telling = createTellingFiles(readOptions({}).options);
  const see = (file: string): boolean | undefined => telling?.mayConcern(join(demo, file), readFileSync(join(demo, file), 'utf8'));
  expect(readdirSync(demo).filter((file) => existsSync(join(demo, file)) && see(file)).sort()).toEqual(['calculator.ts', 'printer.ts', 'receipts.ts', 'service.ts', 'worker.ts']);
});

test('what the options ask for beyond what a text tells is not passed over', () => {
  for (const given of [{ unknown: 'guard' }, { startup: 'environment' }, { taskModules: ['./tasks.ts'] }, { boundaries: [{ new: './pool.js#Pool', does: 'bind' }] }]) {
    expect({ given, telling: createTellingFiles(readOptions(given).options) }).toEqual({ given, telling: undefined });
  }
});
