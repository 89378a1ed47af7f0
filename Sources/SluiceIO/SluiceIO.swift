// Files in and out: finding shards, decoding gzip and zstd, turning chunks into documents, encoding frames,
// appending to partial files, digests. Bytes and buffers only: no `String` for document content, nothing allocated
// per document, no knowledge of models, policies or ledgers.
//
//   Discovery/   which files are shards
//   Decoding/    compressed bytes to chunks: `ShardReader`
//   Documents/   what a row and a document are, whatever the format of the shard: `Row`, `DocumentFields`
//   JSONLines/   chunks to rows, and fields by name: `DocumentReader`, `LineCursor`, `FieldReader`; simdjson is called
//                here and nowhere else
//   Rows/        every form of row that sluice writes, its reader beside its writer: safety object, quarantine,
//                synthetic text, attributes
//   Encoding/, Output/, Text/, JSON/
//
// A second shard format gets a folder beside JSONLines/, with a type that does what `DocumentReader` does: hand over
// each `Row` of a chunk. The pipeline knows rows only; `ShardReader` says where chunks end.
//
// A shard is read by one `ShardReader` (serial); everything else may run on any thread, one owner at a time.
// C libraries (ISA-L, libdeflate, libzstd, libsimdjson, libcrypto, xxHash) do not leave this module.
