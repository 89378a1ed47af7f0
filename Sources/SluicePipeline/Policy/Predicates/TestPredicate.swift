/// A predicate that is tested on the document itself, after the numbers: a search in a list, or in the text.
protocol TestPredicate: PolicyPredicate, DocumentTest {}

extension TestPredicate {
  func holds(in cell: Cell) -> Bool? { nil }

  func compile(into condition: inout CompiledCondition, _ tests: inout DocumentTests) { tests.add(self) }
}
