import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pairsFileOf, readDataset, readPairs } from '../../../src/evaluation/data/dataset.js';
import { groupsFileOf, NO_GROUP, readGroups } from '../../../src/evaluation/data/groups.js';
import { correctedIdentities, isDisputed, readLabelErrors } from '../../../src/evaluation/data/label-errors.js';

const made: string[] = [];
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'face-engine-dataset-'));
  made.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const people = { 'images/Bo/2.png': '', 'images/Bo/1.jpg': '', 'images/Al/1.WEBP': '', 'images/Al/notes.txt': '' };

test('people are folders below images, in name order', () => {
  const folder = folderOf({ ...people, 'images/readme.md': '', 'images/Empty/no.txt': '' });
  const dataset = readDataset(folder);
  expect(dataset).toMatchObject({ name: basename(folder), names: ['Al', 'Bo'] });
  expect(dataset.pictures).toEqual(['Al/1.WEBP', 'Bo/1.jpg', 'Bo/2.png']);
  expect([...dataset.identities]).toEqual([0, 1, 1]);
  expect(dataset.path(1)).toBe(join(folder, 'images/Bo/1.jpg'));
  expect(dataset.below(1)).toBe('images/Bo/1.jpg');
});

test('people may be folders directly below, and a lone list does not hide them', () => {
  const folder = folderOf({ 'Al/1.jpg': '', 'Bo/1.jpg': '', 'pairs.csv': 'mated,a,b\n0,Al/1.jpg,Bo/1.jpg\n' });
  const dataset = readDataset(folder);
  expect(dataset.pictures).toEqual(['Al/1.jpg', 'Bo/1.jpg']);
  expect(dataset.below(0)).toBe('Al/1.jpg');
  expect(readPairs(pairsFileOf(dataset)!, dataset)).toEqual([{ mated: false, a: 0, b: 1 }]);
});

test('what the system puts into folders is nobody, and only files and links are pictures', () => {
  const folder = folderOf({
    ...people,
    'images/Bo/._1.jpg': '',
    'images/.trash/1.jpg': '',
    'images/Di/1.jpg/inner.txt': '',
  });
  symlinkSync(join(folder, 'images/Bo'), join(folder, 'images/Cy'));
  symlinkSync('nowhere', join(folder, 'images/Ed'));
  expect(readDataset(folder).pictures).toEqual(['Al/1.WEBP', 'Bo/1.jpg', 'Bo/2.png', 'Cy/1.jpg', 'Cy/2.png']);
});

test('a file is no folder of data', () => {
  const folder = folderOf({ 'one.jpg': '' });
  expect(() => readDataset(join(folder, 'one.jpg'))).toThrow('there is no folder');
});

test('a folder without people says how it should be laid out', () => {
  expect(() => readDataset(folderOf({ 'one.jpg': '' }))).toThrow('images/PERSON/*.jpg or PERSON/*.jpg; there is none');
  expect(() => readDataset('/nowhere/at/all')).toThrow('there is no folder');
});

test.each([
  ['a,b\n', 'line 1: the header mated,a,b is expected'],
  ['', 'is empty'],
  ['mated,a,b\n1,Al/1.WEBP,Bo/1.jpg\n2,Al/1.WEBP,Bo/1.jpg', 'line 3: 1 or 0 and two pictures'],
  ['mated,a,b\n1,Al/1.WEBP,Bo/1.jpg,more', 'line 2: 1 or 0 and two pictures'],
  ['mated,a,b\n\n1,Al/9.jpg,Bo/1.jpg', 'line 3: the first picture is none of'],
  ['mated,a,b\n1,Al/1.WEBP', 'line 2: the second picture is none of'],
  ['mated,a,b\n', 'holds no pair'],
  ['mated,a,b\n1,"Al/1.WEBP,Bo/1.jpg"', 'line 2: the first picture is none of'],
])('a list of pairs %j is refused with its line', (text, sentence) => {
  const folder = folderOf({ ...people, 'list.csv': text });
  expect(() => readPairs(join(folder, 'list.csv'), readDataset(folder))).toThrow(sentence);
});

test('a list may quote names and write pictures as results do', () => {
  const folder = folderOf({
    'images/Bo, "the" one/1.jpg': '',
    'images/Al/1.jpg': '',
    'list.csv': 'mated,a,b\n"0", "Bo, ""the"" one/1.jpg" ,images/Al/1.jpg\n',
  });
  expect(readPairs(join(folder, 'list.csv'), readDataset(folder))).toEqual([{ mated: false, a: 1, b: 0 }]);
  writeFileSync(join(folder, 'groups.csv'), 'identity,sex,age\n"Bo, ""the"" one",,old\nAl,"",young\n');
  const [sex, age] = readGroups(join(folder, 'groups.csv'), readDataset(folder));
  expect([sex!.values, [...age!.groupOf]]).toEqual([[], [1, 0]]);
});

test('a list may have a byte order mark, spaces and Windows line ends', () => {
  const folder = folderOf({ ...people, 'list.csv': '\uFEFFmated, a, b\r\n1, Bo/1.jpg, Bo/2.png\r\n\r\n' });
  expect(readPairs(join(folder, 'list.csv'), readDataset(folder))).toEqual([{ mated: true, a: 1, b: 2 }]);
});

describe('groups', () => {
  test('are attributes of identities, unknown where empty or not named', () => {
    const folder = folderOf({
      ...people,
      'images/Cy/1.jpg': '',
      'groups.csv': 'identity,sex,age\nAl,m,old\nBo,,young\nNobody,f,old\n',
    });
    const dataset = readDataset(folder);
    const [sex, age] = readGroups(groupsFileOf(dataset)!, dataset);
    expect(sex).toMatchObject({ name: 'sex', values: ['f', 'm'] });
    expect([...sex!.groupOf]).toEqual([1, NO_GROUP, NO_GROUP]);
    expect([...age!.groupOf]).toEqual([age!.values.indexOf('old'), age!.values.indexOf('young'), NO_GROUP]);
  });

  test.each([
    ['name,sex\n', 'line 1: the header identity'],
    ['identity\n', 'line 1: the header identity'],
    ['identity,sex\nAl,m\nAl,f\n', 'line 3: each identity is expected once'],
    ['identity,sex\nAl\n', "line 2: a folder's name and 1 values are expected"],
  ])('%j is refused with its line', (text, sentence) => {
    const folder = folderOf({ ...people, 'groups.csv': text });
    const dataset = readDataset(folder);
    expect(() => readGroups(groupsFileOf(dataset)!, dataset)).toThrow(sentence);
  });
});

describe('label errors', () => {
  test('join folders of one person and make pictures of another unknown', () => {
    const errors = { samePerson: [['Al', 'Bo']], otherPerson: ['Bo/2.png'] };
    const folder = folderOf({ ...people, 'errors.json': JSON.stringify(errors) });
    const dataset = readDataset(folder);
    const corrected = correctedIdentities(dataset, readLabelErrors(join(folder, 'errors.json')));
    expect([...corrected]).toEqual([0, 0, -1]);
    expect(isDisputed(false, 0, 0)).toBe(true);
    expect(isDisputed(true, 0, 0)).toBe(false);
    expect(isDisputed(false, 0, 1)).toBe(false);
    expect(isDisputed(true, 0, 1)).toBe(true);
    expect(isDisputed(true, 0, -1)).toBe(true);
  });

  test('may be either alone; anything else is refused', () => {
    const folder = folderOf({ 'one.json': '{"otherPerson":[]}', 'bad.json': '{"same":[]}' });
    expect(readLabelErrors(join(folder, 'one.json'))).toEqual({ samePerson: [], otherPerson: [] });
    expect(() => readLabelErrors(join(folder, 'bad.json'))).toThrow('must be a JSON object');
    expect(() => readLabelErrors(join(folder, 'none.json'))).toThrow('must be a JSON object');
  });
});
