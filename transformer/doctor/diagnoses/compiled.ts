/** Parts of a program that are not compiled, or not by us. */
import type { Finding, ProjectDiagnosis } from '../diagnosis.js';
import type { Output } from '../evidence/outputs.js';
import { shownFile } from '../../shown.js';

/** The file that is started lies outside the program. */
const OUTSIDE = new Set(['BATON1001', 'BATON1016']);

export const COMPILED: readonly ProjectDiagnosis[] = [
  {
    id: 'worker-not-compiled',
    looksAt: 'project',
    says: 'A worker or child whose file is not compiled by otel-baton takes no context, so nothing is sent to it and its spans are roots.',
    cure: 'Add the file to "include" of the tsconfig ("allowJs": true for JavaScript), and name it by a constant path; or let it be.',
    find: ({ analyses }) =>
      analyses.flatMap(({ report }) => {
        const outside = report.boundaries.filter(({ code }) => code !== undefined && OUTSIDE.has(code));
        // What starts it names it; all that is sent to it is the same disease.
        const starts = outside.filter(({ boundary }) => !boundary.endsWith(' message'));
        return (starts.length ? starts : outside).map(({ file, line, column, end }) => ({ found: `${file}(${line},${column}): ${end} leads to a file outside the program` }));
      }),
  },
  {
    id: 'output-stale',
    looksAt: 'project',
    says: 'What lies on the disk was emitted without otel-baton, or not at all: half of the program sends what the other half does not read.',
    cure: 'Build everything once: tspc -b --force, or delete the output and the .tsbuildinfo files and build again.',
    find: ({ outputs }) => [
      ...together(outputs.filter(({ emitted }) => emitted === undefined), 'nothing was emitted of'),
      ...together(outputs.filter(({ emitted, hasRuntime }) => emitted !== undefined && !hasRuntime), 'emitted without an import of otel-baton/runtime:'),
    ],
  },
  {
    id: 'only-developed-with',
    looksAt: 'project',
    says: 'Emitted code imports otel-baton/runtime, which imports @opentelemetry/api; an installation without devDependencies does not have them, and the program does not start.',
    cure: 'Move it to "dependencies".',
    find({ manifest: { dependencies, devDependencies, peerDependencies, optionalDependencies }, analyses, hosts, builds }) {
      const isBundled = hosts.some(({ hasPlugin }) => hasPlugin) || builds.some(({ tool, carries }) => carries && tool.startsWith('esbuild'));
      const isRewritten = analyses.some(({ isListed, report }) => isListed && report.carried > 0);
      if (isBundled || !isRewritten) return [];
      const installed = { ...dependencies, ...peerDependencies, ...optionalDependencies };
      return ['otel-baton', '@opentelemetry/api'].flatMap((name) => (devDependencies && name in devDependencies && !(name in installed) ? [{ found: `package.json has ${name} in "devDependencies" only` }] : []));
    },
  },
];

const SHOWN = 3;

/** A whole build is not told file by file. */
function together(outputs: readonly Output[], what: string): readonly Finding[] {
  const names = outputs.map(({ source, emitted }) => shownFile(emitted ?? source));
  const rest = names.length > SHOWN ? `, … (${names.length} files)` : '';
  return names.length ? [{ found: `${what} ${names.slice(0, SHOWN).join(', ')}${rest}` }] : [];
}
