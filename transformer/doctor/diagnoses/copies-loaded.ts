/** Copies of the API that met in one execution unit. */
import { sees } from '../api-versions.js';
import type { Finding, RunDiagnosis } from '../diagnosis.js';
import { shownAt, shownCopy, type Unit } from '../evidence/run.js';
import { inEachUnit } from './units.js';

export const COPIES_LOADED: RunDiagnosis = {
  id: 'api-copies-loaded',
  looksAt: 'run',
  says: 'What one copy of @opentelemetry/api has registered is nothing to a copy of a higher minor version, in silence; and a second version can register nothing at all.',
  cure: 'Have one version of @opentelemetry/api: npm dedupe, or name it in "overrides" (npm), "pnpm.overrides" or "resolutions" (yarn); leave it out of bundles ("external").',
  find: (run) => inEachUnit(run, (unit) => [...unseen(unit), ...refused(unit)]),
};

function unseen({ name, copies, registered }: Unit): readonly Finding[] {
  const owner = [...registered.values()].find((copy) => copy?.version !== undefined);
  if (owner?.version === undefined) return [];
  const { version } = owner;
  return copies
    .filter(({ copy }) => copy.version !== undefined && !sees(copy.version, version))
    .map(({ copy, by }) => ({ found: `${name}: the SDK is registered with @opentelemetry/api ${shownCopy(owner)}, and ${shownAt(by)} uses ${shownCopy(copy)}, which does not see it` }));
}

function refused({ name, refused, registered }: Unit): readonly Finding[] {
  return refused
    .filter(({ kind, copy }) => registered.get(kind)?.version !== copy.version)
    .map(({ copy, by }) => ({ found: `${name}: ${shownAt(by)} registers with @opentelemetry/api ${shownCopy(copy)} and is refused, because another version has registered first` }));
}
