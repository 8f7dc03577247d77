#pragma once

#include <string>

namespace nanoflow {

/** A file mapped into memory for reading, as long as the object lives. */
class MappedFile {
 public:
  /** @throws std::runtime_error naming the file when it cannot be mapped */
  explicit MappedFile(const std::string& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  /** @throws std::invalid_argument when the bytes do not lie in the file */
  const char* at(size_t offset, size_t bytes) const;

 private:
  std::string path_;
  void* base_ = nullptr;
  size_t bytes_ = 0;
};

}  // namespace nanoflow
