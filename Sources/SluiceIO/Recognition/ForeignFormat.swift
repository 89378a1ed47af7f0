/// A format that people take for shards and that sluice does not read: recognised so that the shard fails with what it
/// is and what to do, instead of filling the quarantine with its lines.
///
/// A JSON Lines file may begin with any junk, which belongs in quarantine. So every rule is one that such a file
/// cannot meet by accident: a long or binary magic number, or text that no line beginning with `{` follows.
struct ForeignFormat: Sendable {
  /// As messages call it, with its article where it needs one.
  let name: String
  /// What to do about it.
  let remedy: String
  /// Whether a folder's file of this format is a shard, which then fails, however it is named.
  let holdsRecords: Bool
  let recognises: @Sendable (ShardHead) -> Bool

  /// The format of a file that begins like this; nil if nothing is certain.
  static func of(_ head: ShardHead) -> ForeignFormat? { all.first { $0.recognises(head) } }

  /// A new format is one line here.
  static let all: [ForeignFormat] =
    [
      codec("xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], "decompress it with xz -d"),
      codec("lzip", Array("LZIP".utf8) + [1], "decompress it with lzip -d"),
      codec("bzip2", Array("BZh".utf8), "decompress it with bzip2 -d") {
        $0.has([0x31, 0x41, 0x59, 0x26, 0x53, 0x59], at: 4) || $0.has([0x17, 0x72, 0x45, 0x38, 0x50, 0x90], at: 4)
      },
      codec("lz4", [0x04, 0x22, 0x4d, 0x18], "decompress it with lz4 -d"),
      codec("lz4 in its old form", [0x02, 0x21, 0x4c, 0x18], "decompress it with lz4 -d"),
      codec("lzop", [0x89, 0x4c, 0x5a, 0x4f, 0x00, 0x0d, 0x0a], "decompress it with lzop -d"),
      codec("framed snappy", [0xff, 0x06, 0x00, 0x00] + Array("sNaPpY".utf8), "decompress it with snzip -d"),
      codec("compress (.Z)", [0x1f, 0x9d], "decompress it with gzip -d", where: \.isBinary),

      container("a tar archive", [], "unpack it with tar -x", where: \.hasTarChecksum),
      container("a zip archive", Array("PK".utf8) + [3, 4], "unpack it with unzip"),
      container("an empty zip archive", Array("PK".utf8) + [5, 6], "fetch it again"),
      container("a 7z archive", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], "unpack it with 7z x"),
      container("a RAR archive", Array("Rar!".utf8) + [0x1a, 0x07], "unpack it with unrar x"),

      table("Parquet", Array("PAR1".utf8), "pandas.read_parquet", where: \.isBinary),
      table("encrypted Parquet", Array("PARE".utf8), "pandas.read_parquet after decrypting it", where: \.isBinary),
      table("an Arrow file", Array("ARROW1".utf8) + [0, 0], "pyarrow.ipc.open_file"),
      table("an Arrow stream", [0xff, 0xff, 0xff, 0xff], "pyarrow.ipc.open_stream", where: \.hasArrowLength),
      table("Feather", Array("FEA1".utf8), "pandas.read_feather", where: \.isBinary),
      table("Avro", Array("Obj".utf8) + [1], "fastavro.reader"),
      table("ORC", Array("ORC".utf8), "pandas.read_orc", where: \.isBinary),

      other("HDF5", [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a], "convert it to JSON Lines with its library"),
      other("a SQLite database", Array("SQLite format 3".utf8) + [0], "export its rows as JSON Lines"),
      other("a NumPy array", [0x93] + Array("NUMPY".utf8), "convert it to JSON Lines with its library"),
      other("a Python pickle", [0x80, 0x04, 0x95], "convert it to JSON Lines with the program that wrote it"),
      other("a Python pickle", [0x80, 0x05, 0x95], "convert it to JSON Lines with the program that wrote it"),
      other("a PDF document", Array("%PDF-".utf8), "extract its text first", where: \.hasNoObjects),
      other(
        "a Git LFS pointer", Array("version https://git-lfs.github.com/spec/".utf8), "fetch the file with git lfs pull",
        where: \.hasNoObjects),
      other("a WARC file", Array("WARC/1.".utf8), "extract its documents as JSON Lines first", where: \.hasNoObjects),
    ] + texts

  private init(
    _ name: String, _ remedy: String, holdsRecords: Bool, recognises: @escaping @Sendable (ShardHead) -> Bool
  ) {
    self.name = name
    self.remedy = remedy
    self.holdsRecords = holdsRecords
    self.recognises = recognises
  }

  /// Another compression.
  private static func codec(
    _ name: String, _ magic: [UInt8], _ remedy: String,
    where isCertain: @escaping @Sendable (ShardHead) -> Bool = { _ in true }
  ) -> ForeignFormat {
    ForeignFormat(name, remedy + ", or convert it to gzip or zstd", holdsRecords: true) {
      $0.has(magic) && isCertain($0)
    }
  }

  /// Files in a file.
  private static func container(
    _ name: String, _ magic: [UInt8], _ remedy: String,
    where isCertain: @escaping @Sendable (ShardHead) -> Bool = { _ in true }
  ) -> ForeignFormat {
    ForeignFormat(name, remedy + " and name what is in it", holdsRecords: true) {
      $0.has(magic) && isCertain($0)
    }
  }

  /// Records in another form than lines.
  private static func table(
    _ name: String, _ magic: [UInt8], _ reader: String,
    where isCertain: @escaping @Sendable (ShardHead) -> Bool = { _ in true }
  ) -> ForeignFormat {
    ForeignFormat(name, "convert it to JSON Lines, reading it with \(reader)", holdsRecords: true) {
      $0.has(magic) && isCertain($0)
    }
  }

  /// What nobody means as a shard.
  private static func other(
    _ name: String, _ magic: [UInt8], _ remedy: String,
    where isCertain: @escaping @Sendable (ShardHead) -> Bool = { _ in true }
  ) -> ForeignFormat {
    ForeignFormat(name, remedy, holdsRecords: false) { $0.has(magic) && isCertain($0) }
  }

  /// Text that is not JSON Lines in UTF-8.
  private static let texts: [ForeignFormat] = [
    .init("UTF-32 text", "convert it with iconv -f UTF-32 -t UTF-8", holdsRecords: true) { $0.isWide(4) },
    .init("UTF-16 text", "convert it with iconv -f UTF-16 -t UTF-8", holdsRecords: true) { $0.isWide(2) },
    .init("a JSON array", "convert it to JSON Lines with jq -c '.[]'", holdsRecords: true, recognises: \.isJSONArray),
    .init(
      "JSON over several lines", "convert it to JSON Lines with jq -c .", holdsRecords: true,
      recognises: \.isSpreadJSON),
    .init("HTML", "fetch the shard again, for this is a page about it", holdsRecords: false) {
      ($0.hasText("<!doctype html") || $0.hasText("<html")) && $0.hasNoObjects
    },
    .init("XML", "fetch the shard again if this is an error, or convert it to JSON Lines", holdsRecords: false) {
      $0.hasText("<?xml ") && $0.hasNoObjects
    },
  ]
}
