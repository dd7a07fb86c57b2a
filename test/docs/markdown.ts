/** Pieces of Markdown. */

export const code = (text: string): string => `\`${text}\``;

export const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
