// Numbers, tables and failures as a person reads them.

const grouped = new Intl.NumberFormat('en-GB');

/** 1,244 */
export const count = (number) => grouped.format(number);

/** `1 flight`, `1,244 flights` */
export const counted = (number, noun, plural = `${noun}s`) => `${count(number)} ${number === 1 ? noun : plural}`;

/** Nanoseconds with three figures and a unit that fits. */
export function duration(ns) {
  const [unit, size] = ns < 1e3 ? ['ns', 1] : ns < 1e6 ? ['µs', 1e3] : ns < 1e9 ? ['ms', 1e6] : ['s', 1e9];
  return `${threeFigures(ns / size)} ${unit}`;
}

/** 0.951, 12.3, 4,560 */
export function threeFigures(number) {
  if (number >= 100) return count(Math.round(number));
  return number.toFixed(number >= 10 ? 1 : 2);
}

const costs = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'negative' });

/** 1,244.00 */
export const cost = (number) => costs.format(number).replace('-', '−');

/** +12.50, −19.70, 0.00 */
export const costChange = (number) => `${number > 0 && cost(number) !== cost(0) ? '+' : ''}${cost(number)}`;

/** Minutes of the day as 08:15; the end of the day is 24:00, and what lies beyond is of the next day. */
export function clock(minutes) {
  const of = minutes > 24 * 60 ? minutes - 24 * 60 : minutes;
  const two = (number) => String(number).padStart(2, '0');
  return `${two(Math.floor(of / 60))}:${two(of % 60)}${of === minutes ? '' : ' the next day'}`;
}

/** Rows of texts as aligned columns; `right` holds the columns whose numbers line up at the right. */
export function table(rows, right = []) {
  const widths = rows.reduce((all, row) => row.map((cell, column) => Math.max(all[column] ?? 0, cell.length)), []);
  return rows
    .map((row) =>
      row
        .map((cell, column) => (right.includes(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

function problemText({ code, at, line, found, remedy }) {
  const place = [at, line === undefined ? '' : `line ${line}`].filter((part) => part !== '').join(', ');
  return [`  ${code}${place === '' ? '' : `  at ${place}`}`, `    found  ${found}`, `    do     ${remedy}`, ''].join('\n');
}

/** A failure as text for standard error; a bad file with every problem it has. */
export function explain(error) {
  const { problems = [], problemCount = problems.length } = error ?? {};
  if (error?.name === 'LoadlineError' && error.code === 'loadline/panic') {
    return `loadline: this should not have happened: ${error.message}\n          Please report it with the file and the command.\n`;
  }
  if (problems.length === 0) {
    const known = error?.name === 'LoadlineError' || error?.constructor?.name === 'Usage';
    return `loadline: ${known ? error.message : (error?.stack ?? String(error))}\n`;
  }
  const more = problemCount > problems.length ? `  … and ${count(problemCount - problems.length)} more\n` : '';
  const [what] = error.message.split('\n'); // the rest of it lists the problems too, a line each
  return `loadline: ${what}\n${problems.map(problemText).join('')}${more}`;
}

/** The warnings of a file that was loaded all the same. */
export function explainWarnings(name, warnings) {
  if (warnings.length === 0) return '';
  const shown = warnings.slice(0, 5);
  const more = warnings.length > shown.length ? `  … and ${count(warnings.length - shown.length)} more\n` : '';
  return `loadline: ${name} was loaded with ${counted(warnings.length, 'warning')}\n${shown.map(problemText).join('')}${more}`;
}

/** What there is to count in a scenario of each kind. */
const contents = {
  flow: [
    ['flights', 'flight'],
    ['volumes', 'volume'],
    ['intervals', 'interval'],
    ['flows', 'flow'],
  ],
  states: [
    ['introns', 'intron'],
    ['states', 'state'],
    ['entries', 'entry', 'entries'],
    ['queries', 'query', 'queries'],
  ],
  contracts: [
    ['contracts', 'contract'],
    ['classes', 'class', 'classes'],
    ['dependencies', 'dependency', 'dependencies'],
    ['executions', 'execution'],
  ],
};

/** What a scenario holds, in one line. */
export function scenarioLine(summary) {
  const parts = contents[summary.kind].map(([key, ...nouns]) => counted(summary[key], ...nouns));
  return `${summary.title || summary.name}: ${parts.join(', ')}${summary.synthetic ? '; synthetic' : ''}`;
}
