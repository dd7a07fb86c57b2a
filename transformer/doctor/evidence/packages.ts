/** Installed packages, found from one another as Node finds them: hoisted, nested, linked, in workspaces. */
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly type?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly workspaces?: readonly string[] | { readonly packages?: readonly string[] };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly jest?: unknown;
}

/** An empty one where there is none, or it cannot be read. */
export function readManifest(folder: string): Manifest {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  } catch {
    return {};
  }
}

/** The folder in which Node finds a package from another folder, without its links. */
function folderOf(name: string, from: string): string | undefined {
  const place = join(from, 'node_modules', name);
  if (existsSync(join(place, 'package.json'))) return realpathSync(place);
  return dirname(from) === from ? undefined : folderOf(name, dirname(from));
}

export interface InstalledCopy {
  readonly folder: string;
  readonly version: string;
  /** The packages through which it is found, from the program's own; none where that asks for it itself. */
  readonly through: readonly string[];
}

/** All copies of a package that a program may load, the nearest first. */
export function copiesFrom(folder: string, wanted: string): readonly InstalledCopy[] {
  const copies = new Map<string, InstalledCopy>();
  const seen = new Set<string>();
  let next: readonly { readonly folder: string; readonly through: readonly string[] }[] = [{ folder, through: [] }];
  while (next.length) {
    next = next.flatMap(({ folder: from, through }) => {
      if (seen.has(from)) return [];
      seen.add(from);
      const { dependencies, optionalDependencies, peerDependencies, devDependencies } = readManifest(from);
      // What a package is developed with is not installed with it; tools of the program's own are no part of it either.
      const developed = through.length ? [] : Object.keys(devDependencies ?? {}).filter((name) => /opentelemetry|^otel-/.test(name));
      const names = [...Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }), ...developed];
      return names.flatMap((name) => {
        const found = folderOf(name, from);
        if (found === undefined) return [];
        if (name !== wanted) return [{ folder: found, through: [...through, name] }];
        if (!copies.has(found)) copies.set(found, { folder: found, version: readManifest(found).version ?? '', through });
        return [];
      });
    });
  }
  return [...copies.values()];
}

/** The folders of a repository's own packages: `packages/*` and such. */
export function workspacesOf(folder: string, { workspaces }: Manifest): readonly string[] {
  const listed = workspaces === undefined ? pnpmWorkspaces(folder) : 'packages' in workspaces ? (workspaces.packages ?? []) : (workspaces as readonly string[]);
  return listed.flatMap((pattern) => matching(folder, pattern.replace(/\/\*\*$/, '/*').split('/'))).filter((place) => existsSync(join(place, 'package.json')));
}

function pnpmWorkspaces(folder: string): readonly string[] {
  const file = join(folder, 'pnpm-workspace.yaml');
  const [, list = ''] = (existsSync(file) && /^packages:\s*\n((?:\s*-.*\n?)*)/m.exec(readFileSync(file, 'utf8'))) || [];
  return [...list.matchAll(/-\s*['"]?([^'"\n]+?)['"]?\s*$/gm)].flatMap(([, pattern]) => pattern ?? []);
}

function matching(folder: string, [part, ...rest]: readonly string[]): readonly string[] {
  if (part === undefined) return [folder];
  if (!part.includes('*')) return matching(join(folder, part), rest);
  const name = new RegExp(`^${part.replace(/[.+]/g, '\\$&').replaceAll('*', '[^.].*')}$`);
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  return entries.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && name.test(entry.name)).flatMap((entry) => matching(join(folder, entry.name), rest));
}
