// Original file: proto/faceengine/v1/galleries.proto

import type { GalleryBackend as _faceengine_v1_GalleryBackend, GalleryBackend__Output as _faceengine_v1_GalleryBackend__Output } from '../../faceengine/v1/GalleryBackend.js';
import type { GalleryPhase as _faceengine_v1_GalleryPhase, GalleryPhase__Output as _faceengine_v1_GalleryPhase__Output } from '../../faceengine/v1/GalleryPhase.js';
import type { Long } from '@grpc/proto-loader';

/**
 * The gallery of one server.
 */
export interface GalleriesGetStatusResponse {
  /**
   * What holds the references.
   */
  'backend'?: (_faceengine_v1_GalleryBackend);
  /**
   * Whether it can be searched.
   */
  'phase'?: (_faceengine_v1_GalleryPhase);
  /**
   * References held.
   */
  'references'?: (number);
  /**
   * References to be held when loading is over; 0 before it is known.
   */
  'total'?: (number);
  /**
   * Memory of the index, bytes; 0 where another service holds it.
   */
  'bytes'?: (number | string | Long);
  /**
   * Its limit, bytes.
   */
  'bytesMax'?: (number | string | Long);
  /**
   * The last change of the database that is in it.
   */
  'changeSequence'?: (number | string | Long);
  /**
   * Templates that do not open, which no search can find; the log says why. 0 when all is well.
   */
  'templatesUnopened'?: (number);
}

/**
 * The gallery of one server.
 */
export interface GalleriesGetStatusResponse__Output {
  /**
   * What holds the references.
   */
  'backend': (_faceengine_v1_GalleryBackend__Output);
  /**
   * Whether it can be searched.
   */
  'phase': (_faceengine_v1_GalleryPhase__Output);
  /**
   * References held.
   */
  'references': (number);
  /**
   * References to be held when loading is over; 0 before it is known.
   */
  'total': (number);
  /**
   * Memory of the index, bytes; 0 where another service holds it.
   */
  'bytes': (number);
  /**
   * Its limit, bytes.
   */
  'bytesMax': (number);
  /**
   * The last change of the database that is in it.
   */
  'changeSequence': (number);
  /**
   * Templates that do not open, which no search can find; the log says why. 0 when all is well.
   */
  'templatesUnopened': (number);
}
