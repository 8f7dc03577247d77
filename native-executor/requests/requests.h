#pragma once

#include "../../native-common/wire/json.h"
#include "../../native-common/wire/request.h"
#include "../session.h"

namespace nanoflow {

/*
 * One function a verb. Each reads its words from the request, adds to the answer, whose status is there, and returns
 * the bytes that follow it. They throw std::invalid_argument on a request that makes no sense, RefusedError, or
 * DeviceError when the GPU failed. README.md has the words.
 */
std::string allocateRequest(Request& request, Session& session, JsonObject& answer);
std::string randomRequest(Request& request, Session& session, JsonObject& answer);
std::string randomKvRequest(Request& request, Session& session, JsonObject& answer);
std::string quantiseRequest(Request& request, Session& session, JsonObject& answer);
std::string freeRequest(Request& request, Session& session, JsonObject& answer);
std::string loadRequest(Request& request, Session& session, JsonObject& answer);
std::string writeRequest(Request& request, Session& session, JsonObject& answer);
std::string readRequest(Request& request, Session& session, JsonObject& answer);

std::string programRequest(Request& request, Session& session, JsonObject& answer);
std::string dropRequest(Request& request, Session& session, JsonObject& answer);
std::string stepRequest(Request& request, Session& session, JsonObject& answer);

/** Leaves its answer to whoever takes the step from the ring. */
std::string submitRequest(Request& request, Session& session, JsonObject& answer);
/** The answer to a step that was submitted, and the bytes behind it: its tokens. */
std::pair<JsonObject, std::string> describeStep(EndedStep step);

std::string timeRequest(Request& request, Session& session, JsonObject& answer);
std::string traceRequest(Request& request, Session& session, JsonObject& answer);
std::string energyRequest(Request& request, Session& session, JsonObject& answer);

/** Rows that have a fault, of as many as there are flags; for an answer. */
std::vector<JsonObject> describeFaults(const std::vector<RowFault>& flags);

/** The rank of the word `device`, 0 when left out; its GPU is made the current one. */
Rank& rankOf(Request& request, Session& session);

/** @throws std::invalid_argument when there is none of this name */
const LoadedProgram& programOf(const std::string& name, const Session& session);

}  // namespace nanoflow
