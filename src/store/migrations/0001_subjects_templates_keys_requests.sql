-- Subject ids are the caller's; "C" collation makes paging order the same in every database.
CREATE TABLE face_engine.subject (
  subject_id text COLLATE "C" PRIMARY KEY CHECK (subject_id ~ '^[A-Za-z0-9._:@-]{1,128}$'),
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Apart from the templates, so that deleting one small row shreds every record it sealed.
CREATE TABLE face_engine.subject_key (
  subject_id text COLLATE "C" NOT NULL REFERENCES face_engine.subject ON DELETE CASCADE,
  generation integer NOT NULL CHECK (generation >= 1),
  kek_epoch bytea NOT NULL CHECK (octet_length(kek_epoch) = 8),
  wrapped bytea NOT NULL,
  PRIMARY KEY (subject_id, generation)
);

CREATE TABLE face_engine.template (
  template_id text COLLATE "C" PRIMARY KEY,
  subject_id text COLLATE "C" NOT NULL REFERENCES face_engine.subject ON DELETE CASCADE,
  model_id text COLLATE "C" NOT NULL,
  version integer NOT NULL CHECK (version >= 1),
  key_generation integer NOT NULL CHECK (key_generation >= 1),
  record bytea NOT NULL,
  frames_used integer NOT NULL CHECK (frames_used >= 0),
  -- Unified quality, 0 to 100.
  quality double precision NOT NULL CHECK (quality >= 0 AND quality <= 100),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (subject_id, model_id)
);

-- A sealed record does not compress.
ALTER TABLE face_engine.template ALTER COLUMN record SET STORAGE EXTERNAL;

-- Answers to mutating calls, kept for 24 hours.
CREATE TABLE face_engine.request (
  request_id text COLLATE "C" PRIMARY KEY,
  digest bytea NOT NULL,
  answer jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX request_created_at ON face_engine.request (created_at);
