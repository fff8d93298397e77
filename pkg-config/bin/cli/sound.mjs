// What the commands of the sound model share: the plan they ask about, times of day, CSV.

import { readFileSync } from 'node:fs';
import { Usage } from './options.mjs';

/** `09:30`, `23:50 the day before`, `00:10 the next day`; with seconds where they are not 0. */
export function timeOfDay(seconds) {
  if (Number.isNaN(seconds)) return '';
  const day = Math.floor(seconds / 86_400);
  const of = seconds - day * 86_400;
  const two = (number) => String(number).padStart(2, '0');
  const text = `${two(Math.floor(of / 3600))}:${two(Math.floor(of / 60) % 60)}${of % 60 === 0 ? '' : `:${two(of % 60)}`}`;
  return day === 0 ? text : `${text} ${day === -1 ? 'the day before' : day === 1 ? 'the next day' : `day ${day}`}`;
}

/** A moment of the day as machines read it: the ISO time where the day is known, else the second. */
export function moment(seconds, midnightMs) {
  if (seconds === null || Number.isNaN(seconds)) return '';
  return midnightMs === undefined ? String(seconds) : new Date(midnightMs + seconds * 1000).toISOString().replace('.000', '');
}

/** Rows as CSV; texts with a comma, a quotation mark or a line break in quotation marks. */
export const csv = (rows) =>
  rows
    .map(
      (row) =>
        `${row.map((cell) => (/[",\n\r]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell))).join(',')}\n`,
    )
    .join('');

/** Flight-seconds as flight-minutes. */
export const minutes = (seconds) => Math.round(seconds / 6) / 10;

/** Options that say what is asked, for every command of the sound model. */
export const planOptions = {
  plan: { value: 'FILE', help: "a plan: regulations, exempt, frozen, … (the scenario's own)" },
  volume: { value: 'NAME', help: 'one regulation of this volume in place of a plan; with --period and --rate' },
  period: { value: 'FROM-TO', help: 'its hours, as 09:00-12:00' },
  rate: { value: 'N', whole: 0, help: 'flights an hour of all its flights alike' },
  extend: { help: 'let regulations go on until their queues are gone' },
  count: { value: 'WHAT', help: 'what a window counts: flights or entries (flights)', choice: ['flights', 'entries'] },
  step: { value: 'S', whole: 1, help: 'seconds from one window to the next' },
  side: { value: 'SIDE', help: 'reference or optimised (optimised)', choice: ['reference', 'optimised'] },
};

/** `09:00-12:00` in seconds of the day. */
function periodOf(text, command) {
  const times = text.match(/^(\d\d?):([0-5]\d)-(\d\d?):([0-5]\d)$/);
  if (times === null) throw new Usage(`--period: \`${text}\` is no period; write hours as 09:00-12:00`, command);
  const [, h0, m0, h1, m1] = times.map(Number);
  return [3600 * h0 + 60 * m0, 3600 * h1 + 60 * m1];
}

/** A plan file. */
export function readPlan(file, command) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const why = { ENOENT: 'there is no such file', EISDIR: 'it is a folder' }[error.code] ?? error.message;
    throw new Usage(`--plan: \`${file}\` cannot be read: ${why}`, command);
  }
  let plan;
  try {
    plan = JSON.parse(text);
  } catch (error) {
    throw new Usage(`--plan: \`${file}\` is not JSON (${error.message})`, command);
  }
  if (typeof plan !== 'object' || plan === null || Array.isArray(plan))
    throw new Usage(`--plan: \`${file}\` holds no plan, an object`, command);
  return plan;
}

/** The request that the options stand for. `stepIsAnalysis`: whether --step is how the day is looked at, or a search's own. */
export function requestOf(options, command, stepIsAnalysis = true) {
  const { plan: file, volume, period, rate, extend, count, step, side } = options;
  if (file !== undefined && volume !== undefined) throw new Usage('--plan and --volume exclude each other', command);
  if (volume === undefined && (period !== undefined || rate !== undefined))
    throw new Usage('--period and --rate go with --volume', command);
  if (volume !== undefined && period === undefined) throw new Usage('--volume needs --period, as 09:00-12:00', command);
  const request = file === undefined ? {} : readPlan(file, command);
  if (volume !== undefined) {
    const flows = [{ id: 'all', ...(rate === undefined ? {} : { rate }) }];
    request.regulations = [{ id: volume, volume, period: periodOf(period, command), flows }];
  }
  if (extend) request.extend = true;
  if (side !== undefined) request.side = side;
  const analysis = { ...(count === undefined ? {} : { count }), ...(step === undefined || !stepIsAnalysis ? {} : { stepS: step }) };
  if (Object.keys(analysis).length > 0) request.analysis = { ...request.analysis, ...analysis };
  if (step !== undefined && !stepIsAnalysis) request.stepS = step;
  return request;
}

/** One of --json and --csv at most. */
export function outputOf({ json, csv: table }, command) {
  if (json && table) throw new Usage('--json and --csv exclude each other', command);
  return json ? 'json' : table ? 'csv' : 'text';
}

/** What the conversion of a published file leaves out, for standard error. */
export function sayLosses(name, { semantics, losses }) {
  if (semantics !== 'published') return;
  process.stderr.write(`loadline: ${name} is written for the published model and was converted to the sound one\n`);
  for (const { what, count } of losses) process.stderr.write(`  ${count}: ${what}\n`);
}

/** A sentence for the notes of an answer. */
export const noteLines = (notes) => notes.map((note) => `  note: ${note}\n`).join('');

/** Numbers of a column, `null` in the place of NaN and Infinity. */
export const plain = (column) => Array.from(column, (value) => (Number.isFinite(value) ? value : null));
