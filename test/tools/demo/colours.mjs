const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };

/**
 * @typedef {keyof typeof CODES} Colour
 * @typedef {(colour: Colour, text: string) => string} Paint
 */

/**
 * @param {NodeJS.WriteStream} stream
 * @param {boolean} wanted
 * @returns {Paint}
 */
export function colours(stream, wanted) {
  // https://no-color.org: set and not empty means none, whatever the value.
  const on = wanted && stream.isTTY && !process.env['NO_COLOR'];
  return (colour, text) => (on && text ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text);
}
