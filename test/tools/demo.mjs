#!/usr/bin/env node
/**
 * `npm start`: one application, built twice from the same sources, run twice, compared span by span.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { BUILDS, TRANSFORMER, compile, copyApplication, root } from './demo/build.mjs';
import { differences, judge } from './demo/check.mjs';
import { colours } from './demo/colours.mjs';
import { writePage } from './demo/html.mjs';
import { printComparison, printFailures, printSummary } from './demo/print.mjs';
import { step } from './demo/progress.mjs';
import { run } from './demo/run.mjs';

const USAGE = `usage: npm start -- [options]

Builds fixtures/projects/demo with tsc and with tspc, runs both and compares their traces.

  --html <file>  where the page with both waterfalls goes (default: build/demo/traces.html)
  --no-color     no colours, as with NO_COLOR=1
  --help         this text

Exits 0 only if the plain build is broken and the transformed one connected, span by span.
`;

/** @param {string[]} args */
function readOptions(args) {
  const options = /** @type {const} */ ({
    html: { type: 'string', default: path.join(root, 'build/demo/traces.html') },
    'no-color': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    process.stderr.write(`${/** @type {Error} */ (error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

const options = readOptions(process.argv.slice(2));
if (options.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
if (!existsSync(TRANSFORMER)) {
  process.stderr.write('The transformer is not built yet: run `npm run build` first, or use `npm start`.\n');
  process.exit(1);
}

const paint = colours(process.stdout, !options['no-color']);
try {
  const app = copyApplication();
  /** @type {import('./demo/check.mjs').Judged[]} */
  const results = [];
  for (const build of BUILDS) {
    await step(`build with ${build.command}`, compile(app, build));
    const { spans, output } = await step(`run the ${build.name} build`, run(app, build));
    results.push({ build, output, ...judge(spans) });
  }
  const page = path.resolve(options.html);
  writePage(page, results);

  printComparison(results, paint);
  const failures = differences(results);
  printSummary(results, path.relative(process.cwd(), page), paint);
  printFailures(failures, paint);
  process.exitCode = failures.length === 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`${paint('red', 'FAILED')} ${/** @type {Error} */ (error).message}\n`);
  process.exitCode = 1;
}
