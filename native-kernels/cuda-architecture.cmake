# Include after project(): turns CMAKE_CUDA_ARCHITECTURES `native` into the architecture to build for.
# Hopper's warpgroup instructions exist in sm_90a only, while `native` means sm_90. Without a GPU, Hopper is assumed.

if(CMAKE_CUDA_ARCHITECTURES STREQUAL "native")
  if(NOT CMAKE_CUDA_ARCHITECTURES_NATIVE MATCHES "^[0-9]" OR CMAKE_CUDA_ARCHITECTURES_NATIVE MATCHES "^90")
    set(CMAKE_CUDA_ARCHITECTURES 90a)
  endif()
endif()
