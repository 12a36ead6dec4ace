-- Words of the caller's that a search can be narrowed to.
ALTER TABLE face_engine.subject
  ADD COLUMN tags text[] COLLATE "C" NOT NULL DEFAULT '{}' CHECK (cardinality(tags) <= 16);

-- Whose templates or tags changed, in the order of the commits; servers follow it to keep their galleries alike. It says
-- that something changed and not what: whoever reads it looks at the subject as it is now. No foreign key, since a
-- deletion is a change too. Kept for a day, like answers to requests.
CREATE TABLE face_engine.template_change (
  sequence bigint PRIMARY KEY,
  -- Tells a database that was restored from a backup, and has given the same numbers to other changes, from the one before.
  token uuid NOT NULL DEFAULT gen_random_uuid(),
  subject_id text COLLATE "C" NOT NULL,
  -- Whose template it is; null when tags changed. Galleries of another model pass it over.
  model_id text,
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX template_change_changed_at ON face_engine.template_change (changed_at);
CREATE SEQUENCE face_engine.template_change_sequence OWNED BY face_engine.template_change.sequence;

-- Deferred to the commit and under a lock that ends with it: a change that becomes visible later has the larger number,
-- so that a reader who has seen a number has seen all below it. NOTIFY makes commits wait for each other anyway.
CREATE FUNCTION face_engine.note_change(subject text, model text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7305805);
  INSERT INTO face_engine.template_change (sequence, subject_id, model_id)
  VALUES (nextval('face_engine.template_change_sequence'), subject, model);
  PERFORM pg_notify('face_engine_template_change', '');
END $$;
CREATE FUNCTION face_engine.note_template_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM face_engine.note_change(coalesce(NEW.subject_id, OLD.subject_id), coalesce(NEW.model_id, OLD.model_id));
  RETURN NULL;
END $$;
CREATE FUNCTION face_engine.note_tags_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM face_engine.note_change(NEW.subject_id, NULL);
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER template_changed AFTER INSERT OR UPDATE OR DELETE ON face_engine.template
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION face_engine.note_template_change();
CREATE CONSTRAINT TRIGGER subject_tags_changed AFTER UPDATE OF tags ON face_engine.subject
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION face_engine.note_tags_change();
