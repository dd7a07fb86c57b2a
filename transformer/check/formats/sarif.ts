/** For code scanning: SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
import { createHash } from 'node:crypto';
import { PAGE, VERSION } from '../../version.js';
import { codeText, type JudgedFinding } from '../finding.js';
import { fromFolder } from '../paths.js';
import { CODES, RULES, type RuleCode } from '../rules.js';
import type { Checked, View } from './index.js';

/** The convention for the top of the repository; where that lies is known to whoever reads the file. */
const ROOT = '%SRCROOT%';

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
const uri = (path: string): string => path.split('/').map(encodeURIComponent).join('/');
/** `NoStatementFollows` */
const pascal = (title: string): string => title.split(' ').map(sentence).join('');

function rule(code: RuleCode): object {
  const { title, level, says } = RULES[code];
  return {
    id: code,
    name: pascal(title),
    shortDescription: { text: `${sentence(title)}.` },
    fullDescription: { text: sentence(says) },
    help: { text: sentence(says) },
    ...(PAGE !== undefined && { helpUri: `${PAGE}#messages` }),
    defaultConfiguration: level === 'off' ? { enabled: false } : { level },
  };
}

export function sarif({ findings, configFiles, baseline }: Checked, { repository }: View): string {
  const seen = new Map<string, number>();

  /** The same after lines have moved; of findings that have all in common, each has its own. */
  function fingerprint(finding: JudgedFinding): string {
    const common = JSON.stringify([finding.file, finding.code, finding.boundary, codeText(finding)]);
    const nth = (seen.get(common) ?? 0) + 1;
    seen.set(common, nth);
    return createHash('sha256').update(JSON.stringify([finding.code, finding.boundary, codeText(finding), nth])).digest('hex');
  }

  function result(finding: JudgedFinding): object {
    const { code, level, message, boundary, file, line, column, endLine, endColumn, isKnown } = finding;
    return {
      ruleId: code,
      ruleIndex: CODES.indexOf(code),
      level,
      message: { text: sentence(message) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: uri(fromFolder(repository, file)), uriBaseId: ROOT },
            region: { startLine: line, startColumn: column, endLine, endColumn },
          },
        },
      ],
      partialFingerprints: { 'otelBatonCodeLine/v1': fingerprint(finding) },
      // If one has them, all must.
      suppressions: isKnown ? [{ kind: 'external', status: 'accepted', justification: `It is in ${fromFolder(repository, baseline)}.` }] : [],
      ...(boundary !== '' && { properties: { boundary } }),
    };
  }

  return JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'otel-baton', semanticVersion: VERSION, rules: CODES.map(rule) } },
          // Code scanning keeps one run of each, so that of another project it must be another.
          automationDetails: { id: `otel-baton/${configFiles.map((file) => fromFolder(repository, file)).join(',')}/` },
          originalUriBaseIds: { [ROOT]: { description: { text: 'The top of the repository.' } } },
          columnKind: 'utf16CodeUnits',
          results: findings.map(result),
        },
      ],
    },
    undefined,
    2,
  );
}
