import { Worker } from "node:worker_threads";
import { PlannerError } from "../../errors.ts";
import type { ChatMessage, ChatOptions } from "../tokenizer.ts";
import type { TemplateSet } from "./template-set.ts";
import type { Rendered, RenderOrder } from "./template-worker.ts";

/** Threads run compiled code; run from source, as tests do, this takes what the build left. */
const WORKER_FILE = import.meta.url.endsWith(".js")
  ? "./template-worker.js"
  : "../../../dist/tokenizer/chat/template-worker.js";

interface Waiting {
  resolve(text: string): void;
  reject(error: Error): void;
}

/** Words chats on a thread of its own, which starts with the first of them. Idle, it holds no process up. */
export class TemplateThread {
  readonly #set: TemplateSet;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #orders = 0;

  constructor(set: TemplateSet) {
    this.#set = set;
  }

  /** @throws PlannerError `E_USAGE`, as rendering on this thread does; `E_INTERNAL` */
  render(messages: readonly ChatMessage[], options: ChatOptions): Promise<string> {
    const id = this.#orders++;
    return new Promise((resolve, reject) => {
      this.#worker ??= this.#started();
      this.#worker.postMessage({ id, messages, options } satisfies RenderOrder);
      this.#waiting.set(id, { resolve, reject });
      this.#worker.ref();
    });
  }

  #started(): Worker {
    const worker = new Worker(new URL(WORKER_FILE, import.meta.url), { workerData: this.#set });
    worker.on("message", (rendered: Rendered) => this.#settle(rendered));
    worker.on("error", (error: Error) => this.#failAll(error));
    worker.on("exit", (code) =>
      this.#failAll(new PlannerError("E_INTERNAL", `the thread of templates ended with ${code}`)),
    );
    // Not before: a listener holds the process up again.
    worker.unref();
    return worker;
  }

  #settle(rendered: Rendered): void {
    const waiting = this.#waiting.get(rendered.id);
    this.#waiting.delete(rendered.id);
    if (this.#waiting.size === 0) this.#worker?.unref();
    if ("text" in rendered) {
      waiting?.resolve(rendered.text);
      return;
    }
    const { message, remedy } = rendered.refusal;
    const options = remedy === undefined ? {} : { remedy };
    waiting?.reject(new PlannerError("E_USAGE", message, options));
  }

  /** The next chat gets a new thread. */
  #failAll(error: Error): void {
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
