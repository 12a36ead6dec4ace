// Original file: proto/faceengine/v1/galleries.proto

/**
 * What holds the references.
 */
export const GalleryBackend = {
  /**
   * Never sent.
   */
  GALLERY_BACKEND_UNSPECIFIED: 'GALLERY_BACKEND_UNSPECIFIED',
  /**
   * The index in the server's own process.
   */
  GALLERY_BACKEND_NATIVE: 'GALLERY_BACKEND_NATIVE',
  /**
   * Milvus.
   */
  GALLERY_BACKEND_MILVUS: 'GALLERY_BACKEND_MILVUS',
} as const;

/**
 * What holds the references.
 */
export type GalleryBackend =
  /**
   * Never sent.
   */
  | 'GALLERY_BACKEND_UNSPECIFIED'
  | 0
  /**
   * The index in the server's own process.
   */
  | 'GALLERY_BACKEND_NATIVE'
  | 1
  /**
   * Milvus.
   */
  | 'GALLERY_BACKEND_MILVUS'
  | 2

/**
 * What holds the references.
 */
export type GalleryBackend__Output = typeof GalleryBackend[keyof typeof GalleryBackend]
