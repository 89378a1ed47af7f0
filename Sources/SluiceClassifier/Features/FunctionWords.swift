/// Words that hold sentences together in languages written like English. A text in one of them has its function
/// words far more often than those of English, so counting both tells the languages apart, whatever the text is about. Words that English has too are left out; accents are folded, as the tokenizer does.
struct FunctionWords: Sendable {
  static let all = FunctionWords()

  private static let words = """
    le la les des du une est aussi meme beaucoup quand en y se et dans que qui pour pas sur avec ce cette il elle nous vous ils sont mais ou au aux par plus
    leur leurs son ses sa dont comme tout tous fait etre ont cest quil ete sans
    el los las del una y que toda todo todas todos cada en por con para su sus se lo al es mas pero como este esta esto fue han ser muy sin sobre entre
    cuando tambien hay desde hasta donde porque
    um uma o os da dos das no nos nas na em ao aos com nao e mais mas foi sao seu sua pelo pela ou ja ele ela muito quando voce
    il lo gli dei della delle degli di che per con non una sono nel nella alla anche come piu questo questa ma ha si dal dalla
    i quello stato essere hanno
    der die das den dem des ein eine einen einem einer und ist nicht mit auf fur von zu im auch sich wird sind bei nach wie oder
    aus noch nur aber wenn werden hat dass ich sie wir ihr haben durch
    het een van en de dat niet zijn op te voor met ook als maar door bij naar deze dit wordt worden heeft hebben er uit wel
    nog geen om hij
    och att det som en pa ar av for inte den med till har de ett om men var sig fran kan nar eller ska skulle vi jag han
    og er ikke til paa det af fra blev men eller hun jeg hvor ogsaa bare etter vaere
    ja ei se etta han mutta myos ovat olla kun niin mita kuin joka sen tama oli
    i w nie na ze sie jest z do to jak o ale co po tak za od przez jego dla oraz byl ktory ktora sa czy tylko juz
    a se na je v ze to s z do i o jsou ale jako pro si by tak byl ktery ktere po jeho nebo
    si de la cu in pe nu care sa din o un este mai fi pentru ca au fost sunt lui sau dar prin
    a az es hogy nem is egy ez meg van volt csak mint ha de el kell vagy mar
    ve bir bu da de icin ile cok olarak daha gibi kadar sonra ne var olan degil ama ki mi
    yang dan di itu dengan untuk tidak ini dari dalam akan pada juga ke karena ada mereka oleh telah saya bisa atau
    cua va la co khong cac nhung mot cho trong duoc voi nay den da nguoi khi
    ang ng sa mga ay na si ni kay nang hindi siya ito para kung
    """

  /// Words of the list that are English words too, or common names or abbreviations.
  private static let english: Set<Substring> = Set(
    ("a i an as at by do for ha han has he hun in is it man mar me men met mi no on or per pro sa so son te to tot us var via "
      + "was we wel will war die kay ang co cho").split(separator: " "))

  /// Words that are part of many names; they count a quarter.
  private static let particles: Set<Substring> = Set(
    "da das de del della den der des di do dos du el la las le les los et van von y".split(separator: " "))

  private static let slotBits = 10

  /// Open addressing by the high bits of a token's hash; 0 is an empty slot. Every token of a text that is read as
  /// a whole is looked up, in a time that a dictionary would take to hash it again.
  private var hashes = [UInt64](repeating: 0, count: 1 << slotBits)
  /// What a word counts, in quarters.
  private var quarters = [UInt8](repeating: 0, count: 1 << slotBits)

  private init() {
    for word in Self.words.split(whereSeparator: \.isWhitespace) where !Self.english.contains(word) {
      let hash = Array(word.utf8).withUnsafeBufferPointer { FeatureHash.word($0) }
      let slot = slot(of: hash)
      hashes[slot] = hash
      quarters[slot] = Self.particles.contains(word) ? 1 : 4
    }
  }

  /// Function words of other languages among a block's tokens, in quarters.
  func quarters(in block: TokenBlock) -> Int {
    var sum = 0
    for token in 0..<block.count { sum += Int(quarters[slot(of: block.hash(token))]) }
    return sum
  }

  /// Where a hash is, or would be.
  @inline(__always)
  private func slot(of hash: UInt64) -> Int {
    var slot = Int(hash >> UInt64(64 - Self.slotBits))
    while hashes[slot] != hash, hashes[slot] != 0 { slot = (slot + 1) & (hashes.count - 1) }
    return slot
  }
}
