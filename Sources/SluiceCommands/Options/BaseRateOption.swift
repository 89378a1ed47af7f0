internal import ArgumentParser
package import SluiceClassifier

extension BaseRate: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}
