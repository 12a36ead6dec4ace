// Original file: proto/faceengine/v1/administration.proto

import type { PolicyDocument as _faceengine_v1_PolicyDocument, PolicyDocument__Output as _faceengine_v1_PolicyDocument__Output } from '../../faceengine/v1/PolicyDocument.js';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.js';

/**
 * One version.
 */
export interface PolicyVersion {
  /**
   * `name@version`, as decisions name it.
   */
  'policyVersion'?: (string);
  /**
   * ≥ 1. Version 1 of the built-in names comes with the engine.
   */
  'version'?: (number);
  /**
   * The rules.
   */
  'document'?: (_faceengine_v1_PolicyDocument | null);
  /**
   * True for those that come with the engine.
   */
  'builtIn'?: (boolean);
  /**
   * True when claims that name this policy are decided by this version.
   */
  'active'?: (boolean);
  /**
   * Empty when claims can be decided by it; otherwise what this server lacks, in a sentence.
   */
  'unusable'?: (string);
  /**
   * Server time; absent for built-in versions.
   */
  'createdAt'?: (_google_protobuf_Timestamp | null);
}

/**
 * One version.
 */
export interface PolicyVersion__Output {
  /**
   * `name@version`, as decisions name it.
   */
  'policyVersion': (string);
  /**
   * ≥ 1. Version 1 of the built-in names comes with the engine.
   */
  'version': (number);
  /**
   * The rules.
   */
  'document': (_faceengine_v1_PolicyDocument__Output | null);
  /**
   * True for those that come with the engine.
   */
  'builtIn': (boolean);
  /**
   * True when claims that name this policy are decided by this version.
   */
  'active': (boolean);
  /**
   * Empty when claims can be decided by it; otherwise what this server lacks, in a sentence.
   */
  'unusable': (string);
  /**
   * Server time; absent for built-in versions.
   */
  'createdAt': (_google_protobuf_Timestamp__Output | null);
}
