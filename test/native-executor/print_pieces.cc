// Reads the bytes of a piece and of a file, then parts of the file, `offset bytes rows pitch to` each. Prints the
// pieces that native-executor loads, in the same words, or why it refuses the parts.

#include <cstdint>
#include <iostream>
#include <stdexcept>

#include "../../native-executor/gpu/file_pieces.h"

int main() {
  using namespace nanoflow;
  size_t pieceBytes = 0, fileBytes = 0;
  std::cin >> pieceBytes >> fileBytes;
  std::vector<FilePart> parts;
  FilePart part;
  uintptr_t to = 0;
  try {
    while (std::cin >> part.offset >> part.bytes >> part.rows >> part.pitch >> to) {
      part.to = reinterpret_cast<char*>(to);
      bytesOf(part);
      requireWithin(fileBytes, "the file", part);
      parts.push_back(part);
    }
  } catch (const std::invalid_argument& error) {
    std::cout << error.what() << "\n";
    return 1;
  }
  for (const FilePart& piece : piecesOf(parts, pieceBytes)) {
    std::cout << piece.offset << " " << piece.bytes << " " << piece.rows << " " << piece.pitch << " "
              << reinterpret_cast<uintptr_t>(piece.to) << "\n";
  }
}
