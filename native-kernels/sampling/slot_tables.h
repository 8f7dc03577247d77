#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

namespace nanoflow {

/** How the next token of a slot is chosen, as the device keeps it. All zero: the likeliest token. */
struct SlotParameters {
  float temperature;  ///< 0: the likeliest token
  float topP;         ///< 1: all
  float minP;         ///< 0: all
  int topK;           ///< 0: all
  uint32_t seedLow, seedHigh;
  float repetitionPenalty, presencePenalty, frequencyPenalty;
  int logprobs;  ///< log probabilities of so many likeliest tokens are wanted, and of the chosen one; 0: none
  int table;     ///< of the tables of adjustments, from 1; 0: nothing adjusts the logits
  int biases;    ///< in the table's list
};

struct TokenBias {
  int token;
  float bias;
};

/**
 * What slots keep from step to step. Most slots need no more than their parameters. Those with penalties or biases have
 * a table of adjustments: an entry of 16 bits a token, and a list of biases.
 */
struct SlotTables {
  SlotParameters* parameters = nullptr;  ///< [slots]
  uint16_t* entries = nullptr;           ///< [tables, vocabulary]; null without tables
  TokenBias* biases = nullptr;           ///< [tables, mostBiases]
  int slots = 0;
  int tables = 0;
  int mostBiases = 0;
  int vocabulary = 0;
};

/** An entry of a table of adjustments: how often the request's output has the token, and two flags. */
inline constexpr unsigned entryCount = 0x3fff;
inline constexpr unsigned entryBiased = 0x4000;  ///< the list of biases has the token
inline constexpr unsigned entryPrompt = 0x8000;  ///< the prompt has the token

/** A slot that another request takes. */
struct SlotUpdate {
  int slot;
  int data;     ///< where its data begin in SlotUpdates::data
  int entries;  ///< that are not zero
  int unused;
  SlotParameters parameters;
};

/** The slots that other requests take in a step. */
struct SlotUpdates {
  SlotTables tables;
  const SlotUpdate* updates = nullptr;
  int count = 0;              ///< of `updates`
  const int* data = nullptr;  ///< of an update: its biases (token, float bits), then its entries (token, entry)
};

/** Enters the parameters, biases and entries of requests that take slots. At the beginning of a step that has some. */
void updateSlots(const SlotUpdates& arguments, cudaStream_t stream);

}  // namespace nanoflow
