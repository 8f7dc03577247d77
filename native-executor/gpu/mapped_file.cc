#include "mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace nanoflow {
namespace {

/** Closed with its owner; a mapping does not need it. */
struct Descriptor {
  const int number;
  explicit Descriptor(const std::string& path) : number(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~Descriptor() {
    if (number >= 0) close(number);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
};

}  // namespace

MappedFile::MappedFile(const std::string& path) : path_(path) {
  const auto require = [&](bool succeeded) {
    if (!succeeded) throw std::runtime_error("cannot read " + path + ": " + std::strerror(errno));
  };
  const Descriptor file(path);
  require(file.number >= 0);
  struct stat status {};
  require(fstat(file.number, &status) == 0);
  bytes_ = status.st_size;
  base_ = mmap(nullptr, bytes_, PROT_READ, MAP_PRIVATE, file.number, 0);
  require(base_ != MAP_FAILED);
}

MappedFile::~MappedFile() { munmap(base_, bytes_); }

const char* MappedFile::at(size_t offset, size_t bytes) const {
  if (offset > bytes_ || bytes > bytes_ - offset) {
    throw std::invalid_argument(path_ + " ends before byte " + std::to_string(offset + bytes));
  }
  return static_cast<const char*>(base_) + offset;
}

}  // namespace nanoflow
