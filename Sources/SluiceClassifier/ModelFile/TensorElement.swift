/// The element types of the safetensors format that sluice accepts.
public enum TensorType: String, CaseIterable, Sendable {
  /// A Boolean, one byte.
  case bool = "BOOL"
  /// An unsigned integer of 8 bits.
  case u8 = "U8"
  /// A signed integer of 8 bits.
  case i8 = "I8"
  /// An unsigned integer of 16 bits.
  case u16 = "U16"
  /// A signed integer of 16 bits.
  case i16 = "I16"
  /// An IEEE 754 number of 16 bits.
  case f16 = "F16"
  /// The upper 16 bits of an IEEE 754 number of 32 bits.
  case bf16 = "BF16"
  /// An unsigned integer of 32 bits.
  case u32 = "U32"
  /// A signed integer of 32 bits.
  case i32 = "I32"
  /// An IEEE 754 number of 32 bits.
  case f32 = "F32"
  /// An unsigned integer of 64 bits.
  case u64 = "U64"
  /// A signed integer of 64 bits.
  case i64 = "I64"
  /// An IEEE 754 number of 64 bits.
  case f64 = "F64"

  /// Bytes of one element.
  public var width: Int {
    switch self {
    case .bool, .u8, .i8: 1
    case .u16, .i16, .f16, .bf16: 2
    case .u32, .i32, .f32: 4
    case .u64, .i64, .f64: 8
    }
  }
}

/// A Swift type whose memory is that of a ``TensorType``. Every bit pattern is a valid value.
public protocol TensorElement: BitwiseCopyable, Sendable {
  /// The type of tensors that hold such values.
  static var tensorType: TensorType { get }
}

extension UInt8: TensorElement { public static var tensorType: TensorType { .u8 } }
extension Int8: TensorElement { public static var tensorType: TensorType { .i8 } }
extension UInt16: TensorElement { public static var tensorType: TensorType { .u16 } }
extension Int16: TensorElement { public static var tensorType: TensorType { .i16 } }
extension UInt32: TensorElement { public static var tensorType: TensorType { .u32 } }
extension Int32: TensorElement { public static var tensorType: TensorType { .i32 } }
extension UInt64: TensorElement { public static var tensorType: TensorType { .u64 } }
extension Int64: TensorElement { public static var tensorType: TensorType { .i64 } }
extension Float: TensorElement { public static var tensorType: TensorType { .f32 } }
extension Double: TensorElement { public static var tensorType: TensorType { .f64 } }
#if !(os(macOS) && arch(x86_64))
  extension Float16: TensorElement { public static var tensorType: TensorType { .f16 } }
#endif
