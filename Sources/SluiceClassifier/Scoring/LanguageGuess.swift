internal import SluiceCore

/// Whether a text is of the language the model was trained on, from counts alone: words of another
/// script, words the table knows, the commonest words, without which nobody writes English, and function
/// words of languages written like it.
struct LanguageGuess {
  var words = 0
  var foreign = 0
  var known = 0
  var common = 0
  /// Function words of other languages, in quarters.
  var elsewhereQuarters = 0

  private static let fewestWords = 12

  var verdict: Language {
    if foreign * 2 > words { return .unsupported }
    guard words >= Self.fewestWords else { return .supported }
    // Where so few words are common in English, more may be common elsewhere.
    let elsewhere = elsewhereQuarters / 4
    if common * 3 < words, elsewhere * 8 > words, elsewhere > common { return .unsupported }
    return known * 2 < words && common * 8 < words ? .unsupported : .supported
  }
}
