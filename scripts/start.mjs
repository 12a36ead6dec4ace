// npm start: face-engine serve, with the arguments given.
process.argv.splice(2, 0, 'serve');
await import('./face-engine.mjs');
