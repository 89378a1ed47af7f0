import SluiceClassifier
import SluiceCore
import Testing

/// Plain harmless text exits early at the screen, and nothing else changes.
struct ScreenTests {
  /// The shipped model with another limit, and other entries.
  static func scorer(limit: Float, entry: UInt16? = nil) throws -> TableScorer {
    let source = try ModelFile.builtIn()
    var writer = ModelFileWriter()
    writer.metadata = source.metadata
    for tensor in source.tensors {
      switch tensor.type {
      case .u64:
        writer.add(
          tensor.name, shape: tensor.shape, Array(try source.tensor(tensor.name, of: UInt64.self).unsafeBuffer))
      case .i8:
        writer.add(tensor.name, shape: tensor.shape, Array(try source.tensor(tensor.name, of: Int8.self).unsafeBuffer))
      case .u16:
        let found = Array(try source.tensor(tensor.name, of: UInt16.self).unsafeBuffer)
        writer.add(tensor.name, shape: tensor.shape, entry.map { [UInt16](repeating: $0, count: found.count) } ?? found)
      default:
        var found = Array(try source.tensor(tensor.name, of: Float.self).unsafeBuffer)
        if tensor.name == "screen.numbers" { found[2] = limit }
        writer.add(tensor.name, shape: tensor.shape, found)
      }
    }
    return try TableScorer(ModelFile(bytes: writer.bytes()))
  }

  /// One lets everything exit early that it can read, the other nothing.
  static let blind = try! scorer(limit: 100_000)
  static let watchful = try! scorer(limit: -100_000)

  static func assess(_ text: String, _ scorer: TableScorer) -> Assessment {
    var text = text
    return text.withUTF8 { scorer.makeSession().assess($0)! }
  }

  @Test func harmlessTextExitsEarly() {
    let text = BuiltIn.neutral(sentences: 200)
    let found = BuiltIn.assess(text)
    #expect(found == Self.assess(text, Self.blind), "nothing of it was read")
    #expect(found.score == .safe && found.category == .none && found.stance == .none && found.language == .supported)
    #expect(found.scoredBytes == text.utf8.count && found.span.count < 1700)
    let read = Self.assess(text, Self.watchful)
    #expect(read.score == .safe)
    #expect(abs(read.probabilities[.safe] - found.probabilities[.safe]) < 0.15)
  }

  @Test(arguments: [1, 2, 4]) func whatIsReadIsScoredAsWithoutTheScreen(_ sentences: Int) {
    let text =
      BuiltIn.neutral(sentences: sentences) + " " + BuiltIn.insult + " " + BuiltIn.neutral(sentences: sentences)
    let found = BuiltIn.assess(text)
    #expect(found.score > .safe)
    #expect(found == Self.assess(text, Self.watchful))
  }

  @Test func aBlindScreenWouldLetAnInsultGo() {
    let text = BuiltIn.neutral(sentences: 9) + " " + BuiltIn.insult
    #expect(
      Self.assess(text, Self.blind) != Self.assess(text, Self.watchful),
      "or the tests of what it cannot read would show nothing")
  }

  static let unreadable = [
    "few words": "You are a stupid idiot, everybody hates you, shut up and get lost.",
    "another language": String(repeating: "Le marché ouvre tous les matins sur la place du village. ", count: 9),
    "another script": String(repeating: "Рынок открывается каждое утро на площади. ", count: 12),
    "numbers for letters": disguised("y0u st1nk like an 0ld f1sh in th3 s3a"),
    "signs for letters": disguised("you f**l and you f*ol and wh@t a $illy f*sh"),
    "letters apart": disguised("y o u s t i n k and t h a t i s t r u e f o r y o u and w e k n o w"),
    "soft hyphens": disguised("yo\u{AD}u st\u{AD}ink li\u{AD}ke an o\u{AD}ld fi\u{AD}sh"),
    "invisible scalars": disguised("yo\u{200B}u st\u{200B}ink li\u{200B}ke an o\u{200B}ld fi\u{200B}sh"),
    "confusables": disguised("y\u{43E}u stin\u{43A} lik\u{435} an \u{43E}ld fis\u{4BB}"),
    "full width": disguised("ｙｏｕ ｓｔｉｎｋ like an ｏｌｄ ｆｉｓｈ"),
    "entities": disguised("y&#111;u st&#105;nk l&#105;ke an &#111;ld f&#105;sh"),
    "accents": disguised("ÿöü stïnk lïkë än öld fïsh ïn thë sëä ànd thât ïs trüë ëvërÿwhërë nöw"),
  ]

  static func disguised(_ text: String) -> String { BuiltIn.neutral(sentences: 9) + " " + text + ". " + text }

  @Test(arguments: unreadable.keys.sorted()) func whatCannotBeReadIsNotSettled(_ name: String) {
    let text = Self.unreadable[name]!
    #expect(Self.assess(text, Self.blind) == Self.assess(text, Self.watchful))
  }

  /// Words of every kind, with enough plain ones around them to exit early.
  static let text =
    TokenizerTests.text.replacing("i d i o t", with: "idiot").replacing("\u{43F}\u{440} ", with: "")
    + BuiltIn.neutral(sentences: 12)

  @Test(arguments: 1...80) func leadingSpacesChangeNothing(_ spaces: Int) {
    let plain = Self.assess(Self.text, Self.blind)
    #expect(plain != Self.assess(Self.text, Self.watchful), "the text must exit early for the test to mean something")
    let shifted = Self.assess(String(repeating: " ", count: spaces) + Self.text, Self.blind)
    #expect(shifted.probabilities == plain.probabilities)
  }

  @Test func nothingIsReadBeyondTheText() throws { try expectNothingReadBeyond(Self.text, Self.blind) }

  @Test(arguments: [0, 0x1FF, 0x81FF] as [UInt16]) func hostileEntriesGiveScores(_ entry: UInt16) throws {
    let scorer = try Self.scorer(limit: 0, entry: entry)
    for text in [Self.text, String(repeating: "a ", count: 500_000), ""] {
      #expect(Self.assess(text, scorer).scoredBytes == text.utf8.count)
    }
  }

  @Test(arguments: [0x200, 0x4000, 0x7FFF, 0xFFFF] as [UInt16]) func entriesOutOfRangeAreRefused(_ entry: UInt16) {
    #expect(throws: ModelFileError.self) { try Self.scorer(limit: 0, entry: entry) }
  }
}
