// loadline schema

export const schema = {
  summary: 'the JSON Schema of a scenario file',
  usage: '',
  options: {},
  files: 'none',
  async run() {
    const { scenarioSchema } = await import('./library.mjs');
    const text = scenarioSchema();
    process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    return 0;
  },
};
