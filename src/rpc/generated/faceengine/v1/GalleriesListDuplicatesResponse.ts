// Original file: proto/faceengine/v1/galleries.proto

import type { DuplicatePair as _faceengine_v1_DuplicatePair, DuplicatePair__Output as _faceengine_v1_DuplicatePair__Output } from '../../faceengine/v1/DuplicatePair.js';

/**
 * One page.
 */
export interface GalleriesListDuplicatesResponse {
  /**
   * At most page_size.
   */
  'pairs'?: (_faceengine_v1_DuplicatePair)[];
  /**
   * Opaque and signed; empty at the end. The last page can be empty.
   */
  'nextPageToken'?: (string);
}

/**
 * One page.
 */
export interface GalleriesListDuplicatesResponse__Output {
  /**
   * At most page_size.
   */
  'pairs': (_faceengine_v1_DuplicatePair__Output)[];
  /**
   * Opaque and signed; empty at the end. The last page can be empty.
   */
  'nextPageToken': (string);
}
