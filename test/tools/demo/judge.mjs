#!/usr/bin/env node
/**
 * `judge.mjs <plain> <connected>`: two folders in which the demo ran, each with its `spans.jsonl` and
 * its `output.txt`. Prints as JSON what is not as the table of expected spans says.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readSpans } from 'otel-baton/testing';
import { differences, judge } from './check.mjs';
import { withThreads } from './spans.mjs';

const [plain = '', connected = ''] = process.argv.slice(2);

/**
 * @param {'plain' | 'connected'} name
 * @param {string} folder
 */
function read(name, folder) {
  const spans = withThreads(readSpans(path.join(folder, 'spans.jsonl')));
  return { build: { name, command: name, compiler: '' }, output: readFileSync(path.join(folder, 'output.txt'), 'utf8'), ...judge(spans) };
}

process.stdout.write(`${JSON.stringify(differences([read('plain', plain), read('connected', connected)]))}\n`);
