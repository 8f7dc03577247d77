#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace nanoflow {

/** A part of a file, and where it goes on the GPU: rows that are apart in the file lie side by side there. */
struct FilePart {
  size_t offset = 0, bytes = 0;  ///< of the first row; of one row
  size_t rows = 1;
  size_t pitch = 0;  ///< bytes from a row to the next one in the file, at least a row's; one row has none
  char* to = nullptr;
};

/** What a part takes on the GPU. @throws std::invalid_argument when no memory could hold it */
size_t bytesOf(const FilePart& part);

/** @throws std::invalid_argument when the last row ends behind a file of so many bytes */
void requireWithin(size_t fileBytes, const std::string& path, const FilePart& part);

/**
 * The same rows in pieces of at most `pieceBytes`, which each cost a copy and a wait: as many whole rows as fit, or a
 * piece of a row that is longer.
 */
std::vector<FilePart> piecesOf(const std::vector<FilePart>& parts, size_t pieceBytes);

}  // namespace nanoflow
