/** The map, drawn. */
import { Graph, layout } from '@dagrejs/dagre';
import { escape } from './escape.js';
import type { MapEdge, MapNode, ProgramMap } from './map.js';

/** In pixels, of the fonts that page.css names. */
const NAME = 7.9;
const SMALL = 6.3;
const PADDING = 28;
const HEIGHT = 54;
const LABEL = 18;

const UNIT: Readonly<Record<MapNode['unit'], string>> = { module: '', worker: 'worker thread', process: 'process of its own', outside: '' };

interface Point {
  readonly x: number;
  readonly y: number;
}

const fixed = (value: number): string => value.toFixed(1).replace(/\.0$/, '');

const partsOf = ({ name, unit }: MapNode): { readonly folder: string; readonly base: string } => {
  const at = unit === 'outside' ? -1 : name.lastIndexOf('/');
  return { folder: name.slice(0, at + 1), base: name.slice(at + 1) };
};

const notesOf = ({ unit, carried, skipped }: MapNode): string =>
  [UNIT[unit], carried ? `${carried} carried` : '', skipped ? `${skipped} not` : ''].filter(Boolean).join(' · ');

function widthOf(node: MapNode): number {
  const { folder, base } = partsOf(node);
  return Math.max(base.length * NAME + folder.length * SMALL, notesOf(node).length * SMALL) + PADDING;
}

const labelOf = ({ boundary, sites }: MapEdge): string => (sites.length > 1 ? `${boundary} ×${sites.length}` : boundary);

const labelWidth = (edge: MapEdge): number => labelOf(edge).length * SMALL + 10;

/** An SVG with a title for each part; nothing for a program in which nothing leads anywhere. */
export function drawing({ nodes, edges }: ProgramMap): string {
  if (!edges.length) return '';
  const linked = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const drawn = nodes.filter(({ name }) => linked.has(name));
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 28, edgesep: 16, ranksep: 56, marginx: 16, marginy: 16 });
  for (const node of drawn) graph.setNode(node.name, { width: widthOf(node), height: HEIGHT });
  edges.forEach((edge, i) => graph.setEdge(edge.from, edge.to, { width: labelWidth(edge), height: LABEL, labelpos: 'c' }, String(i)));
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return [
    `<svg viewBox="0 0 ${fixed(width)} ${fixed(height)}" width="${fixed(width)}" height="${fixed(height)}" role="img" aria-label="Map of the program’s boundaries">`,
    `<defs>${['carried', 'skipped'].map((kind) => `<marker id="${kind}" class="${kind}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0 10 5 0 10z"/></marker>`).join('')}</defs>`,
    ...edges.map((edge, i) => edgeOf(edge, (graph.edge(edge.from, edge.to, String(i)) as unknown as { readonly points: readonly Point[] }).points)),
    ...drawn.map((node) => boxOf(node, graph.node(node.name) as unknown as Point & { readonly width: number })),
    '</svg>',
  ].join('\n');
}

function edgeOf(edge: MapEdge, points: readonly Point[]): string {
  const bends = bendsOf(points);
  const { x, y } = middleOf(bends[bends.length >> 1] as Bend);
  const width = labelWidth(edge);
  const kind = edge.isCarried ? 'carried' : 'skipped';
  const told = `${edge.from} → ${edge.to}: ${edge.boundary}, ${edge.isCarried ? 'carried' : 'not carried'}${edge.isCertain ? '' : ', perhaps'}`;
  return `<g class="edge ${kind}${edge.isCertain ? '' : ' perhaps'}" data-sites="${edge.sites.join(' ')}" tabindex="0" role="button"><title>${escape(told)}</title>` +
    `<path d="${curve(bends)}" marker-end="url(#${kind})"/><rect x="${fixed(x - width / 2)}" y="${fixed(y - LABEL / 2)}" width="${fixed(width)}" height="${LABEL}"/>` +
    `<text x="${fixed(x)}" y="${fixed(y + 4)}">${escape(labelOf(edge))}</text></g>`;
}

type Bend = readonly [from: Point, by: Point, to: Point];

const between = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/** Through the middle between each two points, so that it bends nowhere sharply. */
function bendsOf(points: readonly Point[]): readonly Bend[] {
  const [first, ...rest] = points as [Point, ...Point[]];
  const last = rest.at(-1) as Point;
  const inner = rest.length > 1 ? rest.slice(0, -1) : [between(first, last)];
  return inner.map((by, i): Bend => {
    const [before, after] = [inner[i - 1], inner[i + 1]];
    return [before ? between(before, by) : first, by, after ? between(by, after) : last];
  });
}

/** Of a quadratic Bézier curve. */
const middleOf = ([from, by, to]: Bend): Point => between(between(from, by), between(by, to));

function curve(bends: readonly Bend[]): string {
  const at = ({ x, y }: Point): string => `${fixed(x)} ${fixed(y)}`;
  return `M${at((bends[0] as Bend)[0])}${bends.map(([, by, to]) => `Q${at(by)} ${at(to)}`).join('')}`;
}

function boxOf(node: MapNode, { x, y, width }: Point & { readonly width: number }): string {
  const { folder, base } = partsOf(node);
  const [left, top] = [x - width / 2, y - HEIGHT / 2];
  return `<g class="node ${node.unit}${node.skipped ? ' lacks' : ''}" data-file="${escape(node.name)}" tabindex="0" role="button"><title>${escape(node.name)}</title>` +
    `<rect x="${fixed(left)}" y="${fixed(top)}" width="${fixed(width)}" height="${HEIGHT}" rx="${node.unit === 'outside' ? HEIGHT / 2 : 8}"/>` +
    `<text x="${fixed(x)}" y="${fixed(notesOf(node) ? y - 4 : y + 4)}"><tspan class="folder">${escape(folder)}</tspan>${escape(base)}</text>` +
    `<text class="notes" x="${fixed(x)}" y="${fixed(y + 15)}">${escape(notesOf(node))}</text></g>`;
}
