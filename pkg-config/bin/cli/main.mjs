// Finds the command, reads its options, runs it and turns what it threw into a message and an exit status.

import { readFileSync } from 'node:fs';
import { bound } from './bound.mjs';
import { compare } from './compare.mjs';
import { contracts } from './contracts.mjs';
import { generate } from './generate.mjs';
import { hotspots } from './hotspots.mjs';
import { list } from './list.mjs';
import { nearest, readOptions, Usage } from './options.mjs';
import { plan } from './plan.mjs';
import { clearProgress } from './progress.mjs';
import { rates } from './rates.mjs';
import { run } from './run.mjs';
import { schema } from './schema.mjs';
import { slots } from './slots.mjs';
import { states } from './states.mjs';
import { status, statusOf } from './status.mjs';
import { sweep } from './sweep.mjs';
import { explain } from './text.mjs';
import { verify } from './verify.mjs';

const commands = { list, run, compare, hotspots, slots, rates, bound, plan, states, contracts, sweep, verify, generate, schema };

const manifest = () => JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

function overview() {
  const rows = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`);
  return `loadline: ${manifest().description}

usage: loadline COMMAND [OPTION…] [FILE…]

${rows.join('\n')}

  loadline COMMAND --help   what one command takes
  loadline --version        the version

A FILE is a scenario, .json or .json.gz, or - for standard input.
Exit status: 0 agreed, 1 disagreed, 2 bad input or usage, 3 loadline itself failed.
`;
}

function help(name) {
  const { summary, usage, details = [], options } = commands[name];
  const rows = Object.entries({ ...options, help: { help: 'show this' } }).map(
    ([option, { value, help }]) => `  --${`${option}${value ? ` ${value}` : ''}`.padEnd(22)}${help}`,
  );
  return `loadline ${name}: ${summary}

usage: loadline ${name} ${usage}

${rows.join('\n')}
${details.map((line) => `\n${line}`).join('')}${details.length > 0 ? '\n' : ''}`;
}

function find(name) {
  if (Object.hasOwn(commands, name)) return name;
  const meant = nearest(name, Object.keys(commands));
  throw new Usage(`there is no command \`${name}\`${meant ? `; did you mean \`${meant}\`?` : ''}`);
}

async function dispatch(words) {
  const [first, ...others] = words;
  if (first === undefined) {
    process.stderr.write(overview());
    return status.badInput;
  }
  if (first === 'help' || first === '--help' || first === '-h') {
    const name = others.find((word) => !word.startsWith('-'));
    process.stdout.write(name === undefined ? overview() : help(find(name)));
    return status.agreed;
  }
  if (first === '--version' || first === '-V') {
    process.stdout.write(`${manifest().version}\n`);
    return status.agreed;
  }
  if (first.startsWith('-')) throw new Usage(`an option stands after its command; \`${first}\` came first`);
  const name = find(first);
  const command = commands[name];
  const { options, files } = readOptions(others, command.options, name);
  if (options.help) {
    process.stdout.write(help(name));
    return status.agreed;
  }
  if (command.files === 'none' && files.length > 0) throw new Usage(`\`${name}\` takes no file, but \`${files[0]}\` was given`, name);
  if (command.files === 'some' && files.length === 0)
    throw new Usage(`\`${name}\` needs ${command.needs ?? 'a FILE, or - for standard input'}`, name);
  if (files.filter((file) => file === '-').length > 1) throw new Usage('standard input (-) can be read only once', name);
  return command.run(options, files);
}

/** Runs the command line; the answer is the exit status. */
export async function main(words) {
  try {
    return await dispatch(words);
  } catch (error) {
    clearProgress();
    process.stderr.write(explain(error));
    if (error instanceof Usage) {
      process.stderr.write(`          See: loadline ${error.command ? `${error.command} ` : ''}--help\n`);
    }
    return statusOf(error);
  }
}
