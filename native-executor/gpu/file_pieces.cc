#include "file_pieces.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace nanoflow {
namespace {

std::string describe(const FilePart& part) {
  const std::string size = std::to_string(part.bytes) + " bytes from byte " + std::to_string(part.offset);
  if (part.rows == 1) return size;
  return std::to_string(part.rows) + " rows of " + size + ", " + std::to_string(part.pitch) + " apart";
}

/** Divides, since a product of what a request says may not fit 64 bits. */
bool isWithin(size_t fileBytes, const FilePart& part) {
  if (part.offset > fileBytes || part.bytes > fileBytes - part.offset) return false;
  const size_t behindFirst = fileBytes - part.offset - part.bytes;
  return part.pitch == 0 || part.rows - 1 <= behindFirst / part.pitch;
}

/** Rows without a gap are one long row. */
FilePart joined(const FilePart& part) {
  if (part.rows == 1 || part.pitch != part.bytes) return part;
  return {part.offset, part.bytes * part.rows, 1, 0, part.to};
}

void cutRow(size_t offset, size_t bytes, char* to, size_t pieceBytes, std::vector<FilePart>& pieces) {
  for (size_t done = 0; done < bytes; done += pieceBytes) {
    pieces.push_back({offset + done, std::min(pieceBytes, bytes - done), 1, 0, to + done});
  }
}

}  // namespace

size_t bytesOf(const FilePart& part) {
  if (part.bytes > 0 && part.rows > std::numeric_limits<size_t>::max() / part.bytes) {
    throw std::invalid_argument(describe(part) + " are more than any memory holds: check 'size' and 'rows'");
  }
  return part.bytes * part.rows;
}

void requireWithin(size_t fileBytes, const std::string& path, const FilePart& part) {
  if (isWithin(fileBytes, part)) return;
  throw std::invalid_argument(path + " ends at byte " + std::to_string(fileBytes) + ", too early for " +
                              describe(part) + ": copy the whole file again");
}

std::vector<FilePart> piecesOf(const std::vector<FilePart>& parts, size_t pieceBytes) {
  std::vector<FilePart> pieces;
  for (const FilePart& given : parts) {
    const FilePart part = joined(given);
    if (part.bytes == 0) continue;
    const size_t rowsEach = part.bytes > pieceBytes ? 1 : pieceBytes / part.bytes;
    for (size_t row = 0; row < part.rows; row += rowsEach) {
      const size_t offset = part.offset + row * part.pitch;
      char* const to = part.to + row * part.bytes;
      if (part.bytes > pieceBytes) {
        cutRow(offset, part.bytes, to, pieceBytes, pieces);
      } else {
        pieces.push_back({offset, part.bytes, std::min(rowsEach, part.rows - row), part.pitch, to});
      }
    }
  }
  return pieces;
}

}  // namespace nanoflow
