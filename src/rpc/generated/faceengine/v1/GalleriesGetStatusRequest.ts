// Original file: proto/faceengine/v1/galleries.proto


/**
 * Nothing to choose.
 */
export interface GalleriesGetStatusRequest {
}

/**
 * Nothing to choose.
 */
export interface GalleriesGetStatusRequest__Output {
}
