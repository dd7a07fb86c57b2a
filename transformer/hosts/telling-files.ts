/**
 * Which files have to do with what a boundary is made of, by a look at their texts: to parse a file
 * costs a hundred times as much. A type reaches a file from one that names its module, so a file
 * is passed over if neither it, nor what it imports, nor what that imports names any.
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ALIASES, PARAMETERS, PROPERTIES, RETURNS, VALUES } from '../boundaries/known.js';
import type { Boundary } from '../boundaries/vocabulary.js';
import { queueNames } from '../plan/queues/queue-names.js';
import { indexRows, ownersOf } from '../plan/rows.js';
import type { Options } from '../options.js';
import { optionRows } from '../own-rows.js';
import { MAY_BE_STARTED } from '../resolve/may-be-started.js';

export interface TellingFiles {
  /** Whether there may be something in a file, which must be parsed to tell. */
  mayConcern(fileName: string, text: string): boolean;
  /** Whether what is imported from a file may be of such a type. */
  mayTell(fileName: string): boolean;
}

interface Look {
  readonly isTelling: boolean;
  /** `undefined` for what is not found. */
  readonly imports: readonly (string | undefined)[];
}

/** How far types are followed from file to file. */
const STEPS = 2;
/** Modules whose types everything else is made of. */
const EVERYWHERE: ReadonlySet<string> = new Set(['events', 'process', 'timers', 'timers/promises']);
/** Modules by which something else is reached. */
const KNOWN = [ALIASES, VALUES, PROPERTIES, RETURNS, PARAMETERS].flatMap((table) => Object.keys(table)).flatMap((name) => (name.startsWith('#') ? [] : [name.slice(0, name.indexOf('#'))]));
/** Globals with boundaries, and what a type of the user's own that is like a port has. */
const GLOBAL = String.raw`\b(?:Message(?:Channel|Port)|BroadcastChannel|Abort(?:Controller|Signal)|WebSocket|SharedWorker|startSpan|postMessage|onmessage)\b|["'\`](?:message|workerMessage)["'\`]|["'\`]@opentelemetry/`;
const IMPORTED = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*["']([^"'\n]+)["']/g;
/** What a bundler is told by settings of its own to find elsewhere. */
const MAPPED = /^(?:#|~|@\/|\/)/;
const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/** @returns `undefined` where the options ask for more than texts can tell. */
export function createTellingFiles(options: Options): TellingFiles | undefined {
  const { added, known } = optionRows(options);
  if (options.unknown === 'guard' || options.startup === 'environment' || options.taskModules.length || added.some(({ place }) => /^[./]/.test(place))) return undefined;
  const boundaries: readonly Boundary[] = [...added.map(({ boundary }) => boundary), ...known];
  const rows = indexRows(boundaries, () => true, true);
  const modules = [...new Set([...ownersOf(boundaries), ...KNOWN])].filter((module) => !EVERYWHERE.has(module)).map((module) => module.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const telling = new RegExp(`["'\`](?:node:)?(?:${modules.join('|')})["'\`]|${GLOBAL}`);
  const files = new Map<string, Look | undefined>();
  const places = new Map<string, string | undefined>();

  function read(fileName: string): Look | undefined {
    if (!files.has(fileName)) {
      let text: string | undefined;
      try {
        text = readFileSync(fileName, 'utf8');
      } catch {
        // What is not there tells nothing.
      }
      files.set(fileName, text === undefined ? undefined : look(fileName, text));
    }
    return files.get(fileName);
  }

  function look(fileName: string, text: string): Look {
    const own = [...text.matchAll(IMPORTED)].flatMap(([, name = '']) => (name.startsWith('.') || MAPPED.test(name) ? [name] : []));
    return { isTelling: telling.test(text), imports: own.map((name) => (name.startsWith('.') ? found(resolve(dirname(fileName), name)) : undefined)) };
  }

  /** The file that a relative import stands for. */
  function found(path: string): string | undefined {
    if (!places.has(path)) {
      const stem = path.replace(/\.[cm]?jsx?$/, '');
      const all = [path, ...EXTENSIONS.map((each) => stem + each), ...EXTENSIONS.map((each) => `${path}/index${each}`)];
      places.set(path, all.find((each) => statSync(each, { throwIfNoEntry: false })?.isFile()));
    }
    return places.get(path);
  }

  /** Whether it, or what it imports in so many steps, tells. What cannot be found may be anything. */
  function reaches({ isTelling, imports }: Look, steps: number): boolean {
    if (isTelling) return true;
    return steps > 0 && imports.some((file) => {
      const imported = file === undefined ? undefined : read(file);
      return !imported || reaches(imported, steps - 1);
    });
  }

  return {
    mayConcern(fileName, text) {
      const isQueue = options.queues !== 'off' && rows.queues.length > 0 && queueNames(text).size > 0;
      if (isQueue || MAY_BE_STARTED.test(text)) return true;
      return reaches(look(fileName, text), STEPS) && rows.hint.test(text);
    },
    mayTell(fileName) {
      const file = read(fileName);
      return !file || reaches(file, STEPS - 1);
    },
  };
}
