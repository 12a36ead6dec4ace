import { z } from 'zod';
import { FaceError } from '../errors.js';
import type { Context } from './context.js';
import { withoutKey, type DeviceKeyInfo } from './device-keys.js';
import { galleryFollows } from './gallery-follow.js';
import { once } from './idempotency.js';
import type { Call, PageRequest, Subject, TemplateRow } from './ports.js';
import type { DeletionReceipt, DeviceKeyName, TaggedSubject, TemplateInfo } from './requests.js';

/** Subjects and their templates, without any biometric data. */

const subjects = z.object({
  subjectId: z.string(),
  createdAt: z.coerce.date(),
  // Answers of before there were tags do not say.
  tags: z.array(z.string()).default([]),
});
const receipts = z.object({ subjectId: z.string(), deletedAt: z.coerce.date(), templatesDeleted: z.number() });
const templates = z.object({
  templateId: z.string(),
  subjectId: z.string(),
  modelId: z.string(),
  version: z.number(),
  framesUsed: z.number(),
  quality: z.number(),
  createdAt: z.coerce.date(),
});

const deviceKeyInfos = z.object({ keyId: z.string(), createdAt: z.coerce.date() });

const subjectUnknown = (): FaceError =>
  new FaceError('SUBJECT_UNKNOWN', 'there is no subject of this id', { field: 'subject_id' });
const templateUnknown = (): FaceError =>
  new FaceError('TEMPLATE_UNKNOWN', 'there is no template of this id', { field: 'template_id' });

export async function createSubject(
  context: Context,
  { subjectId, tags }: TaggedSubject,
  requestId: string | null,
  call: Call,
): Promise<Subject> {
  const request = { requestId, method: 'CreateSubject', body: [subjectId, ...tags], answers: subjects };
  return context.store.transaction(
    (unit) =>
      once(context, request, unit, async () => {
        // An enrolment that makes the same subject must find it made or not yet made, never in the making.
        await unit.subjects.lock(subjectId);
        return unit.subjects.insert(subjectId, tags);
      }),
    call,
  );
}

/** Puts other tags in the place of those it has. @throws FaceError SUBJECT_UNKNOWN */
export async function updateSubject(
  context: Context,
  { subjectId, tags }: TaggedSubject,
  requestId: string | null,
  call: Call,
): Promise<Subject> {
  const request = { requestId, method: 'UpdateSubject', body: [subjectId, ...tags], answers: subjects };
  return context.store.transaction(
    (unit) =>
      once(context, request, unit, async () => {
        const subject = (await unit.subjects.lock(subjectId)) && (await unit.subjects.setTags(subjectId, tags));
        if (!subject) throw subjectUnknown();
        return subject;
      }),
    call,
  );
}

export async function getSubject(context: Context, subjectId: string, call: Call): Promise<Subject> {
  const subject = await context.store.transaction((unit) => unit.subjects.find(subjectId), call);
  if (!subject) throw subjectUnknown();
  return subject;
}

export async function listSubjects(context: Context, page: PageRequest, call: Call): Promise<readonly Subject[]> {
  return context.store.transaction((unit) => unit.subjects.list(page), call);
}

/** Deletes the subject, its templates, data keys and device keys in one transaction. */
export async function deleteSubject(
  context: Context,
  subjectId: string,
  requestId: string | null,
  call: Call,
): Promise<DeletionReceipt> {
  const request = { requestId, method: 'DeleteSubject', body: [subjectId], answers: receipts };
  const receipt = await context.store.transaction(
    (unit) =>
      once(context, request, unit, async () => {
        if (!(await unit.subjects.lock(subjectId))) throw subjectUnknown();
        const rows = await unit.templates.listOf(subjectId);
        await unit.subjects.remove(subjectId);
        return { subjectId, deletedAt: new Date(context.clock.nowMs()), templatesDeleted: rows.length };
      }),
    call,
  );
  await galleryFollows(context, call);
  return receipt;
}

export async function listDeviceKeys(
  context: Context,
  subjectId: string,
  call: Call,
): Promise<readonly DeviceKeyInfo[]> {
  return context.store.transaction(async (unit) => {
    if (!(await unit.subjects.find(subjectId))) throw subjectUnknown();
    return (await unit.deviceKeys.listOf(subjectId)).map(withoutKey);
  }, call);
}

/** From then on frames signed with it are refused. */
export async function deleteDeviceKey(
  context: Context,
  { subjectId, keyId }: DeviceKeyName,
  requestId: string | null,
  call: Call,
): Promise<DeviceKeyInfo> {
  const request = { requestId, method: 'DeleteDeviceKey', body: [subjectId, keyId], answers: deviceKeyInfos };
  return context.store.transaction(
    (unit) =>
      once(context, request, unit, async () => {
        await unit.subjects.lock(subjectId);
        const row = await unit.deviceKeys.find(subjectId, keyId);
        if (!row) throw new FaceError('DEVICE_KEY_UNKNOWN', 'the subject has no key of this id', { field: 'key_id' });
        await unit.deviceKeys.remove(subjectId, keyId);
        return withoutKey(row);
      }),
    call,
  );
}

export async function listTemplates(context: Context, subjectId: string, call: Call): Promise<readonly TemplateInfo[]> {
  return context.store.transaction(async (unit) => {
    if (!(await unit.subjects.find(subjectId))) throw subjectUnknown();
    return (await unit.templates.listOf(subjectId)).map(withoutRecord);
  }, call);
}

export async function getTemplate(context: Context, templateId: string, call: Call): Promise<TemplateInfo> {
  const row = await context.store.transaction((unit) => unit.templates.get(templateId), call);
  if (!row) throw templateUnknown();
  return withoutRecord(row);
}

export async function deleteTemplate(
  context: Context,
  templateId: string,
  requestId: string | null,
  call: Call,
): Promise<TemplateInfo> {
  const request = { requestId, method: 'DeleteTemplate', body: [templateId], answers: templates };
  const deleted = await context.store.transaction(
    (unit) =>
      once(context, request, unit, async () => {
        const row = await unit.templates.get(templateId);
        if (!row) throw templateUnknown();
        // A verification that moves this template to another model ends first, or finds it gone.
        await unit.subjects.lock(row.subjectId);
        if (!(await unit.templates.remove(templateId))) throw templateUnknown();
        return withoutRecord(row);
      }),
    call,
  );
  await galleryFollows(context, call);
  return deleted;
}

function withoutRecord(row: TemplateRow): TemplateInfo {
  const { templateId, subjectId, modelId, version, framesUsed, quality, createdAt } = row;
  return { templateId, subjectId, modelId, version, framesUsed, quality, createdAt };
}
