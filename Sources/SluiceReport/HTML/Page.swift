internal import SluiceIO

/// The frame of a page: one file that loads nothing. The policy in it allows this very style sheet and
/// this very script, by their digests, and forbids all else.
enum Page {
  static func render(title: String, body: Markup) -> String {
    let style = PageStyle.css
    let script = PageScript.javaScript
    let policy =
      "default-src 'none'; style-src 'sha256-\(digest(style))'; script-src 'sha256-\(digest(script))'; "
      + "base-uri 'none'; form-action 'none'"
    let head: Markup = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      <meta name="robots" content="noindex">
      <title>\(title)</title>

      """
    let page: Markup = """
      </head>
      <body>
      <main>
      \(body)
      </main>

      """
    // Not through Markup: style and script are ours, and must keep their bytes for their digests.
    return head.html + "<style>" + style + "</style>\n" + page.html + "<script>" + script
      + "</script>\n</body>\n</html>\n"
  }

  /// SHA-256 in Base64, as content security policies want it.
  static func digest(_ text: String) -> String {
    let hex = Array(SHA256Digest.hex(of: text.utf8).utf8)
    let bytes = stride(from: 0, to: hex.count, by: 2).map { Self.value(hex[$0]) << 4 | Self.value(hex[$0 + 1]) }
    let buffer = ByteBuffer()
    bytes.withUnsafeBufferPointer { buffer.appendBase64($0) }
    return String(decoding: buffer.bytes, as: UTF8.self)
  }

  private static func value(_ digit: UInt8) -> UInt8 { digit < 0x3a ? digit - 0x30 : digit - 0x57 }
}
