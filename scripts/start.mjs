// npm start: face-engine serve --dev, with the arguments given. Production runs `face-engine serve`, which starts sealed
// until it is given a key (docs/decisions/0010-npm-start-is-dev.md).
process.argv.splice(2, 0, 'serve', '--dev');
await import('./face-engine.mjs');
