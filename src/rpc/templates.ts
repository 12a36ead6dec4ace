import { idOf } from '../recognition/ids.js';
import type { Recognition } from '../recognition/recognition.js';
import type { TemplatesHandlers } from './generated/faceengine/v1/Templates.js';
import type { Adapter } from './handler.js';
import { toWireFinishedMigration, toWireMigration, toWireTemplate } from './wire-answers.js';
import { modelIdOf, optionalIdOf } from './wire-requests.js';

/** faceengine.v1.Templates. */
export function templatesService(adapter: Adapter, recognition: Recognition): TemplatesHandlers {
  return {
    List: adapter.unary(async (request, call) => {
      const templates = await recognition.listTemplates(idOf(request.subjectId, 'subject_id'), call);
      return { templates: templates.map(toWireTemplate) };
    }),
    Get: adapter.unary(async (request, call) => {
      const template = await recognition.getTemplate(idOf(request.templateId, 'template_id'), call);
      return { template: toWireTemplate(template) };
    }),
    Delete: adapter.unary(async (request, call) => {
      const templateId = idOf(request.templateId, 'template_id');
      const requestId = optionalIdOf(request.requestId, 'request_id');
      return { template: toWireTemplate(await recognition.deleteTemplate(templateId, requestId, call)) };
    }),
    Migrate: adapter.unary(async (request, call) => {
      const fromModelId = modelIdOf(request.fromModelId, 'from_model_id');
      return { migration: toWireMigration(await recognition.migrateTemplates(fromModelId, call)) };
    }),
    GetMigration: adapter.unary(async (_request, call) => ({
      migration: toWireMigration(await recognition.getMigration(call)),
    })),
    FinishMigration: adapter.unary(async (request, call) => {
      const requestId = optionalIdOf(request.requestId, 'request_id');
      return toWireFinishedMigration(await recognition.finishMigration(requestId, call));
    }),
  };
}
