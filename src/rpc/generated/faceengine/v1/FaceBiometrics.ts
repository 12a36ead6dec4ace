// Original file: proto/faceengine/v1/biometrics.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AnalyzeFrameRequest as _faceengine_v1_AnalyzeFrameRequest, AnalyzeFrameRequest__Output as _faceengine_v1_AnalyzeFrameRequest__Output } from '../../faceengine/v1/AnalyzeFrameRequest.js';
import type { AnalyzeFrameResponse as _faceengine_v1_AnalyzeFrameResponse, AnalyzeFrameResponse__Output as _faceengine_v1_AnalyzeFrameResponse__Output } from '../../faceengine/v1/AnalyzeFrameResponse.js';
import type { CheckLivenessRequest as _faceengine_v1_CheckLivenessRequest, CheckLivenessRequest__Output as _faceengine_v1_CheckLivenessRequest__Output } from '../../faceengine/v1/CheckLivenessRequest.js';
import type { CheckLivenessResponse as _faceengine_v1_CheckLivenessResponse, CheckLivenessResponse__Output as _faceengine_v1_CheckLivenessResponse__Output } from '../../faceengine/v1/CheckLivenessResponse.js';
import type { CompareRequest as _faceengine_v1_CompareRequest, CompareRequest__Output as _faceengine_v1_CompareRequest__Output } from '../../faceengine/v1/CompareRequest.js';
import type { CompareResponse as _faceengine_v1_CompareResponse, CompareResponse__Output as _faceengine_v1_CompareResponse__Output } from '../../faceengine/v1/CompareResponse.js';
import type { EnrollOnceRequest as _faceengine_v1_EnrollOnceRequest, EnrollOnceRequest__Output as _faceengine_v1_EnrollOnceRequest__Output } from '../../faceengine/v1/EnrollOnceRequest.js';
import type { EnrollOnceResponse as _faceengine_v1_EnrollOnceResponse, EnrollOnceResponse__Output as _faceengine_v1_EnrollOnceResponse__Output } from '../../faceengine/v1/EnrollOnceResponse.js';
import type { EnrollRequest as _faceengine_v1_EnrollRequest, EnrollRequest__Output as _faceengine_v1_EnrollRequest__Output } from '../../faceengine/v1/EnrollRequest.js';
import type { EnrollResponse as _faceengine_v1_EnrollResponse, EnrollResponse__Output as _faceengine_v1_EnrollResponse__Output } from '../../faceengine/v1/EnrollResponse.js';
import type { IdentifyRequest as _faceengine_v1_IdentifyRequest, IdentifyRequest__Output as _faceengine_v1_IdentifyRequest__Output } from '../../faceengine/v1/IdentifyRequest.js';
import type { IdentifyResponse as _faceengine_v1_IdentifyResponse, IdentifyResponse__Output as _faceengine_v1_IdentifyResponse__Output } from '../../faceengine/v1/IdentifyResponse.js';
import type { SearchOnceRequest as _faceengine_v1_SearchOnceRequest, SearchOnceRequest__Output as _faceengine_v1_SearchOnceRequest__Output } from '../../faceengine/v1/SearchOnceRequest.js';
import type { SearchOnceResponse as _faceengine_v1_SearchOnceResponse, SearchOnceResponse__Output as _faceengine_v1_SearchOnceResponse__Output } from '../../faceengine/v1/SearchOnceResponse.js';
import type { VerifyOnceRequest as _faceengine_v1_VerifyOnceRequest, VerifyOnceRequest__Output as _faceengine_v1_VerifyOnceRequest__Output } from '../../faceengine/v1/VerifyOnceRequest.js';
import type { VerifyOnceResponse as _faceengine_v1_VerifyOnceResponse, VerifyOnceResponse__Output as _faceengine_v1_VerifyOnceResponse__Output } from '../../faceengine/v1/VerifyOnceResponse.js';
import type { VerifyRequest as _faceengine_v1_VerifyRequest, VerifyRequest__Output as _faceengine_v1_VerifyRequest__Output } from '../../faceengine/v1/VerifyRequest.js';
import type { VerifyResponse as _faceengine_v1_VerifyResponse, VerifyResponse__Output as _faceengine_v1_VerifyResponse__Output } from '../../faceengine/v1/VerifyResponse.js';

/**
 * Enrolment, verification, identification and liveness from a stream of frames or from pictures.
 * 
 * Streams: `config` comes first and once, then frames, then `end`. The server answers `started`, feedback, challenges where
 * the policy asks for them, and exactly one final message, after which it ends the stream. It reads a frame when it has taken the one before: HTTP/2 flow control
 * slows the client. A stream that is cancelled or breaks commits nothing.
 * 
 * A biometric "no" is an answer. Errors carry google.rpc.Status with ErrorInfo in `grpc-status-details-bin`.
 */
export interface FaceBiometricsClient extends grpc.Client {
  /**
   * Measures one picture; nothing is decided or stored.
   */
  AnalyzeFrame(argument: _faceengine_v1_AnalyzeFrameRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_AnalyzeFrameResponse__Output>): grpc.ClientUnaryCall;
  AnalyzeFrame(argument: _faceengine_v1_AnalyzeFrameRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_AnalyzeFrameResponse__Output>): grpc.ClientUnaryCall;
  AnalyzeFrame(argument: _faceengine_v1_AnalyzeFrameRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_AnalyzeFrameResponse__Output>): grpc.ClientUnaryCall;
  AnalyzeFrame(argument: _faceengine_v1_AnalyzeFrameRequest, callback: grpc.requestCallback<_faceengine_v1_AnalyzeFrameResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Measures one picture; nothing is decided or stored.
   */
  analyzeFrame(argument: _faceengine_v1_AnalyzeFrameRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_AnalyzeFrameResponse__Output>): grpc.ClientUnaryCall;
  analyzeFrame(argument: _faceengine_v1_AnalyzeFrameRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_AnalyzeFrameResponse__Output>): grpc.ClientUnaryCall;
  analyzeFrame(argument: _faceengine_v1_AnalyzeFrameRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_AnalyzeFrameResponse__Output>): grpc.ClientUnaryCall;
  analyzeFrame(argument: _faceengine_v1_AnalyzeFrameRequest, callback: grpc.requestCallback<_faceengine_v1_AnalyzeFrameResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Decides whether the frames show a living person.
   */
  CheckLiveness(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_faceengine_v1_CheckLivenessRequest, _faceengine_v1_CheckLivenessResponse__Output>;
  CheckLiveness(options?: grpc.CallOptions): grpc.ClientDuplexStream<_faceengine_v1_CheckLivenessRequest, _faceengine_v1_CheckLivenessResponse__Output>;
  /**
   * Decides whether the frames show a living person.
   */
  checkLiveness(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_faceengine_v1_CheckLivenessRequest, _faceengine_v1_CheckLivenessResponse__Output>;
  checkLiveness(options?: grpc.CallOptions): grpc.ClientDuplexStream<_faceengine_v1_CheckLivenessRequest, _faceengine_v1_CheckLivenessResponse__Output>;
  
  /**
   * Compares two pictures of the caller's; nothing is stored.
   */
  Compare(argument: _faceengine_v1_CompareRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_CompareResponse__Output>): grpc.ClientUnaryCall;
  Compare(argument: _faceengine_v1_CompareRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_CompareResponse__Output>): grpc.ClientUnaryCall;
  Compare(argument: _faceengine_v1_CompareRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_CompareResponse__Output>): grpc.ClientUnaryCall;
  Compare(argument: _faceengine_v1_CompareRequest, callback: grpc.requestCallback<_faceengine_v1_CompareResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Compares two pictures of the caller's; nothing is stored.
   */
  compare(argument: _faceengine_v1_CompareRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_CompareResponse__Output>): grpc.ClientUnaryCall;
  compare(argument: _faceengine_v1_CompareRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_CompareResponse__Output>): grpc.ClientUnaryCall;
  compare(argument: _faceengine_v1_CompareRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_CompareResponse__Output>): grpc.ClientUnaryCall;
  compare(argument: _faceengine_v1_CompareRequest, callback: grpc.requestCallback<_faceengine_v1_CompareResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Stores a template made from the frames.
   */
  Enroll(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_faceengine_v1_EnrollRequest, _faceengine_v1_EnrollResponse__Output>;
  Enroll(options?: grpc.CallOptions): grpc.ClientDuplexStream<_faceengine_v1_EnrollRequest, _faceengine_v1_EnrollResponse__Output>;
  /**
   * Stores a template made from the frames.
   */
  enroll(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_faceengine_v1_EnrollRequest, _faceengine_v1_EnrollResponse__Output>;
  enroll(options?: grpc.CallOptions): grpc.ClientDuplexStream<_faceengine_v1_EnrollRequest, _faceengine_v1_EnrollResponse__Output>;
  
  /**
   * Enroll with pictures instead of a stream.
   */
  EnrollOnce(argument: _faceengine_v1_EnrollOnceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_EnrollOnceResponse__Output>): grpc.ClientUnaryCall;
  EnrollOnce(argument: _faceengine_v1_EnrollOnceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_EnrollOnceResponse__Output>): grpc.ClientUnaryCall;
  EnrollOnce(argument: _faceengine_v1_EnrollOnceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_EnrollOnceResponse__Output>): grpc.ClientUnaryCall;
  EnrollOnce(argument: _faceengine_v1_EnrollOnceRequest, callback: grpc.requestCallback<_faceengine_v1_EnrollOnceResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Enroll with pictures instead of a stream.
   */
  enrollOnce(argument: _faceengine_v1_EnrollOnceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_EnrollOnceResponse__Output>): grpc.ClientUnaryCall;
  enrollOnce(argument: _faceengine_v1_EnrollOnceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_EnrollOnceResponse__Output>): grpc.ClientUnaryCall;
  enrollOnce(argument: _faceengine_v1_EnrollOnceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_EnrollOnceResponse__Output>): grpc.ClientUnaryCall;
  enrollOnce(argument: _faceengine_v1_EnrollOnceRequest, callback: grpc.requestCallback<_faceengine_v1_EnrollOnceResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Finds who of the enrolled subjects the frames show. SEARCH_NOT_ALLOWED without the permission `identify`.
   */
  Identify(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_faceengine_v1_IdentifyRequest, _faceengine_v1_IdentifyResponse__Output>;
  Identify(options?: grpc.CallOptions): grpc.ClientDuplexStream<_faceengine_v1_IdentifyRequest, _faceengine_v1_IdentifyResponse__Output>;
  /**
   * Finds who of the enrolled subjects the frames show. SEARCH_NOT_ALLOWED without the permission `identify`.
   */
  identify(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_faceengine_v1_IdentifyRequest, _faceengine_v1_IdentifyResponse__Output>;
  identify(options?: grpc.CallOptions): grpc.ClientDuplexStream<_faceengine_v1_IdentifyRequest, _faceengine_v1_IdentifyResponse__Output>;
  
  /**
   * Identify with pictures instead of a stream. SEARCH_NOT_ALLOWED without the permission `search-once`.
   */
  SearchOnce(argument: _faceengine_v1_SearchOnceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SearchOnceResponse__Output>): grpc.ClientUnaryCall;
  SearchOnce(argument: _faceengine_v1_SearchOnceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_SearchOnceResponse__Output>): grpc.ClientUnaryCall;
  SearchOnce(argument: _faceengine_v1_SearchOnceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SearchOnceResponse__Output>): grpc.ClientUnaryCall;
  SearchOnce(argument: _faceengine_v1_SearchOnceRequest, callback: grpc.requestCallback<_faceengine_v1_SearchOnceResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Identify with pictures instead of a stream. SEARCH_NOT_ALLOWED without the permission `search-once`.
   */
  searchOnce(argument: _faceengine_v1_SearchOnceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SearchOnceResponse__Output>): grpc.ClientUnaryCall;
  searchOnce(argument: _faceengine_v1_SearchOnceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_SearchOnceResponse__Output>): grpc.ClientUnaryCall;
  searchOnce(argument: _faceengine_v1_SearchOnceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_SearchOnceResponse__Output>): grpc.ClientUnaryCall;
  searchOnce(argument: _faceengine_v1_SearchOnceRequest, callback: grpc.requestCallback<_faceengine_v1_SearchOnceResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Decides whether the frames show the claimed subject.
   */
  Verify(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_faceengine_v1_VerifyRequest, _faceengine_v1_VerifyResponse__Output>;
  Verify(options?: grpc.CallOptions): grpc.ClientDuplexStream<_faceengine_v1_VerifyRequest, _faceengine_v1_VerifyResponse__Output>;
  /**
   * Decides whether the frames show the claimed subject.
   */
  verify(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_faceengine_v1_VerifyRequest, _faceengine_v1_VerifyResponse__Output>;
  verify(options?: grpc.CallOptions): grpc.ClientDuplexStream<_faceengine_v1_VerifyRequest, _faceengine_v1_VerifyResponse__Output>;
  
  /**
   * Verify with pictures instead of a stream.
   */
  VerifyOnce(argument: _faceengine_v1_VerifyOnceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_VerifyOnceResponse__Output>): grpc.ClientUnaryCall;
  VerifyOnce(argument: _faceengine_v1_VerifyOnceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_VerifyOnceResponse__Output>): grpc.ClientUnaryCall;
  VerifyOnce(argument: _faceengine_v1_VerifyOnceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_VerifyOnceResponse__Output>): grpc.ClientUnaryCall;
  VerifyOnce(argument: _faceengine_v1_VerifyOnceRequest, callback: grpc.requestCallback<_faceengine_v1_VerifyOnceResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Verify with pictures instead of a stream.
   */
  verifyOnce(argument: _faceengine_v1_VerifyOnceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_VerifyOnceResponse__Output>): grpc.ClientUnaryCall;
  verifyOnce(argument: _faceengine_v1_VerifyOnceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_faceengine_v1_VerifyOnceResponse__Output>): grpc.ClientUnaryCall;
  verifyOnce(argument: _faceengine_v1_VerifyOnceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_faceengine_v1_VerifyOnceResponse__Output>): grpc.ClientUnaryCall;
  verifyOnce(argument: _faceengine_v1_VerifyOnceRequest, callback: grpc.requestCallback<_faceengine_v1_VerifyOnceResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Enrolment, verification, identification and liveness from a stream of frames or from pictures.
 * 
 * Streams: `config` comes first and once, then frames, then `end`. The server answers `started`, feedback, challenges where
 * the policy asks for them, and exactly one final message, after which it ends the stream. It reads a frame when it has taken the one before: HTTP/2 flow control
 * slows the client. A stream that is cancelled or breaks commits nothing.
 * 
 * A biometric "no" is an answer. Errors carry google.rpc.Status with ErrorInfo in `grpc-status-details-bin`.
 */
export interface FaceBiometricsHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Measures one picture; nothing is decided or stored.
   */
  AnalyzeFrame: grpc.handleUnaryCall<_faceengine_v1_AnalyzeFrameRequest__Output, _faceengine_v1_AnalyzeFrameResponse>;
  
  /**
   * Decides whether the frames show a living person.
   */
  CheckLiveness: grpc.handleBidiStreamingCall<_faceengine_v1_CheckLivenessRequest__Output, _faceengine_v1_CheckLivenessResponse>;
  
  /**
   * Compares two pictures of the caller's; nothing is stored.
   */
  Compare: grpc.handleUnaryCall<_faceengine_v1_CompareRequest__Output, _faceengine_v1_CompareResponse>;
  
  /**
   * Stores a template made from the frames.
   */
  Enroll: grpc.handleBidiStreamingCall<_faceengine_v1_EnrollRequest__Output, _faceengine_v1_EnrollResponse>;
  
  /**
   * Enroll with pictures instead of a stream.
   */
  EnrollOnce: grpc.handleUnaryCall<_faceengine_v1_EnrollOnceRequest__Output, _faceengine_v1_EnrollOnceResponse>;
  
  /**
   * Finds who of the enrolled subjects the frames show. SEARCH_NOT_ALLOWED without the permission `identify`.
   */
  Identify: grpc.handleBidiStreamingCall<_faceengine_v1_IdentifyRequest__Output, _faceengine_v1_IdentifyResponse>;
  
  /**
   * Identify with pictures instead of a stream. SEARCH_NOT_ALLOWED without the permission `search-once`.
   */
  SearchOnce: grpc.handleUnaryCall<_faceengine_v1_SearchOnceRequest__Output, _faceengine_v1_SearchOnceResponse>;
  
  /**
   * Decides whether the frames show the claimed subject.
   */
  Verify: grpc.handleBidiStreamingCall<_faceengine_v1_VerifyRequest__Output, _faceengine_v1_VerifyResponse>;
  
  /**
   * Verify with pictures instead of a stream.
   */
  VerifyOnce: grpc.handleUnaryCall<_faceengine_v1_VerifyOnceRequest__Output, _faceengine_v1_VerifyOnceResponse>;
  
}

export interface FaceBiometricsDefinition extends grpc.ServiceDefinition {
  AnalyzeFrame: MethodDefinition<_faceengine_v1_AnalyzeFrameRequest, _faceengine_v1_AnalyzeFrameResponse, _faceengine_v1_AnalyzeFrameRequest__Output, _faceengine_v1_AnalyzeFrameResponse__Output>
  CheckLiveness: MethodDefinition<_faceengine_v1_CheckLivenessRequest, _faceengine_v1_CheckLivenessResponse, _faceengine_v1_CheckLivenessRequest__Output, _faceengine_v1_CheckLivenessResponse__Output>
  Compare: MethodDefinition<_faceengine_v1_CompareRequest, _faceengine_v1_CompareResponse, _faceengine_v1_CompareRequest__Output, _faceengine_v1_CompareResponse__Output>
  Enroll: MethodDefinition<_faceengine_v1_EnrollRequest, _faceengine_v1_EnrollResponse, _faceengine_v1_EnrollRequest__Output, _faceengine_v1_EnrollResponse__Output>
  EnrollOnce: MethodDefinition<_faceengine_v1_EnrollOnceRequest, _faceengine_v1_EnrollOnceResponse, _faceengine_v1_EnrollOnceRequest__Output, _faceengine_v1_EnrollOnceResponse__Output>
  Identify: MethodDefinition<_faceengine_v1_IdentifyRequest, _faceengine_v1_IdentifyResponse, _faceengine_v1_IdentifyRequest__Output, _faceengine_v1_IdentifyResponse__Output>
  SearchOnce: MethodDefinition<_faceengine_v1_SearchOnceRequest, _faceengine_v1_SearchOnceResponse, _faceengine_v1_SearchOnceRequest__Output, _faceengine_v1_SearchOnceResponse__Output>
  Verify: MethodDefinition<_faceengine_v1_VerifyRequest, _faceengine_v1_VerifyResponse, _faceengine_v1_VerifyRequest__Output, _faceengine_v1_VerifyResponse__Output>
  VerifyOnce: MethodDefinition<_faceengine_v1_VerifyOnceRequest, _faceengine_v1_VerifyOnceResponse, _faceengine_v1_VerifyOnceRequest__Output, _faceengine_v1_VerifyOnceResponse__Output>
}
