/// What the columns of the table mean: 5 cumulative levels, 12 categories, 2 stances, and one task for each set of
/// mapped labels.
package enum Column {
  package static let levels = 0
  package static let categories = 5
  package static let stances = 17
  package static let tasks = 19
  package static let count = 32
  package static var mostTasks: Int { count - tasks }
}
