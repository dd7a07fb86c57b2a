/** The list of `explain`, for a terminal. */
import { createReport, summarize } from '../report/report.js';
import { arrowOf, otherSides, type Explanation, type Site } from './sites.js';
import type { Style } from '../styles.js';

/** Of those that something may lead to, as many are named. */
const MOST = 3;

/** @param sites Those that are shown, by file. */
export function textOf(explanation: Explanation, sites: readonly Site[], style: Style): string {
  const { configFiles, typescript, isListed } = explanation;
  const files = [...new Set(sites.map(({ file }) => file))];
  const title = `${configFiles.join(', ')}, TypeScript ${typescript}`;
  const unlisted = isListed ? [] : [style('yellow', 'No tsconfig lists the plugin: this is what it would do by its default options. npx otel-baton says how to add it.')];
  const summary = summarize(createReport(explanation.sites.filter(({ isAsked }) => isAsked)), undefined).replace(/ \(see .*$/, '');
  const width = Math.max(0, ...sites.map(({ line }) => String(line).length));
  return [
    style('bold', `${title}: ${summary}`),
    ...unlisted,
    ...files.flatMap((file) => ['', style('underline', file), ...sites.filter((site) => site.file === file).flatMap((site) => siteLines(site, explanation, width, style))]),
    '',
  ].join('\n');
}

function siteLines(site: Site, explanation: Explanation, width: number, style: Style): readonly string[] {
  const margin = ' '.repeat(width + 5);
  const isCarried = site.outcome === 'carried';
  const mark = isCarried ? style('green', '✓') : style('red', '✗');
  const asked = site.certainty === 'guarded' ? ', if the runtime finds it to be one' : '';
  const linked = site.relation === 'link' && site.reaches === undefined ? '; linked, not the parent' : '';
  const reaches = site.reaches === undefined ? '' : `, ${site.reaches}`;
  return [
    `  ${style('dim', String(site.line).padStart(width))} ${style('dim', '│')} ${code(site, style)}`,
    `${margin}${mark} ${site.boundary}: ${site.end}${asked}`,
    ...(site.travels === undefined ? [] : [`${margin}  ${site.travels}${reaches}${linked}`]),
    ...(site.because === undefined ? [] : [`${margin}  because ${site.because}`]),
    ...(site.code === undefined ? [] : [`${margin}  ${style('red', `${site.code}: ${site.why}`)}`]),
    ...ends(site, explanation).map((each) => `${margin}  ${style('cyan', each)}`),
  ];
}

/** The line, with what is meant in it brought out. */
function code({ text, line, column, endLine, endColumn, end }: Site, style: Style): string {
  if (end === 'module') return style('dim', '(the top level of the module)');
  const [from, to] = [column - 1, endLine === line ? endColumn - 1 : text.length];
  return `${style('dim', text.slice(0, from).trimStart())}${text.slice(from, to)}${style('dim', text.slice(to))}`;
}

/** What it leads to, or comes from. */
function ends(site: Site, explanation: Explanation): readonly string[] {
  const told = otherSides(site, explanation);
  const named = ({ file, line, column, end }: Site): string => `${file}(${line},${column}) ${end}`;
  const shown = told.slice(0, MOST).map((each) => `${arrowOf(site)} ${each.isCertain ? '' : 'perhaps '}${each.site ? named(each.site) : each.instead}`);
  return told.length > MOST ? [...shown, `  and ${told.length - MOST} more`] : shown;
}
