/** Who reads what is registered with the API: the copy of it that is on the stack, and the code that called that. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Copy, Place } from './facts.js';
import { quietly } from './record.js';

export interface Caller {
  readonly copy: Copy;
  /** The functions of that copy that are on the stack, the nearest first. */
  readonly through: readonly string[];
  /** The code that called the copy. */
  readonly place: Place | undefined;
  /** All files on the stack. */
  readonly files: readonly string[];
}

/** Deep enough for `startActiveSpan` of a tracer that delegates, and what calls it. */
const DEPTH = 16;
const API = /^(.*[\\/]@opentelemetry[\\/]api)[\\/](?!.*[\\/]node_modules[\\/])/;
/** How the API calls what reads and writes its global object; a bundle keeps the names unless it shortens them. */
const ACCESSORS = /^(?:getGlobal|registerGlobal|unregisterGlobal)$/;

/**
 * @param below The function whose caller is asked for.
 * @returns `undefined` where something else than the API has called.
 */
export function callerOf(below: (...args: never) => unknown): Caller | undefined {
  const sites = sitesBelow(below);
  const [nearest] = sites;
  if (!nearest) return undefined;
  const folder = folderOf(nearest);
  const copy = folder !== undefined ? copyIn(folder) : ACCESSORS.test(nameOf(nearest)) ? { folder: fileOf(nearest), version: undefined } : undefined;
  if (!copy) return undefined;
  const end = sites.findIndex((site) => folderOf(site) !== folder);
  const user = folder === undefined ? undefined : sites[end];
  return {
    copy,
    through: sites.slice(0, end < 0 ? undefined : end).map(nameOf),
    place: user && { file: fileOf(user), line: user.getLineNumber() ?? 1, column: user.getColumnNumber() ?? 1 },
    files: sites.map(fileOf),
  };
}

function sitesBelow(below: (...args: never) => unknown): readonly NodeJS.CallSite[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder: { stack?: readonly NodeJS.CallSite[] } = {};
  try {
    Error.stackTraceLimit = DEPTH;
    Error.prepareStackTrace = (_, sites) => sites;
    Error.captureStackTrace(holder, below);
    // It is made when it is first asked for.
    return holder.stack ?? [];
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}

function fileOf(site: NodeJS.CallSite): string {
  const name = site.getFileName() ?? '';
  return name.startsWith('file:') ? fileURLToPath(name) : name;
}

const nameOf = (site: NodeJS.CallSite): string => site.getFunctionName() ?? '';
const folderOf = (site: NodeJS.CallSite): string | undefined => API.exec(fileOf(site))?.[1];

const copies = new Map<string, Copy>();

function copyIn(folder: string): Copy {
  const copy = copies.get(folder) ?? { folder, version: quietly(() => (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version) };
  copies.set(folder, copy);
  return copy;
}
