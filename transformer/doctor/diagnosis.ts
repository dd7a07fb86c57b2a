/** A disease of traces that no boundary cures, as a row: how it is found, what it does, what cures it. */
import type { ProjectEvidence } from './evidence/project.js';
import type { RunEvidence } from './evidence/run.js';

export interface Finding {
  /** What was found, with its place. */
  readonly found: string;
  /** What it does to traces, where that is not what the row says. */
  readonly says?: string;
  /** What to do, where that is not what the row says. */
  readonly cure?: string;
}

interface Row {
  readonly id: string;
  /** What it does to traces, in one sentence. */
  readonly says: string;
  /** What to do, in one line. */
  readonly cure: string;
}

export interface ProjectDiagnosis extends Row {
  readonly looksAt: 'project';
  readonly find: (project: ProjectEvidence) => readonly Finding[];
}

export interface RunDiagnosis extends Row {
  readonly looksAt: 'run';
  readonly find: (run: RunEvidence) => readonly Finding[];
}

/** Judges what was collected, and collects nothing. */
export type Diagnosis = ProjectDiagnosis | RunDiagnosis;
