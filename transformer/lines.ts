/** Lines of a text, from 0. */

export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The line in which a place is. */
export const lineAt = (starts: readonly number[], at: number): number => starts.findLastIndex((start) => start <= at);
