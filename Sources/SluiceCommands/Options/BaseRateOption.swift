internal import ArgumentParser
package import SluiceTraining

extension BaseRate: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}
