// The page's policy, in one place: the server sends it as a header, the build writes it into index.html as a <meta> tag.
//
// `blob:` in worker-src: a policy in a <meta> tag does not bind a worker started from a URL, but a worker started from a
// one-line blob module inherits the page's policy. So the page starts its worker that way on every host (src/worker/client.ts).
export const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Headers of every response: the policy, and isolation, which gives the page a finer clock. */
export const headers = {
  "Content-Security-Policy": policy,
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
};
