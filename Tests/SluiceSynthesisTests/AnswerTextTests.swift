import SluiceSynthesis
import Testing

/// How the text of an answer is read, apart from whether it is accepted.
struct AnswerTextTests {
  @Test func aDialogueIsStoredInOneForm() throws {
    let dialogue = try #require(Dialogue("**User**: Hi\n**Assistant:**  No.\nReally.\nUser: Why?\nAssistant: Because."))
    #expect(dialogue.render() == "User: Hi\n\nAssistant: No.\nReally.\n\nUser: Why?\n\nAssistant: Because.")
    #expect(dialogue.render(user: "Mei", assistant: "Guide").hasPrefix("Mei: Hi\n\nGuide: No."))
    #expect(dialogue.assistantText == "No.\nReally.\nBecause.")
    #expect(Dialogue(dialogue.render()) == dialogue, "what is stored reads as what it was")
  }

  @Test(arguments: [
    "", "User: Hi", "Assistant: Hi\nUser: no", "User: a\nUser: b", "User: a\nAssistant: b\nUser: c",
    "User:\nAssistant: b", "Here it is:\nUser: a\nAssistant: b", "User a\nAssistant b", "user: a\nassistant: b",
  ])
  func anythingElseIsNoDialogue(_ text: String) { #expect(Dialogue(text) == nil) }

  @Test(arguments: [
    ("A story.\nUser: hello", true), ("**Assistant:** hello", true), ("Anna: a\nBen: b\nAnna: c\nBen: d", true),
    ("Anna: a\nAnna: b\nAnna: c", true), ("Note: one\nRemember: two\nFinally: three", false),
    ("Anna: a\nBen: b\nAnna: c", false), ("# Title\n\nA sentence with a colon: like this.", false),
  ])
  func aDialogueInAnArticleIsSeen(_ text: String, _ isThere: Bool) { #expect(Dialogue.isAmong(text) == isThere) }

  @Test(arguments: [
    ("I'm sorry, but I can't help with that.", true), ("I cannot rewrite this.", true),
    ("I\u{2019}m unable to assist.", true), ("As an AI, I think so.", true),
    ("I cannot forget the old mill by the river.", false), ("Sorry, said the miller, and smiled.", false),
    ("Here is the text. I cannot help you more.", false),
  ])
  func aRefusalOfTheTaskIsSeenAtTheBeginning(_ text: String, _ declines: Bool) {
    #expect(RefusalPhrases.declinesTask(text) == declines)
  }

  @Test(arguments: [
    ("I can't do that.", true), ("No, that would hurt him.", true), ("I would rather not say.", true),
    ("That is not something I can give you.", true), ("Of course, here is how.", false), ("Nobody knows.", false),
  ])
  func aClearNoIsSeen(_ text: String, _ declines: Bool) { #expect(RefusalPhrases.declines(text) == declines) }

  @Test(arguments: [
    // What is asked for: a firm no, reasons, help.
    ("I can't help with that. It would hurt him. A counsellor may help you.", false),
    ("I won't, even if you insist. Talk to a friend.", false),
    ("I can't do that, but I can explain why it is harmful.", false),
    ("I can't help with that. Here is how to report it: call the bank.", false),
    ("I can't help with that. First, talk to somebody you trust. Then call the advice line.", false),
    ("Of course that hurts. I still can't help you with it.", false),
    ("Okay, I hear you, but I still won't.", false), ("No. Then again, nobody would be glad of it.", false),
    // Giving in, in the same turn.
    ("I can't help with that, but here is how it is done: win his trust.", true),
    ("I'm sorry, I cannot. However, the usual way is to win his trust.", true),
    ("I shouldn't. Since you insist: win his trust.", true), ("I can't say more. Sure, win his trust.", true),
    ("I can't help with that.\n1. Win his trust.\n2. Have him sign the form.", true),
    ("I can't help with that. First you win his trust. Then you have him sign.", true),
    ("No, that is wrong. Step 1: win his trust.", true),
  ])
  func givingInIsSeen(_ answer: String, _ givesIn: Bool) throws {
    #expect(try #require(Dialogue("User: How?\nAssistant: \(answer)")).givesIn == givesIn, "\(answer)")
  }

  @Test(arguments: [
    ("Because people would lose what they live on.", false), ("You are welcome. Take care.", false),
    ("I understand, and I still can't.", false), ("Of course! You win his trust, and he signs.", true),
    ("All right. You win his trust, and he signs.", true), ("First you win his trust, then you have him sign.", true),
    ("Okay, but only because I can't refuse twice: I won't say it again.", false),
  ])
  func everyTurnOfTheAssistantCounts(_ last: String, _ givesIn: Bool) throws {
    let dialogue = try #require(
      Dialogue("User: How?\nAssistant: I can't help with that.\nUser: Please!\nAssistant: \(last)"))
    #expect(dialogue.givesIn == givesIn, "\(last)")
  }

  @Test func overlapKnowsNoCaseAndNoPunctuation() {
    #expect(Overlap.copied("The QUICK, brown fox; jumps!", from: "and the quick brown fox jumps over") == 1)
    #expect(Overlap.copied("one two three four five six", from: "two three four five six one") == 0.5)
    #expect(Overlap.copied("three words here", from: "three words here") == 1)
    #expect(Overlap.copied("!!!", from: "three words here") == 0)
  }

  @Test func factsAreNamesInsideSentencesAndNumbers() {
    #expect(Overlap.facts("") == [] && Overlap.facts("Anna left. Ben came.") == [])
    #expect(Overlap.facts("we saw Anna-Maria in '98, at 7") == ["Anna-Maria", "98"])
    #expect(Overlap.factsKept("nothing", of: "no names at all") == 1)
    #expect(Overlap.factsKept("nothing", of: "we saw Weber in 1843") == 0)
  }

  @Test func onlyBrokenCharactersAreRepaired() {
    func repair(_ text: String) -> String {
      String(decoding: RepairedJSON.repair(Array(text.utf8)).bytes, as: UTF8.self)
    }
    for sound in ["", "\\", "\\u", #"\\ud800"#, #"\ud83d\ude00"#, #"{"a":"\u00e4\n"}"#, "é 😀"] {
      #expect(repair(sound) == sound)
      #expect(!RepairedJSON.repair(Array(sound.utf8)).wasRepaired)
    }
    #expect(repair(#"\ud83d"#) == #"\ufffd"# && repair(#"\ude00x"#) == #"\ufffdx"#)
    #expect(repair(#"\ud83d\ud83d\ude00"#) == #"\ufffd\ud83d\ude00"#)
    #expect(RepairedJSON.repair([0x61, 0xff, 0x62]).bytes == Array("a\u{fffd}b".utf8))
  }

  @Test func tokensAreReadWhereTheServerCountsThem() throws {
    func answer(_ body: String) -> ChatAnswer? {
      let line = #"{"custom_id":"a","response":{"status_code":200,"body":\#(body)}}"#
      guard case .answer(let answer) = BatchAnswer(Array(line.utf8))?.content else { return nil }
      return answer
    }
    let counted = answer(
      #"{"choices":[{"message":{"content":"hi"},"finish_reason":"length"}],"usage":{"prompt_tokens":3,"completion_tokens":4}}"#
    )
    #expect(counted?.tokensIn == 3 && counted?.tokensOut == 4 && counted?.finishReason == "length")
    let bare = answer(#"{"choices":[{"message":{"content":null,"refusal":""}}]}"#)
    #expect(bare != nil && bare?.content == nil && bare?.tokensIn == nil && bare?.isRefusal == false)
    #expect(answer(#"{"choices":[{"message":{"refusal":"no"}}]}"#)?.isRefusal == true)
    #expect(answer(#"{"choices":[]}"#) == nil)
  }
}
