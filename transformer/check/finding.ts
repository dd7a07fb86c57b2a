/** One thing that is found: a place where the context is not handed on, or where what is said of boundaries does nothing. */
import type { Region } from '../lines.js';
import type { Level, RuleCode } from './rules.js';

export interface Finding extends Region {
  readonly code: RuleCode;
  readonly message: string;
  /** By its whole path, with slashes. */
  readonly file: string;
  /** The name of the boundary; empty where it is none, but an option. */
  readonly boundary: string;
  /** The whole line in which it begins. */
  readonly lineText: string;
}

/** As it is shown. */
export interface JudgedFinding extends Finding {
  readonly level: Exclude<Level, 'off'>;
  /** Whether the baseline has it, so that it fails nothing. */
  readonly isKnown: boolean;
}

/** What makes two findings of a file the same, although lines have moved or are indented otherwise. */
export const codeText = ({ lineText }: Finding): string => lineText.trim().replaceAll(/\s+/g, ' ');
