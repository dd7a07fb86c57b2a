#!/usr/bin/env node
/** `verdict.mjs <spans.jsonl>`: what the traces of one run show, and every span that is not where it belongs. */
import { readSpans } from 'otel-baton/testing';
import { headingOf, judge } from './check.mjs';
import { withThreads } from './spans.mjs';

const judgement = judge(withThreads(readSpans(process.argv[2] ?? '')));
const wrong = [...judgement.verdicts.values()].filter((verdict) => !verdict.right);
process.stdout.write(`${JSON.stringify({ heading: headingOf(judgement), wrong: wrong.map(({ label }) => label) })}\n`);
