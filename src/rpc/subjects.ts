import { idOf, tagsOf } from '../recognition/ids.js';
import type { Recognition } from '../recognition/recognition.js';
import type { SubjectsHandlers } from './generated/faceengine/v1/Subjects.js';
import type { Adapter } from './handler.js';
import { createPageTokens, type Sign } from './page-token.js';
import { toWireDeviceKey, toWireReceipt, toWireSubject } from './wire-answers.js';
import { optionalIdOf, pageSizeOf } from './wire-requests.js';

/** faceengine.v1.Subjects. */
export function subjectsService(adapter: Adapter, recognition: Recognition, sign: Sign): SubjectsHandlers {
  const pages = createPageTokens('faceengine.v1.Subjects/List', sign);
  return {
    Create: adapter.unary(async (request, call) => {
      const subject = { subjectId: idOf(request.subjectId, 'subject_id'), tags: tagsOf(request.tags, 'tags') };
      const requestId = optionalIdOf(request.requestId, 'request_id');
      return { subject: toWireSubject(await recognition.createSubject(subject, requestId, call)) };
    }),
    Update: adapter.unary(async (request, call) => {
      const subject = { subjectId: idOf(request.subjectId, 'subject_id'), tags: tagsOf(request.tags, 'tags') };
      const requestId = optionalIdOf(request.requestId, 'request_id');
      return { subject: toWireSubject(await recognition.updateSubject(subject, requestId, call)) };
    }),
    Get: adapter.unary(async (request, call) => {
      const subjectId = idOf(request.subjectId, 'subject_id');
      return { subject: toWireSubject(await recognition.getSubject(subjectId, call)) };
    }),
    List: adapter.unary(async (request, call) => {
      const limit = pageSizeOf(request.pageSize);
      const after = pages.read(request.pageToken);
      const subjects = await recognition.listSubjects({ after, limit }, call);
      const last = subjects.length < limit ? undefined : subjects.at(-1);
      return {
        subjects: subjects.map(toWireSubject),
        nextPageToken: last === undefined ? '' : pages.write(last.subjectId),
      };
    }),
    ListDeviceKeys: adapter.unary(async (request, call) => {
      const subjectId = idOf(request.subjectId, 'subject_id');
      return { deviceKeys: (await recognition.listDeviceKeys(subjectId, call)).map(toWireDeviceKey) };
    }),
    DeleteDeviceKey: adapter.unary(async (request, call) => {
      const name = { subjectId: idOf(request.subjectId, 'subject_id'), keyId: idOf(request.keyId, 'key_id') };
      const requestId = optionalIdOf(request.requestId, 'request_id');
      return { deviceKey: toWireDeviceKey(await recognition.deleteDeviceKey(name, requestId, call)) };
    }),
    Delete: adapter.unary(async (request, call) => {
      const subjectId = idOf(request.subjectId, 'subject_id');
      const requestId = optionalIdOf(request.requestId, 'request_id');
      return { receipt: toWireReceipt(await recognition.deleteSubject(subjectId, requestId, call)) };
    }),
  };
}
