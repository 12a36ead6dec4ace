// Original file: proto/faceengine/v1/galleries.proto

/**
 * How far a job is.
 */
export const JobState = {
  /**
   * Never sent; treat it as FAILED.
   */
  JOB_STATE_UNSPECIFIED: 'JOB_STATE_UNSPECIFIED',
  /**
   * It waits for another one to end.
   */
  JOB_STATE_PENDING: 'JOB_STATE_PENDING',
  /**
   * It is at work.
   */
  JOB_STATE_RUNNING: 'JOB_STATE_RUNNING',
  /**
   * It has ended well.
   */
  JOB_STATE_SUCCEEDED: 'JOB_STATE_SUCCEEDED',
  /**
   * It ended with a fault.
   */
  JOB_STATE_FAILED: 'JOB_STATE_FAILED',
  /**
   * Jobs.Cancel ended it.
   */
  JOB_STATE_CANCELLED: 'JOB_STATE_CANCELLED',
  /**
   * The server it ran in has ended or lost the database; it does not go on. Start another one.
   */
  JOB_STATE_INTERRUPTED: 'JOB_STATE_INTERRUPTED',
} as const;

/**
 * How far a job is.
 */
export type JobState =
  /**
   * Never sent; treat it as FAILED.
   */
  | 'JOB_STATE_UNSPECIFIED'
  | 0
  /**
   * It waits for another one to end.
   */
  | 'JOB_STATE_PENDING'
  | 1
  /**
   * It is at work.
   */
  | 'JOB_STATE_RUNNING'
  | 2
  /**
   * It has ended well.
   */
  | 'JOB_STATE_SUCCEEDED'
  | 3
  /**
   * It ended with a fault.
   */
  | 'JOB_STATE_FAILED'
  | 4
  /**
   * Jobs.Cancel ended it.
   */
  | 'JOB_STATE_CANCELLED'
  | 5
  /**
   * The server it ran in has ended or lost the database; it does not go on. Start another one.
   */
  | 'JOB_STATE_INTERRUPTED'
  | 6

/**
 * How far a job is.
 */
export type JobState__Output = typeof JobState[keyof typeof JobState]
