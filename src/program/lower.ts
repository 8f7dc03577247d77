import { partitionKey } from "../cost/table/split.ts";
import { PlannerError } from "../errors.ts";
import type { Plan } from "../generated/plan.ts";
import type {
  BufferAccess,
  Instruction,
  Program,
  ProgramKernel,
  ProgramStream,
  StepInstruction,
} from "../generated/program.ts";
import { kernelSize } from "../ir/kernel-size.ts";
import type { KernelUse } from "../ir/op-graph.ts";
import { arcsOf } from "../plan/arcs.ts";
import { LANES, type NanoOperation } from "../plan/nano-operation.ts";
import { OrderDistances } from "../plan/order-distances.ts";
import { batchPartOf, layerOf, workOf } from "../plan/plan-graph.ts";
import { planArena } from "./arena.ts";
import { type DataLayout, layOutData, type Touch } from "./buffers.ts";
import { eventWaits } from "./event-waits.ts";
import { issueOrder } from "./issue-order.ts";
import { KV, layerOutput, startsNormalised } from "./operands.ts";
import { programBatch, type StepInstructions, stepInstructions } from "./step-instructions.ts";

/**
 * Unrolls a plan over layers 0 to layers - 1 into a program for the engines. Instances that a
 * period has outside of these layers are left out; what they would have kept in order stays so.
 *
 * @param plan whose arcs have no cycle without positive distance, as `verifyPlan` checks
 * @throws PlannerError `E_UNSOUND_PLAN` on operations that the model's layer does not have
 */
export function lowerPlan(plan: Plan, layers: number): Program {
  const graph = layerOf(plan);
  const order = new OrderDistances(
    plan.nanoOperations.map(({ id }) => id),
    arcsOf(plan),
  );
  const { partitions, streams, streamOf } = queuesOf(plan);
  const works = workOf(plan, graph);
  const layout = layOutData(plan, graph, works);
  const batch = programBatch(plan);
  const around = stepInstructions(plan, batch, layerOutput(graph));
  // Else the first layer adds nothing of a layer before it to the residual.
  const isStarted = startsNormalised(graph);
  const arena = planArena(layout, order, around.buffers);
  const { buffers, positionOf } = buffersOf(layout, around, arena, layers);
  const workById = new Map(works.map((work) => [work.nanoOperation.id, work]));
  const instances = issueOrder(plan, layers, order);
  const waits = eventWaits(instances, streams.length, streamOf, order);

  const instructions = instances.map(({ id, layer }, position): Instruction => {
    const { nanoOperation, operation, nanoBatch, tokens } = known(workById.get(id));
    const { kernel } = operation;
    const touches = (layout.touches.get(id) ?? []).filter(
      ({ distance }) => distance <= layer || isStarted,
    );
    const access = ({ operand, buffer, start, end }: Touch): BufferAccess => ({
      operand,
      buffer: positionOf(buffer, layer),
      start,
      end,
    });
    return {
      nanoOperation: id,
      operation: operation.name,
      layer,
      stream: streamOf(id),
      kernel: programKernel(kernel),
      implementation: nanoOperation.implementation,
      tokens,
      size: kernelSize(operation, batchPartOf(plan, nanoBatch)),
      reads: touches.filter(({ use }) => use !== "write").map(access),
      writes: touches.filter(({ use }) => use !== "read").map(access),
      waits: waits[position] ?? [],
    };
  });
  const onBuffers = (instruction: StepInstructions["before"][number]): StepInstruction => {
    const access = ({ operand, buffer }: (typeof instruction.reads)[number]): BufferAccess => {
      const position = positionOf(buffer, 0);
      return { operand, buffer: position, start: 0, end: known(buffers[position]).bytes };
    };
    const { reads, writes } = instruction;
    return { ...instruction, reads: reads.map(access), writes: writes.map(access) };
  };
  return {
    schema: "nanoflow-plan/program/1",
    planHash: plan.hash,
    layers,
    tensorParallel: plan.model.tensorParallel,
    tokens: plan.workload.denseBatchTokens,
    batch,
    partitions,
    streams,
    arenaBytes: arena.bytes,
    buffers,
    before: around.before.map(onBuffers),
    instructions,
    after: around.after.map(onBuffers),
  };
}

/** With its number formats; what else a variant says follows from the model's shape. */
function programKernel({ kind, shape, variant = {} }: KernelUse): ProgramKernel {
  const { bias: _, qkNorm: __, ...formats } = variant;
  if (Object.keys(formats).length === 0) return { kind, shape };
  return { kind, shape, variant: formats as NonNullable<ProgramKernel["variant"]> };
}

/** Layers over which every arc and stage of a plan takes effect. */
export function layersToSeeAll(plan: Plan): number {
  const reach = Math.max(
    ...plan.nanoOperations.map(({ stage }) => stage),
    ...arcsOf(plan).map(({ distance }) => Math.abs(distance)),
  );
  return reach + 3;
}

/** Partitions in use, and a stream for each lane on each of them. */
function queuesOf(plan: Plan) {
  const partitions = [
    ...new Map(
      plan.nanoOperations.map(({ partition }) => [partitionKey(partition), partition]),
    ).values(),
  ];
  const partitionOf = ({ partition }: NanoOperation) =>
    partitions.findIndex((other) => partitionKey(other) === partitionKey(partition));
  const streamKey = ({ lane, partition }: ProgramStream) => `${lane} ${partition}`;
  const used = plan.nanoOperations.map((operation) => ({
    lane: operation.lane,
    partition: partitionOf(operation),
  }));
  const streams = [...new Map(used.map((stream) => [streamKey(stream), stream])).values()].sort(
    (a, b) => LANES.indexOf(a.lane) - LANES.indexOf(b.lane) || a.partition - b.partition,
  );
  const streamKeys = streams.map(streamKey);
  const streamOfId = new Map(
    plan.nanoOperations.map((operation) => [
      operation.id,
      streamKeys.indexOf(streamKey({ lane: operation.lane, partition: partitionOf(operation) })),
    ]),
  );
  return { partitions, streams, streamOf: (id: string) => known(streamOfId.get(id)) };
}

/** Arena buffers, then the KV of each layer. */
function buffersOf(
  layout: DataLayout,
  around: StepInstructions,
  arena: ReturnType<typeof planArena>,
  layers: number,
) {
  const inArena = [...arena.offsets].map(([id, arenaOffset]) => ({
    id,
    bytes: known(layout.bytes.get(id) ?? around.buffers.get(id)),
    arenaOffset,
  }));
  const kv = Array.from({ length: layers }, (_, layer) => ({
    id: `${KV}.${layer}`,
    bytes: known(layout.bytes.get(KV)),
    arenaOffset: null,
  }));
  const buffers = [...inArena, ...kv];
  const positions = new Map(buffers.map(({ id }, position) => [id, position]));
  const positionOf = (buffer: string, layer: number) =>
    known(positions.get(buffer === KV ? `${KV}.${layer}` : buffer));
  return { buffers, positionOf };
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new PlannerError("E_INTERNAL", "a name lost in lowering");
  return value;
}
