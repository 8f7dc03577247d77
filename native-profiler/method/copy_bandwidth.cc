#include "copy_bandwidth.h"

#include <functional>

#include "../../native-common/gpu/statistics.h"
#include "device_kernels.h"
#include "replay.h"

namespace nanoflow {

double measureCopy(Device& device) {
  constexpr int kCopies = 40, kWarmCopies = 5;
  const size_t bytes = std::min({4ull << 30, static_cast<unsigned long long>(device.inputs->bytes() / 2),
                                 static_cast<unsigned long long>(device.scratch->bytes() / 2)}) /
                       16 * 16;
  const char* from = device.inputs->take<char>(bytes);
  char* to = device.scratch->take<char>(bytes);
  const Placement place = device.gpu.lane({}).placement;
  const std::function<void()> copies[] = {
      [&] { check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToDevice, place.stream)); },
      [&] { copyByKernel(to, from, bytes, place.smCount, place.stream); },
  };
  double best = 0;
  for (const auto& copy : copies) {
    std::vector<Event> events(kCopies + 1);
    for (int i = 0; i < kWarmCopies; ++i) copy();
    events[0].record(place.stream);
    for (int i = 1; i <= kCopies; ++i) {
      copy();
      events[i].record(place.stream);
    }
    events[kCopies].wait();
    std::vector<double> times;
    for (int i = 1; i <= kCopies; ++i) times.push_back(events[i].microsecondsSince(events[i - 1]));
    best = std::max(best, 2e6 * static_cast<double>(bytes) / summarise(times).median);
  }
  return best;
}

}  // namespace nanoflow
