-- Work that outlasts its call. The server that took a job says every few seconds that it is still there; one that was not
-- heard of for 30 seconds is interrupted, whatever its state says.
CREATE TABLE face_engine.job (
  job_id uuid PRIMARY KEY,
  -- The order they are listed in.
  place bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  kind text NOT NULL CHECK (kind IN ('find-duplicates')),
  state text NOT NULL DEFAULT 'PENDING'
    CHECK (state IN ('PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'INTERRUPTED')),
  progress double precision NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
  pairs_found integer NOT NULL DEFAULT 0,
  fault text,
  created_at timestamptz NOT NULL DEFAULT now(),
  heard_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);
CREATE INDEX job_created_at ON face_engine.job (created_at);

-- That two subjects look alike is known of both of them: it goes with either.
CREATE TABLE face_engine.duplicate_pair (
  job_id uuid NOT NULL REFERENCES face_engine.job ON DELETE CASCADE,
  place bigint GENERATED ALWAYS AS IDENTITY,
  subject_id text COLLATE "C" NOT NULL REFERENCES face_engine.subject ON DELETE CASCADE,
  other_subject_id text COLLATE "C" NOT NULL REFERENCES face_engine.subject ON DELETE CASCADE,
  similarity double precision NOT NULL,
  PRIMARY KEY (job_id, place),
  CHECK (subject_id < other_subject_id)
);
CREATE INDEX duplicate_pair_subject ON face_engine.duplicate_pair (subject_id);
CREATE INDEX duplicate_pair_other_subject ON face_engine.duplicate_pair (other_subject_id);
