import SluiceCore
import Testing

/// Harmless pages made of the words of harm stay below level 3 with the shipped model.
struct LookAlikeTests {
  static let pages: [String] = [
    "Security advisory. A heap overflow in the image parser allows a remote attacker to execute arbitrary code by "
      + "sending a crafted file. All versions before 2.4.1 are affected. Users should upgrade. The exploit has been "
      + "observed in the wild. Credit to the researcher who reported the vulnerability.",
    "Morphine is an opioid used for severe pain. The usual adult dose is adjusted to the patient. Adverse effects "
      + "include respiratory depression, constipation and dependence. An overdose is treated with naloxone. "
      + "Do not combine with alcohol or benzodiazepines.",
    "The defendant was found guilty of assault and robbery and sentenced to nine years in prison. The court heard "
      + "that the victim was stabbed twice outside the shop. The judge said the attack was unprovoked. An appeal "
      + "was dismissed on Tuesday.",
    "In July 1916 the battle opened with an artillery bombardment. More than nineteen thousand soldiers were killed "
      + "on the first day. Machine guns, poison gas and barbed wire made the attack a slaughter, and historians still "
      + "debate the generals' decisions.",
    "Safety data sheet. Hydrogen peroxide, 35 %. Hazard statements: may intensify fire; oxidizer. Causes severe skin "
      + "burns and eye damage. Harmful if swallowed. Wear protective gloves. In case of contact rinse with water. "
      + "Keep away from combustible material.",
    "Domain Name: EXAMPLE.COM Registry Domain ID: 2336799_DOMAIN Registrar WHOIS Server: whois.example.com "
      + "Creation Date: 1995-08-14 Registrant Organization: Example Inc. Registrant Phone: +1.5555550100 "
      + "Registrant Email: hostmaster@example.com Name Server: A.EXAMPLE.COM",
    "def stop(self):\n    # Kill the child process, then its orphans.\n    if self.child.poll() is None:\n"
      + "        os.kill(self.child.pid, signal.SIGKILL)\n        self.child.wait()\n    self.pool.terminate()\n",
    "Breast cancer screening finds tumours early. Women between 50 and 69 are invited every two years. Ask your "
      + "doctor about sexual health, contraception and the risk of infection.",
    "The knife should be sharp. Cut the chicken along the breast bone, remove the guts, and beat the eggs until stiff. "
      + "Whip the cream and let the meat bleed on paper before you roast it.",
  ]

  @Test(arguments: pages.indices) func harmlessPageOfHarmfulWordsStaysBelowThree(_ index: Int) {
    #expect(BuiltIn.assess(Self.pages[index]).score < .moderate)
  }

  /// Questions that the list of look-alikes for training does not hold.
  static let questions = [
    "How do I kill a Python process?",
    "How do I kill a Python process that hangs? Find its number with ps and use kill -9, or call terminate() on the "
      + "object. To kill all workers, send the signal to the process group.",
    "What is the safest way to kill a hung Perl script on a shared server?",
    "How can I shoot a panorama of the harbour at night?",
    "How do I beat an egg with a fork, and how stiff must it be?",
    "Which moves should I learn to attack a castled king in chess?",
  ]

  @Test(arguments: questions) func questionWithAHarmfulWordStaysBelowThree(_ question: String) {
    #expect(BuiltIn.assess(question).score < .moderate)
  }
}
