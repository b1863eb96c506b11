// What running a program takes.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Runs a program: what it printed, how many milliseconds it took, and the most bytes of memory it held. */
export function run(program, args) {
  return new Promise((done, fail) => {
    const start = performance.now();
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr, most] = ['', '', 0];
    // As far as it is seen: what is taken in the last moments may be missed.
    const look = setInterval(() => (most = Math.max(most, memory(child.pid))), 20);
    child.stdout.on('data', (some) => (stdout += some));
    child.stderr.on('data', (some) => (stderr += some));
    child.on('error', (error) => {
      clearInterval(look);
      fail(error);
    });
    child.on('close', (code) => {
      const millis = performance.now() - start;
      clearInterval(look);
      if (code !== 0) return fail(new Error(`${program} ended with ${code}:\n${stdout}${stderr}`));
      done({ stdout, millis, memory: most });
    });
  });
}

/** The most memory a process and those it started held, in bytes; 0 where the system does not tell. */
function memory(pid) {
  try {
    const kibibytes = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    return Math.max(kibibytes * 1024, ...children.map(memory));
  } catch {
    return 0;
  }
}
