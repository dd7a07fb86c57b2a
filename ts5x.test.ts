import ts60 from 'typescript';
import { families, fixtures } from './test/harness/fixture.js';
import { transform, plainly } from './test/harness/fixture-suite.js';
test('x', () => {
  const V = process.env['V'] as string;
  const old = require(`/tmp/a-fetch/x/typescript-${V}`) as typeof ts60;
  const calls = (e: ReadonlyMap<string, string>) => [...e.keys()].filter((f) => /\.[cm]?jsx?$/.test(f)).sort().flatMap((f) => e.get(f)?.match(/\bbaton\w*\(|\bbaton\.\w+\(/g) ?? []);
  const out: string[] = []; let ok = 0;
  for (const family of (process.env['F'] ?? '').split(',')) for (const fx of fixtures(family)) {
    try { plainly(old, fx, '/tmp/a-out'); } catch (e) { out.push(`PLAIN ${fx.name} ${String(e).slice(0, 120)}`); continue; }
    try {
      const a = calls(transform(old, fx, '/tmp/a-out')), b = calls(transform(ts60, fx, '/tmp/a-out'));
      if (JSON.stringify(a) === JSON.stringify(b)) ok++; else out.push(`DIFF ${fx.name}`);
    } catch (e) { out.push(`FAIL ${fx.name} ${String(e).slice(0, 200)} ${String((e as {cause?: unknown}).cause).slice(0,200)}`); }
  }
  console.log(V, 'ok', ok, 'not', out.length, out.slice(0, 25).join('\n'));
}, 600000);
