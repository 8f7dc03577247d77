import type { FastifyInstance } from "fastify";

/** The page for people, and the figures that it asks for. */
export function registerPage(app: FastifyInstance, page: string, status: () => object): void {
  app.get("/", (_, reply) => reply.header("content-type", "text/html; charset=utf-8").send(page));
  app.get("/status.json", () => status());
}
