// Original file: proto/faceengine/v1/biometrics.proto

import type { DeviceKey as _faceengine_v1_DeviceKey, DeviceKey__Output as _faceengine_v1_DeviceKey__Output } from '../../faceengine/v1/DeviceKey.js';

/**
 * What is to be enrolled.
 */
export interface EnrollConfig {
  /**
   * 1–128 characters of [A-Za-z0-9._:@-].
   */
  'subjectId'?: (string);
  /**
   * A name of Policies.List, such as "passive" or "active"; empty: the server's default.
   */
  'policy'?: (string);
  /**
   * Whether a template of the same model that is there already is replaced; otherwise TEMPLATE_EXISTS.
   */
  'replace'?: (boolean);
  /**
   * 1–128 characters of [A-Za-z0-9._:@-]: the same id and request within 24 hours get the same answer, and nothing is done
   * twice. Empty: every call stands alone.
   */
  'requestId'?: (string);
  /**
   * The key of the device that captures: bound to the subject with its template, in one transaction. Every frame must be
   * signed with it. Streams only.
   */
  'deviceKey'?: (_faceengine_v1_DeviceKey | null);
  /**
   * Words of the caller's that searches can be narrowed to, as in Subjects.Update: at most 16. A subject that is there
   * already gets them in the place of those it had; none here: it keeps them.
   */
  'tags'?: (string)[];
}

/**
 * What is to be enrolled.
 */
export interface EnrollConfig__Output {
  /**
   * 1–128 characters of [A-Za-z0-9._:@-].
   */
  'subjectId': (string);
  /**
   * A name of Policies.List, such as "passive" or "active"; empty: the server's default.
   */
  'policy': (string);
  /**
   * Whether a template of the same model that is there already is replaced; otherwise TEMPLATE_EXISTS.
   */
  'replace': (boolean);
  /**
   * 1–128 characters of [A-Za-z0-9._:@-]: the same id and request within 24 hours get the same answer, and nothing is done
   * twice. Empty: every call stands alone.
   */
  'requestId': (string);
  /**
   * The key of the device that captures: bound to the subject with its template, in one transaction. Every frame must be
   * signed with it. Streams only.
   */
  'deviceKey': (_faceengine_v1_DeviceKey__Output | null);
  /**
   * Words of the caller's that searches can be narrowed to, as in Subjects.Update: at most 16. A subject that is there
   * already gets them in the place of those it had; none here: it keeps them.
   */
  'tags': (string)[];
}
