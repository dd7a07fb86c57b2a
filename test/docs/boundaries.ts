/** What the documents say of each boundary, made from its row: one line of a table, and every call. */
import { isBuiltin } from 'node:module';
import { BOUNDARIES } from '../../transformer/boundaries/index.js';
import { spellingsOf } from '../../transformer/boundaries/spellings.js';
import type { Boundary, End } from '../../transformer/boundaries/vocabulary.js';
import { whose } from '../../transformer/boundaries/whose.js';
import { anchorOf } from './documents.js';
import { code, row } from './markdown.js';

/** In the order of the documents. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'Worker threads': ['worker_threads message', 'worker_threads start-up', 'worker_threads lifecycle', 'message port close'],
  'Processes': [
    'child process message', 'child process start-up', 'child process lifecycle', 'cluster message', 'cluster start-up', 'cluster lifecycle', 'output of a child process or a worker',
  ],
  'Worker pools': ['piscina task', 'tinypool task', 'poolifier task', 'workerpool call', 'jest-worker call', 'threads call', 'comlink message'],
  'Queues': ['queue written by hand', 'BullMQ job', 'task handed over to a queue', 'task of a queue', 'batch of several'],
  'Callbacks': ['callback handed over', 'database callback'],
  'Under a span started by hand': ['detached task', 'detached callback'],
  'Listeners': ['HTTP message', 'stream', 'datagram', 'line of input', 'file change', 'abort signal', 'web socket'],
  'What outlives a request': ['server', 'signal', 'imported module', 'cron job'],
};

/** Those that are in no group, or in several, or are none. */
export function misplaced(): readonly string[] {
  const placed = Object.values(GROUPS).flat();
  const known = BOUNDARIES.map(({ name }) => name);
  return [...known.filter((name) => placed.filter((each) => each === name).length !== 1), ...placed.filter((name) => !known.includes(name))];
}

const groups = (): readonly (readonly [string, readonly Boundary[]])[] =>
  Object.entries(GROUPS).map(([title, names]) => [title, names.flatMap((name) => BOUNDARIES.find((each) => each.name === name) ?? [])]);

const unique = (items: readonly string[]): readonly string[] => [...new Set(items)];

/** What a default export is imported as, where that is not the name of its package. */
const IMPORTED_AS: Readonly<Record<string, string>> = { 'comlink#default': 'nodeEndpoint' };

/** Without the module, and without what only a declaration calls it. */
const short = (name: string): string =>
  IMPORTED_AS[name] ?? name.replace(/^(.*\/)?([^#/]*)#default$/, '$2').replace(/^.*#(?:NodeJS\.|Stream\.|internal\.)?/, '').replace(/^PromiseConstructor/, 'Promise').replace(/_\d+$/, '');

/** Modules beside Node's own whose declarations are those of the platform. */
const PLATFORM = ['', 'node', 'undici-types'];

/** The packages that types or functions come from; none if some are of Node or the platform. */
function packagesOf(names: readonly string[]): readonly string[] {
  const modules = spellingsOf(names).map((name) => name.slice(0, name.indexOf('#')));
  const isOfPlatform = modules.some((module) => PLATFORM.includes(module) || isBuiltin(module));
  return isOfPlatform ? [] : unique(modules.map((module) => /^(?:@[^/]+\/)?[^/]+/.exec(module)?.[0] ?? module));
}

/** What is called or assigned at an end of a boundary, and what it is called on. */
interface Place {
  readonly on: readonly string[];
  readonly what: readonly string[];
  /** Listened to by any of `what`. */
  readonly events?: readonly string[];
  /** Where it all comes from, if not from Node. */
  readonly packages?: readonly string[];
}

const place = (...what: readonly string[]): Place => ({ on: [], what });

function placeOf({ at, effect }: End): Place {
  switch (at.site) {
    case 'member call': {
      const object = unique(at.on.map(short).filter((name) => !/^ChildProcess./.test(name)).map(code));
      const on = at.property ? [`${at.property.map(code).join(', ')} of ${object.join(', ')}`] : object;
      return { packages: packagesOf(at.on), on, what: at.member.map(code), ...(at.event && { events: at.event.is.map((event) => `'${event}'`) }) };
    }
    case 'assignment':
      return { on: unique(at.on.map(short).map(code)), what: at.member.map((member) => code(`${member} =`)) };
    case 'function call': {
      const form = effect.does === 'pull' ? { value: (name: string) => `${name}(port)`, awaited: (name: string) => `await ${name}(port, 'message')`, iterated: (name: string) => `for await (… of ${name}(port, 'message'))` }[effect.as] : (name: string) => `${name}()`;
      if (at.handed) return place(...at.of.flatMap((callee) => at.handed?.of.map((name) => code(`${short(callee)}(${short(name)})`)) ?? []));
      return { packages: packagesOf(at.of), ...place(...unique(at.of.map(short).map((name) => code(form(name.replace('EventEmitter.', '')))))) };
    }
    case 'construction':
      return { packages: packagesOf(at.of), ...place(...unique(at.of.map((name) => code(`new ${short(name)}()`)))) };
    case 'module body':
      return place({ worker: 'the top level of the worker’s module', process: 'the top level of a forked module', main: 'the top level of the main module, with `"startup": "environment"`' }[at.of]);
    case 'default export':
      return place(`the default export of a module whose file is given to ${unique(at.of.map((name) => code(`new ${short(name)}()`))).join(', ')}, or that takes a ${unique(at.takes.map(short).map(code)).join(', ')}`);
    case 'exported function':
      return place('the functions that the worker file exports');
    case 'detached call':
      return place(code('void task()'), code('task()'), code('task().catch(…)'));
    case 'dynamic import':
      return place(`${code('import()')} inside a function`);
    case 'inferred queue':
      return { on: [`${{ array: 'an array', map: 'a `Map`', set: 'a `Set`' }[at.on]} that is inferred to be a queue`], what: at.member.map(code) };
    case 'named queue':
      return place(`${code(short(at.of))}, as a queue`);
    case 'grouped call':
      return place(...unique(at.in.map((name) => code(`${short(name)}([task()])`))));
  }
}

/** Every name. */
function inFull({ on, what, events, packages = [] }: Place): string {
  const objects = on.length ? `${on.join(', ')}: ` : '';
  return `${objects}${unique(what).join(', ')}${events ? ` ${code(`(${events.join(' | ')})`)}` : ''}${packages.length ? ` (${packages.join(', ')})` : ''}`;
}

const several = (items: readonly string[], most: number): string => [...items.slice(0, most), ...(items.length > most ? ['…'] : [])].join(', ');

/** A few names of each; a package stands for its types, and one way to add a listener for all. */
function inShort(places: readonly Place[]): string {
  const byObject = new Map<string, string[]>();
  for (const { on, what, events, packages = [] } of places) {
    const key = several(packages.length ? packages.map(code) : on, 3);
    const named = events ? [code(`on(${events.length > 2 ? `${events[0]} | …` : events.join(' | ')})`)] : what;
    byObject.set(key, [...(byObject.get(key) ?? []), ...named]);
  }
  return [...byObject].map(([on, what]) => `${on ? `${on}: ` : ''}${several(unique(what), 4)}`).join('<br>').replaceAll('|', '\\|');
}

/** Whose context is attached there, where it is not what the carrier brings. @param policy Where the policies are explained. */
function attached({ effect }: End, policy: string): string | undefined {
  const { context, isConditional } = whose(effect) ?? {};
  return isConditional ? `${context}, [unless](${policy})` : context;
}

function contextOf({ carries, ends }: Boundary, policy: string): string {
  const sent = carries === 'none' ? [] : ['of who sends it'];
  return unique([...sent, ...ends.flatMap((end) => attached(end, policy) ?? [])]).join('; ');
}

/** @param reference The document that names every call. */
export function boundaryTable(reference: string, policy: string): string {
  return (
    row('boundary', 'where', 'the carrier travels in', 'the context is') +
    row('---', '---', '---', '---') +
    groups()
      .map(([title, boundaries]) =>
        [
          row(`**${title}**`, '', '', ''),
          ...boundaries.map((boundary) => {
            const { name, ends, carries, optional } = boundary;
            return row(`[${name}](${reference}#${anchorOf(name)})${optional ? ' (optional)' : ''}`, inShort(ends.map(placeOf)), carries === 'none' ? '–' : `the ${carries}`, contextOf(boundary, policy));
          }),
        ].join(''),
      )
      .join('')
  );
}

export function boundaryReference(policy: string): string {
  return groups()
    .map(([title, boundaries]) =>
      [
        `\n## ${title}\n`,
        ...boundaries.map((boundary) => {
          const { name, ends, carries, optional } = boundary;
          const travels = carries === 'none' ? 'Nothing travels: it is the same isolate.' : `The carrier travels in the ${carries}.`;
          const asked = optional ? ` Only if you ask for it: \`{ "name": "${name}", "use": true }\` among the [\`boundaries\`](boundaries.md#boundaries-of-your-own).` : '';
          const places = unique(ends.map((end) => `- ${inFull(placeOf(end))}`));
          return `\n### ${name}\n\n${travels} The context is ${contextOf(boundary, policy).replace(/^of /, 'that of ').replaceAll('; of ', '; that of ')}.${asked}\n\n${places.join('\n')}\n`;
        }),
      ].join(''),
    )
    .join('')
    .trimStart();
}
