extension Policy {
  /// Every predicate that a policy file can name, in the order in which they are read, explained and counted towards
  /// the digest. A new one may go anywhere; the others must keep their order, or digests change.
  static let predicates: [any PolicyPredicate.Type] = [
    ScorePredicate.self,
    ProbabilityPredicate.self,
    ExpectedPredicate.self,
    CategoryPredicate.self,
    StancePredicate.self,
    LanguagePredicate.self,
    BytesPredicate.self,
    WordsPredicate.self,
    SourcePredicate.self,
    IDPredicate.self,
    URLPredicate.self,
    FieldPredicate.self,
    TermsPredicate.self,
  ]

  /// The keys of all predicates.
  package static let predicateKeys = predicates.map { $0.key }
}
