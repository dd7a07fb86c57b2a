/** Copies of the API that a program may load. */
import { sees } from '../api-versions.js';
import type { Finding, ProjectDiagnosis } from '../diagnosis.js';
import type { InstalledCopy } from '../evidence/packages.js';
import { shownFile } from '../../shown.js';

const ALLOWED = '>=1.9 <2';

export const API_COPIES: readonly ProjectDiagnosis[] = [
  {
    id: 'api-copies',
    looksAt: 'project',
    says: 'What is registered by a copy of @opentelemetry/api is nothing to one of a higher minor version, in silence; two versions cannot register together; and a tracer that is taken from a second copy before the SDK starts is a no-op for ever.',
    cure: 'Have one: npm dedupe, or name its version in "overrides" (npm), "pnpm.overrides" or "resolutions" (yarn); a library names it in "peerDependencies".',
    find: ({ apis }) => apis.flatMap(({ copies }) => several(copies)),
  },
  {
    id: 'api-version',
    looksAt: 'project',
    says: 'otel-baton/runtime uses the API of 1.9; with another one its calls carry nothing.',
    cure: 'npm install @opentelemetry/api@^1.9',
    find: ({ apis }) =>
      apis.flatMap(({ copies }) => copies.filter(({ version, through }) => through.length === 0 && !sees('1.9.0', version)).map(({ version, folder }) => ({ found: `@opentelemetry/api is ${version} in ${shownFile(folder)}; it must be ${ALLOWED}` }))),
  },
];

function several([first, ...others]: readonly InstalledCopy[]): readonly Finding[] {
  if (!first) return [];
  return others.map((other) => {
    const [low, high] = sees(first.version, other.version) ? [first, other] : [other, first];
    const verdict = first.version === other.version ? 'the same version twice' : sees(high.version, low.version) ? 'two versions' : `${high.version} does not see what ${low.version} registers`;
    return { found: `@opentelemetry/api is there as ${shown(first)} and as ${shown(other)}: ${verdict}` };
  });
}

const shown = ({ version, folder, through }: InstalledCopy): string => `${version} in ${shownFile(folder)}${through.length ? ` (asked for by ${through.at(-1)})` : ''}`;
