import { parentPort, workerData } from 'node:worker_threads';
import { Client } from 'pg';
import type { SocketTarget } from '../../src/store/postgres-keeper.js';
import { kekOf, type Place } from './foundation.js';
import { enrolledRows, type EnrolledRows, sealingOf } from './subjects.js';

/** A worker that enrols its part of the subjects in bulk, and tells how many after each statement. */
export interface SeedOrder {
  readonly place: Place;
  readonly target: SocketTarget;
  readonly modelId: string;
  readonly dimension: number;
  /** Numbers first, first + step, … below count. */
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

const ROWS_A_STATEMENT = 500;

/**
 * Records and keys come as one value each, cut here: all of a kind are of one length, and the driver would write bytes
 * within an array as text.
 */
const INSERT = `
  WITH made AS (
    SELECT subject_id, template_id, n::integer AS n
      FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS ids (subject_id, template_id, n)
  ), subjects AS (
    INSERT INTO face_engine.subject (subject_id) SELECT subject_id FROM made
  ), keys AS (
    INSERT INTO face_engine.subject_key (subject_id, generation, kek_epoch, wrapped)
    SELECT subject_id, 1, $3::bytea, substring($4::bytea FROM (n - 1) * $5::integer + 1 FOR $5::integer) FROM made
  )
  INSERT INTO face_engine.template (template_id, subject_id, model_id, version, key_generation, record, frames_used, quality)
  SELECT template_id, subject_id, $6, 1, 1, substring($7::bytea FROM (n - 1) * $8::integer + 1 FOR $8::integer), 5, 80
    FROM made`;

async function seed(order: SeedOrder): Promise<void> {
  const { target, first, step, count, modelId } = order;
  const kek = kekOf(order.place);
  const sealing = sealingOf(kek, order);
  const client = new Client(target);
  await client.connect();
  // Neither the change feed nor foreign keys look at what is put here; a crash would lose the run anyway.
  await client.query('SET session_replication_role = replica; SET synchronous_commit = off');
  let sent: Promise<unknown> = Promise.resolve();
  for (let number = first; number < count;) {
    const rows: EnrolledRows[] = [];
    for (; rows.length < ROWS_A_STATEMENT && number < count; number += step) rows.push(enrolledRows(number, sealing));
    await sent;
    sent = client.query(INSERT, valuesOf(rows, modelId, kek.epoch));
    parentPort?.postMessage(rows.length);
  }
  await sent;
  await client.end();
}

function valuesOf(rows: readonly EnrolledRows[], modelId: string, epoch: Uint8Array): unknown[] {
  return [
    rows.map(({ subjectId }) => subjectId),
    rows.map(({ templateId }) => templateId),
    Buffer.from(epoch),
    Buffer.concat(rows.map(({ wrapped }) => wrapped)),
    rows[0]?.wrapped.byteLength,
    modelId,
    Buffer.concat(rows.map(({ record }) => record)),
    rows[0]?.record.byteLength,
  ];
}

void seed(workerData as SeedOrder);
