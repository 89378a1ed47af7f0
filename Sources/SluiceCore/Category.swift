/// The main harm of a document, or of its most harmful window. Raw values are the names in the
/// ledger, in the `safety` object and in policies.
public enum Category: String, CaseIterable, Sendable, Codable {
  /// No harm.
  case none
  /// Insults, prejudice, hate and threats against people or groups.
  case harassmentHate = "harassment_hate"
  /// Violence against people or animals.
  case violence
  /// Suicide, self-injury and eating disorders.
  case selfHarm = "self_harm"
  /// Sexual content.
  case sexual
  /// Drugs, weapons and other crime outside computers.
  case drugsWeaponsCrime = "drugs_weapons_crime"
  /// Attacks on computers, and malware.
  case hackingMalware = "hacking_malware"
  /// Fraud, scams and deception.
  case fraudDeception = "fraud_deception"
  /// False claims and conspiracy theories.
  case disinformation
  /// Private data about people.
  case privacy
  /// Swearing that is not aimed at anyone.
  case profanity
  /// Unqualified medical, legal or financial advice.
  case advice
}
