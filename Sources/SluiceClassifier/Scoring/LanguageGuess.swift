internal import SluiceCore

/// Whether a text is of the language the model was trained on, from counts alone: words of another
/// script, words the table knows, and the commonest words, without which nobody writes English.
struct LanguageGuess {
  var words = 0
  var foreign = 0
  var known = 0
  var common = 0

  var verdict: Language {
    if foreign * 2 > words { return .unsupported }
    guard words >= 12 else { return .supported }
    return known * 2 < words && common * 8 < words ? .unsupported : .supported
  }
}
