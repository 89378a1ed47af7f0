// Files in and out: finding shards, decoding gzip and zstd, framing lines into chunks, reading JSON
// fields, encoding frames, appending to partial files, digests. Bytes and buffers only: no `String`
// for document content, nothing allocated per document, no knowledge of scores, routes or ledgers.
//
// A shard is read by one `ShardReader` (serial); everything else may run on any thread, one owner
// at a time. C libraries (ISA-L, libdeflate, libzstd, libsimdjson, libcrypto, xxHash) do not leave this module.
