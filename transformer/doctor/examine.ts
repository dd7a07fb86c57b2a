/** Have each diagnosis judge what was collected. */
import { DIAGNOSES } from './diagnoses/index.js';
import type { Diagnosis, Finding } from './diagnosis.js';
import type { ProjectEvidence } from './evidence/project.js';
import type { RunEvidence } from './evidence/run.js';

/** A finding with all that is to be said of it. */
export interface Problem extends Required<Finding> {
  readonly id: Diagnosis['id'];
}

export function examine(project: ProjectEvidence, run: RunEvidence | undefined): readonly Problem[] {
  return DIAGNOSES.flatMap((diagnosis) => {
    const { id, says, cure } = diagnosis;
    const findings = diagnosis.looksAt === 'project' ? diagnosis.find(project) : run ? diagnosis.find(run) : [];
    return findings.map((finding) => ({ id, says, cure, ...finding }));
  });
}
