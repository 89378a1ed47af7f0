internal import CDeflate
internal import CISAL
internal import CSimdjson
internal import CZstd

/// The libraries that decode, encode and parse, with their versions: of the library in use where it tells,
/// else of the headers the program was compiled with.
public enum LibraryVersions {
  /// Name and version of each library, in a fixed order.
  public static var all: [(name: String, version: String)] {
    [
      ("zstd", String(cString: ZSTD_versionString())),
      ("ISA-L", "\(ISAL_MAJOR_VERSION).\(ISAL_MINOR_VERSION).\(ISAL_PATCH_VERSION)"),
      ("libdeflate", LIBDEFLATE_VERSION_STRING),
      ("simdjson", "\(String(cString: sluice_json_version())) (\(String(cString: sluice_json_kernel())))"),
    ]
  }
}
