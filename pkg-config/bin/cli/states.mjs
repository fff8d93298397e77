// loadline states: the space of states, theta, walks, candidates.

import { Usage } from './options.mjs';
import { clearProgress, progress } from './progress.mjs';
import { status } from './status.mjs';
import { count, counted, duration, table } from './text.mjs';

const wrong = (message) => new Usage(message, 'states');

const hex = (state) => `0x${state.toString(16).padStart(12, '0')}`;
const angle = (theta) => theta.toFixed(4);
const print = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

/** `184`, `0xA9556AA9556A` as a number; whether it is a state, the library says. */
function numberOf(word) {
  if (!/^(\d+|0x[0-9a-f]+)$/i.test(word)) throw wrong(`\`${word}\` is no whole number from 0; write it as 549871 or as 0xA9556AA9556A`);
  return Number(word);
}

function indexOf(name, word) {
  const index = numberOf(word);
  if (index > 0xffffffff) throw wrong(`${name} ${word} is out of bounds; there are 788,986 states, from 0`);
  return index;
}

/** The numbers that are given, with those of standard input where `-` stands. */
async function numbersOf(words) {
  const { read } = await import('./files.mjs');
  const texts = [];
  for (const word of words) {
    if (word !== '-') texts.push(word);
    else
      texts.push(
        ...new TextDecoder()
          .decode((await read('-')).bytes)
          .split(/[\s,]+/)
          .filter((text) => text !== ''),
      );
  }
  if (texts.length === 0) throw wrong('no state was given; write some, or - for standard input');
  return texts;
}

/** Builds the space; a line on the terminal says how far it is. */
async function built() {
  const { buildStates } = await import('./library.mjs');
  const began = performance.now();
  const space = await buildStates({
    onProgress: ({ states, layer, frontier }) => progress(`${counted(states, 'state')}; layer ${layer}, from ${count(frontier)}`),
  });
  clearProgress();
  return { space, elapsedNs: (performance.now() - began) * 1e6 };
}

async function withSpace(use) {
  const { space, elapsedNs } = await built();
  try {
    return await use(space, elapsedNs);
  } finally {
    space.free();
  }
}

/** What words, or with --index indices, name: asked of a space, the states. That throws at the first that there is not. */
async function wantedOf(words, byIndex) {
  const texts = await numbersOf(words);
  if (byIndex) {
    const indices = Uint32Array.from(texts, (text) => indexOf('index', text));
    return (space) => space.stateAt(indices);
  }
  const states = Float64Array.from(texts, numberOf);
  return (space) => {
    space.indexOf(states);
    return states;
  };
}

function rowsOf({ state, index, distance, theta, erased, representative, orbitSize }) {
  return Array.from(state, (each, place) => ({
    state: each,
    index: index[place],
    distance: distance[place],
    theta: theta[place],
    erased: erased[place],
    representative: representative[place],
    orbitSize: orbitSize[place],
  }));
}

async function build({ json }, words) {
  if (words.length > 0) throw wrong(`\`states build\` takes no more words, but \`${words[0]}\` was given`);
  return withSpace(async (space, elapsedNs) => {
    const { version } = await import('./library.mjs');
    const { states, archetype, archetypeIndex, bytes, layers, statesAtDistance, largestOrbit, ...columns } = space.summary();
    const digests = space.digests();
    if (json) {
      const orbits = Array.from(columns.orbitErased, (erased, place) => ({
        erased,
        representative: columns.orbitRepresentative[place],
        size: columns.orbitSize[place],
      }));
      const spread = { layers: [...layers], statesAtDistance: [...statesAtDistance], thetaAtDistance: [...columns.thetaAtDistance] };
      print({ version: version(), states, archetype, archetypeIndex, ...spread, largestOrbit, orbits, bytes, elapsedNs, digests });
      return status.agreed;
    }
    const rows = Array.from(layers, (layer, depth) => [`  ${depth}`, count(layer)]);
    process.stdout.write(
      [
        `${counted(states, 'state')} in ${duration(elapsedNs)}, ${(bytes / 2 ** 20).toFixed(1)} MiB\n`,
        table([['  steps', 'states'], ...rows], [0, 1]),
        `  ${counted(columns.orbitSize.length, 'orbit')}, the largest of ${counted(largestOrbit, 'state')}\n`,
        `  archetype ${hex(archetype)}, index ${count(archetypeIndex)}\n`,
        `  keys  SHA-256 ${digests.keysSha256}\n`,
        `  theta SHA-256 ${digests.thetaSha256}\n`,
      ].join(''),
    );
    return status.agreed;
  });
}

async function theta({ json, index: byIndex }, words) {
  const wanted = await wantedOf(words, byIndex);
  return withSpace(async (space) => {
    const rows = rowsOf(space.describe(wanted(space)));
    if (json) print({ states: rows });
    else {
      const cells = rows.map((row) => [
        `  ${hex(row.state)}`,
        count(row.index),
        angle(row.theta),
        count(row.distance),
        count(row.representative),
        count(row.orbitSize),
      ]);
      process.stdout.write(table([['  state', 'index', 'theta', 'bits', 'orbit from', 'of'], ...cells], [1, 2, 3, 4, 5]));
    }
    return status.agreed;
  });
}

/** The bytes that are walked: text, hexadecimal digits, a file or tokens. */
async function bytesOf({ hex: digits, file, tokens }, words) {
  const ways = [digits, file, tokens, words.length > 0 ? words : undefined].filter((way) => way !== undefined);
  if (ways.length !== 1) throw wrong('`states walk` takes one of TEXT, --hex, --file and --tokens');
  if (digits !== undefined) {
    const bare = digits.replace(/^0x/i, '').replace(/[\s:]/g, '');
    if (!/^([0-9a-f]{2})*$/i.test(bare)) throw wrong('--hex: two hexadecimal digits make a byte, as in --hex 7ad05f');
    return new Uint8Array(Buffer.from(bare, 'hex'));
  }
  if (file !== undefined) return (await (await import('./files.mjs')).read(file)).bytes;
  if (tokens === undefined) return new TextEncoder().encode(words.join(' '));
  const { bytesOfTokens } = await import('./library.mjs');
  const token = (word) => {
    if (!/^[-+]?\d+$/.test(word.trim())) throw wrong(`--tokens: \`${word}\` is no token; write whole numbers with commas between`);
    return Number(word);
  };
  return bytesOfTokens(Float64Array.from(tokens.split(','), token));
}

const shownRows = 64;

function walkText(bytes, { index, state, theta, token, tokenEnd, learnedToken, waiting, cycles, puts }) {
  const ends = new Map(Array.from(tokenEnd, (end, place) => [end, token[place]]));
  const row = (byte, place) => [
    `  ${byte.toString(16).padStart(2, '0')}`,
    hex(state[place]),
    count(index[place]),
    angle(theta[place]),
    ends.has(place) ? (ends.get(place) < 0 ? 'too large' : count(ends.get(place))) : '',
  ];
  const rows = Array.from(bytes.subarray(0, shownRows), row);
  const more = bytes.length > shownRows ? `  … and ${counted(bytes.length - shownRows, 'byte')} more; --json has them all\n` : '';
  return [
    table([['  byte', 'state', 'index', 'theta', 'token'], ...rows], [2, 3, 4]),
    more,
    `  ${counted(cycles, 'step')}, ${counted(token.length, 'token')}; ${counted(learnedToken.length, 'entry', 'entries')} kept in ${counted(puts, 'put')}\n`,
    waiting > 0 ? `  the last token is incomplete: ${counted(waiting, 'intron')} wait for its end\n` : '',
  ].join('');
}

async function walk(options, words) {
  const bytes = await bytesOf(options, words);
  const semantics = { loadline: 'loadline', 'per-byte': 'publishedPerByte', bulk: 'publishedBulk' }[options.semantics ?? 'loadline'];
  return withSpace(async (space) => {
    const from = options.from ?? space.summary().archetypeIndex;
    const walked = space.walk(bytes, { from, semantics });
    if (!options.json) {
      process.stdout.write(walkText(bytes, walked));
      return status.agreed;
    }
    const { cycles, waiting, lastToken, puts } = walked;
    print({
      from,
      semantics,
      path: { byte: [...bytes], index: [...walked.index], state: [...walked.state], theta: [...walked.theta] },
      tokens: Array.from(walked.token, (token, place) => ({ token, end: walked.tokenEnd[place] })),
      learned: Array.from(walked.learnedToken, (token, place) => ({
        representative: walked.learnedRepresentative[place],
        token,
        mask: walked.learnedMask[place],
        confidence: walked.learnedConfidence[place],
      })),
      cycles,
      waiting,
      lastToken,
      puts,
      ring: [...walked.ring],
    });
    return status.agreed;
  });
}

const flaws = {
  cutShort: 'the log ends inside a record',
  state: 'there is no state of that index',
  token: 'the token is beyond the bound',
  confidence: 'the confidence is no finite number',
  padding: 'the last byte of the record is not 0',
};

/** Says what is damaged; whether anything is. */
function explainDamage(file, { records, faulty, faults }) {
  if (faulty === 0) return false;
  const lines = faults.slice(0, 5).map(({ offset, flaw }) => `  at byte ${offset}: ${flaws[flaw]}\n`);
  const more = faulty > lines.length ? `  … and ${count(faulty - lines.length)} more\n` : '';
  const summary = `${counted(faulty, 'place')} left out, ${counted(records, 'record')} read`;
  process.stderr.write(`loadline: ${file} is damaged: ${summary}\n${lines.join('')}${more}`);
  return true;
}

async function candidates(options, [file, ...words]) {
  if (file === undefined) throw wrong('`states candidates` needs a STORE, a log of records of twelve bytes');
  const { read } = await import('./files.mjs');
  const publicLog = (await read(file)).bytes;
  const privateLog = options.private === undefined ? undefined : (await read(options.private)).bytes;
  const wanted = words.length > 0 ? await wantedOf(words, options.index) : (space) => Float64Array.of(space.summary().archetype);
  return withSpace(async (space) => {
    const states = wanted(space);
    const store = space.openStore(publicLog, privateLog, { view: options.view });
    try {
      const report = store.report();
      const damaged = [explainDamage(file, report.public), explainDamage(options.private, report.private)].includes(true);
      const { most, 'pull-limit': pullLimit, 'budget-ms': budgetMs } = options;
      for (const row of rowsOf(space.describe(states))) {
        const { token, score, exon } = store.candidates(row.index, { most, pullLimit, budgetMs });
        const found = Array.from(token, (each, place) => ({ token: each, score: score[place], exon: exon[place] }));
        if (options.json) print({ store: file, report, state: row, candidates: found });
        else {
          const cells = found.map((one) => [`  ${count(one.token)}`, one.score.toFixed(6), `0x${one.exon.toString(16).padStart(2, '0')}`]);
          process.stdout.write(`${hex(row.state)}, index ${count(row.index)}: ${counted(found.length, 'candidate')}\n`);
          if (found.length > 0) process.stdout.write(table([['  token', 'score', 'exon'], ...cells], [0, 1, 2]));
        }
      }
      return damaged ? status.badInput : status.agreed;
    } finally {
      store.free();
    }
  });
}

const actions = { build, theta, walk, candidates };
const views = ['agent', 'overlay', 'canonicalOverlay', 'public', 'canonical', 'private', 'readOnly'];

export const states = {
  summary: 'the space of states: build it, theta, walks of bytes, candidates of a store',
  usage: 'build | theta STATE… | walk TEXT | candidates STORE [STATE…]   [OPTION…]',
  options: {
    index: { help: 'theta, candidates: the numbers are indices, not states' },
    hex: { value: 'DIGITS', help: 'walk: bytes as hexadecimal digits' },
    file: { value: 'FILE', help: 'walk: the bytes of a file, or - for standard input' },
    tokens: { value: 'N,N…', help: 'walk: the bytes that spell tokens' },
    from: { value: 'INDEX', whole: 0, help: 'walk: where it begins (the archetype, 549871)' },
    semantics: {
      value: 'S',
      help: 'walk: loadline, or as published per-byte or bulk (loadline)',
      choice: ['loadline', 'per-byte', 'bulk'],
    },
    private: { value: 'FILE', help: 'candidates: the private log above the store' },
    view: { value: 'V', help: `candidates: ${views.join(', ')} (agent)`, choice: views },
    most: { value: 'N', whole: 1, help: 'candidates: how many at most (100)' },
    'pull-limit': { value: 'N', whole: 1, help: 'candidates: entries after which the search ends; published 512 (none)' },
    'budget-ms': { value: 'N', whole: 0, help: 'candidates: milliseconds after which it ends; published 20 (none)' },
    json: { help: 'for machines, an object; candidates prints one a state' },
  },
  details: [
    'A STATE is a word of 48 bits, decimal or as 0xA9556AA9556A; - stands for numbers from standard input.',
    'A STORE is a log of records of twelve bytes. What is damaged in it is told on standard error, all else is read; the exit status is then 2.',
  ],
  files: 'some',
  needs: 'one of build, theta, walk, candidates',
  async run(options, [action, ...words]) {
    if (!Object.hasOwn(actions, action)) throw wrong(`\`states\` needs one of ${Object.keys(actions).join(', ')}, not \`${action}\``);
    return actions[action](options, words);
  },
};
