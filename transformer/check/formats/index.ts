/** The formats in which findings are told. */
import type { Style } from '../../styles.js';
import type { BaselineEntry } from '../baseline.js';
import type { JudgedFinding } from '../finding.js';
import { github } from './github.js';
import { json } from './json.js';
import { sarif } from './sarif.js';
import { text } from './text.js';

export interface Checked {
  /** By their places. */
  readonly findings: readonly JudgedFinding[];
  /** How many boundaries there are, and how many of them are carried. */
  readonly found: number;
  readonly carried: number;
  /** What the baseline has that is not found any more. */
  readonly gone: readonly BaselineEntry[];
  /** By its whole path. */
  readonly baseline: string;
  /** The tsconfigs of what was asked for, by their whole paths. */
  readonly configFiles: readonly string[];
}

export interface View {
  /** The working directory. */
  readonly folder: string;
  /** Where the repository starts. */
  readonly repository: string;
  /** Colours, where they are wanted. */
  readonly style: Style;
  /** Errors only. */
  readonly isQuiet: boolean;
}

/** Without a last line break. */
export type Format = (checked: Checked, view: View) => string;

export const FORMATS = { text, github, sarif, json } as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof FORMATS;
