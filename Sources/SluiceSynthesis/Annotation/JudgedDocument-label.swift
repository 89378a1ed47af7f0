internal import SluiceClassifier
internal import SluiceCore
package import SluiceTraining

extension JudgedDocument {
  /// The label of a document; nil without a vote. A category or stance that the model leaves out is the classifier's.
  package func label(by annotator: String) throws -> AnnotationRecord? {
    guard let score, let vote = spokesman else { return nil }
    var category = vote.category
    var stance = vote.stance
    if category == nil || stance == nil {
      let assessment = try? Judge(TableScorer.builtIn(), cuts: nil).judge(document.text).get()
      category = category ?? (score == .safe ? Category.none : assessment?.category ?? .none)
      stance = stance ?? (score == .safe ? Stance.none : assessment?.stance ?? .none)
    }
    return AnnotationRecord(
      item: document, score: score, category: category!, stance: stance!, reason: vote.reason,
      annotator: annotator)
  }
}
