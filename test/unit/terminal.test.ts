import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import { terminal } from '../../src/cli/terminal.js';

/** A stream that says it is a terminal, and keeps what it is told. */
function screen(): { readonly stream: NodeJS.WriteStream & { fd: 2 }; readonly text: () => string } {
  const told: string[] = [];
  const stream = Object.assign(Object.create(WriteStream.prototype) as NodeJS.WriteStream & { fd: 2 }, {
    isTTY: true,
    columns: 80,
    write: (text: string) => told.push(text) > 0,
    cursorTo: () => true,
    moveCursor: () => true,
    clearLine: () => true,
  });
  return { stream, text: () => told.join('') };
}

const [HIDDEN, SHOWN] = ['\u001b[?25l', '\u001b[?25h'];
const out = new PassThrough() as unknown as NodeJS.WriteStream;

test('a signal gives the terminal its cursor back', () => {
  const { stream, text } = screen();
  const heard: string[] = [];
  // With a listener of its own the process goes on.
  const listener = (signal: string): void => void heard.push(signal);
  process.on('SIGINT', listener);
  const before = process.listenerCount('SIGTERM');
  try {
    const bar = terminal(false, out, stream).progress(10, 'pictures');
    bar.step();
    expect(text().lastIndexOf(HIDDEN)).toBeGreaterThan(text().lastIndexOf(SHOWN));
    process.emit('SIGINT', 'SIGINT');
    expect(text().lastIndexOf(SHOWN)).toBeGreaterThan(text().lastIndexOf(HIDDEN));
    expect({ heard, left: process.listenerCount('SIGTERM') }).toEqual({ heard: ['SIGINT'], left: before });
  } finally {
    process.off('SIGINT', listener);
  }
});

test('a bar that ends leaves no listener', () => {
  const before = [process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')];
  const bar = terminal(false, out, screen().stream).progress(1, 'pictures');
  bar.end();
  expect([process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')]).toEqual(before);
});
