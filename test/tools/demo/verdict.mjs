#!/usr/bin/env node
/** `verdict.mjs <spans.jsonl>`: what the traces of one run show, and every span that is not where it belongs. */
import { readFileSync } from 'node:fs';
import { headingOf, judge } from './check.mjs';

const lines = readFileSync(process.argv[2] ?? '', 'utf8').split('\n').filter(Boolean);
const judgement = judge(lines.map((line) => JSON.parse(line)));
const wrong = [...judgement.verdicts.values()].filter((verdict) => !verdict.right);
process.stdout.write(`${JSON.stringify({ heading: headingOf(judgement), wrong: wrong.map(({ label }) => label) })}\n`);
