// Which pairs a command is about.

import { pairs } from './library.mjs';
import { nearest, Usage } from './options.mjs';

/** By the kind of a scenario: the names of all pairs that are asked about it, or the one that `--pair` names. */
export function chosenPairs(name, command) {
  const all = pairs();
  if (name === undefined) return (kind) => all.filter((pair) => pair.kind === kind).map((pair) => pair.name);
  const names = all.map((pair) => pair.name);
  if (names.includes(name)) return () => [name];
  const meant = nearest(name, names) ?? names.find((each) => each.endsWith(`/${name}`));
  throw new Usage(`there is no pair \`${name}\`; ${meant ? `did you mean \`${meant}\`?` : `there are ${names.join(', ')}`}`, command);
}
