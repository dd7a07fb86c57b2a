/** The README's tables are made from what they describe. `UPDATE=1 npx jest test/readme.test.ts` rewrites them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BOUNDARIES } from '../transformer/boundaries/index.js';
import type { Boundary, End } from '../transformer/boundaries/vocabulary.js';
import { whose } from '../transformer/boundaries/whose.js';
import { MESSAGES } from '../transformer/messages.js';
import { OPTIONS } from '../transformer/options.js';
import { ROOT } from './harness/fixture.js';
import { minorOf, VERSIONS } from './harness/versions.js';

const README = join(ROOT, 'README.md');

const code = (text: string): string => `\`${text}\``;
/** What a package exports as its default is called by the package's name. */
const short = (name: string): string => name.replace(/^(.*\/)?([^#/]*)#default$/, '$2').replace(/^.*#(?:NodeJS\.)?/, '').replace(/^PromiseConstructor/, 'Promise');
const unique = (items: readonly string[]): string => [...new Set(items)].join(', ');

function says({ at, effect }: End): string {
  switch (at.site) {
    case 'member call': {
      const events = at.event ? `(${at.event.is.map((event) => `'${event}'`).join(' \\| ')})` : '()';
      const object = unique(at.on.map(short).filter((name) => !/^ChildProcess./.test(name)).map(code));
      const of = at.property ? `${at.property.map(code).join(', ')} of ${object}` : object;
      return `${of}: ${unique(at.member.map(code))} ${at.event ? code(events) : ''}`.trim();
    }
    case 'assignment':
      return `${unique(at.on.map(short).map(code))}: ${unique(at.member.map((member) => code(`${member} =`)))}`;
    case 'function call': {
      const form = effect.does === 'pull' ? { value: (name: string) => `${name}(port)`, awaited: (name: string) => `await ${name}(port, 'message')`, iterated: (name: string) => `for await (… of ${name}(port, 'message'))` }[effect.as] : (name: string) => `${name}()`;
      if (at.handed) return unique(at.of.flatMap((callee) => at.handed?.of.map((name) => code(`${short(callee)}(${short(name)})`)) ?? []));
      return unique(at.of.map(short).map((name) => code(form(name.replace('EventEmitter.', '')))));
    }
    case 'construction':
      return unique(at.of.map((name) => code(`new ${short(name)}()`)));
    case 'module body':
      return { worker: 'the top level of the worker’s module', process: 'the top level of a forked module', main: 'the top level of the main module, with `"startup": "environment"`' }[at.of];
    case 'default export':
      return `the default export of a module whose file is given to ${unique(at.of.map((name) => code(`new ${short(name)}()`)))}, or that takes a ${unique(at.takes.map(short).map(code))}`;
    case 'exported function':
      return 'the functions that the worker file exports';
    case 'detached call':
      return `${code('void task()')}, ${code('task()')}, ${code('task().catch(…)')}`;
    case 'dynamic import':
      return `${code('import()')} inside a function`;
    case 'inferred queue':
      return `${{ array: 'an array', map: 'a `Map`', set: 'a `Set`' }[at.on]} that is inferred to be a queue: ${unique(at.member.map(code))}`;
    case 'named queue':
      return `${code(short(at.of))}, as a queue`;
    case 'grouped call':
      return unique(at.in.map((name) => code(`${short(name)}([task()])`)));
  }
}

/** Whose context is attached there, where it is not what the carrier brings. */
function attached({ effect }: End): string | undefined {
  const { context, isConditional } = whose(effect) ?? {};
  return isConditional ? `${context}, [unless](#whose-context-a-listener-runs-in)` : context;
}

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

/** How it travels, and with what: what leaves by default, and what changes that. */
const LEAVES: Readonly<Record<Exclude<Boundary['carries'], 'none'>, readonly [string, string, string]>> = {
  payload: ['the message', 'all that the registered propagator writes, baggage included', '–'],
  'job options': ['the telemetry metadata of the job’s options', 'the trace', '`"jobs": "baggage"`: the baggage too; `"jobs": "off"`: nothing'],
  'environment data': ['environment data, read once', 'all that the registered propagator writes, baggage included', '–'],
  environment: ['the environment', 'the trace: `TRACEPARENT`, `TRACESTATE`, or what the registered propagator calls them', '`"environment": "baggage"`: `BAGGAGE` too; `"environment": "off"`: nothing'],
};
const TRUSTED = { process: 'a thread of this process', host: 'a process of this host', origin: 'another origin' } as const;

const TABLES: Readonly<Record<string, () => string>> = {
  boundaries: () =>
    row('boundary', 'where', 'the carrier travels in', 'the context is') +
    row('---', '---', '---', '---') +
    BOUNDARIES.map(({ name, ends, carries, optional }) => {
      const contexts = ends.flatMap((end) => attached(end) ?? []);
      const sent = carries === 'none' ? [] : ['of who sends it'];
      return row(optional ? `${name} (optional)` : name, [...new Set(ends.map(says))].join('<br>'), carries === 'none' ? 'nothing: the same isolate' : `the ${carries}`, [...new Set([...sent, ...contexts])].join('; '));
    }).join(''),
  trust: () =>
    row('boundary', 'reaches', 'in', 'by default', 'when asked') +
    row('---', '---', '---', '---', '---') +
    BOUNDARIES.flatMap(({ name, carries, trust }) => (carries === 'none' ? [] : [row(name, TRUSTED[trust], ...LEAVES[carries])])).join('') +
    row('anything else', 'other origins, other queues, sockets', '–', 'nothing', '–'),
  options: () =>
    row('option', 'values (the first is the default)', 'says') +
    row('---', '---', '---') +
    Object.entries(OPTIONS)
      .map(([name, { values, says: what }]) => row(code(name), typeof values === 'string' ? values : values.map((value) => code(JSON.stringify(value))).join(', '), what))
      .join(''),
  versions: () => {
    const { node, typescript, opentelemetry, runtimes } = VERSIONS;
    const list = (items: readonly string[]): string => items.join(', ');
    const inEveryRun = typescript.tested.filter(({ quick }) => !quick);
    const compilers = (rows: typeof typescript.tested): string => list(rows.map(({ version, with: { name, version: its } }) => `${minorOf(version)} with ${name}${its === undefined ? '' : ` ${minorOf(its)}`}`));
    const sdks = (rows: typeof opentelemetry.tested): string => list(rows.map(({ api, sdk, node: lowest }) => `${minorOf(api)} with SDK ${minorOf(sdk)}${lowest === undefined ? '' : ` (Node ${lowest} or newer)`}`));
    return (
      row('', 'supported', 'tested by `npm test`', 'and by `.ci/run`') +
      row('---', '---', '---', '---') +
      row('Node', node.supported, 'the one that runs it', list(node.tested.map(minorOf))) +
      row('TypeScript', typescript.supported, compilers(inEveryRun), compilers(typescript.tested.filter(({ quick }) => quick))) +
      row('`@opentelemetry/api`', opentelemetry.supported, sdks(opentelemetry.tested.filter(({ bring }) => !bring)), sdks(opentelemetry.tested.filter(({ bring }) => bring))) +
      runtimes.map(({ name, version, supported }) => row(name, supported, '–', minorOf(version))).join('') +
      row('module formats', 'ES modules, CommonJS, `preserve`; AMD, UMD and System by a namespace import', 'ES modules, CommonJS, `preserve`', '–')
    );
  },
  messages: () => row('number', 'says') + row('---', '---') + Object.entries(MESSAGES).map(([number, text]) => row(number, text)).join(''),
};

test.each(Object.keys(TABLES))('the table of %s is current', (name) => {
  const readme = readFileSync(README, 'utf8');
  const place = new RegExp(`(<!-- table: ${name} -->\\n)[^]*?(<!-- /table -->)`);
  const current = readme.replace(place, (_, before: string, after: string) => `${before}${TABLES[name]?.()}${after}`);
  if (process.env['UPDATE'] === '1') writeFileSync(README, current);
  else expect(readme).toBe(current);
});

describe('what the README quotes is what the tests of the hosts run', () => {
  const QUOTES = /<!-- from: (\S+) -->\n```\w+\n([^]*?)```/g;
  /** Of a text that is quoted, the indentation does not matter. */
  const lines = (text: string): readonly string[] => text.split('\n').map((line) => line.trim().replace(/,$/, '')).filter(Boolean);
  const quotes = [...readFileSync(README, 'utf8').matchAll(QUOTES)].map(([, file = '', text = '']) => ({ file, text }));

  test('there are quotes', () => expect(quotes.length).toBeGreaterThan(5));

  test.each(quotes)('$file', ({ file, text }) => {
    expect(lines(readFileSync(join(ROOT, file), 'utf8')).join('\n')).toContain(lines(text).join('\n'));
  });
});
