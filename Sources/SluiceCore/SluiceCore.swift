// The words the rest of sluice speaks: scores, routes, decisions, document keys, and the protocol
// a classifier implements. No I/O, no Foundation, no dependency; every module may import it.
