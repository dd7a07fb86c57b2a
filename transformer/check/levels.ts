/** How grave a finding is: as the table says, unless the user says otherwise. */
import { CODES, isCode, LEVELS, RULES, type Level, type RuleCode } from './rules.js';

export type LevelOf = (code: RuleCode) => Level;

/**
 * @param settings `<number>=<level>`; the last one of a number holds.
 * @param refuse Told what is wrong with one of them.
 */
export function readLevels(settings: readonly string[], refuse: (says: string) => never): LevelOf {
  const said = new Map<RuleCode, Level>();
  for (const setting of settings) {
    const [code = '', name] = setting.split('=', 2);
    const level = LEVELS.find((each) => each === name);
    if (!isCode(code)) return refuse(`--level ${setting}: there is no message ${JSON.stringify(code)}. The messages are ${CODES.join(', ')}`);
    if (!level) return refuse(`--level ${setting}: the level of ${code} is one of ${LEVELS.join(', ')}, for example ${code}=${RULES[code].level}`);
    said.set(code, level);
  }
  return (code) => said.get(code) ?? RULES[code].level;
}
