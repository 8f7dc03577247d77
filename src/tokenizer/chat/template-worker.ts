import { parentPort, workerData } from "node:worker_threads";
import { PlannerError } from "../../errors.ts";
import type { ChatMessage, ChatOptions } from "../tokenizer.ts";
import { ChatTemplates } from "./chat-templates.ts";
import type { TemplateSet } from "./template-set.ts";

/** A chat to word. */
export interface RenderOrder {
  id: number;
  messages: readonly ChatMessage[];
  options: ChatOptions;
}

/** Its text, or what the template says against it. */
export type Rendered =
  | { id: number; text: string }
  | { id: number; refusal: { message: string; remedy: string | undefined } };

const templates = new ChatTemplates(workerData as TemplateSet);

parentPort?.on("message", (order: RenderOrder) => parentPort?.postMessage(rendered(order)));

function rendered({ id, messages, options }: RenderOrder): Rendered {
  try {
    return { id, text: templates.render(messages, options) };
  } catch (error) {
    if (!(error instanceof PlannerError)) throw error;
    const { message, remedy } = error;
    return { id, refusal: { message, remedy } };
  }
}
