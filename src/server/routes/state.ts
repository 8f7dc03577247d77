import type { FastifyInstance } from "fastify";
import { type AnswerService, shuttingDown } from "../answering/answer-service.ts";
import { engineStopped } from "../generation/generation.ts";
import type { ServerMetrics } from "../metrics/metrics.ts";

/** /health and /metrics: what orchestrators and dashboards ask. */
export function registerState(
  app: FastifyInstance,
  service: AnswerService,
  metrics: ServerMetrics,
): void {
  app.get("/health", () => {
    const { failure } = service.ground.runtime;
    if (failure !== undefined) throw engineStopped(failure);
    if (service.isDraining) throw shuttingDown();
    return { status: "ok" };
  });
  app.get("/metrics", async (_, reply) => {
    const text = await metrics.text();
    return reply.header("content-type", metrics.contentType).send(text);
  });
}
