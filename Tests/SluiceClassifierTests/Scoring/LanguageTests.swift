import SluiceCore
import Testing

/// Text the model cannot judge is reported as such.
struct LanguageTests {
  static let foreign = [
    "Der Zug nach München fährt heute leider nicht, weil auf der Strecke gebaut wird. Bitte nehmen Sie den Bus vor dem "
      + "Bahnhof, der alle zwanzig Minuten fährt, und zeigen Sie dem Fahrer Ihre Fahrkarte.",
    "图书馆每天早上九点开门，晚上六点关门。孩子们喜欢在那里读书和画画，周末还有讲故事的活动。",
    "Библиотека открывается в девять часов утра и закрывается вечером. Дети любят читать книги и рисовать, а по "
      + "выходным там рассказывают сказки и показывают старые фильмы.",
  ]

  /// Written like English, and with words that English has too.
  static let nearEnglish = [
    "Le marché ouvre tous les matins sur la place du village, où les paysans vendent leurs fromages et leurs légumes. "
      + "On y trouve aussi du pain frais et des fleurs, même en hiver quand il neige beaucoup.",
    "La biblioteca abre todos los días a las nueve de la mañana y cierra por la tarde. A los niños les gusta leer "
      + "cuentos y dibujar, y los fines de semana hay teatro para toda la familia.",
    "O mercado abre todas as manhãs na praça da aldeia, e os agricultores vendem queijo e legumes. Também há pão fresco "
      + "e flores, mesmo no inverno quando faz muito frio.",
    "La biblioteca apre ogni giorno alle nove e chiude la sera. Ai bambini piace leggere e disegnare, e nel fine "
      + "settimana c'è anche il teatro per tutta la famiglia, con molti personaggi della storia.",
    "De markt gaat elke ochtend open op het plein van het dorp, waar de boeren hun kaas en groente verkopen. Er is ook "
      + "vers brood en er zijn bloemen, zelfs in de winter als het sneeuwt.",
    "Biblioteket öppnar varje morgon klockan nio och stänger på kvällen. Barnen tycker om att läsa och rita där, och på "
      + "helgen är det teater för hela familjen.",
    "Biblioteka otwiera się codziennie o dziewiątej i jest czynna do wieczora. Dzieci lubią tam czytać i rysować, a w "
      + "weekendy jest teatr dla całej rodziny, na który nie trzeba biletów.",
    "Pasar itu buka setiap pagi di lapangan desa, dan para petani menjual sayur dan buah yang segar. Di sana juga ada "
      + "roti dan bunga untuk semua orang, dan harganya tidak mahal.",
    "Le conseil a voté le budget. Total information: the report est disponible sur le site internet de la commission "
      + "nationale, avec une note de presse et des questions pour les journalistes.",
  ]

  static let english = [
    "The library opens at nine in the morning and the children like to read and draw there at weekends.",
    "func sum(_ values: [Int]) -> Int {\n  var total = 0\n  for value in values { total += value }\n  return total\n}",
    "Apples, pears, plums, cherries, walnuts, honey, flour, butter, eggs, milk, sugar, salt, pepper, rice, beans",
    "ok thanks", "", "12 345 678",
    "Los Angeles, San Diego, La Jolla, El Paso, Las Vegas, Santa Fe, Des Moines, Baton Rouge, Terre Haute, Eau Claire",
    "Director: Juan de la Cruz. Cast: Maria del Mar, Jean de La Fontaine, Vincent van Gogh, Ludwig van Beethoven.",
    "The café's naïve façade, the résumé of a fiancée, and a rôle in São Paulo: English with accents is still English.",
  ]

  @Test(arguments: foreign) func otherLanguagesAreUnsupported(_ text: String) {
    #expect(BuiltIn.assess(text).language == .unsupported)
  }

  @Test(arguments: nearEnglish) func languagesWrittenLikeEnglishAreUnsupported(_ text: String) {
    #expect(BuiltIn.assess(text).language == .unsupported)
    #expect(BuiltIn.assess(String(repeating: text + " ", count: 9)).language == .unsupported)
  }

  @Test(arguments: english) func englishIsSupported(_ text: String) {
    #expect(BuiltIn.assess(text).language == .supported)
  }
}
