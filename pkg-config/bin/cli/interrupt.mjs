// Ctrl-C leaves the terminal as it was.

import { clearProgress } from './progress.mjs';

/** Ctrl-C takes the line of progress away before it ends the command as it always does. */
export async function interruptible(work) {
  const leave = () => {
    clearProgress();
    process.kill(process.pid, 'SIGINT'); // this listener is gone by now, so nothing stands in its way
  };
  process.once('SIGINT', leave);
  try {
    return await work();
  } finally {
    process.removeListener('SIGINT', leave);
  }
}
