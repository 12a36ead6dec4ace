// Original file: proto/faceengine/v1/administration.proto

/**
 * What an enrolment does about a person who is enrolled under another id.
 */
export const DuplicateCheck = {
  /**
   * As OFF.
   */
  DUPLICATE_CHECK_UNSPECIFIED: 'DUPLICATE_CHECK_UNSPECIFIED',
  /**
   * Nothing: nobody is searched for.
   */
  DUPLICATE_CHECK_OFF: 'DUPLICATE_CHECK_OFF',
  /**
   * It is refused with DUPLICATE_PERSON. Such a policy enrols nobody where `duplicate-check` is not among the permissions
   * of the server, or the gallery is not loaded.
   */
  DUPLICATE_CHECK_REFUSE: 'DUPLICATE_CHECK_REFUSE',
} as const;

/**
 * What an enrolment does about a person who is enrolled under another id.
 */
export type DuplicateCheck =
  /**
   * As OFF.
   */
  | 'DUPLICATE_CHECK_UNSPECIFIED'
  | 0
  /**
   * Nothing: nobody is searched for.
   */
  | 'DUPLICATE_CHECK_OFF'
  | 1
  /**
   * It is refused with DUPLICATE_PERSON. Such a policy enrols nobody where `duplicate-check` is not among the permissions
   * of the server, or the gallery is not loaded.
   */
  | 'DUPLICATE_CHECK_REFUSE'
  | 2

/**
 * What an enrolment does about a person who is enrolled under another id.
 */
export type DuplicateCheck__Output = typeof DuplicateCheck[keyof typeof DuplicateCheck]
