// Reads a command's options. An unknown one names the nearest that exists.

import { parseArgs } from 'node:util';

/** Wrong use of the command line. */
export class Usage extends Error {
  constructor(message, command) {
    super(message);
    this.command = command;
  }
}

/** How many letters must be changed, added or removed to make one word of the other. */
function distance(from, to) {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[to.length];
}

/** The name a wrong one was most likely meant to be, or undefined when none is near. */
export function nearest(wrong, names) {
  const [best] = names.map((name) => ({ name, far: distance(wrong, name) })).sort((a, b) => a.far - b.far);
  return best !== undefined && best.far <= Math.max(2, Math.floor(wrong.length / 3)) ? best.name : undefined;
}

function wholeNumber(name, text, least, command) {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > 0xffffffff) {
    throw new Usage(`--${name} must be a whole number from ${least} to 4294967295, not \`${text}\``, command);
  }
  return number;
}

/** The object that an option holds as JSON. */
export function jsonObject(name, text, example, command) {
  let found;
  try {
    found = JSON.parse(text);
  } catch (error) {
    throw new Usage(`--${name} is not JSON (${error.message}); write it as '${example}'`, command);
  }
  if (typeof found !== 'object' || found === null || Array.isArray(found)) {
    throw new Usage(`--${name} must be an object; write it as '${example}'`, command);
  }
  return found;
}

/**
 * @param {string[]} words what stands after the command
 * @param {Record<string, { value?: string, whole?: number, choice?: string[] }>} known the command's options; `value` names what one
 *   takes, `whole` is the least of a whole number, `choice` the texts to choose from
 */
export function readOptions(words, known, command) {
  const names = ['help', ...Object.keys(known)];
  const spec = Object.fromEntries(names.map((name) => [name, { type: known[name]?.value ? 'string' : 'boolean' }]));
  spec.help.short = 'h';
  const { tokens } = parseArgs({ args: words, options: spec, strict: false, allowPositionals: true, tokens: true });
  const options = {};
  const files = [];
  for (const token of tokens) {
    if (token.kind === 'positional') files.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    if (!names.includes(name)) {
      const meant = nearest(name, names);
      throw new Usage(`\`${command}\` has no option \`${rawName}\`${meant ? `; did you mean \`--${meant}\`?` : ''}`, command);
    }
    const { value: takes, whole, choice } = known[name] ?? {};
    if (takes === undefined) {
      if (inlineValue) throw new Usage(`--${name} takes no value, but \`${value}\` was given`, command);
      options[name] = true;
      continue;
    }
    if (value === undefined || value === '' || (!inlineValue && /^--?[a-z]/i.test(value)))
      throw new Usage(`--${name} needs a value: --${name} ${takes}`, command);
    if (choice !== undefined && !choice.includes(value))
      throw new Usage(`--${name} must be ${choice.join(', ')}, not \`${value}\``, command);
    options[name] = whole === undefined ? value : wholeNumber(name, value, whole, command);
  }
  return { options, files };
}
