#include "operands.h"

namespace nanoflow {

SlotTables readSlotTables(Operands& p, int vocabulary) {
  SlotTables tables;
  tables.vocabulary = vocabulary;
  tables.slots = p.size("slots");
  tables.parameters = p.pointer<SlotParameters>("parameters", tables.slots);
  if (!p.has("entries")) return tables;
  tables.tables = p.size("tables");
  tables.mostBiases = p.size("biases");
  tables.entries = p.pointer<uint16_t>("entries", product(tables.tables, vocabulary));
  tables.biases = p.pointer<TokenBias>("biases", product(tables.tables, tables.mostBiases));
  return tables;
}

SlotSampling readSlotSampling(Operands& p, const Sampling& rows) {
  SlotSampling drawn;
  drawn.logits = rows.logits;
  drawn.slots = p.pointer<int>("slots", rows.rows);
  drawn.rowIds = p.pointer<int>("rowIds", rows.rows);
  drawn.positions = p.pointer<int>("positions", p.size("inputs"));
  drawn.tables = readSlotTables(p, rows.vocabulary);
  drawn.tokens = rows.tokens;
  drawn.faults = rows.faults;
  drawn.logprobs = p.pointer<TokenLogprob>("logprobs", product(rows.rows, 1 + mostLogprobs));
  drawn.rows = rows.rows;
  drawn.known = rows.known;
  return drawn;
}

Launch bindSlotUpdate(Operands& p) {
  SlotUpdates call;
  call.tables = readSlotTables(p, p.size("vocab"));
  call.count = p.size("count");
  call.updates = p.pointer<SlotUpdate>("updates", call.count);
  call.data = p.pointer<int>("data", p.size("words"));
  return [=, at = p.lane.placement] { updateSlots(call, at.stream); };
}

Launch bindSampling(Operands& p) {
  acceptDefault(p);
  const int rows = p.size("tokens"), vocabulary = p.size("vocab"), known = p.size("known");
  Sampling greedy = {p.pointer("logits", product(rows, vocabulary)), p.pointer<int>("tokens", rows),
                     p.pointer<RowFault>("faults", rows), nullptr, rows, vocabulary, known};
  if (!p.has("slots")) return [=, at = p.lane.placement] { sampling(greedy, at); };
  const SlotSampling drawn = readSlotSampling(p, greedy);
  greedy.slots = drawn.slots;
  return [=, at = p.lane.placement] {
    sampling(greedy, at);
    slotSampling(drawn, at);
  };
}

}  // namespace nanoflow
