import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Place } from './foundation.js';
import type { Answer, FromServer, Ready, ToServer } from './messages.js';

/** A server in a process of its own. */
export class Server {
  readonly ready: Promise<Ready>;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<string, (message: FromServer) => void>();
  readonly #early = new Map<string, FromServer>();
  readonly #exited: Promise<unknown>;

  constructor(place: Place) {
    this.#child = fork(join(__dirname, 'server-process.js'), [], { serialization: 'advanced' });
    this.#exited = once(this.#child, 'exit');
    this.#child.on('message', (message) => this.#heard(message as FromServer));
    this.#send({ kind: 'start', place });
    this.ready = this.next('ready');
  }

  /** The next message of a kind, or the one that came before it was asked for. @throws Error when the server ended */
  async next<K extends FromServer['kind']>(kind: K): Promise<Answer<K>> {
    const early = this.#early.get(kind);
    this.#early.delete(kind);
    const message = early ?? (await Promise.race([this.#nextOf(kind), this.#exited]));
    if (!isOf(message, kind)) throw new Error('a server of the run ended before it answered; what it wrote says why');
    return message;
  }

  /** @returns what ends the wait for a subject, when the server looks for it */
  async watch(order: Omit<Extract<ToServer, { kind: 'watch' }>, 'kind'>): Promise<() => Promise<Answer<'seen'>>> {
    this.#send({ kind: 'watch', ...order });
    await this.next('watching');
    return () => this.next('seen');
  }

  /** How many of these subjects its gallery has. */
  async count(subjectIds: readonly string[]): Promise<number> {
    this.#send({ kind: 'count', subjectIds });
    return (await this.next('counted')).references;
  }

  async close(): Promise<void> {
    this.#send({ kind: 'close' });
    await this.#exited;
  }

  /** As a power cut does. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  #send(message: ToServer): void {
    this.#child.send(message);
  }

  #heard(message: FromServer): void {
    const resolve = this.#waiting.get(message.kind);
    this.#waiting.delete(message.kind);
    if (resolve) resolve(message);
    else this.#early.set(message.kind, message);
  }

  #nextOf(kind: string): Promise<FromServer> {
    return new Promise((resolve) => this.#waiting.set(kind, resolve));
  }
}

function isOf<K extends FromServer['kind']>(message: unknown, kind: K): message is Answer<K> {
  return typeof message === 'object' && message !== null && 'kind' in message && message.kind === kind;
}
