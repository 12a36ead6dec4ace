import { CopiedRows } from '../../src/store/copied-rows.js';

const head = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const int16 = (value: number): Buffer => Buffer.from([(value >> 8) & 255, value & 255]);
const field = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);
const nothing = Buffer.from([255, 255, 255, 255]);
const end = int16(-1);

const codeOf = (work: () => unknown): unknown => {
  try {
    work();
    return 'none';
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
};

test('fields are read in their order, nothing where there is none, and an end', () => {
  const row = Buffer.concat([
    int16(4),
    field(Buffer.from('ä')),
    field(Buffer.from([0, 0, 1, 0])),
    nothing,
    field(head),
  ]);
  const rows = new CopiedRows(Buffer.concat([head, row, end]));
  expect(rows.next(4)).toBe(true);
  expect([rows.text(), rows.integer(), rows.bytes(), rows.bytes()]).toEqual(['ä', 256, null, head]);
  expect(rows.next(4)).toBe(false);
});

test('a time is milliseconds of what PostgreSQL counts from the year 2000', () => {
  const micros = Buffer.alloc(8);
  micros.writeBigInt64BE(-1_500_000n);
  const rows = new CopiedRows(Buffer.concat([head, int16(1), field(micros), end]));
  rows.next(1);
  expect(rows.time().toISOString()).toBe('1999-12-31T23:59:58.500Z');
});

test('bytes of another form are refused', () => {
  expect(codeOf(() => new CopiedRows(Buffer.from('1\t2\n')))).toBe('INTERNAL');
  const rows = () => new CopiedRows(Buffer.concat([head, int16(2), field(Buffer.from([1, 2, 3]))]));
  expect(codeOf(() => rows().next(3))).toBe('INTERNAL');
  const inRow = (read: (row: CopiedRows) => unknown) => () => {
    const row = rows();
    row.next(2);
    return read(row);
  };
  expect(codeOf(inRow((row) => row.integer()))).toBe('INTERNAL');
  expect(codeOf(inRow((row) => [row.bytes(), row.bytes()]))).toBe('INTERNAL');
  const cut = Buffer.concat([head, int16(1), Buffer.from([0, 0, 0, 9]), Buffer.from('cut')]);
  const short = new CopiedRows(cut);
  short.next(1);
  expect(codeOf(() => short.text())).toBe('INTERNAL');
});
