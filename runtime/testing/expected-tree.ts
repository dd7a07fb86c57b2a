/** The tree that a test expects, from its text. */
import { misuse } from './span.js';
import { sorted, type Branch } from './tree.js';

/**
 * Read a tree whose levels are indented by two spaces each. What all lines are indented by, and lines
 * without text, do not count, so that it can be written as a template literal.
 *
 * @throws Where a line is indented otherwise; the message names it.
 */
export function parseTree(text: string): Branch[] {
  const lines = text.split(/\r?\n/).map((line, index) => ({ number: index + 1, indent: /^\s*/.exec(line)?.[0] ?? '', label: line.trim() })).filter(({ label }) => label);
  const common = lines.reduce((least, { indent }) => Math.min(least, indent.length), Infinity);
  const roots: Branch[] = [];
  /** Where the next line may be put, by its depth. */
  const open = [roots];
  for (const { number, indent, label } of lines) {
    const spaces = indent.length - common;
    const list = open[spaces / 2];
    if (/[^ ]/.test(indent)) throw misuse(`line ${number} of the expected tree (${label}) is indented by something else than spaces. Indent each level by two spaces.`);
    if (!list) throw misuse(`line ${number} of the expected tree (${label}) is indented by ${spaces}, where an even number up to ${(open.length - 1) * 2} is possible. Indent each level by two spaces, and start the text on a line of its own.`);
    const branch: Branch = { label, children: [] };
    list.push(branch);
    open.splice(spaces / 2 + 1, Infinity, branch.children);
  }
  return sorted(roots);
}
