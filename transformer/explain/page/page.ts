import type { Explanation } from '../sites.js';
export const pageOf = (e: Explanation): string => JSON.stringify(e);
