/** The boundary rows by what a scan meets: a member, a function's name, a construction. */
import type {
  Assignment, Boundary, Construction, DefaultExport, DetachedCall, DynamicImport, Effect, ExportedFunction, FunctionCall, GroupedCall, InferredQueue, MemberCall,
  ModuleBody, NamedQueue, Pool, Site,
} from '../boundaries/vocabulary.js';
import { spellingsOf } from '../boundaries/spellings.js';

export interface Row<S extends Site = Site> {
  readonly boundary: Boundary;
  readonly at: S;
  readonly effect: Effect;
  /** What a file names in which the row can match. */
  readonly mention?: RegExp;
}

export interface RowIndex {
  readonly calls: ReadonlyMap<string, readonly Row<MemberCall>[]>;
  readonly functions: ReadonlyMap<string, readonly Row<FunctionCall>[]>;
  readonly assignments: ReadonlyMap<string, readonly Row<Assignment>[]>;
  readonly groups: ReadonlyMap<string, readonly Row<GroupedCall>[]>;
  readonly constructions: readonly Row<Construction>[];
  readonly detached: readonly Row<DetachedCall>[];
  readonly modules: readonly Row<ModuleBody>[];
  readonly queues: readonly Row<InferredQueue>[];
  readonly namedQueues: readonly Row<NamedQueue>[];
  readonly imports: readonly Row<DynamicImport>[];
  readonly defaultExports: readonly Row<DefaultExport>[];
  readonly exports: readonly Row<ExportedFunction>[];
  readonly pools: readonly BoundaryPool[];
  /** A file in whose text this finds nothing has no boundary, unless it is a worker's. */
  readonly hint: RegExp;
}

/** What is done inside one isolate, by libraries and under names that are everywhere. */
const INSIDE: ReadonlySet<Effect['does']> = new Set(['hand over', 'hand over calls', 'process tasks', 'process batch']);

/** What makes a pool of a boundary. */
export interface BoundaryPool extends Pool {
  readonly boundary: string;
}

const ownerOf = (name: string): string => name.slice(0, name.indexOf('#'));
const lastOf = (name: string): string => name.slice(Math.max(name.lastIndexOf('.'), name.indexOf('#')) + 1);

function namesOf(at: Site): readonly string[] {
  if (at.site === 'member call' || at.site === 'assignment') return at.on;
  if (at.site === 'function call' || at.site === 'construction' || at.site === 'default export') return at.of;
  if (at.site === 'named queue') return [at.of];
  return at.site === 'grouped call' ? at.in : ['#'];
}

/** The site by all names of its types and functions. */
function spelledOut(at: Site): Site {
  if (at.site === 'member call' || at.site === 'assignment') return { ...at, on: spellingsOf(at.on) };
  return at.site === 'function call' || at.site === 'construction' ? { ...at, of: spellingsOf(at.of) } : at;
}

/** The modules by which the types and functions of boundaries are named. */
export function ownersOf(boundaries: readonly Boundary[]): ReadonlySet<string> {
  const names = boundaries.flatMap(({ ends, pools = [] }) => [...ends.flatMap(({ at }) => namesOf(spelledOut(at))), ...pools.flatMap(({ of, types = [] }) => [...of, ...types])]);
  return new Set(names.map(ownerOf).filter((owner) => owner !== ''));
}

/**
 * Index the rows whose module is in the program; a row of an absent module cannot match.
 *
 * @param isAlone Each file is seen by itself, so it has what is handed over to a library only if it names that.
 */
export function indexRows(boundaries: readonly Boundary[], isInProgram: (module: string) => boolean, isAlone = false): RowIndex {
  const calls = new Map<string, Row<MemberCall>[]>();
  const functions = new Map<string, Row<FunctionCall>[]>();
  const assignments = new Map<string, Row<Assignment>[]>();
  const groups = new Map<string, Row<GroupedCall>[]>();
  const constructions: Row<Construction>[] = [];
  const detached: Row<DetachedCall>[] = [];
  const modules: Row<ModuleBody>[] = [];
  const queues: Row<InferredQueue>[] = [];
  const namedQueues: Row<NamedQueue>[] = [];
  const imports: Row<DynamicImport>[] = [];
  const defaultExports: Row<DefaultExport>[] = [];
  const exports: Row<ExportedFunction>[] = [];
  const pools: BoundaryPool[] = [];
  const words = new Set<string>([word('startSpan')]);

  const add = <V>(map: Map<string, V[]>, key: string, value: V): void => {
    const list = map.get(key);
    if (list) list.push(value);
    else map.set(key, [value]);
  };

  const present = (name: string): boolean => ownerOf(name) === '' || isInProgram(ownerOf(name));
  for (const boundary of boundaries) {
    if (boundary.optional) continue;
    const made = boundary.pools?.filter(({ of }) => of.some(present)) ?? [];
    pools.push(...made.map((pool) => ({ ...pool, boundary: boundary.name })));
    for (const { at: told, effect } of boundary.ends) {
      const at = spelledOut(told);
      if (at.site === 'exported function' ? !made.length : !namesOf(at).some(present)) continue;
      // These only matter in files that have something else, too.
      const isBeside = effect.does === 'enter span' || (at.site === 'function call' && at.where !== undefined);
      const isInside = INSIDE.has(effect.does) || (effect.does === 'enter span' && at.site === 'member call');
      const libraries = isAlone && isInside && namesOf(at).every(ownerOf) ? new Set(namesOf(at).map((name) => quoted(`(?:node:)?${ownerOf(name)}`))) : undefined;
      const mention = libraries && new RegExp([...libraries].join('|'));
      if (!isBeside) (libraries ?? tellingWords(at, effect)).forEach((word) => words.add(word));
      switch (at.site) {
        case 'member call':
          for (const member of at.member) add(calls, member, { boundary, at, effect, ...(mention && { mention }) });
          break;
        case 'assignment':
          for (const member of at.member) add(assignments, member, { boundary, at, effect });
          break;
        case 'function call':
          for (const name of new Set(at.of.map(lastOf))) add(functions, name, { boundary, at, effect, ...(mention && { mention }) });
          break;
        case 'grouped call':
          for (const name of new Set(at.in.map(lastOf))) add(groups, name, { boundary, at, effect });
          break;
        case 'construction':
          constructions.push({ boundary, at, effect });
          break;
        case 'detached call':
          detached.push({ boundary, at, effect });
          break;
        case 'module body':
          modules.push({ boundary, at, effect });
          break;
        case 'inferred queue':
          queues.push({ boundary, at, effect });
          break;
        case 'named queue':
          namedQueues.push({ boundary, at, effect });
          break;
        case 'dynamic import':
          imports.push({ boundary, at, effect });
          break;
        case 'default export':
          defaultExports.push({ boundary, at, effect });
          break;
        case 'exported function':
          exports.push({ boundary, at, effect });
      }
    }
  }
  return { calls, functions, assignments, groups, constructions, detached, modules, queues, namedQueues, imports, defaultExports, exports, pools, hint: new RegExp([...words].join('|')) };
}

/** Names of the user's own may have a `$`, and packages a dot. */
const escaped = (text: string): string => text.replace(/[$.+*^|\\[\]{}]/g, '\\$&');
const word = (text: string): string => `(?<![\\w$])${escaped(text)}(?![\\w$])`;
const quoted = (text: string): string => `["'\`]${escaped(text)}["'\`]`;

/**
 * Words of which one stands in every file with such a site: the event's name, where `on` alone would
 * say nothing. What ends or fails is called by such common words that only the literal tells.
 */
function tellingWords(at: Site, effect: Effect): readonly string[] {
  switch (at.site) {
    case 'member call':
      if (at.event) return at.event.is.map(effect.does === 'bind' ? quoted : word);
      return at.member.map((member) => (effect.does === 'hand over' ? `${word(member)}(?!\\s*\\(\\s*\\))` : word(member)));
    case 'assignment':
      return at.member.map(word);
    case 'function call':
      return at.event ? at.event.is.map(word) : namesToTell(at.of);
    case 'construction':
      return namesToTell(at.of);
    case 'dynamic import':
      return [word('import') + '\\s*\\('];
    case 'default export':
      return at.takes.map(lastOf).map(word);
    default:
      return [];
  }
}

/** What is exported by default has a name of the file's own. */
function namesToTell(names: readonly string[]): readonly string[] {
  return names.map((name) => (lastOf(name) === 'default' ? quoted(ownerOf(name)) : word(lastOf(name))));
}
