-- Public keys that devices sign their frames with: docs/device-signature.md.
CREATE TABLE face_engine.device_key (
  subject_id text COLLATE "C" NOT NULL REFERENCES face_engine.subject ON DELETE CASCADE,
  key_id text COLLATE "C" NOT NULL CHECK (key_id ~ '^[A-Za-z0-9._:@-]{1,128}$'),
  -- DER SubjectPublicKeyInfo.
  spki bytea NOT NULL CHECK (octet_length(spki) BETWEEN 1 AND 128),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (subject_id, key_id)
);
