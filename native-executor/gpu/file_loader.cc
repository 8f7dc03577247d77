#include "file_loader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <thread>

namespace nanoflow {
namespace {

/** Several, since one thread reads a file more slowly than the bus takes it. */
constexpr size_t kReaders = 8;
constexpr size_t kPieceBytes = 16 << 20;

/** Closed with its owner. */
class File {
 public:
  explicit File(const std::string& path) : path_(path), number_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    struct stat status {};
    if (number_ < 0 || fstat(number_, &status) != 0) throw failure();
    bytes_ = static_cast<size_t>(status.st_size);
  }
  ~File() {
    if (number_ >= 0) close(number_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  void require(const FilePart& part) const { requireWithin(bytes_, path_, part); }

  void read(char* to, size_t offset, size_t bytes) const {
    while (bytes > 0) {
      const ssize_t got = pread(number_, to, bytes, static_cast<off_t>(offset));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) throw failure();
      if (got == 0) throw std::runtime_error(path_ + " became shorter while it was read");
      to += got;
      offset += got;
      bytes -= got;
    }
  }

 private:
  std::runtime_error failure() const {
    return std::runtime_error("cannot read " + path_ + ": " + std::strerror(errno));
  }

  const std::string path_;
  const int number_;
  size_t bytes_ = 0;
};

/** What all readers share: the next piece, and the first thing that went wrong. */
struct Work {
  const File& file;
  const std::vector<FilePart> pieces;
  std::atomic<size_t> next = 0;
  std::atomic<bool> failed = false;
  std::exception_ptr failure = nullptr;
};

void readPieces(Work& work, const Gpu& gpu) {
  gpu.activate();
  void* memory = nullptr;
  check(cudaHostAlloc(&memory, kPieceBytes, cudaHostAllocDefault));
  const Owned<char*, cudaFreeHost> piece(static_cast<char*>(memory));
  cudaStream_t created = nullptr;
  check(cudaStreamCreateWithFlags(&created, cudaStreamNonBlocking));
  const Stream stream(created);
  while (!work.failed) {
    const size_t index = work.next++;
    if (index >= work.pieces.size()) return;
    const auto& [offset, bytes, rows, pitch, to] = work.pieces[index];
    for (size_t row = 0; row < rows; ++row) {
      work.file.read(piece.get() + row * bytes, offset + row * pitch, bytes);
    }
    check(cudaMemcpyAsync(to, piece.get(), rows * bytes, cudaMemcpyHostToDevice, stream.get()));
    check(cudaStreamSynchronize(stream.get()));
  }
}

}  // namespace

void loadFile(const std::string& path, const std::vector<FilePart>& parts, const Gpu& gpu) {
  const File file(path);
  for (const FilePart& part : parts) file.require(part);
  Work work{file, piecesOf(parts, kPieceBytes)};
  {
    std::vector<std::jthread> readers;
    for (size_t reader = 0; reader < std::min(kReaders, work.pieces.size()); ++reader) {
      readers.emplace_back([&work, &gpu] {
        try {
          readPieces(work, gpu);
        } catch (...) {
          if (!work.failed.exchange(true)) work.failure = std::current_exception();
        }
      });
    }
  }
  if (work.failure) std::rethrow_exception(work.failure);
}

}  // namespace nanoflow
