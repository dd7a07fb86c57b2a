/** What is found in several units of the same name is told once. */
import type { Finding } from '../diagnosis.js';
import type { RunEvidence, Unit } from '../evidence/run.js';

export function inEachUnit({ units }: Pick<RunEvidence, 'units'>, find: (unit: Unit) => readonly Finding[]): readonly Finding[] {
  const findings = new Map<string, Finding>();
  for (const finding of units.flatMap(find)) if (!findings.has(finding.found)) findings.set(finding.found, finding);
  return [...findings.values()];
}
