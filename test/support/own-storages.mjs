import { AsyncLocalStorage } from "node:async_hooks";

const opened = new Set();
const { run } = AsyncLocalStorage.prototype;

/** Notes each storage that is used from now on. */
export function noteStorages() {
  AsyncLocalStorage.prototype.run = function (...given) {
    opened.add(this);
    return run.apply(this, given);
  };
}

/**
 * Ends the storages that a test file used. Jest opens one for each and keeps it: every promise of the
 * files after it then passes the stores of all of them on.
 */
export function closeStorages() {
  for (const storage of opened) storage.disable();
  opened.clear();
}
