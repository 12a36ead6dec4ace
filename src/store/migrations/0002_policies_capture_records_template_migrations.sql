-- Versions that are not built in. A row is written once and neither changed nor deleted: decisions name it for years.
CREATE TABLE face_engine.policy (
  name text COLLATE "C" NOT NULL CHECK (name ~ '^[a-z0-9-]{1,64}$'),
  version integer NOT NULL CHECK (version >= 1),
  document jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (name, version)
);

-- No foreign key: version 1 of a built-in name has no row in face_engine.policy.
CREATE TABLE face_engine.active_policy (
  name text COLLATE "C" PRIMARY KEY CHECK (name ~ '^[a-z0-9-]{1,64}$'),
  version integer NOT NULL CHECK (version >= 1),
  activated_at timestamptz NOT NULL DEFAULT now()
);

-- No subject, no key of one: a deleted subject leaves nothing here that was its own.
CREATE TABLE face_engine.capture_record (
  record_id text COLLATE "C" PRIMARY KEY,
  -- The order they are read in; ids are random.
  sequence bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  sealed bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE face_engine.capture_record ALTER COLUMN sealed SET STORAGE EXTERNAL;

CREATE TABLE face_engine.template_migration (
  migration_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  from_model_id text COLLATE "C" NOT NULL,
  to_model_id text COLLATE "C" NOT NULL CHECK (to_model_id <> from_model_id),
  started_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);
-- One at a time.
CREATE UNIQUE INDEX template_migration_lasting ON face_engine.template_migration ((true)) WHERE finished_at IS NULL;

-- Coverage counts by model.
CREATE INDEX template_model ON face_engine.template (model_id, subject_id);
