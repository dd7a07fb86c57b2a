/**
 * Text is laid out before it is painted: escape sequences have no width.
 *
 * @typedef {import('./colours.mjs').Paint} Paint
 * @typedef {{ text: string, colour?: import('./colours.mjs').Colour | undefined }} Piece
 * @typedef {Piece[]} Line
 */

const SEPARATOR = ' │ ';
const NARROW = 100;

/** @param {NodeJS.WriteStream} stream */
export function layoutOf(stream) {
  const columns = stream.columns ?? (Number(process.env['COLUMNS']) || 120);
  const sideBySide = columns >= NARROW;
  return { sideBySide, width: sideBySide ? Math.floor((columns - SEPARATOR.length) / 2) : columns };
}

/** @param {Line} line */
export function widthOf(line) {
  return line.reduce((sum, { text }) => sum + [...text].length, 0);
}

/**
 * @param {Line} line
 * @param {Paint} paint
 */
export function render(line, paint) {
  return line.map(({ text, colour }) => (colour ? paint(colour, text) : text)).join('');
}

/**
 * @param {Line[]} left
 * @param {Line[]} right
 * @param {number} width
 * @param {Paint} paint
 */
export function beside(left, right, width, paint) {
  const rows = Math.max(left.length, right.length);
  return Array.from({ length: rows }, (_, row) => {
    const [first, second] = [left[row] ?? [], right[row] ?? []];
    const padding = ' '.repeat(Math.max(0, width - widthOf(first)));
    return (render(first, paint) + padding + paint('dim', SEPARATOR) + render(second, paint)).trimEnd();
  });
}

/** @param {Line[][]} blocks */
export function stack(blocks) {
  return blocks.flatMap((lines, index) => (index === 0 ? lines : [[], ...lines]));
}
