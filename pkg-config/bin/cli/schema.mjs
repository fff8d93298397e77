// loadline schema

export const schema = {
  summary: 'the JSON Schema of a scenario file',
  usage: '[--of FORM]',
  options: {
    of: {
      value: 'FORM',
      choice: ['scenario', 'flow-sound', 'states', 'contracts'],
      help: 'scenario (a published day of traffic, the default), flow-sound, states or contracts',
    },
  },
  files: 'none',
  async run({ of }) {
    const { scenarioSchema } = await import('./library.mjs');
    const text = scenarioSchema(of);
    process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    return 0;
  },
};
