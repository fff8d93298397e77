// One line on standard error that says what is being done, on a terminal only.

let shown = false;

export function progress(text) {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r\u001b[2K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`);
  shown = true;
}

export function clearProgress() {
  if (shown) process.stderr.write('\r\u001b[2K');
  shown = false;
}
