#include <sstream>

#include "../../native-common/gpu/random_fill.h"
#include "../../native-kernels/attention/fp8_kv_cache.h"
#include "../../native-kernels/rows/quantise_rows.h"
#include "../gpu/file_loader.h"
#include "../gpu/stopwatch.h"
#include "requests.h"

namespace nanoflow {

/** `allocate region=NAME size=BYTES`: memory, zeroed. */
std::string allocateRequest(Request& request, Session& session, JsonObject&) {
  Rank& rank = rankOf(request, session);
  rank.memory.allocate(request.words.text("region"), request.words.count("size"));
  return {};
}

/** `free region=NAME`: gives it back. Programs that use it must not run any more. */
std::string freeRequest(Request& request, Session& session, JsonObject&) {
  rankOf(request, session).memory.release(request.words.text("region"));
  return {};
}

/**
 * `random to=ADDRESS count=N [mean=M] [deviation=D] seed=S`: bf16. With `columns=C` further words say how columns differ:
 * `[spread=S] [outliers=N gain=G] [tails=T]` (random_fill.h). With `width=W pitch=P` it is a block of a matrix.
 */
std::string randomRequest(Request& request, Session& session, JsonObject&) {
  Rank& rank = rankOf(request, session);
  Spec& words = request.words;
  const size_t count = words.count("count");
  auto* to = rank.memory.array<__nv_bfloat16>(words.text("to"), count);
  const Normal normal{static_cast<float>(words.number("mean", 0)), static_cast<float>(words.number("deviation", 1))};
  const size_t seed = words.count("seed");
  if (words.has("columns")) {
    const Channels channels{words.integer("columns"), static_cast<float>(words.number("spread", 0)),
                            words.integer("outliers", 0), static_cast<float>(words.number("gain", 1)),
                            words.integer("tails", 0)};
    fillChannels(to, count, normal, channels, seed, rank.gpu.stream());
  } else if (words.has("pitch")) {
    const Block block{words.count("width"), words.count("pitch")};
    if (block.columns == 0 || count % block.columns != 0) {
      throw std::invalid_argument("'count' is no multiple of 'width'");
    }
    fillBlock(to, count / block.columns, block, normal, seed, rank.gpu.stream());
  } else {
    fillRandom(to, count, normal, seed, rank.gpu.stream());
  }
  check(cudaStreamSynchronize(rank.gpu.stream()));
  return {};
}

/** `random_kv to=ADDRESS tiles=N head=H seed=S`: tiles of an FP8 KV cache (fp8_kv_cache.h). */
std::string randomKvRequest(Request& request, Session& session, JsonObject&) {
  Rank& rank = rankOf(request, session);
  Spec& words = request.words;
  const int head = words.integer("head");
  if (head != 64 && head != 128) throw std::invalid_argument("'head' is 64 or 128");
  const std::string to = words.text("to");
  const size_t tiles = words.count("tiles"), seed = words.count("seed");
  rank.memory.array<uint4>(to, 0);  // aligned
  auto* memory = rank.memory.array<unsigned char>(to, tiles * fp8KvTileBytes(head));
  fillFp8Tiles(memory, tiles, head, seed, rank.gpu.stream());
  check(cudaStreamSynchronize(rank.gpu.stream()));
  return {};
}

/**
 * `quantise from=ADDRESS to=ADDRESS scales=ADDRESS rows=N width=K`: bf16 rows into FP8 rows and a float32 scale for each
 * (fp8.cuh).
 */
std::string quantiseRequest(Request& request, Session& session, JsonObject&) {
  Rank& rank = rankOf(request, session);
  Spec& words = request.words;
  const int rows = words.integer("rows"), width = words.integer("width");
  if (rows <= 0 || width <= 0) throw std::invalid_argument("'rows' and 'width' are at least 1");
  const size_t count = static_cast<size_t>(rows) * width;
  const std::string from = words.text("from"), to = words.text("to");
  rank.memory.array<uint4>(from, 0);  // both aligned, as the kernel loads and stores
  rank.memory.array<uint4>(to, 0);
  const QuantiseRows call{rank.memory.array<__nv_bfloat16>(from, count), rank.memory.array<__nv_fp8_e4m3>(to, count),
                          rank.memory.array<float>(words.text("scales"), rows), rows, width};
  quantiseRows(call, {.stream = rank.gpu.stream()});
  check(cudaStreamSynchronize(rank.gpu.stream()));
  return {};
}

/**
 * `load`, payload: the path of a file on a line, then lines `from=OFFSET size=BYTES to=ADDRESS [rows=N pitch=BYTES]`.
 * With `rows`, so many rows of `size` bytes, which are `pitch` bytes apart in the file, go side by side.
 */
std::string loadRequest(Request& request, Session& session, JsonObject& answer) {
  Rank& rank = rankOf(request, session);
  const Stopwatch watch;
  std::istringstream lines(request.payload);
  std::string path, line;
  std::getline(lines, path);
  std::vector<FilePart> parts;
  while (std::getline(lines, line)) {
    Spec words = Spec::parse(line);
    FilePart part{.offset = words.count("from"), .bytes = words.count("size")};
    if (words.has("rows")) {
      part.rows = words.count("rows");
      part.pitch = words.count("pitch");
      if (part.rows == 0 || part.pitch < part.bytes) {
        throw std::invalid_argument("'rows' is at least 1, and 'pitch' at least 'size', in: " + line);
      }
    }
    part.to = rank.memory.at(words.text("to"), bytesOf(part));
    parts.push_back(part);
    words.finish();
  }
  loadFile(path, parts, rank.gpu);
  answer.add("seconds", watch.seconds());
  return {};
}

/** `write to=ADDRESS`, payload: the bytes. */
std::string writeRequest(Request& request, Session& session, JsonObject&) {
  Rank& rank = rankOf(request, session);
  char* to = rank.memory.at(request.words.text("to"), request.payload.size());
  check(cudaMemcpy(to, request.payload.data(), request.payload.size(), cudaMemcpyHostToDevice));
  return {};
}

/** `read from=ADDRESS size=BYTES`: the bytes follow the answer. */
std::string readRequest(Request& request, Session& session, JsonObject&) {
  Rank& rank = rankOf(request, session);
  const size_t size = request.words.count("size");
  const char* from = rank.memory.at(request.words.text("from"), size);
  std::string bytes(size, '\0');
  check(cudaMemcpy(bytes.data(), from, size, cudaMemcpyDeviceToHost));
  return bytes;
}

}  // namespace nanoflow
