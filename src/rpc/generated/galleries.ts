import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { DuplicatePair as _faceengine_v1_DuplicatePair, DuplicatePair__Output as _faceengine_v1_DuplicatePair__Output } from './faceengine/v1/DuplicatePair.js';
import type { GalleriesClient as _faceengine_v1_GalleriesClient, GalleriesDefinition as _faceengine_v1_GalleriesDefinition } from './faceengine/v1/Galleries.js';
import type { GalleriesFindDuplicatesRequest as _faceengine_v1_GalleriesFindDuplicatesRequest, GalleriesFindDuplicatesRequest__Output as _faceengine_v1_GalleriesFindDuplicatesRequest__Output } from './faceengine/v1/GalleriesFindDuplicatesRequest.js';
import type { GalleriesFindDuplicatesResponse as _faceengine_v1_GalleriesFindDuplicatesResponse, GalleriesFindDuplicatesResponse__Output as _faceengine_v1_GalleriesFindDuplicatesResponse__Output } from './faceengine/v1/GalleriesFindDuplicatesResponse.js';
import type { GalleriesGetStatusRequest as _faceengine_v1_GalleriesGetStatusRequest, GalleriesGetStatusRequest__Output as _faceengine_v1_GalleriesGetStatusRequest__Output } from './faceengine/v1/GalleriesGetStatusRequest.js';
import type { GalleriesGetStatusResponse as _faceengine_v1_GalleriesGetStatusResponse, GalleriesGetStatusResponse__Output as _faceengine_v1_GalleriesGetStatusResponse__Output } from './faceengine/v1/GalleriesGetStatusResponse.js';
import type { GalleriesListDuplicatesRequest as _faceengine_v1_GalleriesListDuplicatesRequest, GalleriesListDuplicatesRequest__Output as _faceengine_v1_GalleriesListDuplicatesRequest__Output } from './faceengine/v1/GalleriesListDuplicatesRequest.js';
import type { GalleriesListDuplicatesResponse as _faceengine_v1_GalleriesListDuplicatesResponse, GalleriesListDuplicatesResponse__Output as _faceengine_v1_GalleriesListDuplicatesResponse__Output } from './faceengine/v1/GalleriesListDuplicatesResponse.js';
import type { Job as _faceengine_v1_Job, Job__Output as _faceengine_v1_Job__Output } from './faceengine/v1/Job.js';
import type { JobsClient as _faceengine_v1_JobsClient, JobsDefinition as _faceengine_v1_JobsDefinition } from './faceengine/v1/Jobs.js';
import type { JobsCancelRequest as _faceengine_v1_JobsCancelRequest, JobsCancelRequest__Output as _faceengine_v1_JobsCancelRequest__Output } from './faceengine/v1/JobsCancelRequest.js';
import type { JobsCancelResponse as _faceengine_v1_JobsCancelResponse, JobsCancelResponse__Output as _faceengine_v1_JobsCancelResponse__Output } from './faceengine/v1/JobsCancelResponse.js';
import type { JobsGetRequest as _faceengine_v1_JobsGetRequest, JobsGetRequest__Output as _faceengine_v1_JobsGetRequest__Output } from './faceengine/v1/JobsGetRequest.js';
import type { JobsGetResponse as _faceengine_v1_JobsGetResponse, JobsGetResponse__Output as _faceengine_v1_JobsGetResponse__Output } from './faceengine/v1/JobsGetResponse.js';
import type { JobsListRequest as _faceengine_v1_JobsListRequest, JobsListRequest__Output as _faceengine_v1_JobsListRequest__Output } from './faceengine/v1/JobsListRequest.js';
import type { JobsListResponse as _faceengine_v1_JobsListResponse, JobsListResponse__Output as _faceengine_v1_JobsListResponse__Output } from './faceengine/v1/JobsListResponse.js';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  faceengine: {
    v1: {
      DuplicatePair: MessageTypeDefinition<_faceengine_v1_DuplicatePair, _faceengine_v1_DuplicatePair__Output>
      /**
       * The references that searches run over: those of the model in use, one a subject.
       */
      Galleries: SubtypeConstructor<typeof grpc.Client, _faceengine_v1_GalleriesClient> & { service: _faceengine_v1_GalleriesDefinition }
      GalleriesFindDuplicatesRequest: MessageTypeDefinition<_faceengine_v1_GalleriesFindDuplicatesRequest, _faceengine_v1_GalleriesFindDuplicatesRequest__Output>
      GalleriesFindDuplicatesResponse: MessageTypeDefinition<_faceengine_v1_GalleriesFindDuplicatesResponse, _faceengine_v1_GalleriesFindDuplicatesResponse__Output>
      GalleriesGetStatusRequest: MessageTypeDefinition<_faceengine_v1_GalleriesGetStatusRequest, _faceengine_v1_GalleriesGetStatusRequest__Output>
      GalleriesGetStatusResponse: MessageTypeDefinition<_faceengine_v1_GalleriesGetStatusResponse, _faceengine_v1_GalleriesGetStatusResponse__Output>
      GalleriesListDuplicatesRequest: MessageTypeDefinition<_faceengine_v1_GalleriesListDuplicatesRequest, _faceengine_v1_GalleriesListDuplicatesRequest__Output>
      GalleriesListDuplicatesResponse: MessageTypeDefinition<_faceengine_v1_GalleriesListDuplicatesResponse, _faceengine_v1_GalleriesListDuplicatesResponse__Output>
      GalleryBackend: EnumTypeDefinition
      GalleryPhase: EnumTypeDefinition
      Job: MessageTypeDefinition<_faceengine_v1_Job, _faceengine_v1_Job__Output>
      JobKind: EnumTypeDefinition
      JobState: EnumTypeDefinition
      /**
       * Work that outlasts its call. It runs in the server that took it, one job at a time, and is kept for seven days. All jobs
       * search for duplicates: SEARCH_NOT_ALLOWED without the permission `find-duplicates`.
       */
      Jobs: SubtypeConstructor<typeof grpc.Client, _faceengine_v1_JobsClient> & { service: _faceengine_v1_JobsDefinition }
      JobsCancelRequest: MessageTypeDefinition<_faceengine_v1_JobsCancelRequest, _faceengine_v1_JobsCancelRequest__Output>
      JobsCancelResponse: MessageTypeDefinition<_faceengine_v1_JobsCancelResponse, _faceengine_v1_JobsCancelResponse__Output>
      JobsGetRequest: MessageTypeDefinition<_faceengine_v1_JobsGetRequest, _faceengine_v1_JobsGetRequest__Output>
      JobsGetResponse: MessageTypeDefinition<_faceengine_v1_JobsGetResponse, _faceengine_v1_JobsGetResponse__Output>
      JobsListRequest: MessageTypeDefinition<_faceengine_v1_JobsListRequest, _faceengine_v1_JobsListRequest__Output>
      JobsListResponse: MessageTypeDefinition<_faceengine_v1_JobsListResponse, _faceengine_v1_JobsListResponse__Output>
    }
  }
  google: {
    protobuf: {
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
    }
  }
}

