import SluiceClassifier
import SluiceCore

func score(_ text: String) throws -> Assessment? {
  try TableScorer.builtIn().makeSession().assess(text)
}
