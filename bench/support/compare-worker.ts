import { parentPort, workerData } from 'node:worker_threads';
import { loadNative } from '../../src/engine/native.js';
import { type ComparisonShare, compareShare } from './comparisons.js';

parentPort?.postMessage(compareShare(workerData as ComparisonShare, loadNative()));
