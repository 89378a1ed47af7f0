package import SluiceCore

// The names of enum cases as literals, which SQLite can be given without a copy. They equal the raw
// values (a test holds them to it).

extension Route {
  package var staticName: StaticString {
    switch self {
    case .keep: "keep"
    case .recontextualize: "recontextualize"
    case .refusal: "refusal"
    case .drop: "drop"
    }
  }
}

extension Stance {
  package var staticName: StaticString {
    switch self {
    case .none: "none"
    case .topical: "topical"
    case .harmful: "harmful"
    }
  }
}

extension Category {
  package var staticName: StaticString {
    switch self {
    case .none: "none"
    case .harassmentHate: "harassment_hate"
    case .violence: "violence"
    case .selfHarm: "self_harm"
    case .sexual: "sexual"
    case .drugsWeaponsCrime: "drugs_weapons_crime"
    case .hackingMalware: "hacking_malware"
    case .fraudDeception: "fraud_deception"
    case .disinformation: "disinformation"
    case .privacy: "privacy"
    case .profanity: "profanity"
    case .advice: "advice"
    }
  }
}
