/// The main harm of a document, or of its most harmful window. Raw values are the names in the
/// ledger, in the `safety` object and in policies.
public enum Category: String, CaseIterable, Sendable, Codable {
  case none
  case harassmentHate = "harassment_hate"
  case violence
  case selfHarm = "self_harm"
  case sexual
  case drugsWeaponsCrime = "drugs_weapons_crime"
  case hackingMalware = "hacking_malware"
  case fraudDeception = "fraud_deception"
  case disinformation
  case privacy
  case profanity
  case advice
}
