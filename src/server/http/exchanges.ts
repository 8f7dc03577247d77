import type { FastifyRequest } from "fastify";
import { Exchange } from "./exchange.ts";

const EXCHANGES = new WeakMap<object, Exchange>();

/** The exchange that a request belongs to: one each, from its arrival on. */
export function exchangeOf({ raw }: FastifyRequest): Exchange {
  const exchange = EXCHANGES.get(raw);
  if (exchange === undefined) throw new RangeError("a request that has not arrived");
  return exchange;
}

export function enterExchange({ raw }: FastifyRequest, response: Exchange["response"]): Exchange {
  const exchange = new Exchange(raw, response);
  EXCHANGES.set(raw, exchange);
  return exchange;
}
