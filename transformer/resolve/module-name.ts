/** A module's name without the `node:` prefix, on which older and newer `@types/node` disagree. */
export const foldModule = (name: string): string => name.replace(/^node:/, '');
