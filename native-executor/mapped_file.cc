#include "mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace nanoflow {

MappedFile::MappedFile(const std::string& path) : path_(path) {
  const auto failed = [&] { return std::runtime_error("cannot read " + path + ": " + std::strerror(errno)); };
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) throw failed();
  struct stat status {};
  if (fstat(file, &status) == 0) {
    bytes_ = status.st_size;
    base_ = mmap(nullptr, bytes_, PROT_READ, MAP_PRIVATE, file, 0);
  }
  const auto error = failed();
  close(file);
  if (base_ == nullptr || base_ == MAP_FAILED) throw error;
}

MappedFile::~MappedFile() { munmap(base_, bytes_); }

const char* MappedFile::at(size_t offset, size_t bytes) const {
  if (offset > bytes_ || bytes > bytes_ - offset) {
    throw std::invalid_argument(path_ + " ends before byte " + std::to_string(offset + bytes));
  }
  return static_cast<const char*>(base_) + offset;
}

}  // namespace nanoflow
