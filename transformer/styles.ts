/** Colours of a terminal. */
import { styleText } from 'node:util';

export type Style = (format: Parameters<typeof styleText>[0], text: string) => string;

/** Colours only where somebody sees them, and wants them. https://no-color.org */
export function styleFor(stream: { readonly isTTY?: boolean }): Style {
  const isWanted = !process.env['NO_COLOR'] && (stream.isTTY === true || !!process.env['FORCE_COLOR']);
  return (format, text) => (isWanted && text ? styleText(format, text, { validateStream: false }) : text);
}
