// Which pairs a command is about.

import { pairs } from './library.mjs';
import { nearest, Usage } from './options.mjs';

/** The names of all pairs, or the one that `--pair` names. */
export function chosenPairs(name, command) {
  const names = pairs().map((pair) => pair.name);
  if (name === undefined) return names;
  if (names.includes(name)) return [name];
  const meant = nearest(name, names) ?? names.find((each) => each.endsWith(`/${name}`));
  throw new Usage(`there is no pair \`${name}\`; ${meant ? `did you mean \`${meant}\`?` : `there are ${names.join(', ')}`}`, command);
}
