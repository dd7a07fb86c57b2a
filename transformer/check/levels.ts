/** How grave a finding is: as the table says, unless the user says otherwise. */
import { CODES, isCode, LEVELS, RULES, type Level, type RuleCode } from './rules.js';

export type LevelOf = (code: RuleCode) => Level;

/**
 * @param settings `<number>=<level>`, as of the command line; the last one of a number holds.
 * @returns What is wrong with one of them, as a text.
 */
export function readLevels(settings: readonly string[]): LevelOf | string {
  const said = new Map<RuleCode, Level>();
  for (const setting of settings) {
    const [code = '', name] = setting.split('=', 2);
    const level = LEVELS.find((each) => each === name);
    if (!isCode(code)) return `--level ${setting}: there is no message ${JSON.stringify(code)}. The messages are ${CODES.join(', ')}.`;
    if (!level) return `--level ${setting}: the level of ${code} is one of ${LEVELS.join(', ')}: --level ${code}=${RULES[code].level}`;
    said.set(code, level);
  }
  return (code) => said.get(code) ?? RULES[code].level;
}
