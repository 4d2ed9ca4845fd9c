/// Every use case, as a command and as a request.
enum DoorCalls {
    static let all = registry + training + points + recruitment + access
    static let reads = all.filter { $0.method == "GET" }
    static let writes = all.filter { $0.method != "GET" }
}
