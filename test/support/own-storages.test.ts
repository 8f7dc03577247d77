import { AsyncLocalStorage } from "node:async_hooks";
import { expect, it } from "@jest/globals";
import { closeStorages, noteStorages } from "./own-storages.mjs";

it("ends the storages that were used", () => {
  const { run } = AsyncLocalStorage.prototype;
  noteStorages();
  try {
    const storage = new AsyncLocalStorage<string>();
    const kept = storage.run("held", () => {
      closeStorages();
      return storage.getStore();
    });
    expect(kept).toBeUndefined();
  } finally {
    AsyncLocalStorage.prototype.run = run;
  }
});
