// Runs other programs: quietly, keeping the end of what they say for the case that they fail.
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root, SetUpError } from './project.mjs';

const OUTPUT_CHARS_MAX = 200_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Whether a program of that name is in PATH. */
export function inPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}

/** Resolves with the exit code and the end of stdout and stderr together. The child ends when this process does. */
export function capture(command, args, { env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const end = () => child.kill();
    process.once('exit', end);
    let output = '';
    const keep = (text) => {
      output = (output + text).slice(-OUTPUT_CHARS_MAX);
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.once('error', (error) => {
      process.off('exit', end);
      reject(error.code === 'ENOENT' ? new SetUpError(`${command} was not found in PATH.`) : error);
    });
    child.once('close', (code, signal) => {
      process.off('exit', end);
      resolve({ code: code ?? signal, output });
    });
  });
}

/** Runs with this process' own input and outputs, passes signals on, and resolves with the exit code. */
export function passThrough(command, args, { env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env, stdio: 'inherit' });
    const pass = (signal) => child.kill(signal);
    for (const signal of SIGNALS) process.on(signal, pass);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      for (const name of SIGNALS) process.off(name, pass);
      resolve(code ?? 128 + (signal === 'SIGINT' ? 2 : 15));
    });
  });
}

/** The last lines of an output: compilers and npm say the reason there. */
export const lastLines = (output, count) => output.trimEnd().split('\n').slice(-count).join('\n');
