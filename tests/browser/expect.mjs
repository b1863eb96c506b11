// What tests expect of lists of faults.

import assert from 'node:assert/strict';

/** Fails with the faults, one a line, when there are any. */
export function assertNone(faults, what = 'no faults') {
  const more = faults.length > 40 ? `\n… and ${faults.length - 40} more` : '';
  assert.ok(faults.length === 0, `${what}: ${faults.length} found\n${faults.slice(0, 40).join('\n')}${more}`);
}

/** What is in one list and not in the other, each as often as it is missing there. */
export function missing(list, other) {
  const left = new Map();
  for (const one of other) left.set(one, (left.get(one) ?? 0) + 1);
  return list.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}
