internal import SluiceCore

/// What the levels are called.
enum LevelName {
  static func of(_ score: Int) -> String { ["safe", "minimal", "slight", "moderate", "clear", "high"][score] }
}

/// What the categories are called in sentences.
enum CategoryName {
  static func of(_ category: Category) -> String {
    switch category {
    case .none: "No category"
    case .harassmentHate: "Harassment and hate"
    case .violence: "Violence"
    case .selfHarm: "Self-harm"
    case .sexual: "Sexual"
    case .drugsWeaponsCrime: "Drugs, weapons, crime"
    case .hackingMalware: "Hacking and malware"
    case .fraudDeception: "Fraud and deception"
    case .disinformation: "Disinformation"
    case .privacy: "Privacy"
    case .profanity: "Profanity"
    case .advice: "Unqualified advice"
    }
  }
}

/// What the stances are called in sentences.
enum StanceName {
  static func of(_ stance: Stance) -> String {
    switch stance {
    case .none: "Neither"
    case .topical: "Topical: discusses harm"
    case .harmful: "Harmful: does harm"
    }
  }
}
