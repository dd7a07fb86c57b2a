/** The options of the plugin, and what is said of those that cannot be. */

import { BOUNDARIES } from './boundaries/index.js';
import { faultOf, type OwnBoundary } from './boundaries/own.js';

/** What a user can say beside `"transform": "otel-baton/transformer"`. */
export interface Options {
  /** May a payload travel in an envelope? `known`: where the receiver is known to be compiled. */
  readonly envelope: 'known' | 'always' | 'never';
  /** A receiver of type `any`: leave it alone, or check it at run time. */
  readonly unknown: 'skip' | 'guard';
  /** Work under a span from `startSpan`: what is started and not awaited, every call, or nothing. */
  readonly manualSpans: 'boundaries' | 'scope' | 'off';
  /** Which containers that the program declares are taken for queues: those whose elements are shown to be work, whatever is filled and drained, or none. */
  readonly queues: 'proven' | 'all' | 'off';
  /** What of the context the environment of a process that is started carries. */
  readonly environment: 'trace' | 'baggage' | 'off';
  /** What of the context the jobs of a durable queue carry. */
  readonly jobs: 'trace' | 'baggage' | 'off';
  /** Which programs run their top level in the context they were started in: what the program itself starts, or whatever finds one in its environment. */
  readonly startup: 'started' | 'environment';
  /** Files whose exported functions a pool calls, where the program does not show it, relative to the tsconfig. */
  readonly taskModules: readonly string[];
  /** Boundaries of the user's own, and changes of those that are known. */
  readonly boundaries: readonly OwnBoundary[];
  /** Where to write the report, relative to the tsconfig. */
  readonly report: string | undefined;
  /** Say at the end of the build what was found. */
  readonly verbose: boolean;
}

/** Every option with what it may be; the first value is the default. */
export const OPTIONS = {
  envelope: { values: ['known', 'always', 'never'], says: 'when a payload may travel in an envelope' },
  unknown: { values: ['skip', 'guard'], says: 'what becomes of a receiver of type any' },
  manualSpans: { values: ['boundaries', 'scope', 'off'], says: 'which work hangs under a span started by hand' },
  queues: { values: ['proven', 'all', 'off'], says: 'which containers are taken for queues: those whose elements are shown to be work, all that are filled and drained, or none' },
  environment: { values: ['trace', 'baggage', 'off'], says: 'what a process that is started finds in its environment: the trace, the baggage too, or nothing' },
  jobs: { values: ['trace', 'baggage', 'off'], says: 'what the jobs of a durable queue carry: the trace, the baggage too, or nothing' },
  startup: { values: ['started', 'environment'], says: 'which programs run their top level in the context they were started in: what the program itself starts, or also the program, by its environment' },
  taskModules: { values: 'paths', says: 'files whose exported functions a worker pool calls, where the program does not show it, relative to the tsconfig' },
  boundaries: { values: 'boundaries', says: 'boundaries of your own, and changes of those that are known; see [Boundaries of your own](docs/boundaries.md#boundaries-of-your-own)' },
  report: { values: 'a path', says: 'where to write the report, relative to the tsconfig' },
  verbose: { values: [false, true], says: 'say at the end of the build what was found' },
} as const satisfies { readonly [Name in keyof Options]: { readonly values: readonly unknown[] | 'a path' | 'paths' | 'boundaries'; readonly says: string } };

export const DEFAULT_OPTIONS: Options = {
  envelope: 'known', unknown: 'skip', manualSpans: 'boundaries', queues: 'proven', environment: 'trace', jobs: 'trace', startup: 'started', taskModules: [], boundaries: [], report: undefined,
  verbose: false,
};

/** What ts-patch and other hosts say to every plugin. */
const HOST_OPTIONS = new Set([
  'transform', 'name', 'import', 'type', 'after', 'afterDeclarations', 'transformProgram', 'tsConfig', 'isEsm', 'resolvePathAliases', 'skip', 'path', 'options',
]);

/** An option that cannot be, with the name by which its place is found. */
export interface OptionError {
  readonly option: string;
  readonly message: string;
}

/**
 * Read the plugin's entry. Unknown options and impossible values are errors that name what is allowed.
 *
 * @param others Options of the host's own, which it has read itself.
 */
export function readOptions(given: Readonly<Record<string, unknown>>, others: readonly string[] = []): { readonly options: Options; readonly errors: readonly OptionError[] } {
  const errors: OptionError[] = [];
  const options: Record<string, unknown> = { ...DEFAULT_OPTIONS };
  for (const [option, value] of Object.entries(given)) {
    if (HOST_OPTIONS.has(option)) continue;
    if (!Object.hasOwn(OPTIONS, option)) {
      errors.push({ option, message: `BATON2001: there is no option "${option}". The options are ${[...Object.keys(OPTIONS), ...others].join(', ')}.` });
      continue;
    }
    const { values } = OPTIONS[option as keyof Options];
    if (values === 'boundaries') {
      errors.push(...faultsOf(value).map((fault) => ({ option, message: `BATON2004: ${fault}` })));
      options[option] = value;
      continue;
    }
    const isPath = (each: unknown): boolean => typeof each === 'string' && each !== '';
    const isAllowed = values === 'a path' ? isPath(value) : values === 'paths' ? Array.isArray(value) && value.every(isPath) : (values as readonly unknown[]).includes(value);
    if (isAllowed) options[option] = value;
    else {
      const allowed = typeof values === 'string' ? values : values.map((each) => JSON.stringify(each)).join(', ');
      errors.push({ option, message: `BATON2002: "${option}" cannot be ${JSON.stringify(value)}. It is one of: ${allowed}.` });
    }
  }
  return { options: options as unknown as Options, errors };
}

function faultsOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [`"boundaries" is ${JSON.stringify(value)}; it is an array of boundaries.`];
  const known = BOUNDARIES.map(({ name }) => name);
  return value.flatMap((entry, i) => {
    const fault = faultOf(entry, known);
    return fault === undefined ? [] : [`boundaries[${i}] ${fault}`];
  });
}
