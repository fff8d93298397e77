// `import` and `require` share one instance: this is the CommonJS file under another name.

export * from './node.cjs';
