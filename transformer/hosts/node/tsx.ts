/**
 * tsx compiles what Node loads by hooks of its own. Hooks run from the last that was registered to the
 * first, and only what stands behind tsx sees TypeScript. https://tsx.hirok.io
 */
import { createRequire } from 'node:module';
import { isAbsolute, join } from 'node:path';

const PRELOAD = /(?:^|\s)(?:--import|--require|-r)(?:=|\s+)("[^"]*"|\S+)/g;
const TSX = /^tsx(?:$|\/(?:esm|cjs)$)|[\\/]tsx[\\/]dist[\\/]/;
const OURS = /otel-baton(?:$|[\\/])/;

interface TsxApi {
  register(): unknown;
}

/** What Node was told to load first, in its order. */
function preloads(): readonly string[] {
  const told = `${process.env['NODE_OPTIONS'] ?? ''} ${process.execArgv.join(' ')}`;
  return [...told.matchAll(PRELOAD)].map(([, name = '']) => name.replaceAll('"', ''));
}

/** Whether tsx was registered before us, as its own command does. */
export function isTsxEarlier(): boolean {
  const names = preloads();
  const tsx = names.findIndex((name) => TSX.test(name));
  const ours = names.findIndex((name) => OURS.test(name));
  return tsx >= 0 && (ours < 0 || tsx < ours);
}

/**
 * Have tsx compile what we hand on, too: its hooks once more, in front of ours.
 *
 * @returns Whether this tsx can do so.
 */
export function registerTsxAgain(): boolean {
  const named = preloads().find((name) => TSX.test(name)) ?? '';
  // Its own command names the file, which need not be one that the program would find.
  const from = named.startsWith('file:') || isAbsolute(named) ? named : join(process.cwd(), 'package.json');
  try {
    (createRequire(from)('tsx/esm/api') as TsxApi).register();
    return true;
  } catch {
    return false;
  }
}
