import type { Recognition } from '../recognition/recognition.js';
import type { Subject } from '../recognition/ports.js';
import { exitCodes, table, type Terminal } from './terminal.js';

const PAGE = 1000;
const call = () => ({ signal: new AbortController().signal });

export async function listAllSubjects(recognition: Recognition, terminal: Terminal): Promise<number> {
  const subjects: Subject[] = [];
  for (let after: string | null = null; ;) {
    const page = await recognition.listSubjects({ after, limit: PAGE }, call());
    subjects.push(...page);
    after = page.at(-1)?.subjectId ?? null;
    if (page.length < PAGE) break;
  }
  const rows = subjects.map(({ subjectId, createdAt }) => [subjectId, createdAt.toISOString()]);
  terminal.result({ subjects }, table(['subject', 'created'], rows));
  return exitCodes.ok;
}

export async function showSubject(recognition: Recognition, subjectId: string, terminal: Terminal): Promise<number> {
  const subject = await recognition.getSubject(subjectId, call());
  const templates = await recognition.listTemplates(subjectId, call());
  const rows = templates.map(({ templateId, modelId, version, framesUsed, quality, createdAt }) => [
    templateId,
    modelId,
    String(version),
    String(framesUsed),
    quality.toFixed(0),
    createdAt.toISOString(),
  ]);
  terminal.result({ ...subject, templates }, [
    `${subject.subjectId}, created ${subject.createdAt.toISOString()}`,
    ...table(['template', 'model', 'version', 'frames', 'quality', 'created'], rows),
  ]);
  return exitCodes.ok;
}

export async function createOneSubject(
  recognition: Recognition,
  subjectId: string,
  terminal: Terminal,
): Promise<number> {
  const subject = await recognition.createSubject({ subjectId, tags: [] }, null, call());
  terminal.result(subject, [`created ${subject.subjectId}`]);
  return exitCodes.ok;
}

export async function deleteOneSubject(
  recognition: Recognition,
  subjectId: string,
  terminal: Terminal,
): Promise<number> {
  const receipt = await recognition.deleteSubject(subjectId, null, call());
  terminal.result(receipt, [`deleted ${receipt.subjectId} with ${receipt.templatesDeleted} templates`]);
  return exitCodes.ok;
}
