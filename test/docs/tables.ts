/** The generated parts of the documents, by name: `<!-- table: name -->` … `<!-- /table -->`. */
import { BOUNDARIES } from '../../transformer/boundaries/index.js';
import type { Boundary } from '../../transformer/boundaries/vocabulary.js';
import { RULES } from '../../transformer/check/rules.js';
import { DIAGNOSES } from '../../transformer/doctor/diagnoses/index.js';
import { MESSAGES, type MessageCode } from '../../transformer/messages.js';
import { OPTIONS } from '../../transformer/options.js';
import { minorOf, VERSIONS } from '../harness/versions.js';
import { boundaryReference, boundaryTable } from './boundaries.js';
import { comparisonTable } from './comparison.js';
import { code, row } from './markdown.js';

/** How it travels, and with what: what leaves by default, and what changes that. */
const LEAVES: Readonly<Record<Exclude<Boundary['carries'], 'none'>, readonly [string, string, string]>> = {
  payload: ['the message', 'all that the registered propagator writes, baggage included', '–'],
  'job options': ['the telemetry metadata of the job’s options', 'the trace', '`"jobs": "baggage"`: the baggage too; `"jobs": "off"`: nothing'],
  'environment data': ['environment data, read once', 'all that the registered propagator writes, baggage included', '–'],
  environment: ['the environment', 'the trace: `TRACEPARENT`, `TRACESTATE`, or what the registered propagator calls them', '`"environment": "baggage"`: `BAGGAGE` too; `"environment": "off"`: nothing'],
};
const TRUSTED = { process: 'a thread of this process', host: 'a process of this host', origin: 'another origin' } as const;

/** One line for all boundaries that reach as far by the same way. */
function trust(): string {
  const byWay = new Map<string, string[]>();
  for (const { name, carries, trust } of BOUNDARIES) {
    if (carries === 'none') continue;
    const way = row(TRUSTED[trust], ...LEAVES[carries]);
    byWay.set(way, [...(byWay.get(way) ?? []), name]);
  }
  return (
    row('boundary', 'reaches', 'in', 'by default', 'when asked') +
    row('---', '---', '---', '---', '---') +
    [...byWay].map(([way, names]) => `| ${names.join(', ')} ${way}`).join('') +
    row('anything else', 'other origins, other queues, sockets', '–', 'nothing', '–')
  );
}

function options(): string {
  return (
    row('option', 'values (the first is the default)', 'says') +
    row('---', '---', '---') +
    Object.entries(OPTIONS)
      .map(([name, { values, says: what }]) => row(code(name), typeof values === 'string' ? values : values.map((value) => code(JSON.stringify(value))).join(', '), what))
      .join('')
  );
}

function versions(): string {
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
}

const messages = (): string =>
  row('number', 'says', '`check`') + row('---', '---', '---') + Object.entries(MESSAGES).map(([number, text]) => row(number, text, RULES[number as MessageCode].level)).join('');

const doctor = (): string =>
  (['project', 'run'] as const)
    .map((place) => [
      row(`**${{ project: 'in the project', run: 'in a run' }[place]}**`, '', ''),
      ...DIAGNOSES.filter(({ looksAt }) => looksAt === place).map(({ id, says, cure }) => row(code(id), says, cure)),
    ].join(''))
    .reduce((table, part) => table + part, row('found', 'what it does', 'cure') + row('---', '---', '---'));

export const TABLES: Readonly<Record<string, () => string>> = {
  boundaries: () => boundaryTable('docs/reference.md', 'docs/boundaries.md#whose-context-a-listener-runs-in'),
  reference: () => boundaryReference('boundaries.md#whose-context-a-listener-runs-in'),
  comparison: comparisonTable,
  trust,
  options,
  versions,
  messages,
  doctor,
};
