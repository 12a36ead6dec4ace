// Original file: proto/faceengine/v1/galleries.proto

/**
 * What a job does.
 */
export const JobKind = {
  /**
   * Never sent.
   */
  JOB_KIND_UNSPECIFIED: 'JOB_KIND_UNSPECIFIED',
  /**
   * Galleries.FindDuplicates.
   */
  JOB_KIND_FIND_DUPLICATES: 'JOB_KIND_FIND_DUPLICATES',
} as const;

/**
 * What a job does.
 */
export type JobKind =
  /**
   * Never sent.
   */
  | 'JOB_KIND_UNSPECIFIED'
  | 0
  /**
   * Galleries.FindDuplicates.
   */
  | 'JOB_KIND_FIND_DUPLICATES'
  | 1

/**
 * What a job does.
 */
export type JobKind__Output = typeof JobKind[keyof typeof JobKind]
