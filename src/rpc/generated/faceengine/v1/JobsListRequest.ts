// Original file: proto/faceengine/v1/galleries.proto


/**
 * Which page.
 */
export interface JobsListRequest {
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
 * Which page.
 */
export interface JobsListRequest__Output {
  /**
   * 1–1000; 0: 100.
   */
  'pageSize': (number);
  /**
   * `next_page_token` of the page before, as it came; empty: the first page.
   */
  'pageToken': (string);
}
