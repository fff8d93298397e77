// The machine that the times were taken on, in one line.

import { cpus } from 'node:os';

export function host() {
  const processors = cpus();
  const model = processors[0]?.model.replace(/\s+/g, ' ').trim() || 'unknown processor';
  return `Node ${process.versions.node} (V8 ${process.versions.v8}), ${process.platform} ${process.arch}, ${model}, ${processors.length} ${processors.length === 1 ? 'core' : 'cores'}`;
}
