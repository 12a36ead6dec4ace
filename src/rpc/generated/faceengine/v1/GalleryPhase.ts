// Original file: proto/faceengine/v1/galleries.proto

/**
 * Whether it can be searched.
 */
export const GalleryPhase = {
  /**
   * Never sent.
   */
  GALLERY_PHASE_UNSPECIFIED: 'GALLERY_PHASE_UNSPECIFIED',
  /**
   * No search is allowed (SEARCH_PERMISSIONS), and nothing is held.
   */
  GALLERY_PHASE_OFF: 'GALLERY_PHASE_OFF',
  /**
   * Templates are being opened: GALLERY_LOADING.
   */
  GALLERY_PHASE_LOADING: 'GALLERY_PHASE_LOADING',
  /**
   * Searches are complete.
   */
  GALLERY_PHASE_READY: 'GALLERY_PHASE_READY',
  /**
   * A search would not be complete, for want of memory: GALLERY_FULL.
   */
  GALLERY_PHASE_FULL: 'GALLERY_PHASE_FULL',
  /**
   * The database is out of reach, and changes of other servers may be missing.
   */
  GALLERY_PHASE_STALE: 'GALLERY_PHASE_STALE',
} as const;

/**
 * Whether it can be searched.
 */
export type GalleryPhase =
  /**
   * Never sent.
   */
  | 'GALLERY_PHASE_UNSPECIFIED'
  | 0
  /**
   * No search is allowed (SEARCH_PERMISSIONS), and nothing is held.
   */
  | 'GALLERY_PHASE_OFF'
  | 1
  /**
   * Templates are being opened: GALLERY_LOADING.
   */
  | 'GALLERY_PHASE_LOADING'
  | 2
  /**
   * Searches are complete.
   */
  | 'GALLERY_PHASE_READY'
  | 3
  /**
   * A search would not be complete, for want of memory: GALLERY_FULL.
   */
  | 'GALLERY_PHASE_FULL'
  | 4
  /**
   * The database is out of reach, and changes of other servers may be missing.
   */
  | 'GALLERY_PHASE_STALE'
  | 5

/**
 * Whether it can be searched.
 */
export type GalleryPhase__Output = typeof GalleryPhase[keyof typeof GalleryPhase]
