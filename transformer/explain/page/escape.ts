const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand in HTML, also between quotes. */
export const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
