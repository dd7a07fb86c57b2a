/** The program as a map: modules are nodes, and what leads from one to another is an edge. */
import type { Explanation, Site } from '../sites.js';

export interface MapNode {
  /** The module's file, or in words what lies outside of the program. */
  readonly name: string;
  readonly unit: 'module' | 'worker' | 'process' | 'outside';
  readonly carried: number;
  readonly skipped: number;
}

export interface MapEdge {
  readonly from: string;
  readonly to: string;
  readonly boundary: string;
  readonly isCarried: boolean;
  /** Whether all of it is known to lead there. */
  readonly isCertain: boolean;
  /** The ends that send. */
  readonly sites: readonly number[];
}

export interface ProgramMap {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
}

export function mapOf({ sites, connections }: Explanation): ProgramMap {
  const edges = new Map<string, MapEdge>();
  for (const { from, to, module, outside, isCertain, isCarried } of connections) {
    const { file, boundary } = sites[from] as Site;
    const target = to === undefined ? (module ?? outside ?? '') : (sites[to] as Site).file;
    // What stays in a module is told at the module.
    if (target === file) continue;
    const key = JSON.stringify([file, target, boundary, isCarried]);
    const known = edges.get(key);
    edges.set(key, {
      from: file, to: target, boundary, isCarried,
      isCertain: isCertain && (known?.isCertain ?? true),
      sites: [...new Set([...(known?.sites ?? []), from])],
    });
  }
  const outside = new Set(connections.flatMap((each) => (each.to === undefined && each.module === undefined ? (each.outside ?? []) : [])));
  const names = new Set([...sites.map(({ file }) => file), ...[...edges.values()].map(({ to }) => to)]);
  return { nodes: [...names].map((name) => nodeOf(name, sites.filter(({ file }) => file === name), outside)), edges: [...edges.values()] };
}

const UNITS: Readonly<Record<string, MapNode['unit']>> = { 'worker_threads start-up': 'worker', 'child process start-up': 'process' };

function nodeOf(name: string, own: readonly Site[], outside: ReadonlySet<string>): MapNode {
  const start = own.find(({ end }) => end === 'module');
  const skipped = own.filter(({ outcome }) => outcome === 'skipped').length;
  return { name, unit: outside.has(name) ? 'outside' : ((start && UNITS[start.boundary]) ?? 'module'), carried: own.length - skipped, skipped };
}
