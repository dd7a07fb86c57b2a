/** Where the resolvers do not agree, and why that is right. A difference that is not listed here fails the test, and so does one that is gone. */

/** Of the checkers of TypeScript 6 and 7, by project and site. */
export const BETWEEN_CHECKERS: Readonly<Record<string, string>> = {};

/** What syntax alone carries and a checker does not. */
export const BY_SYNTAX_ALONE: Readonly<Record<string, string>> = {};

/** How syntax alone carries otherwise what a checker carries, too. */
export const CARRIED_OTHERWISE: Readonly<Record<string, string>> = {};
