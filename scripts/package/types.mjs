// Reads the types that wasm-bindgen generated from the Rust: cuts away how the wasm is started, and lists what each function takes.

const withoutComments = (text) => text.replace(/\/\*[\s\S]*?\*\//g, '');

/** The part about the library itself, as the package ships it. */
export function publicTypes(generated) {
  const end = generated.indexOf('export type InitInput');
  if (end === -1) throw new Error('the generated types have no `InitInput`: has wasm-bindgen changed its layout?');
  return (
    generated
      .slice(0, end)
      .replace(/^\/\* (tslint|eslint).*\n/gm, '')
      // wasm-bindgen also takes plain arrays; the package does not, since a wrong element would pass unseen.
      .replaceAll(' | number[]', '')
      .replaceAll(' | bigint[]', '')
      .replace(/(?:\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?export function (?:__\w+|start)\(\): void;\n+/g, '')
      .trimEnd() + '\n'
  );
}

/** Splits at commas that are not inside brackets. */
function splitParameters(text) {
  const parts = [];
  let depth = 0;
  let part = '';
  for (const letter of text) {
    if ('<([{'.includes(letter)) depth += 1;
    if ('>)]}'.includes(letter)) depth -= 1;
    if (letter === ',' && depth === 0) {
      parts.push(part);
      part = '';
    } else part += letter;
  }
  if (part.trim() !== '') parts.push(part);
  return parts;
}

/** What a parameter takes: the name of a type, the texts of a choice, or the settings of an object. */
function kindOf(type, types) {
  if (/^\([\s\S]*\) =>/.test(type.trim())) return 'Function';
  if (/^(unknown|any)$/.test(type.trim())) return undefined; // whatever it is
  const bare = type
    .split('|')
    .map((each) => each.trim())
    .filter((each) => each !== 'null' && each !== 'undefined')
    .join(' | ');
  const parts = bare.split(' & ');
  if (parts.length > 1) return { keys: parts.flatMap((part) => kindOf(part, types).keys) };
  const partial = bare.match(/^Partial<(\w+)>$/);
  if (partial) return kindOf(partial[1], types);
  if (/^\{.*\}$/.test(bare)) return { keys: [...bare.matchAll(/(\w+)\??:/g)].map((match) => match[1]) };
  if (bare === 'Quantity') return 'quantity';
  if (new RegExp(`export class ${bare.replace(/\W/g, '\\$&')} \\{`).test(types)) return `class ${bare}`;
  const alias = types.match(new RegExp(`export type ${bare.replace(/\W/g, '\\$&')} = ([^;]+);`));
  if (alias) return kindOf(alias[1], types);
  if (/^"[^"]*"( \| "[^"]*")*$/.test(bare)) return JSON.parse(`[${bare.replaceAll(' | ', ', ')}]`);
  const described = types.match(new RegExp(`export interface ${bare.replace(/\W/g, '\\$&')} \\{([\\s\\S]*?)\\n\\}`));
  if (described) return { keys: [...described[1].matchAll(/^ {4}(\w+)\??:/gm)].map((match) => match[1]) };
  if (/^(string|number|boolean|(Big)?(Ui|I)nt(8|16|32|64)Array|Float(32|64)Array)$/.test(bare)) return bare;
  throw new Error(`a function takes \`${type}\`, and check.js does not know how to check that`);
}

function parametersOf(text, types) {
  return splitParameters(text).map((part) => {
    const [, name, mark, type] = part.trim().match(/^(\w+)(\??): ([\s\S]+)$/);
    return { name, kind: kindOf(type, types), ...(mark === '?' ? { optional: true } : {}) };
  });
}

/** The functions and classes of the library, each with what it takes. */
export function signatures(publicText) {
  const types = withoutComments(publicText);
  const functions = {};
  for (const [, name, parameters] of types.matchAll(/^export function (\w+)\(([\s\S]*?)\): [^;]+;/gm)) {
    functions[name] = parametersOf(parameters, types);
  }
  const classes = {};
  for (const [, name, body] of types.matchAll(/^export class (\w+) \{([\s\S]*?)\n\}/gm)) {
    classes[name] = {};
    for (const [, method, parameters] of body.matchAll(/^ {4}(?:static )?(\w+)\(([\s\S]*?)\): [^;]+;/gm)) {
      if (method !== 'free') classes[name][method] = parametersOf(parameters, types);
    }
  }
  return { functions, classes };
}

/** The source of api.js: every export of the glue behind its guard. */
export function apiSource({ functions, classes }) {
  const asSource = (described) => JSON.stringify(described).replace(/"class (\w+)"/g, '$1$$');
  const names = Object.keys(functions).filter((name) => name !== 'lastPanic'); // guard.js has its own, which outlives a new start
  const lines = [
    '// Made by scripts/package/assemble.mjs from the types that wasm-bindgen wrote.',
    '',
    `import { ${[...Object.keys(classes), ...names].map((name) => `${name} as ${name}$`).join(', ')} } from './lib.js';`,
    "import { guardClass, guardFunction } from './guard.js';",
    '',
  ];
  for (const name of names) lines.push(`export const ${name} = guardFunction('${name}', ${name}$, ${asSource(functions[name])});`);
  for (const [name, methods] of Object.entries(classes))
    lines.push(`export const ${name} = guardClass('${name}', ${name}$, ${asSource(methods)});`);
  return `${lines.join('\n')}\n`;
}
