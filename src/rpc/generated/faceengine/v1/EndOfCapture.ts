// Original file: proto/faceengine/v1/types.proto


/**
 * Ends the capture; ending the client's side of the stream means the same.
 */
export interface EndOfCapture {
}

/**
 * Ends the capture; ending the client's side of the stream means the same.
 */
export interface EndOfCapture__Output {
}
