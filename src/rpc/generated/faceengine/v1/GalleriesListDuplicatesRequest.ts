// Original file: proto/faceengine/v1/galleries.proto


/**
 * Which job, which page.
 */
export interface GalleriesListDuplicatesRequest {
  /**
   * As FindDuplicates gave it.
   */
  'jobId'?: (string);
  /**
   * 1–1000; 0: 100.
   */
  'pageSize'?: (number);
  /**
   * `next_page_token` of the page before, as it came; empty: the first page.
   */
  'pageToken'?: (string);
}

/**
 * Which job, which page.
 */
export interface GalleriesListDuplicatesRequest__Output {
  /**
   * As FindDuplicates gave it.
   */
  'jobId': (string);
  /**
   * 1–1000; 0: 100.
   */
  'pageSize': (number);
  /**
   * `next_page_token` of the page before, as it came; empty: the first page.
   */
  'pageToken': (string);
}
