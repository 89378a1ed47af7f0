internal import CCurl
internal import Foundation
internal import SluiceIO
internal import Synchronization

/// Posts JSON to one URL with libcurl, any number of requests at a time, over connections that are kept open.
/// One thread waits for all of them in the system's poll: nothing spins while a server is silent.
///
/// Redirects are not followed, so that the key goes nowhere else. An answer larger than `largestAnswer` is a
/// failure.
package final class HTTPClient: Sendable {
  package struct Response: Sendable {
    package var status: Int
    package var retryAfter: String?
    package var body: [UInt8]

    package init(status: Int, retryAfter: String? = nil, body: [UInt8] = []) {
      self.status = status
      self.retryAfter = retryAfter
      self.body = body
    }
  }

  package enum Failure: Error, Sendable, Hashable {
    /// No connection. The reason is in libcurl's words, which hold nothing of what was sent.
    case unreachable(String)
    /// The connection broke before the whole answer was there.
    case interrupted
    case timedOut
    case tooLarge
  }

  static let largestAnswer = 16 << 20

  private let url: String
  private let headers: [String]
  private let timeout: Duration
  private let jobs = Mutex<(waiting: [Job], isClosed: Bool)>(([], false))
  /// Owned by the thread; others only wake it, which libcurl allows from any thread.
  private nonisolated(unsafe) let multi: UnsafeMutableRawPointer

  /// - Parameter key: sent as a bearer token; nil for none.
  /// - Throws: `SynthesisError` where libcurl is not installed.
  package init(url: String, key: String?, timeout: Duration, connections: Int) throws(SynthesisError) {
    if let reason = sluice_curl_load() {
      throw SynthesisError(
        "\(String(cString: reason)): a live endpoint needs libcurl 7.85 or later; install it (Debian and Ubuntu: "
          + "apt install libcurl4), or write request files with --batch, which need no network")
    }
    self.url = url
    self.timeout = timeout
    // An empty Expect keeps libcurl from waiting for a go-ahead that few servers give.
    headers =
      ["Content-Type: application/json", "Accept: application/json", "Expect:"]
      + (key.map { ["Authorization: Bearer \($0)"] } ?? [])
    multi = sluice_curl_multi_init()
    sluice_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, connections)
    let thread = Thread { [self] in work() }
    thread.name = "sluice http"
    thread.start()
  }

  /// Ends the thread once no request is in flight. Nothing may be posted afterwards.
  package func close() {
    jobs.withLock { $0.isClosed = true }
    sluice_curl_multi_wakeup(multi)
  }

  package func post(_ body: [UInt8]) async -> Result<Response, Failure> {
    await withCheckedContinuation { continuation in
      let job = Job(body: body, continuation: continuation)
      jobs.withLock { $0.waiting.append(job) }
      sluice_curl_multi_wakeup(multi)
    }
  }

  /// A request in flight. Touched by the thread alone once it is handed over.
  private final class Job: @unchecked Sendable {
    let body: [UInt8]
    let continuation: CheckedContinuation<Result<Response, Failure>, Never>
    var answer: [UInt8] = []
    var retryAfter: String?
    var isTooLarge = false
    var headers: UnsafeMutablePointer<curl_slist>?

    init(body: [UInt8], continuation: CheckedContinuation<Result<Response, Failure>, Never>) {
      self.body = body
      self.continuation = continuation
    }

    deinit { sluice_curl_slist_free_all(headers) }
  }

  private func work() {
    var active: [UnsafeMutableRawPointer: Job] = [:]
    while true {
      let (new, isClosed) = jobs.withLock { state in
        defer { state.waiting = [] }
        return (state.waiting, state.isClosed)
      }
      for job in new { active[start(job)] = job }
      if isClosed, active.isEmpty { break }
      var running: Int32 = 0
      sluice_curl_multi_perform(multi, &running)
      var left: Int32 = 0
      while let message = sluice_curl_multi_info_read(multi, &left) {
        guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle,
          let job = active.removeValue(forKey: handle)
        else { continue }
        let result = outcome(job, handle, message.pointee.data.result)
        sluice_curl_multi_remove_handle(multi, handle)
        sluice_curl_easy_cleanup(handle)
        job.continuation.resume(returning: result)
      }
      sluice_curl_multi_poll(multi, 10_000)
    }
    sluice_curl_multi_cleanup(multi)
  }

  private func start(_ job: Job) -> UnsafeMutableRawPointer {
    let handle = sluice_curl_easy_init()!
    for header in headers { job.headers = sluice_curl_slist_append(job.headers, header) }
    let context = Unmanaged.passUnretained(job).toOpaque()
    sluice_curl_set_pointer(handle, CURLOPT_URL, url)
    sluice_curl_set_pointer(handle, CURLOPT_PROTOCOLS_STR, "http,https")
    sluice_curl_set_pointer(handle, CURLOPT_USERAGENT, "sluice")
    sluice_curl_set_pointer(handle, CURLOPT_HTTPHEADER, job.headers)
    sluice_curl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(job.body.count))
    job.body.withUnsafeBytes { _ = sluice_curl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, $0.baseAddress) }
    sluice_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
    sluice_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, 30_000)
    sluice_curl_set_long(handle, CURLOPT_TIMEOUT_MS, max(1, Int(timeout / .milliseconds(1))))
    sluice_curl_set_pointer(handle, CURLOPT_WRITEDATA, context)
    sluice_curl_set_writer(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      let job = Unmanaged<Job>.fromOpaque(context!).takeUnretainedValue()
      let length = size * count
      guard job.answer.count + length <= HTTPClient.largestAnswer else {
        job.isTooLarge = true
        return 0
      }
      job.answer.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: length))
      return length
    }
    sluice_curl_set_pointer(handle, CURLOPT_HEADERDATA, context)
    sluice_curl_set_writer(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      let job = Unmanaged<Job>.fromOpaque(context!).takeUnretainedValue()
      let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: size * count), as: UTF8.self)
      if line.lowercased().hasPrefix("retry-after:") { job.retryAfter = line.dropFirst("retry-after:".count).trimmed }
      return size * count
    }
    sluice_curl_multi_add_handle(multi, handle)
    return handle
  }

  private func outcome(_ job: Job, _ handle: UnsafeMutableRawPointer, _ code: CURLcode) -> Result<Response, Failure> {
    switch code {
    case CURLE_OK:
      var status = 0
      sluice_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
      return .success(Response(status: status, retryAfter: job.retryAfter, body: job.answer))
    case CURLE_OPERATION_TIMEDOUT: return .failure(.timedOut)
    case CURLE_WRITE_ERROR where job.isTooLarge: return .failure(.tooLarge)
    case CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_HTTP2, CURLE_HTTP2_STREAM,
      CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING:
      return .failure(.interrupted)
    default: return .failure(.unreachable(String(cString: sluice_curl_easy_strerror(code))))
    }
  }
}
